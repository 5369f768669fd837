use super::{Column, Expr, Node, Nullness, Operand, Part, Ungrouped};
use crate::query::{Select, Tuple};
use crate::value::Scalar;

/// An [`Operand`] of a function: a value or an expression of type `T`, whose nullability goes over
/// to the result.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of type `{T}`",
    label = "expected a value or an expression of type `{T}`"
)]
pub trait Argument<T, C = Node>: Operand<T, C> {
    /// The type of what is computed from it together with something of type `V`.
    type With<V: Nullness>: Nullness<Base = V::Base>;
    /// Whether it may be NULL.
    #[doc(hidden)]
    const NULLABLE: bool;
}

/// An expression of type `V`, nullable where one of two arguments of type `T` is.
pub type WithBoth<V, T, A, B, C> =
    Expr<<B as Argument<T, C>>::With<<A as Argument<T, C>>::With<V>>, C>;

macro_rules! never_null {
    () => {
        type With<V: Nullness> = V;
        const NULLABLE: bool = false;
    };
}

macro_rules! maybe_null {
    () => {
        type With<V: Nullness> = Option<V::Base>;
        const NULLABLE: bool = true;
    };
}

impl<T: Scalar, C> Argument<T, C> for T {
    never_null!();
}

impl<T: Scalar, C> Argument<T, C> for &T {
    never_null!();
}

impl<C> Argument<String, C> for &str {
    never_null!();
}

impl<C> Argument<Vec<u8>, C> for &[u8] {
    never_null!();
}

impl<T, N: Part> Argument<T, N::Computed> for Expr<T, N> {
    never_null!();
}

impl<T, N: Part> Argument<T, N::Computed> for Expr<Option<T>, N> {
    maybe_null!();
}

/// As for [`Operand`]: what stands for a whole group may stand beside what its rows have.
macro_rules! beside_rows {
    ($($node:ty),*) => {$(
        impl<T> Argument<T, Ungrouped<Node>> for Expr<T, $node> {
            never_null!();
        }

        impl<T> Argument<T, Ungrouped<Node>> for Expr<Option<T>, $node> {
            maybe_null!();
        }
    )*};
}

beside_rows!(Node, Column);

/// A subquery may have no row.
impl<S, T, N: Into<Node>> Argument<T> for Select<S, Tuple<Expr<T, N>>> {
    maybe_null!();
}

impl<S, T, N: Into<Node>> Argument<T> for Select<S, Tuple<Expr<Option<T>, N>>> {
    maybe_null!();
}

/// A value or an expression that decides the type of what it becomes a part of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a column type",
    label = "expected a value or an expression"
)]
pub trait Typed<C = Node> {
    /// The type; `Option` where it may be NULL.
    type Type: Nullness;
    /// What it is made of.
    #[doc(hidden)]
    fn typed(self) -> Node;
}

impl<T: Scalar, C> Typed<C> for T {
    type Type = T;

    fn typed(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<C> Typed<C> for &str {
    type Type = String;

    fn typed(self) -> Node {
        <&str as Operand<String, C>>::operand(self)
    }
}

impl<T: Nullness, N: Part> Typed<N::Computed> for Expr<T, N> {
    type Type = T;

    fn typed(self) -> Node {
        self.node.into_node()
    }
}

macro_rules! typed_beside_rows {
    ($($node:ty),*) => {$(
        impl<T: Nullness> Typed<Ungrouped<Node>> for Expr<T, $node> {
            type Type = T;

            fn typed(self) -> Node {
                self.node.into()
            }
        }
    )*};
}

typed_beside_rows!(Node, Column);

/// A value as an expression, where an expression is wanted: `lit(0)`, `lit("none")`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::lit;
/// # fn main() {
/// let query = User::select().select(|u| (u.name, lit("user")));
/// // SELECT "users"."name", $1 FROM "users"
/// # assert_eq!(postgres(&query), r#"SELECT "users"."name", $1 FROM "users""#);
/// # }
/// ```
pub fn lit<V: Typed>(value: V) -> Expr<V::Type> {
    Expr::new(value.typed())
}
