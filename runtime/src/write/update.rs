use std::marker::PhantomData;

use futures_util::future::BoxFuture;

use super::assign::Assignments;
use super::condition::key_is;
use super::followed;
use super::guard::Guard;
use super::soft_delete::restoration;
use super::{Changes, Conditional, Restricted, Returning, Unconditional};
use crate::driver::Executor;
use crate::error::Result;
use crate::expr::{Alias, Column, Condition, Node};
use crate::model::{Inner, Model};
use crate::query::writer::{Target, UpdateNode};
use crate::query::{
    Append, Columns, ItemOf, JoinKind, JoinNode, On, Path, Project, RowSource, Scope, place,
    push_condition,
};
use crate::relation::Relation;
use crate::rules::values::normalize;
use crate::value::{IntoKey, SqlType};

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
pub struct Update<M: Model, W = Unconditional, S = <M as Model>::Table<Inner>> {
    pub(super) node: UpdateNode,
    scope: S,
    guard: Guard<M::Key>,
    state: PhantomData<fn() -> (M, W)>,
}

impl<M: Model> Update<M> {
    /// An update of a model's rows.
    #[allow(clippy::new_without_default)] // a builder: there is no default update
    pub fn new() -> Self {
        let target = Target::of_model(M::META);
        Update {
            scope: M::table(target.alias),
            node: UpdateNode {
                target,
                set: vec![],
            },
            guard: Guard::default(),
            state: PhantomData,
        }
    }
}

impl<M: Model> Update<M> {
    /// Brings rows back that were deleted softly.
    pub fn restore() -> Self {
        let node = restoration(M::META);
        Update {
            scope: M::table(node.target.alias),
            node,
            guard: Guard::default(),
            state: PhantomData,
        }
    }
}

impl<M: Model, W, S: Scope> Update<M, W, S> {
    /// Of the rows for which this holds; several conditions must all hold.
    pub fn filter<C: Condition>(
        mut self,
        condition: impl FnOnce(S) -> C,
    ) -> Update<M, Conditional, S> {
        let condition = condition(self.scope).condition();
        push_condition(&mut self.node.target.filter, condition);
        self.turn()
    }

    /// Of the row of a key.
    pub fn key(mut self, key: impl IntoKey<M::Key>) -> Update<M, Conditional, S> {
        let (key, target) = (key.into_key(), &mut self.node.target);
        target.filter.extend(key_is::<M>(target.alias, &key));
        self.guard.key(key);
        self.turn()
    }

    /// If the row still is in the version that was read: else an [`Error::Stale`] says so. For a
    /// model with a `version` in its schema, together with `key`.
    ///
    /// [`Error::Stale`]: crate::Error::Stale
    pub fn version(mut self, read: impl SqlType) -> Self {
        self.guard.version(read);
        self
    }

    /// Whatever the version of the row.
    pub fn ignore_version(mut self) -> Self {
        self.guard.ignore();
        self
    }

    /// Of every row of the table.
    pub fn all_rows(self) -> Update<M, Conditional, S> {
        self.turn()
    }

    /// By the rows of another table: `set` and `filter` get it as well.
    ///
    /// A row that goes with several rows of the other table is updated once, by one of them; by
    /// which is up to the engine.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let record = db.record();
    /// Post::update()
    ///     .from::<User>(|(p, u)| p.author_id.eq(u.id))
    ///     .filter(|(_, u)| u.active.eq(true))
    ///     .set(|(p, u)| p.title.to(u.name))
    ///     .run(&db)
    ///     .await?;
    /// // UPDATE "posts" SET "title" = "users"."name" FROM "users"
    /// // WHERE "posts"."author_id" = "users"."id" AND "users"."active" = ?
    /// # let sql = r#"UPDATE "posts" SET "title" = "users"."name" FROM "users" WHERE "posts"."author_id" = "users"."id" AND "users"."active" = ?"#;
    /// # assert_eq!(record.statements()[0].sql, sql);
    /// # Ok(()) }
    /// ```
    ///
    /// MySQL and MariaDB: `UPDATE posts JOIN users ON .. SET posts.title = users.name WHERE ..`.
    pub fn from<T: Model>(mut self, on: impl On<S::Out>) -> Update<M, Conditional, S::Out>
    where
        S: Append<T::Table<Inner>>,
    {
        let to = Alias::fresh();
        let scope = self.scope.append(T::table(to));
        let joins = &mut self.node.target.joins;
        joins.push(JoinNode::inner::<T>(to, on(scope)));
        self.with_scope(scope)
    }

    /// As [`from`](Update::from), by the rows of a subquery, a CTE, a list of values.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let last = Post::select()
    ///     .group_by(|p| p.author_id)
    ///     .select(|author, p| (author, p.title.max()));
    /// let changed = User::update()
    ///     .from_query(last, |(u, l)| u.id.eq(l.0))
    ///     .set(|(u, l)| u.name.to(l.1.or_value("none")))
    ///     .run(&db)
    ///     .await?;
    /// # assert_eq!(changed, 1);
    /// # Ok(()) }
    /// ```
    ///
    /// MariaDB has no WITH before an UPDATE, so no CTE there.
    pub fn from_query<R: RowSource, C: Condition>(
        mut self,
        source: R,
        on: impl FnOnce(S::Out) -> C,
    ) -> Update<M, Conditional, S::Out>
    where
        S: Append<ItemOf<R>>,
    {
        let (table, columns) = place::<R::Project>(source.rows(), false);
        let scope = self.scope.append(columns.item());
        let (kind, on) = (JoinKind::Inner, on(scope).condition());
        let joins = &mut self.node.target.joins;
        joins.push(JoinNode { kind, table, on });
        self.with_scope(scope)
    }

    /// By the related rows of a relationship, as [`from`](Update::from) by those of any table.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let changed = Post::update()
    ///     .join(|p| p.author())
    ///     .set(|(p, u)| p.title.to(u.name))
    ///     .run(&db)
    ///     .await?;
    /// # assert_eq!(changed, 2);
    /// # Ok(()) }
    /// ```
    pub fn join<R: Relation>(
        mut self,
        path: impl FnOnce(S) -> Path<R>,
    ) -> Update<M, Conditional, S::Out>
    where
        S: Append<<R::Child as Model>::Table<Inner>>,
    {
        let to = Alias::fresh();
        path(self.scope).push_joins(JoinKind::Inner, to, &mut self.node.target.joins);
        let scope = self.scope.append(R::Child::table(to));
        self.with_scope(scope)
    }

    /// The columns to change with their new values; of a column set twice the last counts. The
    /// values are made of the row's old values, whatever the order.
    pub fn set<A: Assignments>(mut self, assignments: impl FnOnce(S) -> A) -> Self {
        let mut list = vec![];
        assignments(self.scope).push(&mut list);
        for assignment in list {
            self.assign(assignment.column, assignment.value);
        }
        self
    }

    /// The columns that a patch sets. A patch that sets nothing changes nothing.
    pub fn patch(mut self, changes: impl Changes<M>) -> Self {
        for (at, value) in changes.assignments() {
            self.assign(self.node.target.column(at), Node::Bind(value));
        }
        self
    }

    fn assign(&mut self, column: Column, mut value: Node) {
        normalize(&column, &mut value);
        self.node.set.retain(|(known, _)| *known != column);
        self.node.set.push((column, value));
    }

    fn turn<V>(self) -> Update<M, V, S> {
        Update {
            node: self.node,
            scope: self.scope,
            guard: self.guard,
            state: PhantomData,
        }
    }

    fn with_scope<T>(self, scope: T) -> Update<M, Conditional, T> {
        Update {
            node: self.node,
            scope,
            guard: self.guard,
            state: PhantomData,
        }
    }

    /// What to give back of each row as it is after the update, in no certain order: columns and
    /// expressions of the updated table.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let record = db.record();
    /// let visits: Vec<(i64, i32)> = User::update()
    ///     .filter(|u| u.name.eq("Ann"))
    ///     .set(|u| u.visits.to(u.visits + 1))
    ///     .returning(|u| (u.id, u.visits))
    ///     .run(&db)
    ///     .await?;
    /// // UPDATE "users" SET "visits" = "users"."visits" + ? WHERE "users"."name" = ?
    /// // RETURNING "users"."id", "users"."visits"
    /// # assert_eq!(record.statements()[0].sql, r#"UPDATE "users" SET "visits" = "users"."visits" + ? WHERE "users"."name" = ? RETURNING "users"."id", "users"."visits""#);
    /// # assert_eq!(visits, [(1, 1)]);
    /// # Ok(()) }
    /// ```
    ///
    /// MySQL and MariaDB have no RETURNING for it. There it is done in a transaction, by the key:
    /// the rows are locked (`SELECT key .. FOR UPDATE`), updated, and read.
    pub fn returning<P: Project>(
        self,
        output: impl FnOnce(M::Table<Inner>) -> P,
    ) -> Returning<Self, P> {
        let table = M::table(self.node.target.alias);
        Returning::new(self, output(table))
    }

    /// Gives back the rows as they are after the update, as
    /// [`returning`](Update::returning) gives columns.
    pub fn returning_rows(self) -> Returning<Self, M::Table<Inner>> {
        self.returning(|row| row)
    }

    pub(super) fn into_parts(self) -> (UpdateNode, Guard<M::Key>) {
        (self.node, self.guard)
    }

    /// Runs it and says how many rows it was for. If it sets nothing, no statement runs.
    ///
    /// Columns with an `on_update` in the schema change as well. Run on a session, the rows that
    /// it knows follow: worked out in memory where that is sure to agree with the engine, else by
    /// RETURNING, else they are [stale](crate::session::RowState::Stale).
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<u64>>
    where
        W: Restricted,
    {
        // Boxed, so that a missing condition is one error and not one for each use of the future.
        Box::pin(followed::update::<M>(self.node, self.guard, on))
    }
}
