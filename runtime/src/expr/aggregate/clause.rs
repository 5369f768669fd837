use super::Aggregated;
use crate::expr::{Condition, Expr, OrderTerms, conjunction};

/// What can be said about the rows of an aggregate.
impl<T, C> Expr<T, Aggregated<C>> {
    /// `FILTER (WHERE condition)`: of these rows only; several conditions must all hold.
    ///
    /// ```ignore
    /// p.price.sum().filter_where(p.published)
    /// // sum("posts"."price") FILTER (WHERE "posts"."published")
    /// // MySQL: sum(CASE WHEN `posts`.`published` THEN `posts`.`price` END)
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
