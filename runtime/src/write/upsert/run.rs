mod apart;

use std::collections::{HashMap, HashSet};

use super::{Change, Decided, Outcome, Upsert, Upserted};
use crate::dialect::Dialect;
use crate::driver::{Access, Connection, Executor, RowSink};
use crate::error::{Error, Result};
use crate::expr::{Column, Node};
use crate::hooks;
use crate::model::{ColumnSet, Fill, Model};
use crate::query::keys_per_statement;
use crate::query::writer::{ConflictNode, Target, write_conflict, write_holding, write_locking};
use crate::value::{Decoder, Kind, Value};
use crate::write::rows::{NewRows, Part};
use crate::write::statement::insert::InsertText;
use crate::write::tenant::check_upsert;

impl<M: Model, N> Upsert<M, Decided<M>, N> {
    pub(super) async fn run_all(self, mut on: impl Executor) -> Result<Vec<Upserted<M>>> {
        if self.rows.is_empty() {
            return Ok(vec![]);
        }
        let mut rows = NewRows::of(self.rows)?;
        let mut lease = on.lease(Access::Write).await?;
        hooks::refuse(M::META, &lease)?;
        rows.own(lease.parameters())?;
        check_upsert(M::META, self.action.key.columns(), self.action.any_key)?;
        let dialect = lease.dialect();
        // Its rows share a table with those of others, or are in several.
        let apart = M::META.lineage.is_some();
        let parts = rows.apart(dialect);
        let work = Work {
            target: match apart {
                true => apart::target::<M>(self.target),
                false => self.target,
            },
            excluded: self.excluded,
            decided: self.action,
            dialect,
        };
        work.check(&rows, apart)?;
        let likely = match apart {
            true => work.likely(&mut lease, &rows).await?,
            false => vec![],
        };
        if apart || rows.takes_several(&parts, dialect) || !work.returns_all() {
            lease.atomic().await?;
        }
        let mut done = match apart {
            true => work.store_apart(&mut lease, &mut rows, likely).await?,
            false => work.store(&mut lease, &rows, parts).await?,
        };
        work.complete(&mut lease, &rows, &mut done).await?;
        let done: Vec<_> = done.into_iter().flatten().collect();
        if rows.has_links() {
            rows.table.rows = done.iter().map(|upserted| upserted.row.clone()).collect();
            rows.link(&mut lease).await?;
        }
        lease.finish().await?;
        if let Some(follower) = on.follow() {
            let stored: Vec<M> = done.iter().map(|upserted| upserted.row.clone()).collect();
            follower.stored(M::META.table, &stored)?;
            let changed = |upserted: &&Upserted<M>| upserted.outcome == Some(Outcome::Updated);
            for upserted in done.iter().filter(|_| apart).filter(changed) {
                follower.changed_elsewhere(M::META, &upserted.row.key());
            }
        }
        Ok(done)
    }
}

/// An upsert without its rows.
struct Work<M> {
    target: Target,
    excluded: crate::expr::Alias,
    decided: Decided<M>,
    dialect: Dialect,
}

impl<M: Model> Work<M> {
    fn key(&self) -> &'static [u16] {
        self.decided.key.columns()
    }

    /// Refuses what the engines would not do alike.
    fn check(&self, rows: &NewRows<M>, apart: bool) -> Result<()> {
        let mysql = matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb);
        let by_any = mysql && !apart && !self.decided.any_key;
        for (unset, run) in rows.runs() {
            let given = given::<M>(unset);
            if let Some(at) = self.key().iter().find(|at| !given.contains(at)) {
                return Err(self.invalid(*at, "has no value in a row of the upsert"));
            }
            for (row, at) in run.flat_map(|row| self.key().iter().map(move |at| (row, at))) {
                if let Value::Null(_) = rows.table.rows[row as usize].value((*at).into()) {
                    return Err(self.invalid(*at, "is NULL in a row, which is never in the way"));
                }
            }
            if by_any && self.decided.key.has_rival(&given) {
                return Err(Error::Invalid(format!(
                    "upsert of {:?}: the table has other unique keys, and MySQL and MariaDB \
                     change a row that is in the way by any of them; say `.any_key()` if that is \
                     meant",
                    self.decided.key
                )));
            }
        }
        let mut known = HashSet::new();
        let changes = !matches!(self.decided.change, Change::Nothing);
        let mut keys = rows.table.rows.iter().map(|row| self.key_text(row));
        if changes && !keys.all(|key| known.insert(key)) {
            return Err(Error::Invalid(format!(
                "upsert of {:?}: two rows have the same key; only one of them can be stored",
                self.decided.key
            )));
        }
        Ok(())
    }

    fn invalid(&self, at: u16, what: &str) -> Error {
        let column = self.target.column(at);
        Error::Invalid(format!(
            "upsert of {:?}: `{}` {what}",
            self.decided.key,
            column.meta().name
        ))
    }

    /// The values of a row in the unique key.
    fn key_of(&self, row: &M) -> Vec<Value> {
        let columns = self.key().iter();
        columns.map(|at| row.value((*at).into())).collect()
    }

    /// Equal keys have equal texts.
    fn key_text(&self, row: &M) -> String {
        format!("{:?}", self.key_of(row))
    }

    /// Whether the statement gives back every row.
    fn returns_all(&self) -> bool {
        match self.dialect {
            Dialect::Mariadb => true,
            Dialect::Mysql => false,
            Dialect::Sqlite | Dialect::Postgres => {
                !matches!(self.decided.change, Change::Nothing) && self.decided.filter.is_empty()
            }
        }
    }

    /// What is done on a conflict, for rows with values for these columns.
    fn conflict(&self, given: &[u16]) -> ConflictNode {
        let set = match &self.decided.change {
            Change::Nothing => vec![],
            Change::Set(set) => set.clone(),
            Change::All => {
                let version = M::META.version.map(|version| version.column);
                // Who made a row stays; who changes it is set by itself. What it is, it remains.
                let signed = |at: &u16| M::META.table.set_by().iter().any(|set| set.column == *at);
                let tag = M::META.tag.map(|(at, _)| at);
                let stays = |at: &u16| {
                    self.key().contains(at)
                        || M::META.key.contains(at)
                        || version == Some(*at)
                        || tag == Some(*at)
                        || signed(at)
                };
                let new = |at: &u16| Column {
                    alias: self.excluded,
                    ..self.target.column(*at)
                };
                let columns = given.iter().filter(|at| !stays(at));
                columns
                    .map(|at| (self.target.column(*at), Node::Column(new(at))))
                    .collect()
            }
        };
        ConflictNode {
            target: self.target.clone(),
            excluded: self.excluded,
            key: self.key(),
            set,
            filter: self.decided.filter.clone(),
        }
    }

    /// Runs the statements; by row what they gave back.
    async fn store(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
        parts: Vec<Part>,
    ) -> Result<Vec<Option<Upserted<M>>>> {
        let mut done = Vec::with_capacity(rows.table.rows.len());
        done.resize_with(rows.table.rows.len(), || None);
        for Part { text, rows: part } in parts {
            let conflict = self.conflict(&text.bound);
            let mut text = text.silent();
            for chunk in part.chunks(text.rows_per_statement()) {
                let found = self
                    .run(connection, &mut text, rows, chunk, &conflict)
                    .await?;
                self.place(rows, chunk, found, &mut done);
            }
        }
        Ok(done)
    }

    async fn run(
        &self,
        connection: &mut Connection,
        text: &mut InsertText,
        rows: &NewRows<M>,
        chunk: &[u32],
        conflict: &ConflictNode,
    ) -> Result<Vec<Upserted<M>>> {
        let insert = text.insert(&rows.table, chunk);
        if self.dialect == Dialect::Mysql {
            let statement = write_conflict(insert, conflict, &[], false, self.dialect)?;
            connection.execute(&statement).await?;
            return Ok(vec![]);
        }
        let told = self.dialect == Dialect::Postgres && self.decided.asks;
        let columns = self.columns();
        let statement = write_conflict(insert, conflict, &columns, told, self.dialect)?;
        let mut found = Found {
            rows: Vec::with_capacity(chunk.len()),
            told,
        };
        connection.fetch(&statement, &mut found).await?;
        // Where rows stay as they are, only new ones come back.
        if self.dialect == Dialect::Sqlite && conflict.set.is_empty() {
            for upserted in &mut found.rows {
                upserted.outcome = Some(Outcome::Inserted);
            }
        }
        Ok(found.rows)
    }

    fn columns(&self) -> Vec<Node> {
        let columns = 0..M::META.columns.len() as u16;
        columns
            .map(|at| Node::Column(self.target.column(at)))
            .collect()
    }

    /// Puts what a statement gave back to the rows it was for. It is in their order, with gaps
    /// for rows that stayed as they are.
    fn place(
        &self,
        rows: &NewRows<M>,
        chunk: &[u32],
        found: Vec<Upserted<M>>,
        done: &mut [Option<Upserted<M>>],
    ) {
        let all = found.len() == chunk.len();
        let mut found = found.into_iter().peekable();
        for &row in chunk {
            let row = row as usize;
            let own = |upserted: &Upserted<M>| {
                all || self.key_text(&upserted.row) == self.key_text(&rows.table.rows[row])
            };
            done[row] = found.next_if(own);
        }
    }

    /// Reads the rows that no statement gave back.
    async fn complete(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
        done: &mut [Option<Upserted<M>>],
    ) -> Result<()> {
        let open = |done: &[Option<Upserted<M>>]| -> Vec<usize> {
            (0..done.len()).filter(|row| done[*row].is_none()).collect()
        };
        let outcome = match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => Some(Outcome::Kept),
            Dialect::Mysql | Dialect::Mariadb => None,
        };
        let known = self.find(connection, rows, open(done)).await?;
        for (row, stored) in known.rows {
            done[row] = Some(Upserted {
                row: stored,
                outcome,
            });
        }
        // The engine takes texts for equal that differ: "ann" and "Ann".
        for row in open(done) {
            let found = self.read(connection, rows, &[row]).await?;
            let row_found = found.into_iter().next().ok_or_else(|| {
                Error::Invalid(format!(
                    "upsert of {:?}: a row was merged with one of another key, by another unique \
                     key of the table",
                    self.decided.key
                ))
            })?;
            done[row] = Some(Upserted {
                row: row_found,
                outcome,
            });
        }
        Ok(())
    }

    /// The stored rows with the keys of these.
    async fn find(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
        which: Vec<usize>,
    ) -> Result<Known<M>> {
        let mut known = Known {
            rows: vec![],
            unlike: false,
        };
        let kinds = self.kinds(self.key());
        for chunk in which.chunks(keys_per_statement(&kinds, self.dialect)) {
            let found = self.read(connection, rows, chunk).await?;
            let mut found: HashMap<String, (M, bool)> = found
                .into_iter()
                .map(|row| (self.key_text(&row), (row, false)))
                .collect();
            for &row in chunk {
                if let Some((stored, taken)) = found.get_mut(&self.key_text(&rows.table.rows[row]))
                {
                    *taken = true;
                    known.rows.push((row, stored.clone()));
                }
            }
            known.unlike |= found.values().any(|(_, taken)| !taken);
        }
        Ok(known)
    }

    fn kinds(&self, columns: &[u16]) -> Vec<Kind> {
        let column = |at: &u16| self.target.column(*at).meta().kind;
        columns.iter().map(column).collect()
    }

    async fn read(
        &self,
        connection: &mut Connection,
        rows: &NewRows<M>,
        which: &[usize],
    ) -> Result<Vec<M>> {
        let values = |row: &usize| self.key_of(&rows.table.rows[*row]);
        let values = which.iter().map(values).collect();
        self.read_by(connection, self.key(), values).await
    }

    /// The stored rows with these values in columns.
    async fn read_by(
        &self,
        connection: &mut Connection,
        columns: &[u16],
        values: Vec<Vec<Value>>,
    ) -> Result<Vec<M>> {
        let select = self.with(columns, values).select(self.columns());
        let statement = match M::META.lineage.is_some() {
            true => write_holding(&select, self.dialect)?,
            false => write_locking(&select, self.dialect)?,
        };
        let mut found = Found {
            rows: vec![],
            told: false,
        };
        connection.fetch(&statement, &mut found).await?;
        Ok(found.rows.into_iter().map(|found| found.row).collect())
    }

    /// The rows with these values in columns.
    fn with(&self, columns: &[u16], values: Vec<Vec<Value>>) -> Target {
        let mut target = self.target.clone();
        let is_one = target.is_one_of(columns, values);
        target.filter.push(is_one);
        target
    }
}

/// The columns that rows give a value which leave these open.
fn given<M: Model>(unset: &ColumnSet) -> Vec<u16> {
    let columns = (0..).zip(M::META.columns);
    columns
        .filter(|(at, column)| column.fill != Fill::Generated && !unset.contains(*at))
        .map(|(at, _)| at)
        .collect()
}

/// Stored rows, by the place of the row with the same key.
struct Known<M> {
    rows: Vec<(usize, M)>,
    /// Whether there are others that the engine takes for equal.
    unlike: bool,
}

/// Collects stored rows.
struct Found<M> {
    rows: Vec<Upserted<M>>,
    /// Whether a last column says that a row is new.
    told: bool,
}

impl<M: Model> RowSink for Found<M> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let stored = M::decode(row, 0).map_err(|error| error.in_model(M::META, 0))?;
        let outcome = match self.told {
            false => None,
            true if row.bool(M::META.columns.len())? == Some(true) => Some(Outcome::Inserted),
            true => Some(Outcome::Updated),
        };
        self.rows.push(Upserted {
            row: stored,
            outcome,
        });
        Ok(())
    }
}
