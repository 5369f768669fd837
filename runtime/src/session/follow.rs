use std::any::Any;

use super::Session;
use super::state::{RowId, RowState};
use crate::driver::{Follow, Followed, Following};
use crate::error::Result;
use crate::expr::evaluate::{Row, Unsure};
use crate::expr::{Alias, BinaryOp, Node};
use crate::graph::AnyTable;
use crate::model::{CascadeAction, ModelMeta, TableMeta};
use crate::query::writer::{Target, UpdateNode};
use crate::value::{Kind, Value};
use crate::write::statement::changed_by_update;

/// Rows with the values that they get.
type Values = Vec<(u32, Vec<(u16, Value)>)>;

/// The rows that the session knows follow what statements by condition do: worked out in memory
/// where that is sure to agree with the engine, else by what the statement gives back, else they
/// are out of date and say so.
#[allow(private_interfaces)] // only statements of this crate talk to it
impl Follow for Session {
    fn updating(&mut self, update: &UpdateNode) -> Option<Following> {
        self.recover();
        let model = update.target.model;
        let tables = self.tables_of_model(model);
        let changes: Vec<Followed> = tables
            .into_iter()
            .map(|table| match self.new_values(table, update) {
                Ok(values) => Followed::Set(table, values),
                Err(Unsure) => Followed::Unknown(table),
            })
            .collect();
        let unknown = |change: &Followed| matches!(change, Followed::Unknown(_));
        following(changes.iter().any(unknown), changes)
    }

    fn deleting(&mut self, target: &Target) -> Option<Following> {
        self.recover();
        let model = target.model;
        let tables = self.tables_of_model(model);
        let mut changes: Vec<Followed> = tables
            .into_iter()
            .map(|table| match self.matching(table, target) {
                Ok(rows) => Followed::Gone(table, rows),
                Err(Unsure) => Followed::UnknownGone(table),
            })
            .collect();
        let unknown = |change: &Followed| matches!(change, Followed::UnknownGone(_));
        let needs_rows = changes.iter().any(unknown);
        if self.knows_below(model) {
            changes.push(Followed::Below(model));
        }
        following(needs_rows, changes)
    }

    fn keeping(&mut self, model: &'static ModelMeta) -> Option<Following> {
        self.recover();
        let mut tables = vec![model.table];
        tables.extend(model.cascades.iter().map(|cascade| cascade.table));
        let mut at = 0;
        while let Some(&table) = tables.get(at) {
            at += 1;
            for known in self.tables_of(table) {
                for cascade in self.graph.tables[known as usize].meta().cascades {
                    if !tables.contains(&cascade.table) {
                        tables.push(cascade.table);
                    }
                }
            }
        }
        let known = tables.into_iter().flat_map(|table| self.tables_of(table));
        let changes = known.map(Followed::Unknown).collect();
        following(false, changes)
    }

    fn done(&mut self, following: Following, rows: Option<&dyn Any>) -> Result<()> {
        for change in following.changes {
            match (change, rows) {
                (Followed::Set(table, values), _) => {
                    let depth = self.depth();
                    let table = &mut self.graph.tables[table as usize];
                    for (row, values) in values {
                        table.follow(row, &values, depth)?;
                    }
                }
                (Followed::Unknown(table), Some(rows)) => self.take_over(table, rows)?,
                (Followed::Unknown(table), None) => self.outdate(table),
                (Followed::Gone(table, rows), _) => self.deleted(table, rows)?,
                (Followed::UnknownGone(table), Some(rows)) => {
                    let places = self.graph.tables[table as usize].places(rows);
                    self.deleted(table, places)?;
                }
                (Followed::UnknownGone(table), None) => {
                    self.outdate(table);
                    let model = self.graph.tables[table as usize].meta();
                    self.outdate_below(model);
                }
                (Followed::Below(model), _) => self.outdate_below(model),
            }
        }
        Ok(())
    }

    fn stored(&mut self, table: TableMeta, rows: &dyn Any) -> Result<()> {
        self.tables_of(table)
            .into_iter()
            .try_for_each(|table| self.take_over(table, rows))
    }

    fn patched(&mut self, table: TableMeta, key: &dyn Any, values: &[(u16, Value)]) -> Result<()> {
        let depth = self.depth();
        for at in self.tables_of(table) {
            let table = &self.graph.tables[at as usize];
            let Some(row) = table.place(key) else {
                continue;
            };
            let set: Vec<u16> = values.iter().map(|(column, _)| *column).collect();
            let more = !changed_by_update(table.meta(), &set).is_empty();
            if !self.is_stored(RowId { table: at, row }) {
                continue;
            }
            let counted = counted(&**table, row, values);
            let more = more || counted.is_err();
            let mut values = values.to_vec();
            values.extend(counted.ok().flatten());
            let table = &mut self.graph.tables[at as usize];
            table.follow(row, &values, depth)?;
            if more {
                self.make_stale(RowId { table: at, row });
            }
        }
        Ok(())
    }
}

fn following(needs_rows: bool, changes: Vec<Followed>) -> Option<Following> {
    (!changes.is_empty()).then_some(Following {
        needs_rows,
        changes,
    })
}

impl Session {
    /// The tables that hold rows of a table of the database: none if the session knows none.
    fn tables_of(&self, table: TableMeta) -> Vec<u32> {
        let tables = (0..).zip(&self.graph.tables);
        tables
            .filter(|(at, known)| {
                let meta = known.meta();
                (meta.table == table || meta.base().is_some_and(|base| base.table == table))
                    && (0..known.len()).any(|row| self.is_stored(RowId { table: *at, row }))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// The same for a model, with those of the model whose table has its first columns.
    fn tables_of_model(&self, model: &ModelMeta) -> Vec<u32> {
        let mut tables = self.tables_of(model.table);
        tables.extend(
            model
                .base()
                .into_iter()
                .flat_map(|base| self.tables_of(base.table)),
        );
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    fn is_stored(&self, id: RowId) -> bool {
        let state = self.states.get(id);
        matches!(state, RowState::Persistent | RowState::Deleting)
    }

    fn stored_rows(&self, table: u32) -> Vec<u32> {
        let rows = 0..self.graph.tables[table as usize].len();
        rows.filter(|row| self.is_stored(RowId { table, row: *row }))
            .collect()
    }

    /// Which of the rows a statement is for.
    fn matching(&self, at: u32, target: &Target) -> Result<Vec<u32>, Unsure> {
        let table = &*self.graph.tables[at as usize];
        let scoped = target
            .model
            .table
            .rules
            .is_some_and(|rules| !rules.scopes.is_empty());
        if !std::ptr::eq(table.meta(), target.model) || !target.joins.is_empty() || scoped {
            return Err(Unsure);
        }
        let mut matching = vec![];
        for row in self.stored_rows(at) {
            let stored = |column| table.stored_value(row, column);
            let values = row_of(target.alias, &stored);
            if table.is_stale(row) {
                return Err(Unsure);
            }
            if values.matches(&target.filter)? {
                matching.push(row);
            }
        }
        Ok(matching)
    }

    /// What an UPDATE makes of the rows that it is for.
    fn new_values(&self, at: u32, update: &UpdateNode) -> Result<Values, Unsure> {
        let table = &*self.graph.tables[at as usize];
        let model = table.meta();
        let set: Vec<u16> = update.set.iter().map(|(column, _)| column.at).collect();
        let in_key = |column: &u16| model.key.contains(column);
        if set.iter().any(in_key) || !changed_by_update(model, &set).is_empty() {
            return Err(Unsure);
        }
        let rows = self.matching(at, &update.target)?;
        rows.into_iter()
            .map(|row| Ok((row, assigned(table, row, update)?)))
            .collect()
    }

    /// Takes the values of stored rows over.
    fn take_over(&mut self, table: u32, rows: &dyn Any) -> Result<()> {
        let depth = self.depth();
        let states = &self.states;
        let alive = |row| {
            let state = states.get(RowId { table, row });
            matches!(state, RowState::Persistent | RowState::Deleting)
        };
        let table = &mut self.graph.tables[table as usize];
        Ok(table.follow_rows(rows, depth, &alive)?)
    }

    /// Rows were deleted by a statement: as [`gone`](Session::gone), without asking the database.
    fn deleted(&mut self, table: u32, rows: Vec<u32>) -> Result<()> {
        let stored = |row: &u32| self.is_stored(RowId { table, row: *row });
        let rows = rows.into_iter().filter(stored).collect();
        for (table, rows, _) in self.gone_in_memory(table, rows)? {
            rows.into_iter()
                .for_each(|row| self.make_stale(RowId { table, row }));
        }
        Ok(())
    }

    fn outdate(&mut self, table: u32) {
        for row in self.stored_rows(table) {
            self.make_stale(RowId { table, row });
        }
    }

    /// Whether the session knows rows that hang on rows of a model.
    fn knows_below(&self, model: &ModelMeta) -> bool {
        let known = |cascade: &crate::model::Cascade| {
            follows(cascade.action) && !self.tables_of(cascade.table).is_empty()
        };
        model.cascades.iter().any(known)
    }

    /// Rows whose parents the session does not know may be gone with those.
    fn outdate_below(&mut self, model: &'static ModelMeta) {
        for cascade in model.cascades.iter().filter(|c| follows(c.action)) {
            for at in self.tables_of(cascade.table) {
                let columns = self.graph.tables[at as usize]
                    .meta()
                    .positions(cascade.columns);
                let mut found = false;
                for row in self.stored_rows(at) {
                    let id = RowId { table: at, row };
                    if !self.has_known_parent(id, &columns, model, cascade.target_columns) {
                        self.make_stale(id);
                        found = true;
                    }
                }
                let below = self.graph.tables[at as usize].meta();
                if found && !std::ptr::eq(below, model) {
                    self.outdate_below(below);
                }
            }
        }
    }

    /// Whether a row hangs on none, or on one that is here, up to date and not deleted.
    fn has_known_parent(
        &self,
        child: RowId,
        columns: &[u16],
        model: &ModelMeta,
        target: &[&str],
    ) -> bool {
        let table = &self.graph.tables[child.table as usize];
        let key: Vec<Value> = columns
            .iter()
            .map(|at| table.stored_value(child.row, *at))
            .collect();
        if key.iter().any(|value| matches!(value, Value::Null(_))) {
            return true;
        }
        self.tables_of(model.table).into_iter().any(|at| {
            let parents = &self.graph.tables[at as usize];
            let target = parents.meta().positions(target);
            self.stored_rows(at).into_iter().any(|row| {
                let mut own = target
                    .iter()
                    .map(|column| parents.stored_value(row, *column));
                !parents.is_stale(row) && own.by_ref().eq(key.iter().cloned())
            })
        })
    }
}

/// Whether rows change by such a key without a statement of their own.
fn follows(action: CascadeAction) -> bool {
    action != CascadeAction::Refuse && action != CascadeAction::Unlink
}

fn row_of(alias: Alias, value: &dyn Fn(u16) -> Value) -> Row<'_> {
    Row { alias, value }
}

/// The columns that an UPDATE gives a row, with their values.
fn assigned(
    table: &dyn AnyTable,
    row: u32,
    update: &UpdateNode,
) -> Result<Vec<(u16, Value)>, Unsure> {
    let stored = |column| table.stored_value(row, column);
    let old = row_of(update.target.alias, &stored);
    let set = update.set.iter();
    let mut values: Vec<(u16, Value)> = set
        .map(|(column, value)| Ok((column.at, old.value(value, column.meta().kind)?)))
        .collect::<Result<_, Unsure>>()?;
    values.extend(counted(table, row, &values)?);
    Ok(values)
}

/// The version that an UPDATE of these columns counts up by itself.
fn counted(
    table: &dyn AnyTable,
    row: u32,
    set: &[(u16, Value)],
) -> Result<Option<(u16, Value)>, Unsure> {
    let meta = table.meta();
    let columns = set.iter().map(|(column, _)| *column);
    let Some(version) = meta.version.filter(|version| version.counts(columns)) else {
        return Ok(None);
    };
    let at = version.column;
    let next = Node::binary(
        BinaryOp::Add,
        Node::Bind(table.stored_value(row, at)),
        Node::Bind(Value::I64(1)),
    );
    let none = row_of(Alias::fresh(), &|_| Value::Null(Kind::I64));
    let next = none.value(&next, meta.columns[usize::from(at)].kind)?;
    Ok(Some((at, next)))
}
