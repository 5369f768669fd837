//! Expressions: one shallow type, [`Expr<T>`].

mod aggregate;
mod arithmetic;
mod between;
mod compare;
mod in_list;
mod like;
mod logic;
mod node;
mod null;
mod operand;
mod order;
mod text;

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU32, Ordering};

pub use aggregate::{Extreme, Summed, count};
pub use arithmetic::{Numeric, Term};
pub use compare::Ordered;
#[doc(hidden)]
pub use in_list::Members;
pub use in_list::{Within, Without};
pub use like::Textual;
pub(crate) use logic::conjunction;
pub use logic::{Condition, all_of, any_of};
pub use node::{AggregateFn, BinaryOp, Node, OrderNode, UnaryOp};
pub use null::Nullness;
pub use operand::{Literal, Operand};
pub use order::{Order, OrderTerms};

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

impl<T> Copy for Expr<T, Column> {}

impl<T, N> Expr<T, N> {
    pub(crate) fn new(node: N) -> Self {
        Expr {
            node,
            ty: PhantomData,
        }
    }
}

impl<T> Expr<T> {
    pub(crate) fn binary(op: BinaryOp, left: Node, right: Node) -> Self {
        Expr::new(Node::Binary(op, Box::new(left), Box::new(right)))
    }

    pub(crate) fn unary(op: UnaryOp, operand: Node) -> Self {
        Expr::new(Node::Unary(op, Box::new(operand)))
    }
}

impl<T> Expr<T, Column> {
    /// A column of a table handle, for generated code.
    #[doc(hidden)]
    pub const fn column(alias: Alias, model: &'static ModelMeta, at: u16) -> Self {
        Expr {
            node: Column { alias, model, at },
            ty: PhantomData,
        }
    }
}
