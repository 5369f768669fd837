use super::derived::Columns;
use super::source::place;
use super::{Append, ItemOf, JoinKind, JoinNode, OuterOf, RowSource, Scope, Select, TableRef};
use crate::expr::{Condition, Node};

/// Joins of what is no table: subqueries, CTEs, lists of values.
impl<S: Scope, O> Select<S, O> {
    /// `JOIN (SELECT ..)` on a condition; also of a CTE, of `values(..)` and the like.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let last = Post::select().group_by(|p| p.author_id).select(|author, p| (author, p.id.max()));
    /// let query = User::select()
    ///     .join_query(last, |(u, l)| u.id.eq(l.0))
    ///     .select(|(u, l)| (u.name, l.1));
    /// // SELECT "users"."name", "q"."c2" FROM "users" JOIN (SELECT "posts"."author_id" AS
    /// // "author_id", max("posts"."id") AS "c2" FROM "posts" GROUP BY "posts"."author_id") AS "q"
    /// // ON "users"."id" = "q"."author_id"
    /// # let sql = r#"SELECT "users"."name", "q"."c2" FROM "users" JOIN (SELECT "posts"."author_id" AS "author_id", max("posts"."id") AS "c2" FROM "posts" GROUP BY "posts"."author_id") AS "q" ON "users"."id" = "q"."author_id""#;
    /// # assert_eq!(postgres(&query), sql);
    /// # }
    /// ```
    pub fn join_query<R: RowSource, C: Condition>(
        self,
        source: R,
        on: impl FnOnce(S::Out) -> C,
    ) -> Select<S::Out, O>
    where
        S: Append<ItemOf<R>>,
    {
        let (table, columns) = place::<R::Project>(source.rows(), false);
        let wider = self.widen(columns.item());
        let on = on(wider.scope).condition();
        wider.joined(JoinKind::Inner, table, on)
    }

    /// `LEFT JOIN (SELECT ..)`: rows without a match stay, and what is joined is `Option`.
    pub fn left_join_query<R: RowSource, C: Condition>(
        self,
        source: R,
        on: impl FnOnce(S::Out) -> C,
    ) -> Select<S::Out, O>
    where
        S: Append<OuterOf<R>>,
    {
        let (table, columns) = place::<R::Project>(source.rows(), false);
        let wider = self.widen(columns.outer().item());
        let on = on(wider.scope).condition();
        wider.joined(JoinKind::Left, table, on)
    }

    /// `CROSS JOIN (SELECT ..)`: every row with every row. For a subquery of one row, such as a
    /// total that each row is compared with.
    pub fn cross_join_query<R: RowSource>(self, source: R) -> Select<S::Out, O>
    where
        S: Append<ItemOf<R>>,
    {
        let (table, columns) = place::<R::Project>(source.rows(), false);
        let wider = self.widen(columns.item());
        wider.joined(JoinKind::Cross, table, Node::All(vec![]))
    }

    /// `JOIN LATERAL (SELECT ..) ON TRUE`: a subquery that uses the columns of the tables so
    /// far, run for each of their rows. PostgreSQL and MySQL; SQLite and MariaDB have none, and
    /// there `limit_per` or a window function may say the same.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let query = User::select()
    ///     .join_lateral(|u| {
    ///         let own = Post::select().filter(move |p| p.author_id.eq(u.id));
    ///         own.order_by(|p| p.id.desc()).limit(3)
    ///     })
    ///     .select(|(u, p)| (u.name, p.title));
    /// # assert!(postgres(&query).contains("JOIN LATERAL (SELECT "));
    /// # }
    /// ```
    pub fn join_lateral<R: RowSource>(self, query: impl FnOnce(S) -> R) -> Select<S::Out, O>
    where
        S: Append<ItemOf<R>>,
    {
        let (table, columns) = place::<R::Project>(query(self.scope).rows(), true);
        let wider = self.widen(columns.item());
        wider.joined(JoinKind::Inner, table, Node::All(vec![]))
    }

    /// `LEFT JOIN LATERAL (SELECT ..) ON TRUE`: rows for which the subquery has none stay.
    pub fn left_join_lateral<R: RowSource>(self, query: impl FnOnce(S) -> R) -> Select<S::Out, O>
    where
        S: Append<OuterOf<R>>,
    {
        let (table, columns) = place::<R::Project>(query(self.scope).rows(), true);
        let wider = self.widen(columns.outer().item());
        wider.joined(JoinKind::Left, table, Node::All(vec![]))
    }

    /// The same query with a join at its end.
    pub(super) fn joined(mut self, kind: JoinKind, table: TableRef, on: Node) -> Self {
        self.ast.joins.push(JoinNode { kind, table, on });
        self
    }
}
