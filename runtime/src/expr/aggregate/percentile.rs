use super::{AggregateFn, Aggregated, Summed};
use crate::expr::{Expr, Ordered, Part};
use crate::value::{Kind, Scalar, SqlType, Value};

/// Aggregates that look at the values in their order; NULL where there is nothing.
///
/// SQLite gets them from the driver. MariaDB has the percentiles as window functions only, with
/// `.over(window().partition_by(..))`, and no `mode`; MySQL has none of them. What is missing is
/// an error when the query is written.
impl<T: SqlType, N: Part> Expr<T, N> {
    /// `percentile_cont(fraction) WITHIN GROUP (ORDER BY self)`: the value at that fraction of
    /// the ordered values, between two of them if it falls there. 0.5 is the median.
    pub fn percentile_cont(self, fraction: f64) -> Expr<Option<f64>, Aggregated<N::Computed>>
    where
        T::Base: Summed,
    {
        self.at_fraction(AggregateFn::PercentileCont, fraction, Kind::F64)
    }

    /// `percentile_disc(fraction) WITHIN GROUP (ORDER BY self)`: the first value with at least
    /// that fraction of all up to it.
    pub fn percentile_disc(self, fraction: f64) -> Expr<Option<T::Base>, Aggregated<N::Computed>>
    where
        T::Base: Ordered + Scalar,
    {
        self.at_fraction(AggregateFn::PercentileDisc, fraction, T::Base::KIND)
    }

    /// `mode() WITHIN GROUP (ORDER BY self)`: the most frequent value; of several the least.
    pub fn mode(self) -> Expr<Option<T::Base>, Aggregated<N::Computed>>
    where
        T::Base: Ordered + Scalar,
    {
        self.aggregate(AggregateFn::Mode, T::Base::KIND)
    }

    fn at_fraction<U>(
        self,
        function: AggregateFn,
        fraction: f64,
        kind: Kind,
    ) -> Expr<U, Aggregated<N::Computed>> {
        let mut out = self.aggregate(function, kind);
        out.node.aggregate.parameter = Some(Value::F64(fraction));
        out
    }
}
