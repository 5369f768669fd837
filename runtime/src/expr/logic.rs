use std::ops::Not;

use super::{Expr, Node, Part, UnaryOp};

/// What a filter takes: a truth value, nullable or not. NULL lets no row pass.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition",
    label = "expected an expression of type `bool`",
    note = "conditions come from `.eq(..)`, `.is_null()`, `.any(..)` and the like, or are `bool` columns"
)]
pub trait Condition<C = Node> {
    /// What it is made of.
    #[doc(hidden)]
    fn condition(self) -> Node;
}

impl<N: Part> Condition<N::Computed> for Expr<bool, N> {
    fn condition(self) -> Node {
        self.node.into_node()
    }
}

impl<N: Part> Condition<N::Computed> for Expr<Option<bool>, N> {
    fn condition(self) -> Node {
        nullable(self.node.into_node())
    }
}

/// Remembers that a condition comes from a nullable value.
fn nullable(node: Node) -> Node {
    Node::Unary(UnaryOp::Nullable, Box::new(node))
}

/// Decided in the program: all rows or none.
impl<C> Condition<C> for bool {
    fn condition(self) -> Node {
        if self {
            Node::All(vec![])
        } else {
            Node::Any(vec![])
        }
    }
}

/// A truth value, nullable or not.
macro_rules! connectives {
    ($($rust:ty),*) => {$(
        impl<N: Part> Expr<$rust, N> {
            /// `self AND other`
            pub fn and(self, other: impl Condition<N::Computed>) -> Expr<bool, N::Computed> {
                let both = conjunction([self.condition(), other.condition()]);
                Self::computed(both)
            }

            /// `self OR other`
            pub fn or(self, other: impl Condition<N::Computed>) -> Expr<bool, N::Computed> {
                let any = disjunction([self.condition(), other.condition()]);
                Self::computed(any)
            }

            /// `self IS TRUE`: false where it is NULL.
            pub fn is_true(self) -> Expr<bool, N::Computed> {
                self.unary(UnaryOp::IsTrue)
            }

            /// `self IS FALSE`: false where it is NULL.
            pub fn is_false(self) -> Expr<bool, N::Computed> {
                self.unary(UnaryOp::IsFalse)
            }

            /// `NOT self`; also written `!condition`.
            #[allow(clippy::should_implement_trait)] // it does; the method reads better in chains
            pub fn not(self) -> Expr<bool, N::Computed> {
                Self::computed(Node::Unary(UnaryOp::Not, Box::new(self.condition())))
            }
        }

        impl<N: Part> Not for Expr<$rust, N> {
            type Output = Expr<bool, N::Computed>;

            fn not(self) -> Expr<bool, N::Computed> {
                Expr::<$rust, N>::not(self)
            }
        }
    )*};
}

connectives!(bool, Option<bool>);

/// Whether all conditions hold; true if there are none.
pub fn all_of<C: Condition>(conditions: impl IntoIterator<Item = C>) -> Expr<bool> {
    Expr::new(conjunction(
        conditions.into_iter().map(Condition::condition),
    ))
}

/// Whether any of the conditions holds; false if there are none.
pub fn any_of<C: Condition>(conditions: impl IntoIterator<Item = C>) -> Expr<bool> {
    Expr::new(disjunction(
        conditions.into_iter().map(Condition::condition),
    ))
}

/// `AND` of conditions, flat.
pub(crate) fn conjunction(conditions: impl IntoIterator<Item = Node>) -> Node {
    let mut all = vec![];
    for condition in conditions {
        match condition {
            Node::All(inner) => all.extend(inner),
            node => all.push(node),
        }
    }
    match all.len() {
        1 => all.remove(0),
        _ => Node::All(all),
    }
}

/// `OR` of conditions, flat.
pub(super) fn disjunction(conditions: impl IntoIterator<Item = Node>) -> Node {
    let mut any = vec![];
    for condition in conditions {
        match condition {
            Node::Any(inner) => any.extend(inner),
            node => any.push(node),
        }
    }
    match any.len() {
        1 => any.remove(0),
        _ => Node::Any(any),
    }
}
