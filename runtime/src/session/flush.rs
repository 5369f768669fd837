use std::collections::HashSet;

use super::condition::Condition;
use super::frame::Flushed;
use super::link::{Change, Side};
use super::plan::{Plan, Step, Work};
use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::driver::Connection;
use crate::error::{Error, Result};
use crate::graph::AnyTable;
use crate::model::ModelMeta;
use crate::value::Value;
use crate::write::batch;
use crate::write::links::LinkRows;
use crate::write::statement::delete::{delete, rows_per_delete};
use crate::write::statement::insert::InsertText;
use crate::write::statement::update::UpdateText;

impl Session {
    /// Writes all pending work into the transaction, which begins here if it did not yet.
    ///
    /// Fails as a whole: then only [`rollback`](Session::rollback) (or
    /// [`rollback_to`](Session::rollback_to) a savepoint) goes on. A dropped future loses
    /// nothing: the work since the last COMMIT is pending again and flushed by the next call.
    pub async fn flush(&mut self) -> Result<()> {
        self.ready()?;
        let plan = self.plan();
        if plan.is_empty() {
            return Ok(());
        }
        self.open().await?;
        self.condition = Condition::Busy;
        let outcome = self.run(&plan).await;
        self.settle(outcome)?;
        let frame = self.frame();
        frame.flushed = Flushed {
            inserts: frame.inserts.len(),
            deletes: frame.deletes.len(),
            links: frame.links.len(),
        };
        Ok(())
    }

    async fn run(&mut self, plan: &Plan) -> Result<()> {
        for step in plan.steps() {
            match &step.work {
                Work::Insert(_) => self.run_insert(step).await?,
                Work::Update(columns) => self.run_update(step, columns).await?,
                Work::Link => self.run_links(step).await?,
                Work::Delete => self.run_delete(step).await?,
            }
        }
        Ok(())
    }

    async fn run_insert(&mut self, step: &Step) -> Result<()> {
        let Work::Insert(unset) = &step.work else {
            return Ok(());
        };
        for &row in &step.rows {
            self.fill_references(step.table, row);
            self.graph.tables[step.table as usize].settle(row);
        }
        let (connection, table) = self.parts(step.table)?;
        let mut text = InsertText::new(step.model, unset, connection.dialect());
        batch::insert(connection, table, &mut text, &step.rows).await?;
        for &row in &step.rows {
            let id = RowId {
                table: step.table,
                row,
            };
            self.graph.tables[step.table as usize].index(row);
            self.states.set(id, RowState::Persistent);
        }
        Ok(())
    }

    /// Copies the keys of parents, which are known by now, into a row's foreign keys.
    fn fill_references(&mut self, table: u32, row: u32) {
        let parents = self.graph.tables[table as usize].parents(row);
        for (nth, (parent_table, parent)) in parents.into_iter().enumerate() {
            if parent_table == table {
                self.graph.tables[table as usize].fill_own(row, nth, parent);
                continue;
            }
            let both = [table as usize, parent_table as usize];
            if let Ok([child, from]) = self.graph.tables.get_disjoint_mut(both) {
                child.fill(row, nth, from.row(parent));
            }
        }
    }

    async fn run_update(&mut self, step: &Step, columns: &[u16]) -> Result<()> {
        let depth = self.depth();
        let (connection, table) = self.parts(step.table)?;
        let mut text = UpdateText::new(step.model, columns, connection.dialect());
        for chunk in step.rows.chunks(text.rows_per_statement()) {
            let mut values = Vec::with_capacity(chunk.len() * (columns.len() + 1));
            for &row in chunk {
                table.values(row, columns, &mut values);
                table.key(row, &mut values);
            }
            let statement = text.statement(chunk.len(), values);
            if text.returns() {
                // What changes by itself is not among the changed columns, so the originals
                // need it as well: they are dropped right after.
                table
                    .fetch(connection, &statement, chunk, &text.returned)
                    .await?;
            } else {
                let matched = connection.execute(&statement).await?.rows;
                expect(step.model, chunk.len(), matched)?;
            }
            chunk.iter().for_each(|row| table.flushed(*row, depth));
        }
        if !text.returns() && !text.returned.is_empty() {
            batch::read_back(connection, table, &text.returned, &step.rows).await?;
        }
        Ok(())
    }

    async fn run_links(&mut self, step: &Step) -> Result<()> {
        let (made, broken) = self.link_rows(&step.rows);
        let (connection, _) = self.parts(step.table)?;
        let dialect = connection.dialect();
        for (table, rows) in &broken.tables {
            for chunk in rows.chunks(table.rows_per_delete()) {
                connection.execute(&table.delete(chunk, dialect)).await?;
            }
        }
        for (table, rows) in &made.tables {
            batch::link(connection, table, rows).await?;
        }
        Ok(())
    }

    /// The link rows to insert and to delete; of a link both made and broken the last counts.
    fn link_rows(&self, which: &[u32]) -> (LinkRows, LinkRows) {
        let (mut made, mut broken) = (LinkRows::default(), LinkRows::default());
        let mut decided = HashSet::new();
        let Some(frame) = self.frames.last() else {
            return (made, broken);
        };
        let stored = |id| {
            matches!(
                self.states.get(id),
                RowState::Persistent | RowState::Deleting
            )
        };
        let mut chosen = vec![];
        for link in which.iter().rev().map(|at| &frame.links[*at as usize]) {
            let Some(meta) = link.relation.link else {
                continue;
            };
            let other = match &link.to {
                Side::Row(id) if stored(*id) => {
                    self.joining_values(*id, link.relation.child_columns)
                }
                Side::Row(_) => continue,
                Side::Values(values) => values.clone(),
            };
            if !stored(link.from) {
                continue;
            }
            let own = self.joining_values(link.from, link.relation.parent_columns);
            let table = crate::write::statement::link::LinkTable::new(meta);
            let row = table.row(own.clone(), other.clone());
            if decided.insert(format!("{} {row:?}", table.name())) {
                chosen.push((link.change, meta, own, other));
            }
        }
        for (change, meta, own, other) in chosen.into_iter().rev() {
            match change {
                Change::Make => made.add(meta, own, other),
                Change::Break => broken.add(meta, own, other),
            }
        }
        (made, broken)
    }

    fn joining_values(&self, id: RowId, columns: &[u16]) -> Vec<Value> {
        let mut values = vec![];
        self.graph.tables[id.table as usize].values(id.row, columns, &mut values);
        values
    }

    async fn run_delete(&mut self, step: &Step) -> Result<()> {
        let id = |row| RowId {
            table: step.table,
            row,
        };
        // A row may be gone by now with one deleted before.
        let mut rows = step.rows.clone();
        rows.retain(|row| self.states.get(id(*row)) == RowState::Deleting);
        let (connection, table) = self.parts(step.table)?;
        let dialect = connection.dialect();
        let own = |cascade: &crate::model::Cascade| {
            cascade.table == step.model.table && cascade.columns != cascade.target_columns
        };
        let recursive = step.model.cascades.iter().any(own);
        for chunk in rows.chunks(rows_per_delete(step.model, dialect)) {
            let mut keys = vec![];
            chunk.iter().for_each(|row| table.key(*row, &mut keys));
            let statement = delete(step.model, keys, chunk.len(), dialect);
            let matched = connection.execute(&statement).await?.rows;
            // A row that went with another of the same statement is not counted by all engines.
            if !recursive {
                expect(step.model, chunk.len(), matched)?;
            }
        }
        self.gone(step.table, rows).await
    }

    /// The connection of the transaction and a table.
    pub(super) fn parts(&mut self, table: u32) -> Result<(&mut Connection, &mut dyn AnyTable)> {
        match (
            &mut self.transaction,
            self.graph.tables.get_mut(table as usize),
        ) {
            (Some(transaction), Some(table)) => Ok((transaction.connection(), &mut **table)),
            _ => Err(SessionError::Failed {
                first: "the transaction is gone".into(),
            }
            .into()),
        }
    }
}

fn expect(model: &ModelMeta, expected: usize, matched: u64) -> Result<()> {
    if matched == expected as u64 {
        return Ok(());
    }
    Err(Error::StaleData {
        model: model.name,
        expected: expected as u64,
        matched,
    })
}
