use super::condition::key_is;
use crate::driver::{Connection, RowSink};
use crate::error::{Error, Result, StaleError, key_text};
use crate::expr::{BinaryOp, Node};
use crate::model::Model;
use crate::query::writer::{Target, write_locking};
use crate::value::{Decoder, Key, SqlType, Value};

/// What an update or delete by key says of the row's version.
#[derive(Clone, Debug)]
pub(super) struct Guard<K> {
    key: Option<K>,
    says: Says,
}

#[derive(Clone, Debug)]
enum Says {
    Nothing,
    /// The row was read in this version.
    Version(Value),
    /// Whatever its version.
    Any,
}

impl<K> Default for Guard<K> {
    fn default() -> Self {
        Guard {
            key: None,
            says: Says::Nothing,
        }
    }
}

impl<K: Key> Guard<K> {
    /// The statement is for the row of this key.
    pub(super) fn key(&mut self, key: K) {
        self.key = Some(key);
    }

    /// The row was read in this version.
    pub(super) fn version(&mut self, version: impl SqlType) {
        self.says = Says::Version(version.into_value());
    }

    /// Whatever the version.
    pub(super) fn ignore(&mut self) {
        self.says = Says::Any;
    }

    /// The target with the condition of the version. A row that is named by its key has been
    /// read, mostly: then its version must be named as well, or be ignored by a word.
    pub(super) fn apply<M: Model<Key = K>>(&self, target: Target) -> Result<Target> {
        let model = M::META.name;
        match (&self.says, &M::META.version) {
            (Says::Nothing, Some(version)) if self.key.is_some() => {
                let column = M::META.columns[usize::from(version.column)].name;
                Err(Error::Invalid(format!(
                    "{model} has a version: say which one was read, `.version(row.{column})`, or \
                     `.ignore_version()`"
                )))
            }
            (Says::Version(_), None) => Err(Error::Invalid(format!("{model} has no version"))),
            _ => Ok(self.narrow::<M>(target)),
        }
    }

    /// The target with the condition of the version, if one was given.
    pub(super) fn narrow<M: Model<Key = K>>(&self, mut target: Target) -> Target {
        if let (Says::Version(value), Some(version)) = (&self.says, &M::META.version) {
            let column = Node::Column(target.column(version.column));
            let is = Node::binary(BinaryOp::Eq, column, Node::Bind(value.clone()));
            target.filter.push(is);
        }
        target
    }

    /// Says what became of a row that the statement did not find.
    pub(super) async fn judge<M: Model<Key = K>>(
        &self,
        connection: &mut Connection,
        found: u64,
    ) -> Result<()> {
        let (Some(key), Says::Version(expected), Some(version), 0) =
            (&self.key, &self.says, &M::META.version, found)
        else {
            return Ok(());
        };
        let mut target = Target::new(M::META);
        target.filter = key_is::<M>(target.alias, key);
        let columns = 0..M::META.columns.len() as u16;
        let columns = columns.map(|at| Node::Column(target.column(at))).collect();
        let statement = write_locking(&target.select(columns), connection.dialect())?;
        let mut row = Row::<M>(None);
        connection.fetch(&statement, &mut row).await?;
        let versions = match row.0 {
            None => None,
            Some(row) => {
                let found = row.value(version.column.into());
                if same(&found, expected) {
                    return Ok(()); // another condition of the statement kept it out
                }
                Some((expected.clone(), found))
            }
        };
        let stale = StaleError::rows(M::META, 1, 0);
        Err(stale.row(key_text(M::META, &key.values()), versions).into())
    }
}

/// Whether two versions are the same, be they numbers of one width or of two.
fn same(a: &Value, b: &Value) -> bool {
    match (a.whole(), b.whole()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

struct Row<M>(Option<M>);

impl<M: Model> RowSink for Row<M> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let stored = M::decode(row, 0).map_err(|error| error.in_model(M::META, 0))?;
        self.0 = Some(stored);
        Ok(())
    }
}
