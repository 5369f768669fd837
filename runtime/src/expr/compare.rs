use super::{BinaryOp, Expr, Node, Operand, Part, alike};
use crate::value::SqlType;

/// A type whose values have an order that all engines agree on.
///
/// Enumerations have none: PostgreSQL orders them by declaration, the others by text.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` have no order",
    label = "only numbers, text, times, UUIDs and bytes can be compared by order"
)]
pub trait Ordered {}

macro_rules! ordered {
    ($($rust:ty),* $(,)?) => {$(impl Ordered for $rust {})*};
}

ordered!(
    i8,
    i16,
    i32,
    i64,
    u8,
    u16,
    u32,
    u64,
    f32,
    f64,
    String,
    Vec<u8>,
    rust_decimal::Decimal,
    uuid::Uuid,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::DateTime<chrono::Utc>,
    crate::value::Interval,
);

impl<T: SqlType, N: Part> Expr<T, N> {
    fn compare(self, op: BinaryOp, other: Node) -> Expr<bool, N::Computed> {
        let [left, right] = alike([self.node.into_node(), other]);
        Self::computed(Node::binary(op, left, right))
    }

    /// `self = other`
    ///
    /// Text is compared as the column's collation says: MySQL's usual ones don't tell upper
    /// from lower case. A column that the schema gives `compare: lower` is compared in lower case
    /// on every engine: `lower(self) = lower(other)`.
    pub fn eq(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed> {
        self.compare(BinaryOp::Eq, other.operand())
    }

    /// `self <> other`; not true where either is NULL, see [`is_distinct_from`](Self::is_distinct_from).
    pub fn ne(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed> {
        self.compare(BinaryOp::Ne, other.operand())
    }

    /// `self < other`
    pub fn lt(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Ordered,
    {
        self.compare(BinaryOp::Lt, other.operand())
    }

    /// `self <= other`
    pub fn le(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Ordered,
    {
        self.compare(BinaryOp::Le, other.operand())
    }

    /// `self > other`
    pub fn gt(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Ordered,
    {
        self.compare(BinaryOp::Gt, other.operand())
    }

    /// `self >= other`
    pub fn ge(self, other: impl Operand<T::Base, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Ordered,
    {
        self.compare(BinaryOp::Ge, other.operand())
    }

    /// Whether the two differ, NULL counting as a value like any other.
    ///
    /// `IS DISTINCT FROM` on PostgreSQL, `IS NOT` on SQLite, `NOT (a <=> b)` on MySQL.
    pub fn is_distinct_from(
        self,
        other: impl Operand<T::Base, N::Computed>,
    ) -> Expr<bool, N::Computed> {
        self.compare(BinaryOp::IsDistinctFrom, other.operand())
    }

    /// Whether the two are the same, two NULLs being so.
    ///
    /// `IS NOT DISTINCT FROM` on PostgreSQL, `IS` on SQLite, `<=>` on MySQL.
    pub fn is_not_distinct_from(
        self,
        other: impl Operand<T::Base, N::Computed>,
    ) -> Expr<bool, N::Computed> {
        self.compare(BinaryOp::IsNotDistinctFrom, other.operand())
    }
}
