use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;

use super::Changes;
use super::apart::{self, Keyed};
use super::statement::update::UpdateText;
use crate::driver::{Access, Connection, Executor};
use crate::error::{Error, InvalidValues, Result};
use crate::hooks;
use crate::model::Model;
use crate::rules::values::admit_changes;
use crate::rules::{Parameters, set_by};
use crate::value::{IntoKey, Key, Value};

/// `UPDATE` of many rows, each by its key and with changes of its own.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use models::user::UserPatch;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let named = |name: &str| UserPatch { name: name.into(), ..UserPatch::default() };
/// let changed = User::update_many([(1, named("Anna")), (2, named("Rob"))]).run(&db).await?;
/// # assert_eq!(changed, 2);
/// # Ok(()) }
/// ```
///
/// Rows whose patches set the same columns share statements:
/// - PostgreSQL: `UPDATE users SET name = v.k1 FROM UNNEST($1, $2) .. WHERE users.id = v.k2`
/// - MySQL, MariaDB: `UPDATE users SET name = CASE WHEN id = ? THEN ? .. END WHERE id IN (..)`
/// - SQLite: one prepared statement for each row, which is faster there.
///
/// Rows of a model with scopes, and of one that inherits, are looked for and locked before: by one
/// SELECT for as many as a statement takes.
///
/// Of several patches for one key, the later ones add to the earlier.
#[must_use = "nothing is updated before `.run(..)`"]
pub struct UpdateMany<M: Model> {
    keys: Vec<M::Key>,
    /// By row of `keys`, the columns to set.
    changes: Vec<BTreeMap<u16, Value>>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> UpdateMany<M> {
    /// An update of rows by their keys.
    pub fn new<K: IntoKey<M::Key>, C: Changes<M>>(rows: impl IntoIterator<Item = (K, C)>) -> Self {
        let mut places: HashMap<M::Key, usize> = HashMap::new();
        let mut all = UpdateMany {
            keys: vec![],
            changes: vec![],
            model: PhantomData,
        };
        for (key, changes) in rows {
            let key = key.into_key();
            let place = *places.entry(key.clone()).or_insert_with(|| {
                all.keys.push(key);
                all.changes.push(BTreeMap::new());
                all.keys.len() - 1
            });
            all.changes[place].extend(changes.assignments());
        }
        all
    }

    /// Runs it, all or none, and says how many rows it found. Columns with an `on_update` in the
    /// schema change as well. Run on a session, the rows that it knows follow.
    pub async fn run(mut self, mut on: impl Executor) -> Result<u64> {
        if M::META.key.is_empty() {
            return Err(Error::Invalid(format!(
                "{} has no key to update its rows by",
                M::META.name
            )));
        }
        self.admit()?;
        if self.changes.iter().all(BTreeMap::is_empty) {
            return Ok(0);
        }
        let follows = on.follow().is_some();
        let mut lease = on.lease(Access::Write).await?;
        hooks::refuse(M::META, &lease)?;
        self.sign(lease.parameters())?;
        // Its rows may be out of scope, in several tables, or share one with rows of others.
        let apart = M::META.lineage.is_some() || M::META.table.is_scoped();
        if apart {
            lease.atomic().await?;
            self.keep_present(&mut lease).await?;
        }
        let mut groups: BTreeMap<Vec<u16>, Vec<Keyed>> = BTreeMap::new();
        let followed = match follows {
            true => self.changes.clone(),
            false => vec![],
        };
        for (key, changes) in self.keys.iter().zip(self.changes) {
            let (columns, values): (Vec<u16>, Vec<Value>) = changes.into_iter().unzip();
            if !columns.is_empty() {
                let rows = groups.entry(columns).or_default();
                rows.push((key.values(), values));
            }
        }
        let dialect = lease.dialect();
        let text = |columns: &Vec<u16>| {
            UpdateText::new(M::META, columns, dialect)
                .silent()
                .unguarded()
        };
        // SQLite runs one of these for each row.
        let one = groups.len() == 1 && groups.values().all(|rows| rows.len() == 1);
        if !one {
            lease.atomic().await?;
        }
        let mut found = 0;
        for (columns, rows) in groups {
            found += match apart {
                true => {
                    apart::write(&mut lease, M::META, &columns, &rows).await?;
                    rows.len() as u64
                }
                false => update(&mut lease, text(&columns), rows).await?,
            };
        }
        lease.finish().await?;
        if let Some(follower) = on.follow() {
            for (key, changes) in self.keys.iter().zip(followed) {
                let values: Vec<(u16, Value)> = changes.into_iter().collect();
                follower.patched(M::META, key, &values)?;
            }
        }
        Ok(found)
    }
}

impl<M: Model> UpdateMany<M> {
    /// Says who changes the rows.
    fn sign(&mut self, parameters: &Parameters) -> Result<()> {
        for changes in self
            .changes
            .iter_mut()
            .filter(|changes| !changes.is_empty())
        {
            let set = |at| changes.contains_key(&at);
            let signed = set_by::of_update(M::META, parameters, set)?;
            changes.extend(signed);
        }
        Ok(())
    }

    /// Forgets rows that are not there, or are not rows of the model in scope.
    async fn keep_present(&mut self, connection: &mut Connection) -> Result<()> {
        let rows = self.keys.drain(..).zip(self.changes.drain(..));
        let (keys, changes): (Vec<_>, Vec<_>) =
            rows.filter(|(_, changes)| !changes.is_empty()).unzip();
        let values: Vec<Vec<Value>> = keys.iter().map(Key::values).collect();
        let present = apart::present(connection, M::META, &values).await?;
        let rows = keys.into_iter().zip(changes).zip(present);
        let rows = rows.filter_map(|(row, present)| present.then_some(row));
        (self.keys, self.changes) = rows.unzip();
        Ok(())
    }

    /// Makes the values what the schema says.
    fn admit(&mut self) -> Result<()> {
        let mut faults = vec![];
        for changes in &mut self.changes {
            admit_changes(M::META, changes, &mut faults);
        }
        InvalidValues::check(faults)
    }
}

async fn update(
    connection: &mut Connection,
    mut text: UpdateText,
    rows: Vec<Keyed>,
) -> Result<u64> {
    let mut found = 0;
    let size = text.rows_per_statement();
    let mut rows = rows.into_iter().map(|(key, mut values)| {
        values.extend(key);
        values
    });
    loop {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(size).collect();
        if chunk.is_empty() {
            return Ok(found);
        }
        let statement = text.statement(chunk.len(), chunk.concat());
        found += connection.execute(&statement).await?.rows;
    }
}
