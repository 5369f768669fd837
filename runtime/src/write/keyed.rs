//! Rows named by their keys: what stands for RETURNING where the engine has none.

use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

use crate::dialect::Dialect;
use crate::driver::{Connection, RowSink};
use crate::error::{DecodeError, Error, Result};
use crate::expr::{InValues, Node};
use crate::model::Model;
use crate::query::writer::{Target, UpdateNode, write_locking};
use crate::query::{Project, keys_per_statement};
use crate::rules::Lift;
use crate::value::{Decoder, Key};

/// The rows of a statement, by their keys.
pub(super) struct Keyed<'t, M> {
    target: &'t Target,
    dialect: Dialect,
    model: PhantomData<fn() -> M>,
}

impl<'t, M: Model> Keyed<'t, M> {
    pub(super) fn new(target: &'t Target, dialect: Dialect) -> Result<Self> {
        if M::META.key.is_empty() {
            return Err(Error::Unsupported {
                feature: "RETURNING of rows without a key",
                dialect,
            });
        }
        Ok(Keyed {
            target,
            dialect,
            model: PhantomData,
        })
    }

    /// Refuses an update after which the rows could not be found any more.
    pub(super) fn keeps_key(&self, update: &UpdateNode) -> Result<()> {
        let in_key = |(column, _): &(crate::expr::Column, Node)| M::META.key.contains(&column.at);
        if update.set.iter().any(in_key) {
            return Err(Error::Unsupported {
                feature: "RETURNING of an UPDATE that changes the key",
                dialect: self.dialect,
            });
        }
        Ok(())
    }

    /// Locks the rows until the transaction ends.
    pub(super) async fn lock(&self, connection: &mut Connection) -> Result<Vec<M::Key>> {
        let mut keys = Keys {
            known: HashSet::new(),
            keys: vec![],
        };
        let statement = write_locking(&self.target.select(self.target.key()), self.dialect)?;
        connection.fetch(&statement, &mut keys).await?;
        Ok(keys.keys)
    }

    /// As many keys as one statement takes.
    pub(super) fn chunks<'k>(&self, keys: &'k [M::Key]) -> std::slice::Chunks<'k, M::Key> {
        keys.chunks(keys_per_statement(M::Key::KINDS, self.dialect))
    }

    /// Of the statement's rows those of the keys.
    pub(super) fn only(&self, keys: &[M::Key]) -> Target {
        if self.target.joins.is_empty() {
            return self.alone(keys);
        }
        let mut target = self.target.clone();
        target.filter.insert(0, self.is_one_of(keys));
        target
    }

    /// The rows of the keys, which were found by a statement before: an update may have put
    /// them out of scope.
    pub(super) fn alone(&self, keys: &[M::Key]) -> Target {
        Target {
            joins: vec![],
            filter: vec![self.is_one_of(keys)],
            lifted: vec![Lift::Everything],
            ..self.target.clone()
        }
    }

    fn is_one_of(&self, keys: &[M::Key]) -> Node {
        Node::InValues(Box::new(InValues {
            left: self.target.key(),
            kinds: M::Key::KINDS.to_vec(),
            rows: keys.iter().map(Key::values).collect(),
            negated: false,
        }))
    }

    /// Columns of the rows, in the order of the keys.
    pub(super) async fn read<P: Project>(
        &self,
        connection: &mut Connection,
        keys: &[M::Key],
        columns: Vec<Node>,
    ) -> Result<Vec<P::Row>> {
        let mut found = ByKey::<M, P>(HashMap::with_capacity(keys.len()));
        for chunk in self.chunks(keys) {
            let mut select = self.alone(chunk).select(self.target.key());
            select.columns.extend(columns.iter().cloned());
            let statement = write_locking(&select, self.dialect)?;
            connection.fetch(&statement, &mut found).await?;
        }
        let take = |key| {
            found.0.remove(key).ok_or(Error::NotFound {
                entity: M::META.name,
            })
        };
        keys.iter().map(take).collect()
    }
}

/// Collects keys, each once.
struct Keys<K> {
    known: HashSet<K>,
    keys: Vec<K>,
}

impl<K: Key> RowSink for Keys<K> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let key = key::<K, D>(row)?;
        if self.known.insert(key.clone()) {
            self.keys.push(key);
        }
        Ok(())
    }
}

struct ByKey<M: Model, P: Project>(HashMap<M::Key, P::Row>);

impl<M: Model, P: Project> RowSink for ByKey<M, P> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let rest = P::decode(row, M::Key::KINDS.len())?;
        self.0.insert(key::<M::Key, D>(row)?, rest);
        Ok(())
    }
}

fn key<K: Key, D: Decoder>(row: &D) -> Result<K, DecodeError> {
    K::decode(row, 0)?.ok_or(DecodeError {
        at: 0,
        expected: "a key",
        found: "NULL".into(),
    })
}
