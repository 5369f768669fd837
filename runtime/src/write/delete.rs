use std::marker::PhantomData;

use futures_util::future::BoxFuture;

use super::condition::key_is;
use super::followed;
use super::guard::Guard;
use super::soft_delete::soft;
use super::{Conditional, Restricted, Returning, Unconditional};
use crate::driver::Executor;
use crate::error::Result;
use crate::expr::{Alias, Condition};
use crate::model::{Inner, Model};
use crate::query::writer::Target;
use crate::query::{
    Append, Columns, ItemOf, JoinKind, JoinNode, On, Path, Project, RowSource, Scope, place,
    push_condition,
};
use crate::relation::Relation;
use crate::rules::Lift;
use crate::value::{IntoKey, SqlType};

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
pub struct Delete<M: Model, W = Unconditional, S = <M as Model>::Table<Inner>> {
    pub(super) target: Target,
    scope: S,
    guard: Guard<M::Key>,
    /// Rows go for good, also where a delete keeps them.
    for_good: bool,
    state: PhantomData<fn() -> (M, W)>,
}

impl<M: Model> Delete<M> {
    /// A delete of a model's rows.
    #[allow(clippy::new_without_default)] // a builder: there is no default delete
    pub fn new() -> Self {
        let target = Target::of_model(M::META);
        Delete {
            scope: M::table(target.alias),
            target,
            guard: Guard::default(),
            for_good: false,
            state: PhantomData,
        }
    }

    /// A delete for good of rows that a usual delete keeps, those deleted already among them.
    pub fn purge() -> Self {
        let mut delete = Delete::new();
        delete.for_good = true;
        delete.target.lifted.push(Lift::Deleted);
        delete
    }
}

impl<M: Model, W, S: Scope> Delete<M, W, S> {
    /// Of the rows for which this holds; several conditions must all hold.
    pub fn filter<C: Condition>(
        mut self,
        condition: impl FnOnce(S) -> C,
    ) -> Delete<M, Conditional, S> {
        let condition = condition(self.scope).condition();
        push_condition(&mut self.target.filter, condition);
        let scope = self.scope;
        self.turn(scope)
    }

    /// Of the row of a key.
    pub fn key(mut self, key: impl IntoKey<M::Key>) -> Delete<M, Conditional, S> {
        let (key, target) = (key.into_key(), &mut self.target);
        target.filter.extend(key_is::<M>(target.alias, &key));
        self.guard.key(key);
        let scope = self.scope;
        self.turn(scope)
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
    pub fn all_rows(self) -> Delete<M, Conditional, S> {
        let scope = self.scope;
        self.turn(scope)
    }

    /// Of the rows that go with one of another table, which `filter` gets as well.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let gone = Post::delete()
    ///     .using::<User>(|(p, u)| p.author_id.eq(u.id))
    ///     .filter(|(_, u)| u.name.eq("Ann"))
    ///     .run(&db)
    ///     .await?;
    /// # assert_eq!(gone, 2);
    /// # Ok(()) }
    /// ```
    ///
    /// - PostgreSQL: `DELETE FROM posts USING users WHERE ..`
    /// - MySQL, MariaDB: `DELETE posts FROM posts JOIN users ON .. WHERE ..`
    /// - SQLite: `DELETE FROM posts WHERE EXISTS (SELECT 1 FROM users WHERE ..)`
    pub fn using<T: Model>(mut self, on: impl On<S::Out>) -> Delete<M, Conditional, S::Out>
    where
        S: Append<T::Table<Inner>>,
    {
        let to = Alias::fresh();
        let scope = self.scope.append(T::table(to));
        self.target.joins.push(JoinNode::inner::<T>(to, on(scope)));
        self.turn(scope)
    }

    /// As [`using`](Delete::using), of the rows of a subquery, a CTE, a list of values.
    pub fn using_query<R: RowSource, C: Condition>(
        mut self,
        source: R,
        on: impl FnOnce(S::Out) -> C,
    ) -> Delete<M, Conditional, S::Out>
    where
        S: Append<ItemOf<R>>,
    {
        let (table, columns) = place::<R::Project>(source.rows(), false);
        let scope = self.scope.append(columns.item());
        let (kind, on) = (JoinKind::Inner, on(scope).condition());
        self.target.joins.push(JoinNode { kind, table, on });
        self.turn(scope)
    }

    /// Of the rows with a related one, which `filter` gets as well; see
    /// [`using`](Delete::using).
    pub fn join<R: Relation>(
        mut self,
        path: impl FnOnce(S) -> Path<R>,
    ) -> Delete<M, Conditional, S::Out>
    where
        S: Append<<R::Child as Model>::Table<Inner>>,
    {
        let to = Alias::fresh();
        path(self.scope).push_joins(JoinKind::Inner, to, &mut self.target.joins);
        let scope = self.scope.append(R::Child::table(to));
        self.turn(scope)
    }

    fn turn<V, T>(self, scope: T) -> Delete<M, V, T> {
        Delete {
            target: self.target,
            scope,
            guard: self.guard,
            for_good: self.for_good,
            state: PhantomData,
        }
    }

    /// What to give back of each row, in no certain order: columns and expressions of the table
    /// that it is deleted from.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let record = db.record();
    /// let gone: Vec<String> = User::delete()
    ///     .filter(|u| u.active.eq(false))
    ///     .returning(|u| u.name)
    ///     .run(&db)
    ///     .await?;
    /// // DELETE FROM "users" WHERE "users"."active" = ? RETURNING "users"."name"
    /// # assert_eq!(record.statements()[0].sql, r#"DELETE FROM "users" WHERE "users"."active" = ? RETURNING "users"."name""#);
    /// # assert_eq!(gone, ["Bob"]);
    /// # Ok(()) }
    /// ```
    ///
    /// MySQL has no RETURNING, and MariaDB none for a delete by other tables. There it is done in
    /// a transaction, by the key: the rows are locked (`SELECT key .. FOR UPDATE`), read, and
    /// deleted.
    pub fn returning<P: Project>(
        self,
        output: impl FnOnce(M::Table<Inner>) -> P,
    ) -> Returning<Self, P> {
        let table = M::table(self.target.alias);
        Returning::new(self, output(table))
    }

    /// Gives back the deleted rows, as [`returning`](Delete::returning) gives columns.
    pub fn returning_rows(self) -> Returning<Self, M::Table<Inner>> {
        self.returning(|row| row)
    }

    /// Whether it keeps the rows: by which column.
    pub(super) fn keeps(&self) -> Option<u16> {
        let (_, column) = soft(M::META).filter(|_| !self.for_good)?;
        Some(column)
    }

    pub(super) fn into_parts(self) -> (Target, Guard<M::Key>) {
        (self.target, self.guard)
    }

    /// Runs it and says how many rows it deleted, not counting those that the database deleted
    /// with them. Run on a session, the rows that it knows follow, as those of an
    /// [`Update`](crate::Update) do.
    ///
    /// Of a model with `soft_delete` it says of the rows that they are deleted, and of those that
    /// hang on them and are kept, too.
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<u64>>
    where
        W: Restricted,
    {
        // Boxed for the sake of the message, as that of an update.
        Box::pin(followed::delete::<M>(
            self.target,
            self.guard,
            self.for_good,
            on,
        ))
    }
}
