use super::path::table;
use super::{Append, JoinKind, JoinNode, Path, Scope, Select};
use crate::expr::{Alias, Condition, Node};
use crate::model::{Inner, Model, Outer};
use crate::relation::Relation;

/// Joins. Each adds a table to the end of what later closures get.
impl<S: Scope, O> Select<S, O> {
    /// `JOIN` along a relationship; over its link table for a many-to-many.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() -> ormolu::Result<()> {
    /// let query = Post::select().join(|p| p.author()).filter(|(_, u)| u.name.eq("Ann"));
    /// // SELECT .. FROM "posts" JOIN "users" ON "users"."id" = "posts"."author_id"
    /// // WHERE "users"."name" = $1
    /// # let statement = query.to_sql(Dialect::Postgres)?;
    /// # let sql = r#"FROM "posts" JOIN "users" ON "users"."id" = "posts"."author_id" WHERE "users"."name" = $1"#;
    /// # assert!(statement.sql.as_str().ends_with(sql), "{}", statement.sql.as_str());
    /// # Ok(()) }
    /// ```
    pub fn join<R: Relation>(mut self, path: impl FnOnce(S) -> Path<R>) -> Select<S::Out, O>
    where
        S: Append<<R::Child as Model>::Table<Inner>>,
    {
        let to = Alias::fresh();
        path(self.scope).push_joins(JoinKind::Inner, to, &mut self.ast.joins);
        self.widen(R::Child::table(to))
    }

    /// `LEFT JOIN` along a relationship: rows without a related one stay, and the columns of
    /// the joined table are `Option`.
    pub fn left_join<R: Relation>(mut self, path: impl FnOnce(S) -> Path<R>) -> Select<S::Out, O>
    where
        S: Append<<R::Child as Model>::Table<Outer>>,
    {
        let to = Alias::fresh();
        path(self.scope).push_joins(JoinKind::Left, to, &mut self.ast.joins);
        self.widen(R::Child::table(to))
    }

    /// `JOIN` along a relationship, of the related rows that fulfil a condition.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let query = User::select().join_where(|u| u.posts(), |(_, p)| p.published);
    /// // SELECT .. FROM "users" JOIN "posts" ON "posts"."author_id" = "users"."id"
    /// // AND "posts"."published"
    /// # let sql = r#"FROM "users" JOIN "posts" ON "posts"."author_id" = "users"."id" AND "posts"."published""#;
    /// # assert!(postgres(&query).ends_with(sql));
    /// # }
    /// ```
    pub fn join_where<R: Relation, C: Condition>(
        self,
        path: impl FnOnce(S) -> Path<R>,
        condition: impl FnOnce(S::Out) -> C,
    ) -> Select<S::Out, O>
    where
        S: Append<<R::Child as Model>::Table<Inner>>,
    {
        let to = Alias::fresh();
        let path = path(self.scope);
        let wider = self.widen(R::Child::table::<Inner>(to));
        let condition = condition(wider.scope).condition();
        wider.joins(path.join_where(JoinKind::Inner, to, condition))
    }

    /// `LEFT JOIN` along a relationship, of the related rows that fulfil a condition; rows
    /// without such a one stay, which a `filter` would drop.
    pub fn left_join_where<R: Relation, C: Condition>(
        self,
        path: impl FnOnce(S) -> Path<R>,
        condition: impl FnOnce(S::Out) -> C,
    ) -> Select<S::Out, O>
    where
        S: Append<<R::Child as Model>::Table<Outer>>,
    {
        let to = Alias::fresh();
        let path = path(self.scope);
        let wider = self.widen(R::Child::table::<Outer>(to));
        let condition = condition(wider.scope).condition();
        wider.joins(path.join_where(JoinKind::Left, to, condition))
    }

    /// `JOIN` of any model on a condition; with the query's own model, a self join.
    ///
    /// The condition has to connect the table with another one of the query, or a `filter` has
    /// to: without that every row of one would meet every row of the other, which
    /// [`cross_join`](Self::cross_join) says on purpose.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() -> ormolu::Result<()> {
    /// let query = User::select().join_on::<User>(|(a, b)| a.name.eq(b.name).and(a.id.lt(b.id)));
    /// // SELECT .. FROM "users" JOIN "users" AS "users_2"
    /// // ON "users"."name" = "users_2"."name" AND "users"."id" < "users_2"."id"
    /// # let statement = query.to_sql(Dialect::Postgres)?;
    /// # let sql = r#"FROM "users" JOIN "users" AS "users_2" ON "users"."name" = "users_2"."name" AND "users"."id" < "users_2"."id""#;
    /// # assert!(statement.sql.as_str().ends_with(sql), "{}", statement.sql.as_str());
    /// # Ok(()) }
    /// ```
    pub fn join_on<M: Model>(self, on: impl On<S::Out>) -> Select<S::Out, O>
    where
        S: Append<M::Table<Inner>>,
    {
        let to = Alias::fresh();
        let wider = self.widen(M::table::<Inner>(to));
        let on = on(wider.scope).condition();
        wider.joined(JoinKind::Inner, table::<M>(to), on)
    }

    /// `LEFT JOIN` of any model on a condition.
    pub fn left_join_on<M: Model>(self, on: impl On<S::Out>) -> Select<S::Out, O>
    where
        S: Append<M::Table<Outer>>,
    {
        let to = Alias::fresh();
        let wider = self.widen(M::table::<Outer>(to));
        let on = on(wider.scope).condition();
        wider.joined(JoinKind::Left, table::<M>(to), on)
    }

    /// `CROSS JOIN`: every row with every row of a model.
    pub fn cross_join<M: Model>(self) -> Select<S::Out, O>
    where
        S: Append<M::Table<Inner>>,
    {
        let to = Alias::fresh();
        let wider = self.widen(M::table::<Inner>(to));
        wider.joined(JoinKind::Cross, table::<M>(to), Node::All(vec![]))
    }

    fn joins(mut self, joins: Vec<JoinNode>) -> Self {
        self.ast.joins.extend(joins);
        self
    }
}

impl JoinNode {
    /// `JOIN` of a model on a condition.
    pub(crate) fn inner<M: Model>(to: Alias, on: impl Condition) -> Self {
        JoinNode {
            kind: JoinKind::Inner,
            table: table::<M>(to),
            on: on.condition(),
        }
    }
}

/// The condition of a join by the name of a model: a closure that gets the tables and gives a
/// [`Condition`].
///
/// It is what `impl FnOnce(S) -> impl Condition` would say, which leaves the model as the only
/// type to name: `join_on::<User>(..)`.
pub trait On<S>: FnOnce(S) -> Self::Condition {
    /// What the closure gives.
    type Condition: Condition;
}

impl<S, C: Condition, F: FnOnce(S) -> C> On<S> for F {
    type Condition = C;
}
