use super::Aggregated;
use crate::expr::{Condition, Expr, OrderTerms, conjunction};

/// What can be said about the rows of an aggregate.
impl<T, C> Expr<T, Aggregated<C>> {
    /// `FILTER (WHERE condition)`: of these rows only; several conditions must all hold.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let query = User::select().select(|u| u.id.max().filter_where(u.active));
    /// // SELECT max("users"."id") FILTER (WHERE "users"."active") FROM "users"
    /// // MySQL: SELECT max(CASE WHEN `users`.`active` THEN `users`.`id` END) FROM `users`
    /// # let sql = r#"SELECT max("users"."id") FILTER (WHERE "users"."active") FROM "users""#;
    /// # assert_eq!(postgres(&query), sql);
    /// # }
    /// ```
    pub fn filter_where<D>(mut self, condition: impl Condition<D>) -> Self {
        let filter = &mut self.node.aggregate.filter;
        *filter = Some(conjunction(
            filter.take().into_iter().chain([condition.condition()]),
        ));
        self
    }

    /// `DISTINCT`: equal values count once.
    pub fn distinct(mut self) -> Self {
        self.node.aggregate.distinct = true;
        self
    }

    /// `ORDER BY` inside of `string_agg` and `array_agg`: the order of the values.
    pub fn order_by<D>(mut self, terms: impl OrderTerms<D>) -> Self {
        terms.push_terms(&mut self.node.aggregate.order);
        self
    }
}
