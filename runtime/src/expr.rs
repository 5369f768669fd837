//! Expressions: one shallow type, [`Expr<T>`].

mod aggregate;
mod argument;
mod arithmetic;
mod array;
mod between;
mod bits;
mod call;
mod case;
mod cast;
mod collate;
mod compare;
mod construct;
mod derived;
pub(crate) mod evaluate;
mod fold;
mod function;
mod id;
mod in_list;
mod input;
mod json;
mod json_object;
mod like;
mod logic;
mod moment;
mod node;
mod null;
mod number;
mod operand;
mod order;
mod part;
mod places;
mod range;
mod raw;
mod row;
mod search;
mod seek;
mod text;
mod whole;
mod window;

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU32, Ordering};

pub use aggregate::{Aggregate, AggregateFn, Aggregated, Extreme, Summed, count, count_if};
pub use argument::{Argument, Typed, WithBoth, lit};
pub use arithmetic::{Numeric, Term};
pub use array::{ArrayFn, List};
pub use bits::{BitFn, Bits};
pub use call::{Call, Function};
pub use case::{Case, CaseOf, CaseStart, Switch, case, case_of};
pub use cast::CastTo;
pub use collate::Collation;
pub use compare::Ordered;
#[doc(hidden)]
pub use construct::construct;
pub use construct::{Construct, Fits};
pub use derived::DerivedColumn;
pub(crate) use fold::alike;
pub use function::{Called, FunctionMeta, Strict, call, call_aggregate, call_strict};
#[doc(hidden)]
pub use in_list::Members;
pub use in_list::{InValues, Within, Without};
pub use input::{Beside, Input, Inputs, NotNull, Nullable};
pub use json::{JsonFn, Jsonlike, Step, Wanted};
pub use json_object::{Field as JsonField, Fields as JsonFields, json_object};
pub use like::Textual;
pub(crate) use logic::conjunction;
pub use logic::{Condition, all_of, any_of};
pub use moment::{
    Dated, Day, Field, Lasting, Span, Subtrahend, TimeFn, Timed, Timestamp, Unit, current_date, now,
};
pub use node::{BinaryOp, Node, OrderNode, UnaryOp};
pub use null::Nullness;
pub use number::{Divisible, Fractional, MathFn};
pub use operand::{Literal, Operand};
pub use order::{Order, OrderTerms};
pub use part::{Part, Ungrouped};
#[doc(hidden)]
pub use places::check;
pub(crate) use places::{Place, places};
pub use range::{RangeFn, Ranged};
pub use raw::raw_expr;
pub use row::{Cells, OrderedCells, Row, RowLiteral, RowOperand, RowsWithin, row};
pub use search::{SearchFn, TextCells};
pub use seek::Seek;
pub use text::TextFn;
pub use window::{
    Bound, Exclude, Frame, FrameUnit, PartitionTerms, Shift, Window, WindowCall, WindowFn,
    WindowFunction, Windowed, cume_dist, dense_rank, ntile, percent_rank, rank, row_number, window,
};

use crate::model::{ColumnMeta, ModelMeta};

/// One of the tables of a query. The writer gives it its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Alias(u32);

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Alias {
    /// An alias that no other table of a query has.
    pub fn fresh() -> Self {
        Alias(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A column of one of the tables of a query.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The table.
    pub alias: Alias,
    /// The table's model.
    pub model: &'static ModelMeta,
    /// The column's position in the model.
    pub at: u16,
}

impl Column {
    /// What the schema says of it.
    pub fn meta(&self) -> &'static ColumnMeta {
        &self.model.columns[usize::from(self.at)]
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.alias == other.alias && self.at == other.at
    }
}

/// An SQL expression of the Rust type `T`; `Option` where it can be NULL.
///
/// `N` is what it is made of: any [`Node`], or a [`Column`] alone, which makes it `Copy`.
pub struct Expr<T, N = Node> {
    pub(crate) node: N,
    ty: PhantomData<fn() -> T>,
}

impl<T, N: Clone> Clone for Expr<T, N> {
    fn clone(&self) -> Self {
        Expr::new(self.node.clone())
    }
}

impl<T, N: Copy> Copy for Expr<T, N> {}

impl<T, N> Expr<T, N> {
    pub(crate) fn new(node: N) -> Self {
        Expr {
            node,
            ty: PhantomData,
        }
    }
}

impl<T, N: Part> Expr<T, N> {
    /// What is computed from this expression.
    pub(crate) fn computed<U>(node: Node) -> Expr<U, N::Computed> {
        Expr::new(N::computed(node))
    }

    pub(crate) fn binary<U>(self, op: BinaryOp, right: Node) -> Expr<U, N::Computed> {
        Self::computed(Node::binary(op, self.node.into_node(), right))
    }

    pub(crate) fn unary<U>(self, op: UnaryOp) -> Expr<U, N::Computed> {
        Self::computed(Node::Unary(op, Box::new(self.node.into_node())))
    }
}

/// A column of a table handle, for generated code.
#[doc(hidden)]
pub fn column<T, N: From<Column>>(alias: Alias, model: &'static ModelMeta, at: u16) -> Expr<T, N> {
    Expr::new(Column { alias, model, at }.into())
}
