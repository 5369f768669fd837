use super::{Path, SelectNode, columns, pairs};
use crate::expr::{
    Aggregated, BinaryOp, Condition, Expr, Extreme, Node, Part, Summed, UnaryOp, conjunction, count,
};
use crate::model::{Inner, Model, TableHandle};
use crate::query::group::push_condition;
use crate::relation::{Relation, ToMany, ToOne};
use crate::rules::Lift;
use crate::value::{Scalar, SqlType};

type Child<R> = <<R as Relation>::Child as Model>::Table<Inner>;

/// The related rows that fulfil some conditions: `u.posts().filter(|p| p.published)`.
///
/// It can be asked about and counted as the relationship itself.
#[derive(Clone)]
#[must_use]
pub struct Related<R: Relation> {
    query: SelectNode,
    child: Child<R>,
}

impl<R: Relation> Path<R> {
    /// The related rows that fulfil the condition.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let query = User::select()
    ///     .order_by(|u| u.id)
    ///     .select(|u| (u.name, u.posts().filter(|p| p.published).count()));
    /// // (SELECT count(*) FROM "posts" WHERE "posts"."author_id" = "users"."id"
    /// // AND "posts"."published")
    /// # assert_eq!(query.first(&db).await?, Some(("Ann".to_owned(), 1)));
    /// # Ok(()) }
    /// ```
    pub fn filter<C: Condition>(self, condition: impl FnOnce(Child<R>) -> C) -> Related<R> {
        self.rows().filter(condition)
    }

    pub(in crate::query) fn rows(self) -> Related<R> {
        let (query, child) = self.related();
        Related { query, child }
    }
}

impl<R: Relation> Related<R> {
    pub(in crate::query) fn lifting(mut self, lift: Lift) -> Self {
        self.query.lifted.push(lift);
        self
    }

    /// Only those that fulfil this condition too.
    pub fn filter<C: Condition>(mut self, condition: impl FnOnce(Child<R>) -> C) -> Self {
        push_condition(&mut self.query.filter, condition(self.child).condition());
        self
    }

    /// `EXISTS (..)`: whether there is one.
    pub fn exists(self) -> Expr<bool> {
        Expr::new(Node::Exists(Box::new(self.query)))
    }

    /// Whether the row is one of them.
    fn has_row(mut self, row: &R::Child) -> Expr<bool> {
        let key = R::Child::META.key;
        let from = TableHandle::alias(self.child);
        let values = key.iter().map(|&at| Node::Bind(row.value(usize::from(at))));
        let same = pairs(columns::<R::Child>(from, key), values);
        push_condition(&mut self.query.filter, same);
        self.exists()
    }

    fn scalar<T>(mut self, column: Node) -> Expr<T> {
        self.query.columns.push(column);
        Expr::new(Node::Scalar(Box::new(self.query)))
    }
}

impl<R: Relation<Cardinality = ToMany>> Related<R> {
    /// Whether any of them fulfils the condition.
    pub fn any<C: Condition>(self, condition: impl FnOnce(Child<R>) -> C) -> Expr<bool> {
        self.filter(condition).exists()
    }

    /// Whether none of them fulfils the condition.
    pub fn none<C: Condition>(self, condition: impl FnOnce(Child<R>) -> C) -> Expr<bool> {
        !self.any(condition)
    }

    /// Whether all of them fulfil the condition; true if there are none.
    pub fn every<C: Condition>(self, condition: impl FnOnce(Child<R>) -> C) -> Expr<bool> {
        let met = condition(self.child).condition();
        let unmet = Node::Unary(UnaryOp::IsNotTrue, Box::new(met));
        !self.filter(|_| Expr::<bool>::new(unmet)).exists()
    }

    /// How many there are.
    pub fn count(self) -> Expr<i64> {
        self.aggregate(|_| count())
    }

    /// Any aggregate of them: `u.posts().aggregate(|p| p.title.string_agg(", "))`.
    ///
    /// `(SELECT string_agg(..) FROM "posts" WHERE "posts"."author_id" = "users"."id")`
    pub fn aggregate<T, C: Clone + 'static>(
        self,
        of: impl FnOnce(Child<R>) -> Expr<T, Aggregated<C>>,
    ) -> Expr<T> {
        let aggregate = of(self.child).node.into();
        self.scalar(aggregate)
    }

    /// The sum over them; NULL where there are none.
    pub fn sum<T, N, U>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<U>>
    where
        T: SqlType<Base: Summed<Sum = U>>,
        N: Part,
        U: Scalar,
    {
        self.aggregate(|child| of(child).sum())
    }

    /// The average over them; NULL where there are none.
    pub fn avg<T, N, U>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<U>>
    where
        T: SqlType<Base: Summed<Avg = U>>,
        N: Part,
        U: Scalar,
    {
        self.aggregate(|child| of(child).avg())
    }

    /// The least among them; NULL where there are none.
    pub fn min<T, N>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<T::Base>>
    where
        T: SqlType<Base: Extreme>,
        N: Part,
    {
        self.aggregate(|child| of(child).min())
    }

    /// The greatest among them; NULL where there are none.
    pub fn max<T, N>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<T::Base>>
    where
        T: SqlType<Base: Extreme>,
        N: Part,
    {
        self.aggregate(|child| of(child).max())
    }
}

impl<R: Relation<Cardinality = ToMany>> Path<R> {
    /// Whether the row is one of the related ones.
    ///
    /// `EXISTS (SELECT 1 FROM "posts" WHERE "posts"."author_id" = "users"."id"
    /// AND "posts"."id" = $1)`
    pub fn contains(self, row: &R::Child) -> Expr<bool> {
        self.rows().has_row(row)
    }

    /// Any aggregate of the related rows: `u.posts().aggregate(|p| p.title.string_agg(", "))`.
    ///
    /// `(SELECT string_agg(..) FROM "posts" WHERE "posts"."author_id" = "users"."id")`
    pub fn aggregate<T, C: Clone + 'static>(
        self,
        of: impl FnOnce(Child<R>) -> Expr<T, Aggregated<C>>,
    ) -> Expr<T> {
        self.rows().aggregate(of)
    }

    /// The sum over the related rows; NULL where there are none.
    pub fn sum<T, N, U>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<U>>
    where
        T: SqlType<Base: Summed<Sum = U>>,
        N: Part,
        U: Scalar,
    {
        self.rows().sum(of)
    }

    /// The average over the related rows; NULL where there are none.
    pub fn avg<T, N, U>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<U>>
    where
        T: SqlType<Base: Summed<Avg = U>>,
        N: Part,
        U: Scalar,
    {
        self.rows().avg(of)
    }

    /// The least among the related rows; NULL where there are none.
    pub fn min<T, N>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<T::Base>>
    where
        T: SqlType<Base: Extreme>,
        N: Part,
    {
        self.rows().min(of)
    }

    /// The greatest among the related rows; NULL where there are none.
    pub fn max<T, N>(self, of: impl FnOnce(Child<R>) -> Expr<T, N>) -> Expr<Option<T::Base>>
    where
        T: SqlType<Base: Extreme>,
        N: Part,
    {
        self.rows().max(of)
    }
}

impl<R: Relation<Cardinality = ToOne>> Path<R> {
    /// A value of the related row, NULL where there is none. Nests:
    /// `p.author().get(|a| a.city().get(|c| c.name))`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let query = Post::select().order_by(|p| p.author().get(|a| a.name));
    /// // ORDER BY (SELECT "users"."name" FROM "users" WHERE "users"."id" = "posts"."author_id")
    /// # let sql = r#"ORDER BY (SELECT "users"."name" FROM "users" WHERE "users"."id" = "posts"."author_id")"#;
    /// # assert!(postgres(&query).ends_with(sql));
    /// # }
    /// ```
    pub fn get<T: SqlType, N: Part>(
        self,
        of: impl FnOnce(Child<R>) -> Expr<T, N>,
    ) -> Expr<Option<T::Base>> {
        let rows = self.rows();
        let value = of(rows.child).node.into_node();
        rows.scalar(value)
    }

    /// Whether the related row is this one.
    ///
    /// `"posts"."author_id" = $1`, by the row's own key where the other side has the foreign key.
    pub fn is(self, row: &R::Child) -> Expr<bool> {
        if !R::META.belongs_to {
            return self.rows().has_row(row);
        }
        Expr::new(conjunction(self.compare(row, BinaryOp::Eq)))
    }

    /// Whether the related row is another one, or there is none.
    ///
    /// `"posts"."author_id" IS DISTINCT FROM $1`
    pub fn is_not(self, row: &R::Child) -> Expr<bool> {
        if !R::META.belongs_to {
            return !self.rows().has_row(row);
        }
        match self.compare(row, BinaryOp::IsDistinctFrom) {
            one if one.len() == 1 => Expr::new(conjunction(one)),
            several => Expr::new(Node::Any(several)),
        }
    }

    /// The foreign key against the row's columns.
    fn compare(self, row: &R::Child, op: BinaryOp) -> Vec<Node> {
        let own = columns::<R::Parent>(self.from, R::META.parent_columns);
        let values = R::META.child_columns.iter();
        own.zip(values)
            .map(|(own, &at)| {
                let value = Node::Bind(row.value(usize::from(at)));
                Node::binary(op, own, value)
            })
            .collect()
    }
}
