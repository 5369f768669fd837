//! Rows from elsewhere, reconciled with those that the session knows.

mod children;
mod graph;
mod keys;

use std::collections::{HashMap, HashSet};
use std::slice;

pub use graph::Graft;

use keys::{by_keys, is_unread, key_of, new_row};

use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::{Result, StaleError, key_text};
use crate::graph::{Handle, Table, Tracked};
use crate::model::{Fill, Model};
use crate::query::keys_per_statement;
use crate::value::{Key, Value};

/// The rows of a model that are to be inserted with a key of the program's, by that key.
type Added<M> = HashMap<<M as Model>::Key, RowId>;

impl Session {
    /// Takes in a row from elsewhere, a form or another process, as what is to be stored: the
    /// row of its key gets its values, and a row that is not there is added. What differs is
    /// written by the next flush; [`changes`](Session::changes) tells what that is.
    ///
    /// No SQL for a row that the session knows, else one SELECT. A key of 0 where the database
    /// counts it, and a nil UUID where it makes it, is none: the row is a new one. In another
    /// version than the one that is stored it is [`Error::Stale`](crate::Error::Stale), before anything is changed.
    /// Deferred columns that were not read stay as they are; where less than a whole row is
    /// known, `get` the row and [`apply`](Session::apply) a patch. A row that a scope of the
    /// schema hides is looked for in vain, and its key is then refused by the database.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut edited: User = User::get(1).one(&db).await?.into_row();
    /// edited.name = "Anna".into();
    ///
    /// let mut s = db.session();
    /// let ann = s.merge(edited).await?;
    /// assert_eq!(s.changes(ann)?[0].to_string(), r#"name: "Ann" -> "Anna""#);
    /// s.commit().await?; // UPDATE "users" SET "name" = ? WHERE "id" = ?
    /// # assert_eq!(User::get(1).one(&db).await?.name, "Anna");
    /// # Ok(()) }
    /// ```
    pub async fn merge<M: Model>(&mut self, row: M) -> Result<Handle<M>> {
        let mut added = self.look_for(slice::from_ref(&row)).await?;
        self.take_in(&row, &mut added)
    }

    /// Takes in several rows, as [`merge`](Session::merge): all that the session does not know
    /// are read by one SELECT, or one for each chunk of keys that a statement can bind.
    pub async fn merge_all<M: Model>(
        &mut self,
        rows: impl IntoIterator<Item = M>,
    ) -> Result<Vec<Handle<M>>> {
        let rows: Vec<M> = rows.into_iter().collect();
        let mut added = self.look_for(&rows).await?;
        rows.iter()
            .map(|row| self.take_in(row, &mut added))
            .collect()
    }

    /// Reads the rows of these keys that are not here, and refuses those that are not what they
    /// are taken for.
    async fn look_for<M: Model>(&mut self, rows: &[M]) -> Result<Added<M>> {
        self.ready()?;
        SessionError::unless_written(M::META)?;
        let mut missing: HashSet<M::Key> = rows.iter().filter_map(key_of).collect();
        missing.retain(|key| self.place::<M>(key, &Added::<M>::new()).is_none());
        let added = match missing.is_empty() {
            true => Added::<M>::new(),
            false => self.added::<M>(),
        };
        let mut missing: Vec<M::Key> = missing.into_iter().collect();
        missing.retain(|key| !added.contains_key(key));
        missing.sort_unstable(); // the same statement for the same rows
        for keys in missing.chunks(keys_per_statement(M::Key::KINDS, self.database.dialect())) {
            self.all(by_keys::<M>(keys)).await?;
            self.forget_gone::<M>(keys)?;
        }
        for row in rows {
            let place = key_of(row).and_then(|key| self.place::<M>(&key, &added));
            place.map_or(Ok(()), |id| self.check_merge(id, row))?;
        }
        Ok(added)
    }

    /// The rows that were out of date, and that a SELECT did not find.
    fn forget_gone<M: Model>(&mut self, keys: &[M::Key]) -> Result<()> {
        let at = self.graph.table_of::<M>();
        let Some(table) = self.graph.table::<M>(at) else {
            return Ok(());
        };
        let known = keys.iter().filter_map(|key| table.index.get(key).copied());
        let stale = |&row: &u32| self.standing(RowId { table: at, row }) == RowState::Stale;
        let gone: Vec<u32> = known.filter(stale).collect();
        if !gone.is_empty() {
            self.gone_in_memory(at, gone)?;
        }
        Ok(())
    }

    fn take_in<M: Model>(&mut self, row: &M, added: &mut Added<M>) -> Result<Handle<M>> {
        let key = key_of(row);
        if let Some(id) = key.as_ref().and_then(|key| self.place::<M>(key, added)) {
            self.overwrite(id, row)?;
            return Ok(self.bare(id));
        }
        let handle = self.try_add(new_row(row))?;
        if let Some(key) = key {
            added.insert(key, self.id(handle)?);
        }
        Ok(handle)
    }

    /// The row of a key, if it is here.
    fn place<M: Model>(&self, key: &M::Key, added: &Added<M>) -> Option<RowId> {
        let stored = self.graph.find_table::<M>().and_then(|table| {
            let row = self.known::<M>(table, key)?;
            Some(RowId { table, row })
        });
        stored.or_else(|| added.get(key).copied())
    }

    /// The rows that wait to be inserted, and whose keys are known.
    fn added<M: Model>(&self) -> Added<M> {
        let Some(table) = self.graph.find_table::<M>() else {
            return Added::<M>::new();
        };
        let frame = self.frames.last();
        let waiting = frame.map_or(&[][..], |f| &f.inserts[f.flushed.inserts..]);
        let pending = |id: &&RowId| id.table == table && self.states.get(**id) == RowState::Pending;
        let keyed = |id: &RowId| Some((self.given_key::<M>(*id)?, *id));
        waiting.iter().filter(pending).filter_map(keyed).collect()
    }

    /// The key of a row, unless it is one to insert whose key is not known yet.
    fn given_key<M: Model>(&self, id: RowId) -> Option<M::Key> {
        let table: &Table<M> = self.graph.table(id.table)?;
        if self.states.get(id) == RowState::Pending {
            let unset = Tracked::unset(table, id.row);
            if M::META.key.iter().any(|at| unset.contains(*at)) {
                return None;
            }
        }
        Some(table.rows.get(id.row as usize)?.key())
    }

    /// Refuses to merge onto a row that goes, or is in another version.
    fn check_merge<M: Model>(&self, id: RowId, row: &M) -> Result<()> {
        let (model, state) = (M::META.name, self.states.get(id));
        if !state.is_changeable() {
            return Err(SessionError::Gone { model, state }.into());
        }
        let Some(version) = M::META.version.filter(|_| state == RowState::Persistent) else {
            return Ok(());
        };
        let mut stored = vec![];
        self.graph.tables[id.table as usize].stored(id.row, &[version.column], &mut stored);
        let (read, now) = (row.value(version.column.into()), stored.pop());
        match now {
            Some(now) if now != read => {
                let key = key_text(M::META, &row.key().values());
                let stale = StaleError::rows(M::META, 1, 0).row(key, Some((read, now)));
                Err(stale.into())
            }
            _ => Ok(()),
        }
    }

    /// Edits a row so that it is this one.
    fn overwrite<M: Model>(&mut self, id: RowId, row: &M) -> Result<()> {
        let mut waiting: Vec<&'static [u16]> = vec![];
        let pointers = self.waiting().filter(|pointer| pointer.child == id);
        waiting.extend(pointers.map(|pointer| pointer.columns));
        let waits = self.graph.tables[id.table as usize].waits(id.row);
        waiting.extend(waits.into_iter().map(|(_, columns)| columns));
        for columns in waiting {
            self.unpoint(id, columns);
        }
        let Some(table) = self.graph.table::<M>(id.table) else {
            return Ok(());
        };
        let mut columns = vec![];
        row.changed(&table.rows[id.row as usize], &mut columns);
        columns.retain(|at| {
            let written = M::META.columns[usize::from(*at)].fill != Fill::Generated;
            written && !is_unread(row, *at)
        });
        if columns.is_empty() {
            return Ok(());
        }
        let values = columns.iter().map(|at| row.value((*at).into()));
        let values: Vec<Value> = values.collect();
        self.write_key(id, &columns, &values)
    }
}
