use crate::expr::{Expr, Node, Part};
use crate::value::SqlType;

/// What `partition_by` takes: a column, an expression, a tuple or a list of them.
#[diagnostic::on_unimplemented(
    message = "rows can't be partitioned by `{Self}`",
    label = "expected columns, expressions, or a tuple of them"
)]
pub trait PartitionTerms<C = Node> {
    /// Appends the terms.
    #[doc(hidden)]
    fn push_terms(self, out: &mut Vec<Node>);
}

impl<T: SqlType, N: Part> PartitionTerms<N::Computed> for Expr<T, N> {
    fn push_terms(self, out: &mut Vec<Node>) {
        out.push(self.node.into_node());
    }
}

impl<C, P: PartitionTerms<C>> PartitionTerms<C> for Vec<P> {
    fn push_terms(self, out: &mut Vec<Node>) {
        for term in self {
            term.push_terms(out);
        }
    }
}

macro_rules! tuples {
    ($($term:ident $at:tt),+) => {
        impl<Rows, $($term: PartitionTerms<Rows>),+> PartitionTerms<Rows> for ($($term,)+) {
            fn push_terms(self, out: &mut Vec<Node>) {
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
