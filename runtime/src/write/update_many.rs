use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;

use super::Changes;
use super::condition::equal;
use super::statement::update::UpdateText;
use crate::driver::{Access, Connection, Executor, Lease};
use crate::error::{Error, InvalidValues, Result};
use crate::expr::Node;
use crate::hooks;
use crate::model::Model;
use crate::query::writer::{Target, UpdateNode, write_update};
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
        let mut groups: BTreeMap<Vec<u16>, Vec<Vec<Value>>> = BTreeMap::new();
        let followed = match follows {
            true => self.changes.clone(),
            false => vec![],
        };
        for (key, changes) in self.keys.iter().zip(self.changes) {
            let (columns, mut values): (Vec<u16>, Vec<Value>) = changes.into_iter().unzip();
            if !columns.is_empty() {
                key.push_values(&mut values);
                groups.entry(columns).or_default().push(values);
            }
        }
        if M::META.table.is_scoped() {
            let found = update_in_scope::<M>(&mut lease, groups).await?;
            lease.finish().await?;
            return Ok(found);
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
            found += update(&mut lease, text(&columns), rows).await?;
        }
        lease.finish().await?;
        if let Some(follower) = on.follow() {
            for (key, changes) in self.keys.iter().zip(followed) {
                let values: Vec<(u16, Value)> = changes.into_iter().collect();
                follower.patched(M::META.table, key, &values)?;
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
    rows: Vec<Vec<Value>>,
) -> Result<u64> {
    let mut found = 0;
    let size = text.rows_per_statement();
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(size).collect();
        if chunk.is_empty() {
            return Ok(found);
        }
        let statement = text.statement(chunk.len(), chunk.concat());
        found += connection.execute(&statement).await?.rows;
    }
}

/// One by one: each row must be in scope.
async fn update_in_scope<M: Model>(
    lease: &mut Lease<'_>,
    groups: BTreeMap<Vec<u16>, Vec<Vec<Value>>>,
) -> Result<u64> {
    lease.atomic().await?;
    let mut found = 0;
    for (columns, rows) in groups {
        for mut values in rows {
            let key = values.split_off(columns.len());
            let mut target = Target::new(M::META);
            target.filter = equal::<M>(target.alias, M::META.key, key);
            let column = |at: &u16| target.column(*at);
            let set = columns
                .iter()
                .map(column)
                .zip(values.into_iter().map(Node::Bind));
            let set = set.collect();
            let statement = write_update(&UpdateNode { target, set }, &[], lease.dialect())?;
            found += lease.execute(&statement).await?.rows;
        }
    }
    Ok(found)
}
