use std::marker::PhantomData;

use futures_util::future::BoxFuture;

use super::assign::Assignments;
use super::condition::key_is;
use super::{Changes, Conditional, Restricted, Unconditional};
use crate::driver::{Access, Executor};
use crate::error::Result;
use crate::expr::{Alias, Condition, Node};
use crate::model::{Inner, Model};
use crate::query::writer::{UpdateNode, write_update};

/// `UPDATE` by condition. It runs once it has a condition or `.all_rows()`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// # let changed =
/// User::update()
///     .filter(|u| u.active.eq(false))
///     .set(|u| (u.name.to("gone"), u.visits.to(u.visits + 1)))
///     .run(&db)
///     .await?;
/// // UPDATE "users" SET "name" = ?, "visits" = "users"."visits" + ? WHERE "users"."active" = ?
/// # assert_eq!(changed, 1);
/// # let sql = r#"UPDATE "users" SET "name" = ?, "visits" = "users"."visits" + ? WHERE "users"."active" = ?"#;
/// # assert_eq!(record.statements()[0].sql, sql);
/// # Ok(()) }
/// ```
#[must_use = "nothing is updated before `.run(..)`"]
pub struct Update<M: Model, W = Unconditional> {
    alias: Alias,
    filter: Vec<Node>,
    set: Vec<(u16, Node)>,
    state: PhantomData<fn() -> (M, W)>,
}

impl<M: Model> Update<M> {
    /// An update of a model's rows.
    #[allow(clippy::new_without_default)] // a builder: there is no default update
    pub fn new() -> Self {
        Update {
            alias: Alias::fresh(),
            filter: vec![],
            set: vec![],
            state: PhantomData,
        }
    }
}

impl<M: Model, W> Update<M, W> {
    /// Of the rows for which this holds; several conditions must all hold.
    pub fn filter<C: Condition>(
        mut self,
        condition: impl FnOnce(M::Table<Inner>) -> C,
    ) -> Update<M, Conditional> {
        self.filter
            .push(condition(M::table(self.alias)).condition());
        self.conditional()
    }

    /// Of the row of a key.
    pub fn key(mut self, key: impl Into<M::Key>) -> Update<M, Conditional> {
        self.filter.extend(key_is::<M>(self.alias, &key.into()));
        self.conditional()
    }

    /// Of every row of the table.
    pub fn all_rows(self) -> Update<M, Conditional> {
        self.conditional()
    }

    /// The columns to change with their new values; of a column set twice the last counts.
    pub fn set<A: Assignments>(mut self, assignments: impl FnOnce(M::Table<Inner>) -> A) -> Self {
        let mut list = vec![];
        assignments(M::table(self.alias)).push(&mut list);
        for assignment in list {
            self.assign(assignment.column.at, assignment.value);
        }
        self
    }

    /// The columns that a patch sets. A patch that sets nothing changes nothing.
    pub fn patch(mut self, changes: impl Changes<M>) -> Self {
        for (column, value) in changes.assignments() {
            self.assign(column, Node::Bind(value));
        }
        self
    }

    fn assign(&mut self, column: u16, value: Node) {
        self.set.retain(|(known, _)| *known != column);
        self.set.push((column, value));
    }

    fn conditional(self) -> Update<M, Conditional> {
        Update {
            alias: self.alias,
            filter: self.filter,
            set: self.set,
            state: PhantomData,
        }
    }

    /// Runs it and says how many rows it was for. If it sets nothing, no statement runs.
    ///
    /// Columns with an `on_update` in the schema change as well. A session does not see what it
    /// did: `refresh` the rows it knows.
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<u64>>
    where
        W: Restricted,
    {
        // Boxed, so that a missing condition is one error and not one for each use of the future.
        let update = UpdateNode {
            model: M::META,
            alias: self.alias,
            set: self.set,
            filter: self.filter,
        };
        Box::pin(run(update, on))
    }
}

async fn run(update: UpdateNode, mut on: impl Executor) -> Result<u64> {
    if update.set.is_empty() {
        return Ok(0);
    }
    let mut lease = on.lease(Access::Write).await?;
    let statement = write_update(&update, lease.dialect())?;
    Ok(lease.execute(&statement).await?.rows)
}
