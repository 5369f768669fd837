use std::marker::PhantomData;

use super::{Expr, Node, OrderNode, Part};
use crate::value::SqlType;

/// One term of an ORDER BY; `C` says whose rows it is about, as in [`Part::Computed`].
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Order<C = Node> {
    node: OrderNode,
    rows: PhantomData<fn() -> C>,
}

impl<C> Order<C> {
    /// NULLs before everything else.
    ///
    /// MySQL has no words for it; there it is `x IS NULL, x` where it is not the engine's own order.
    pub fn nulls_first(mut self) -> Self {
        self.node.nulls_first = Some(true);
        self
    }

    /// NULLs after everything else.
    pub fn nulls_last(mut self) -> Self {
        self.node.nulls_first = Some(false);
        self
    }
}

impl<T: SqlType, N: Part> Expr<T, N> {
    /// In rising order. PostgreSQL puts NULLs last then, SQLite and MySQL first; say
    /// [`nulls_first`](Order::nulls_first) or [`nulls_last`](Order::nulls_last) where it matters.
    pub fn asc(self) -> Order<N::Computed> {
        self.order(false)
    }

    /// In falling order. PostgreSQL puts NULLs first then, SQLite and MySQL last.
    pub fn desc(self) -> Order<N::Computed> {
        self.order(true)
    }

    fn order(self, descending: bool) -> Order<N::Computed> {
        Order {
            node: OrderNode {
                node: self.node.into_node(),
                descending,
                nulls_first: None,
            },
            rows: PhantomData,
        }
    }
}

/// What `order_by` takes: a term, an expression (in rising order), a tuple or a list of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order",
    label = "expected columns, `.asc()`, `.desc()`, or a tuple of them"
)]
pub trait OrderTerms<C = Node> {
    /// Appends the terms.
    #[doc(hidden)]
    fn push_terms(self, out: &mut Vec<OrderNode>);
}

impl<C> OrderTerms<C> for Order<C> {
    fn push_terms(self, out: &mut Vec<OrderNode>) {
        out.push(self.node);
    }
}

impl<T: SqlType, N: Part> OrderTerms<N::Computed> for Expr<T, N> {
    fn push_terms(self, out: &mut Vec<OrderNode>) {
        self.asc().push_terms(out);
    }
}

impl<C, O: OrderTerms<C>> OrderTerms<C> for Vec<O> {
    fn push_terms(self, out: &mut Vec<OrderNode>) {
        for term in self {
            term.push_terms(out);
        }
    }
}

impl<C, O: OrderTerms<C>, const N: usize> OrderTerms<C> for [O; N] {
    fn push_terms(self, out: &mut Vec<OrderNode>) {
        for term in self {
            term.push_terms(out);
        }
    }
}

macro_rules! tuples {
    ($($term:ident $at:tt),+) => {
        impl<Rows, $($term: OrderTerms<Rows>),+> OrderTerms<Rows> for ($($term,)+) {
            fn push_terms(self, out: &mut Vec<OrderNode>) {
                $(self.$at.push_terms(out);)+
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
