use super::state::RowState;
use super::{Session, SessionError};
use crate::driver::RowSink;
use crate::error::{DecodeError, Result, StaleError, key_text};
use crate::expr::Node;
use crate::graph::Handle;
use crate::model::Model;
use crate::query::writer::{Target, write_holding};
use crate::rules::Lift;
use crate::value::{Decoder, Key};

impl Session {
    /// Locks a row until the end of the transaction, which it opens, and reads it anew: nobody
    /// else changes or locks it meanwhile. Columns that were edited keep the edit. Waits for
    /// whoever has it locked; [`all`](Session::all) of a query with
    /// [`no_wait`](crate::Select::no_wait) does not.
    ///
    /// SQLite has no locks of rows: only one transaction writes at a time, and this one begins.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let ann = s.get::<User>(1).await?;
    /// s.lock(ann).await?;
    /// s[ann].visits += 1; // no visit is lost
    /// s.commit().await?;
    /// # assert_eq!(User::get(1).one(&db).await?.visits, 1);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// A row that is not stored, one that is gone, and a model whose rows are only read.
    pub async fn lock<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.ready()?;
        SessionError::unless_written(M::META)?;
        let id = self.id(handle)?;
        let state = self.states.get(id);
        let table = self.graph.table::<M>(id.table);
        let (Some(table), RowState::Persistent) = (table, state) else {
            let model = M::META.name;
            return Err(SessionError::NotStored { model, state }.into());
        };
        let stored = match table.originals.get(&id.row) {
            Some(original) => &**original,
            None => &table.rows[id.row as usize],
        };
        let key = stored.key();
        let key = key.values();
        let mut target = Target::of_model(M::META);
        // A row that is here is found whatever the scopes say.
        target.lifted.push(Lift::Everything);
        let is_row = target.is_one_of(M::META.key, vec![key.clone()]);
        target.filter.push(is_row);
        let columns = (0..M::META.columns.len() as u16).map(|at| Node::Column(target.column(at)));
        let select = target.select(columns.collect());
        let statement = write_holding(&select, self.database.dialect())?;
        self.open().await?;
        let mut found = Whole::<M> { row: None };
        self.query(&statement, &mut found).await?;
        let Some(row) = found.row else {
            let gone = StaleError::rows(M::META, 1, 0);
            return Err(gone.row(key_text(M::META, &key), None).into());
        };
        if let Some(table) = self.graph.table_mut::<M>(id.table) {
            table.renew(id.row, row);
        }
        Ok(())
    }
}

/// A row with its deferred columns.
struct Whole<M> {
    row: Option<M>,
}

impl<M: Model> RowSink for Whole<M> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let read = || {
            let mut model = M::decode(row, 0)?;
            let columns = M::META.columns.iter().enumerate();
            for (at, _) in columns.filter(|(_, column)| column.deferred) {
                model.read(at, row, at)?;
            }
            Ok(model)
        };
        self.row = Some(read().map_err(|error: DecodeError| error.in_model(M::META, 0))?);
        Ok(())
    }
}
