//! Upserts of rows that share a table with rows of other models, or are stored in several: those
//! that are there are found and locked, the others inserted. Where somebody else inserts one
//! meanwhile, the inserts are taken back and it is looked for once more.

use std::collections::{HashMap, HashSet};

use super::{Change, Work, given};
use crate::dialect::Dialect;
use crate::driver::{Connection, RowSink};
use crate::error::{ConstraintKind, Error, InvalidValues, Result};
use crate::expr::{BinaryOp, Column, DerivedColumn, Node};
use crate::model::{ColumnMeta, ColumnSet, Model};
use crate::query::writer::{ConflictNode, Target, UpdateNode, write_locking};
use crate::query::{
    DerivedNode, JoinKind, JoinNode, RowsNode, Source, TableRef, keys_per_statement,
};
use crate::rules::values::faults;
use crate::rules::{Lift, set_by};
use crate::value::{Decoder, Key, Kind, Value};
use crate::write::apart::{self, Keyed};
use crate::write::rows::NewRows;
use crate::write::statement::rows_per_statement;
use crate::write::upsert::{Outcome, Upserted};

/// The rows that may be in the way: those of the model alone, whatever its scopes.
pub(super) fn target<M: Model>(known: Target) -> Target {
    let mut target = Target::of_model_as(M::META, known.alias);
    target.lifted.push(Lift::Everything);
    target
}

impl<M: Model> Work<M> {
    /// Which rows are to be looked for. On MySQL and MariaDB a lock on a row that is not there is
    /// one on the gap, which several get and which keeps all of them from inserting: there only
    /// rows that are seen without a lock. Before the transaction, which sees from then on what
    /// was there at its first read.
    pub(super) async fn likely(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
    ) -> Result<Vec<usize>> {
        let all: Vec<usize> = (0..rows.table.rows.len()).collect();
        if !matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb) {
            return Ok(all);
        }
        let kinds = self.kinds(self.key());
        let mut seen = HashSet::new();
        for chunk in all.chunks(keys_per_statement(&kinds, self.dialect)) {
            let keys = chunk.iter().map(|row| self.key_of(&rows.table.rows[*row]));
            let target = self.with(self.key(), keys.collect());
            let found = apart::seen(connection, &target, self.key()).await?;
            seen.extend(found.into_iter().map(|key| format!("{key:?}")));
        }
        let texts = rows.table.rows.iter().map(|row| self.key_text(row));
        let texts: Vec<String> = texts.collect();
        let known: HashSet<&String> = texts.iter().filter(|key| seen.contains(*key)).collect();
        // The engine takes texts for equal that differ: "ann" and "Ann".
        Ok(match known.len() < seen.len() {
            true => all,
            false => all
                .into_iter()
                .filter(|row| known.contains(&texts[*row]))
                .collect(),
        })
    }

    /// Runs the statements; by row what is stored now. Those that are `likely` there are looked
    /// for before anything is inserted.
    pub(super) async fn store_apart(
        &self,
        connection: &mut Connection,
        rows: &mut NewRows<M>,
        likely: Vec<usize>,
    ) -> Result<Vec<Option<Upserted<M>>>> {
        let mut done: Vec<Option<Upserted<M>>> = Vec::with_capacity(rows.table.rows.len());
        done.resize_with(rows.table.rows.len(), || None);
        let mut known: HashMap<usize, M> = self.look(connection, rows, likely).await?;
        if known.len() < done.len() {
            for row in self.insert(connection, rows, &mut known).await? {
                done[row] = Some(Upserted {
                    row: rows.table.rows[row].clone(),
                    outcome: Some(Outcome::Inserted),
                });
            }
        }
        let changed = match self.decided.change {
            Change::Nothing => HashMap::new(),
            _ => self.change(connection, rows, &known).await?,
        };
        for (row, stored) in known {
            let (row_now, outcome) = match changed.get(&stored.key()) {
                Some(now) => (now.clone(), Outcome::Updated),
                None => (stored, Outcome::Kept),
            };
            done[row] = Some(Upserted {
                row: row_now,
                outcome: Some(outcome),
            });
        }
        Ok(done)
    }

    /// Which of the rows are stored.
    async fn look(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
        which: Vec<usize>,
    ) -> Result<HashMap<usize, M>> {
        let found = self.find(connection, rows, which.clone()).await?;
        let unlike = found.unlike;
        let mut known: HashMap<usize, M> = found.rows.into_iter().collect();
        if unlike {
            // The engine takes texts for equal that differ: "ann" and "Ann".
            for row in which {
                if !known.contains_key(&row) {
                    let found = self.read(connection, rows, &[row]).await?;
                    known.extend(found.into_iter().next().map(|stored| (row, stored)));
                }
            }
        }
        Ok(known)
    }

    /// Inserts the rows that are not known: which. Those that turn out to be there are known then.
    async fn insert(
        &self,
        connection: &mut Connection,
        rows: &mut NewRows<M>,
        known: &mut HashMap<usize, M>,
    ) -> Result<Vec<usize>> {
        const SAVEPOINT: &str = "ormolu_upsert";

        loop {
            let new = self.new_rows(rows, known);
            let inserted: HashSet<u32> = new.iter().map(|row| *row as u32).collect();
            let parts = rows.apart_of(self.dialect, |row| inserted.contains(&row));
            connection.savepoint(SAVEPOINT).await?;
            let Err(error) = rows.insert_rows(connection, parts).await else {
                connection.release(SAVEPOINT).await?;
                self.follow_doubles(rows, known, &new);
                return Ok(new);
            };
            // Where the whole transaction is gone, there is nothing to take back.
            let undone = connection.rollback_to(SAVEPOINT).await.is_ok()
                && connection.release(SAVEPOINT).await.is_ok();
            if !undone || !is_taken(&error) {
                return Err(error);
            }
            let open = (0..rows.table.rows.len()).filter(|row| !known.contains_key(row));
            let found = self.look(connection, rows, open.collect()).await?;
            if found.is_empty() {
                return Err(self.in_the_way(connection, rows, &new, error).await?);
            }
            known.extend(found);
        }
    }

    /// The rows to insert. Of several with one key the first: the others find it.
    fn new_rows(&self, rows: &NewRows<M>, known: &HashMap<usize, M>) -> Vec<usize> {
        let mut keys = HashSet::new();
        let all = rows.table.rows.iter().enumerate();
        all.filter(|(at, row)| !known.contains_key(at) && keys.insert(self.key_text(row)))
            .map(|(at, _)| at)
            .collect()
    }

    /// Rows with the key of one that was inserted find that one.
    fn follow_doubles(&self, rows: &NewRows<M>, known: &mut HashMap<usize, M>, new: &[usize]) {
        let all = &rows.table.rows;
        if known.len() + new.len() == all.len() {
            return;
        }
        let stored: HashMap<String, usize> = new
            .iter()
            .map(|row| (self.key_text(&all[*row]), *row))
            .collect();
        for (at, row) in all.iter().enumerate() {
            let first = stored.get(&self.key_text(row)).copied();
            if let Some(first) = first.filter(|first| *first != at) {
                known.entry(at).or_insert_with(|| all[first].clone());
            }
        }
    }

    /// What to say of a row that is in the way and is not one of the model's.
    async fn in_the_way(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
        new: &[usize],
        error: Error,
    ) -> Result<Error> {
        let top = M::META.top();
        let key = self.key();
        if key.iter().any(|at| usize::from(*at) >= top.columns.len()) {
            return Ok(error);
        }
        let kinds = self.kinds(key);
        for chunk in new.chunks(keys_per_statement(&kinds, self.dialect)) {
            let mut target = Target::new(top);
            target.lifted.push(Lift::Everything);
            let keys = chunk.iter().map(|row| self.key_of(&rows.table.rows[*row]));
            let is_one = target.is_one_of(key, keys.collect());
            target.filter.push(is_one);
            let columns = key.iter().map(|at| Node::Column(target.column(*at)));
            let columns = columns.collect();
            let statement = write_locking(&target.select(columns), self.dialect)?;
            let mut others = Others(0);
            connection.fetch(&statement, &mut others).await?;
            if others.0 > 0 {
                return Ok(Error::Invalid(format!(
                    "upsert of {:?}: a row with the same key is there, and it is no {}",
                    self.decided.key,
                    M::META.name
                )));
            }
        }
        Ok(error)
    }

    /// Changes rows that are stored as the upsert says: those that changed, as they are now.
    async fn change(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
        known: &HashMap<usize, M>,
    ) -> Result<HashMap<M::Key, M>> {
        let mut keys = vec![];
        for (unset, run) in rows.runs() {
            let conflict = self.conflict(&given::<M>(unset));
            let which: Vec<usize> = run
                .map(|row| row as usize)
                .filter(|row| known.contains_key(row))
                .collect();
            if conflict.set.is_empty() || which.is_empty() {
                continue;
            }
            self.refuse_open(&conflict, unset)?;
            InvalidValues::check(faults(&conflict.set, Some(self.excluded)))?;
            let width = M::META.columns.len() + M::META.key.len();
            for chunk in which.chunks(rows_per_statement(width, self.dialect)) {
                let pairs: Vec<(&M, &M)> = chunk
                    .iter()
                    .filter_map(|row| Some((known.get(row)?, &rows.table.rows[*row])))
                    .collect();
                keys.extend(self.change_some(connection, &conflict, &pairs).await?);
            }
        }
        let mut now = HashMap::with_capacity(keys.len());
        let kinds = self.kinds(M::META.key);
        for chunk in keys.chunks(keys_per_statement(&kinds, self.dialect)) {
            let found = self
                .read_by(connection, M::META.key, chunk.to_vec())
                .await?;
            now.extend(found.into_iter().map(|row| (row.key(), row)));
        }
        Ok(now)
    }

    /// The same of some, each with the row that was to be inserted: their keys.
    async fn change_some(
        &self,
        connection: &mut Connection,
        conflict: &ConflictNode,
        pairs: &[(&M, &M)],
    ) -> Result<Vec<Vec<Value>>> {
        let Some(mut set) = self.known_values(conflict) else {
            let update = self.update(conflict, pairs);
            return apart::update_found(connection, &update).await;
        };
        let is_set = |at: u16| conflict.set.iter().any(|(column, _)| column.at == at);
        for (at, value) in set_by::of_update(M::META, connection.parameters(), is_set)? {
            set.push((at, Known::Value(value)));
        }
        let columns: Vec<u16> = set.iter().map(|(at, _)| *at).collect();
        let values = |new: &M| -> Vec<Value> {
            let value = |(_, value): &(u16, Known)| match value {
                Known::Value(value) => value.clone(),
                Known::New(at) => new.value((*at).into()),
            };
            set.iter().map(value).collect()
        };
        let rows: Vec<Keyed> = pairs
            .iter()
            .map(|(stored, new)| (stored.key().values(), values(new)))
            .collect();
        apart::write(connection, M::META, &columns, &rows).await?;
        Ok(rows.into_iter().map(|(key, _)| key).collect())
    }

    /// What the columns are set to, if no row needs to be looked at for it.
    fn known_values(&self, conflict: &ConflictNode) -> Option<Vec<(u16, Known)>> {
        let known = |(column, value): &(Column, Node)| match value {
            Node::Bind(value) => Some((column.at, Known::Value(value.clone()))),
            Node::Column(from) if from.alias == self.excluded => {
                Some((column.at, Known::New(from.at)))
            }
            _ => None,
        };
        let keyed = conflict
            .set
            .iter()
            .any(|(column, _)| M::META.key.contains(&column.at));
        match conflict.filter.is_empty() && !keyed {
            true => conflict.set.iter().map(known).collect(),
            false => None,
        }
    }

    /// The update of stored rows by those that were to be inserted, which are a list of values
    /// that ends with the keys of the stored ones.
    fn update(&self, conflict: &ConflictNode, pairs: &[(&M, &M)]) -> UpdateNode {
        let read = self.columns_of_new(conflict);
        let (columns, key) = (M::META.columns, M::META.key);
        let kind = |(at, column): (u16, &ColumnMeta)| match read.contains(&at) {
            true => column.kind,
            false => Kind::Bool,
        };
        let mut kinds: Vec<Kind> = (0..).zip(columns).map(kind).collect();
        kinds.extend(self.kinds(key));
        let row = |(stored, new): &(&M, &M)| {
            let value = |at: u16| match read.contains(&at) {
                true => new.value(at.into()),
                false => Value::Null(Kind::Bool),
            };
            let mut values: Vec<Value> = (0..columns.len() as u16).map(value).collect();
            stored.key().push_values(&mut values);
            values
        };
        let equal = (columns.len()..).zip(key).map(|(at, own)| {
            let column = self.target.column(*own);
            let listed = Node::Derived(DerivedColumn {
                alias: self.excluded,
                at: at as u16,
                kind: column.meta().kind,
            });
            Node::binary(BinaryOp::Eq, Node::Column(column), listed)
        });
        let list = DerivedNode {
            rows: RowsNode::Values {
                kinds,
                rows: pairs.iter().map(row).collect(),
            },
            parts: vec![],
            lateral: false,
        };
        let mut target = self.target.clone();
        target.joins.push(JoinNode {
            kind: JoinKind::Inner,
            table: TableRef {
                alias: self.excluded,
                source: Source::Rows(Box::new(list)),
            },
            on: Node::All(equal.collect()),
        });
        target.filter.extend(conflict.filter.iter().cloned());
        UpdateNode {
            target,
            set: conflict.set.clone(),
        }
    }

    /// The columns of the new row that are asked for.
    fn columns_of_new(&self, conflict: &ConflictNode) -> HashSet<u16> {
        let mut read = HashSet::new();
        let values = conflict.set.iter().map(|(_, value)| value);
        for node in values.chain(&conflict.filter) {
            node.each(&mut |part| {
                if let Node::Column(column) = part
                    && column.alias == self.excluded
                {
                    read.insert(column.at);
                }
            });
        }
        read
    }

    /// What a row leaves to the database is not known before it is inserted.
    fn refuse_open(&self, conflict: &ConflictNode, unset: &ColumnSet) -> Result<()> {
        let read = self.columns_of_new(conflict);
        match read.into_iter().find(|at| unset.contains(*at)) {
            Some(at) => Err(self.invalid(at, "is asked for, and a row has no value for it")),
            None => Ok(()),
        }
    }
}

/// What a column is set to.
enum Known {
    /// This.
    Value(Value),
    /// What the new row has in a column.
    New(u16),
}

/// Counts rows.
struct Others(usize);

impl RowSink for Others {
    fn row<D: Decoder>(&mut self, _: &D) -> Result<()> {
        self.0 += 1;
        Ok(())
    }
}

/// Whether a unique key has the values already.
fn is_taken(error: &Error) -> bool {
    matches!(error, Error::Constraint(violated) if violated.kind == ConstraintKind::Unique)
}
