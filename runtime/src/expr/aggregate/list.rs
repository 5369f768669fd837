use std::any::TypeId;

use super::{AggregateFn, Aggregated};
use crate::expr::{Expr, Jsonlike, Node, Part, Textual, UnaryOp};
use crate::value::{Element, Kind, Scalar, SqlType, Value};

/// Aggregates that keep the single values. Say [`order_by`](Expr::order_by) where their order
/// matters.
impl<T: SqlType, N: Part> Expr<T, N> {
    /// `string_agg(self, separator)`: the texts one after the other, without the NULLs; NULL
    /// where there is nothing.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let names = User::select().select(|u| u.name.string_agg(", ").order_by(u.id));
    /// # assert_eq!(names.one(&db).await?.as_deref(), Some("Ann, Bob"));
    /// # Ok(()) }
    /// ```
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `string_agg("users"."name", $1 ORDER BY "users"."id")` |
    /// | SQLite | `group_concat("users"."name", ? ORDER BY "users"."id")` |
    /// | MySQL | `` group_concat(`users`.`name` ORDER BY `users`.`id` SEPARATOR ', ') `` |
    pub fn string_agg(
        self,
        separator: impl AsRef<str>,
    ) -> Expr<Option<String>, Aggregated<N::Computed>>
    where
        T::Base: Textual,
    {
        let mut out = self.aggregate(AggregateFn::StringAgg, Kind::Text);
        out.node.aggregate.parameter = Some(Value::Text(separator.as_ref().to_owned()));
        out
    }

    /// `array_agg(self)`: the values as a `Vec`, without the NULLs; empty where there is nothing.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `coalesce(array_agg("posts"."id"), '{}')` |
    /// | SQLite | `json_group_array("posts"."id")` |
    /// | MySQL | `` concat('[', group_concat(`posts`.`id` SEPARATOR ','), ']') `` |
    pub fn array_agg(self) -> Expr<Vec<T::Base>, Aggregated<N::Computed>>
    where
        T::Base: Element,
    {
        let nullable = TypeId::of::<T>() != TypeId::of::<T::Base>();
        let node = self.node.clone().into_node();
        let mut out = self.aggregate(AggregateFn::ArrayAgg, Vec::<T::Base>::KIND);
        if node.may_be_unknown() {
            // As a value, a condition that is unknown is false.
            let known = Node::Coalesce(vec![node.clone(), Node::Any(vec![])]);
            out.node.aggregate.argument = Some(known);
        }
        if nullable {
            let there = Node::Unary(UnaryOp::IsNotNull, Box::new(node));
            out.node.aggregate.filter = Some(there);
        }
        out
    }

    /// The documents as one JSON array, without the NULLs; empty where there is nothing. For
    /// [`json_object`](crate::json_object) and JSON columns.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `coalesce(jsonb_agg("events"."data"), '[]')` |
    /// | SQLite | `json_group_array(json("events"."data"))` |
    /// | MySQL, MariaDB | ``concat('[', coalesce(group_concat(`events`.`data` SEPARATOR ','), ''), ']')`` |
    pub fn json_agg(self) -> Expr<serde_json::Value, Aggregated<N::Computed>>
    where
        T::Base: Jsonlike,
    {
        let nullable = TypeId::of::<T>() != TypeId::of::<T::Base>();
        let there = nullable.then(|| {
            let node = Box::new(self.node.clone().into_node());
            Node::Unary(UnaryOp::IsNotNull, node)
        });
        let mut out = self.aggregate(AggregateFn::JsonAgg, Kind::Json);
        out.node.aggregate.filter = there;
        out
    }
}
