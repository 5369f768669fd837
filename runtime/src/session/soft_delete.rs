use super::Session;
use super::plan::Step;
use super::state::{RowId, RowState};
use crate::error::{Result, StaleError};
use crate::graph::Handle;
use crate::model::{Model, ModelMeta};
use crate::query::keys_per_statement;
use crate::query::writer::Target;
use crate::rules::{Lift, Rules};
use crate::value::{Kind, Value};
use crate::write::soft_delete::{delete, soft};

impl Session {
    /// Deletes a row for good, also where deleting keeps it; what hangs on it goes as the
    /// database says.
    pub fn purge<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.delete(handle)?;
        let id = self.id(handle)?;
        self.purges.insert(id);
        Ok(())
    }

    /// Brings a row back that was deleted softly: one that was read by `.with_deleted()`. It is
    /// an edit, stored by the next flush.
    pub fn restore<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        let id = self.id(handle)?;
        let (model, state) = (M::META.name, self.states.get(id));
        if state != RowState::Persistent {
            return Err(super::SessionError::NotStored { model, state }.into());
        }
        let Some((_, column)) = soft(M::META) else {
            return Ok(());
        };
        let null = Value::Null(M::META.columns[usize::from(column)].kind);
        if let Some(table) = self.graph.table_mut::<M>(id.table) {
            table
                .edit(id.row)
                .read(column.into(), &crate::value::Cell(&null), 0)?;
        }
        Ok(())
    }

    /// Whether the deletion of a row takes it out of the database.
    pub(super) fn goes(&self, id: RowId) -> bool {
        let model = self.graph.tables[id.table as usize].meta();
        soft(model).is_none() || self.purges.contains(&id)
    }

    /// Deletes rows of a step that are to be kept. Answers those that are to go for good.
    pub(super) async fn delete_softly(&mut self, step: &Step, rows: Vec<u32>) -> Result<Vec<u32>> {
        let Some((rules, _)) = soft(step.model) else {
            return Ok(rows);
        };
        let purged = |row: &u32| {
            self.purges.contains(&RowId {
                table: step.table,
                row: *row,
            })
        };
        let (purges, rows): (Vec<u32>, Vec<u32>) = rows.iter().partition(|row| purged(row));
        let matched: Vec<u16> = step.model.matched().collect();
        let kinds: Vec<Kind> = kinds(step.model, &matched);
        let (connection, table) = self.parts(step.table)?;
        for chunk in rows.chunks(keys_per_statement(&kinds, connection.dialect())) {
            let mut target = Target::new(step.model);
            target.lifted.push(Lift::Own);
            let key = |row: &u32| {
                let mut values = vec![];
                table.stored(*row, &matched, &mut values);
                values
            };
            let is_row = target.is_one_of(&matched, chunk.iter().map(key).collect());
            target.filter.push(is_row);
            let found = delete(connection, target).await?;
            if found != chunk.len() as u64 {
                return Err(StaleError::rows(step.model, chunk.len(), found).into());
            }
        }
        self.gone_softly(rules, step.table, rows);
        Ok(purges)
    }

    /// Makes memory follow: rows are gone, and those that were deleted softly with them.
    fn gone_softly(&mut self, rules: &'static Rules, table: u32, rows: Vec<u32>) {
        let mut work = vec![(rules, table, rows)];
        while let Some((rules, table, rows)) = work.pop() {
            for &row in &rows {
                self.transit(RowId { table, row }, RowState::Deleted);
                self.graph.tables[table as usize].forget(row);
            }
            let model = self.graph.tables[table as usize].meta();
            let key = model.key;
            // The same rows as other models of the family have them, and those that hang on them.
            let same = self.tables_with(|other| other.is_family(model));
            let same = same.map(|at| (at, key, key));
            let below = rules.children.iter().flat_map(|child| {
                let meta = (child.model)();
                let tables = self.tables_with(|other| other.tables().any(|t| t == meta.table));
                tables.map(|at| (at, child.columns, child.target_columns))
            });
            let mut found = vec![];
            for (at, columns, targets) in same.chain(below) {
                let keys = self.joining_texts(table, &rows, targets);
                found.push((at, self.stored_with(at, columns, &keys)));
            }
            for (at, rows) in found.into_iter().filter(|(_, rows)| !rows.is_empty()) {
                let rules = soft(self.graph.tables[at as usize].meta());
                work.extend(rules.map(|(rules, _)| (rules, at, rows)));
            }
        }
    }

    fn tables_with(&self, fits: impl Fn(&'static ModelMeta) -> bool) -> impl Iterator<Item = u32> {
        let tables = (0..).zip(&self.graph.tables);
        tables
            .filter(move |(_, table)| fits(table.meta()))
            .map(|(at, _)| at)
    }
}

fn kinds(model: &ModelMeta, columns: &[u16]) -> Vec<Kind> {
    let kind = |at: &u16| model.columns[usize::from(*at)].kind;
    columns.iter().map(kind).collect()
}
