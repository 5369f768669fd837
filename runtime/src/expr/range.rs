use super::{Expr, Nullness, Operand, Part};
use crate::value::{Kind, Range, RangeItem, Scalar, SqlType};

/// A function on ranges, which PostgreSQL has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the methods
pub enum RangeFn {
    Contains,
    Overlaps,
    Adjacent,
    Before,
    After,
    Lower,
    Upper,
    IsEmpty,
}

impl RangeFn {
    pub(crate) fn is_condition(self) -> bool {
        !matches!(self, RangeFn::Lower | RangeFn::Upper | RangeFn::IsEmpty)
    }
}

/// A [`Range`] of some items.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a range",
    label = "expected a range column of PostgreSQL"
)]
pub trait Ranged: Scalar {
    /// What it is a range of.
    type Item: RangeItem;
}

impl<T: RangeItem> Ranged for Range<T> {
    type Item = T;
}

type ItemOf<T> = <<T as SqlType>::Base as Ranged>::Item;

/// Ranges. The other engines have none: an error when the query is built.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// Whether the value lies in the range: `during @> $1`.
    pub fn contains_value(
        self,
        value: impl Operand<ItemOf<T>, N::Computed>,
    ) -> Expr<bool, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::Contains, [value.operand()], Kind::Bool)
    }

    /// Whether all of the other range lies in this one: `during @> $1`.
    pub fn contains_range(
        self,
        other: impl Operand<T::Base, N::Computed>,
    ) -> Expr<bool, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::Contains, [other.operand()], Kind::Bool)
    }

    /// Whether the two have something in common: `during && $1`.
    pub fn overlaps_range(
        self,
        other: impl Operand<T::Base, N::Computed>,
    ) -> Expr<bool, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::Overlaps, [other.operand()], Kind::Bool)
    }

    /// Whether one begins just where the other ends: `during -|- $1`.
    pub fn adjacent_to(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::Adjacent, [other.operand()], Kind::Bool)
    }

    /// Whether it ends before the other one begins: `during << $1`.
    pub fn ends_before(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::Before, [other.operand()], Kind::Bool)
    }

    /// Whether it begins behind the other one's end: `during >> $1`.
    pub fn begins_after(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::After, [other.operand()], Kind::Bool)
    }

    /// `lower(during)`: NULL where there is no bound, or nothing in it.
    pub fn lower_bound(self) -> Expr<Option<ItemOf<T>>, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::Lower, [], ItemOf::<T>::KIND)
    }

    /// `upper(during)`: NULL where there is no bound, or nothing in it.
    pub fn upper_bound(self) -> Expr<Option<ItemOf<T>>, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::Upper, [], ItemOf::<T>::KIND)
    }

    /// `isempty(during)`: whether nothing is in it.
    pub fn is_empty_range(self) -> Expr<T::Of<bool>, N::Computed>
    where
        T::Base: Ranged,
    {
        self.call(RangeFn::IsEmpty, [], Kind::Bool)
    }
}
