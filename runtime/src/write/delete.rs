use std::marker::PhantomData;

use futures_util::future::BoxFuture;

use super::condition::key_is;
use super::{Conditional, Restricted, Unconditional};
use crate::driver::{Access, Executor};
use crate::error::Result;
use crate::expr::{Alias, Condition, Node};
use crate::model::{Inner, Model, TableMeta};
use crate::query::writer::write_delete;

/// `DELETE` by condition. It runs once it has a condition or `.all_rows()`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// # let gone =
/// User::delete().filter(|u| u.active.eq(false)).run(&db).await?;
/// // DELETE FROM "users" WHERE "users"."active" = ?
/// # assert_eq!(gone, 1);
/// # assert_eq!(record.statements()[0].sql, r#"DELETE FROM "users" WHERE "users"."active" = ?"#);
/// # Ok(()) }
/// ```
#[must_use = "nothing is deleted before `.run(..)`"]
pub struct Delete<M: Model, W = Unconditional> {
    alias: Alias,
    filter: Vec<Node>,
    state: PhantomData<fn() -> (M, W)>,
}

impl<M: Model> Delete<M> {
    /// A delete of a model's rows.
    #[allow(clippy::new_without_default)] // a builder: there is no default delete
    pub fn new() -> Self {
        Delete {
            alias: Alias::fresh(),
            filter: vec![],
            state: PhantomData,
        }
    }
}

impl<M: Model, W> Delete<M, W> {
    /// Of the rows for which this holds; several conditions must all hold.
    pub fn filter<C: Condition>(
        mut self,
        condition: impl FnOnce(M::Table<Inner>) -> C,
    ) -> Delete<M, Conditional> {
        self.filter
            .push(condition(M::table(self.alias)).condition());
        self.conditional()
    }

    /// Of the row of a key.
    pub fn key(mut self, key: impl Into<M::Key>) -> Delete<M, Conditional> {
        self.filter.extend(key_is::<M>(self.alias, &key.into()));
        self.conditional()
    }

    /// Of every row of the table.
    pub fn all_rows(self) -> Delete<M, Conditional> {
        self.conditional()
    }

    fn conditional(self) -> Delete<M, Conditional> {
        Delete {
            alias: self.alias,
            filter: self.filter,
            state: PhantomData,
        }
    }

    /// Runs it and says how many rows it deleted, not counting those that the database deleted
    /// with them. A session does not see what it did.
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<u64>>
    where
        W: Restricted,
    {
        // Boxed for the sake of the message, as that of an update.
        Box::pin(run(M::META.table, self.alias, self.filter, on))
    }
}

async fn run(
    table: TableMeta,
    alias: Alias,
    filter: Vec<Node>,
    mut on: impl Executor,
) -> Result<u64> {
    let mut lease = on.lease(Access::Write).await?;
    let statement = write_delete(table, alias, &filter, lease.dialect())?;
    Ok(lease.execute(&statement).await?.rows)
}
