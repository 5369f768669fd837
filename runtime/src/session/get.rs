use super::state::{RowId, RowState};
use super::{Condition, Session};
use crate::driver::{Access, RowSink};
use crate::error::{Error, Result};
use crate::graph::{Handle, in_column};
use crate::load::Get;
use crate::model::Model;
use crate::statement::Statement;
use crate::value::{Decoder, IntoKey};
use crate::write::batch;

impl Session {
    /// The row of a key: without SQL if the session knows it. No such row is
    /// [`Error::NotFound`].
    pub async fn get<M: Model>(&mut self, key: impl IntoKey<M::Key>) -> Result<Handle<M>> {
        self.get_optional(key).await?.ok_or(Error::NotFound {
            entity: M::META.name,
        })
    }

    /// As [`get`](Session::get), with `None` for no such row.
    pub async fn get_optional<M: Model>(
        &mut self,
        key: impl IntoKey<M::Key>,
    ) -> Result<Option<Handle<M>>> {
        self.ready()?;
        let key = key.into_key();
        let table = self.graph.table_of::<M>();
        if let Some(row) = self.known::<M>(table, &key) {
            return Ok(Some(self.bare(RowId { table, row })));
        }
        let statement = Get::<M>::new(key.clone()).statement(self.database.dialect())?;
        let mut found = Found::<M> { row: None };
        self.query(&statement, &mut found).await?;
        let Some(row) = found.row else {
            let place = self
                .graph
                .table::<M>(table)
                .and_then(|known| known.index.get(&key));
            if let Some(&row) = place {
                // It was out of date, and is gone.
                self.gone_in_memory(table, vec![row])?;
            }
            return Ok(None);
        };
        let adopted = self
            .graph
            .table_mut::<M>(table)
            .map(|table| table.adopt(row));
        Ok(adopted.map(|row| self.bare(RowId { table, row })))
    }

    /// Reads a row's columns anew. What was edited and not flushed is given up.
    pub async fn refresh<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.ready()?;
        let id = self.id(handle)?;
        let state = self.states.get(id);
        if state != RowState::Persistent || M::META.key.is_empty() {
            let model = M::META.name;
            return Err(super::SessionError::NotStored { model, state }.into());
        }
        let Some(table) = self.graph.table_mut::<M>(id.table) else {
            return Ok(());
        };
        if let Some(original) = table.originals.remove(&id.row) {
            table.rows[id.row as usize] = *original;
        }
        let columns: Vec<u16> = (0..M::META.columns.len() as u16).collect();
        if self.transaction.is_some() {
            self.condition = Condition::Busy;
            let (connection, table) = self.parts(id.table)?;
            let outcome = batch::read_back(connection, table, &columns, &[id.row]).await;
            self.condition = Condition::Sound;
            outcome?;
        } else {
            let mut lease = self.database.lease(Access::Read).await?;
            let table = &mut *self.graph.tables[id.table as usize];
            batch::read_back(&mut lease, table, &columns, &[id.row]).await?;
        }
        let table = &mut *self.graph.tables[id.table as usize];
        if let Some(hooks) = M::META.table.rules.and_then(|rules| rules.hooks) {
            hooks.loaded(table, id.row);
        }
        table.set_stale(id.row, false);
        Ok(())
    }

    pub(super) fn known<M: Model>(&self, table: u32, key: &M::Key) -> Option<u32> {
        let row = *self.graph.table::<M>(table)?.index.get(key)?;
        let state = self.standing(RowId { table, row });
        state.is_stored().then_some(row)
    }

    /// Runs a query in the transaction, if there is one.
    pub(super) async fn query<S: RowSink>(
        &mut self,
        statement: &Statement,
        sink: &mut S,
    ) -> Result<()> {
        let Some(transaction) = &mut self.transaction else {
            let mut lease = self.database.lease(Access::Read).await?;
            return lease.fetch(statement, sink).await;
        };
        self.condition = Condition::Busy;
        let outcome = transaction.connection().fetch(statement, sink).await;
        self.condition = Condition::Sound;
        outcome
    }
}

struct Found<M> {
    row: Option<M>,
}

impl<M: Model> RowSink for Found<M> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let decoded = M::decode(row, 0);
        self.row = Some(decoded.map_err(|error| in_column(M::META, error.at as u16, error))?);
        Ok(())
    }
}
