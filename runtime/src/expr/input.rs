use super::{Expr, Literal, Node, Nullness, Part, Ungrouped};
use crate::value::{Scalar, SqlType};

/// What functions of the schema and fragments of SQL take: a value or an expression of any type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a value nor an expression",
    label = "expected a value of a column type or an expression"
)]
pub trait Input {
    /// The type; `Option` where it may be NULL.
    type Type: Nullness;
    /// Whose rows it is about, as in [`Part::Computed`].
    type Rows: Part<Computed = Self::Rows>;
    /// What it is made of.
    #[doc(hidden)]
    fn input(self) -> Node;
}

impl<T: Scalar> Input for T {
    type Type = T;
    type Rows = Node;

    fn input(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<T: Scalar> Input for Option<T> {
    type Type = Option<T>;
    type Rows = Node;

    fn input(self) -> Node {
        Node::Bind(SqlType::into_value(self))
    }
}

impl Input for &str {
    type Type = String;
    type Rows = Node;

    fn input(self) -> Node {
        Node::Bind(self.literal())
    }
}

impl<T: Nullness, N: Part> Input for Expr<T, N> {
    type Type = T;
    type Rows = N::Computed;

    fn input(self) -> Node {
        self.node.into_node()
    }
}

/// An [`Input`] of type `T` that is never NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of type `{T}`",
    label = "expected a value or an expression of type `{T}`",
    note = "what may be NULL becomes a value by `.or_value(..)`"
)]
pub trait NotNull<T>: Input {}

impl<T: Scalar, I: Input<Type = T>> NotNull<T> for I {}

/// An [`Input`] of type `T` or `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of type `{T}`",
    label = "expected a value or an expression of type `{T}` or `Option<{T}>`"
)]
pub trait Nullable<T>: Input {}

impl<T: Scalar, I: Input<Type: SqlType<Base = T>>> Nullable<T> for I {}

/// A tuple of up to twelve [`Input`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be arguments",
    label = "expected a tuple of values and expressions"
)]
pub trait Inputs {
    /// `T`, nullable where one of them is.
    type With<T: Nullness>: Nullness<Base = T::Base>;
    /// Whose rows they are about: single ones of a grouped query if one of them is.
    type Rows: Part<Computed = Self::Rows>;
    /// What they are made of.
    #[doc(hidden)]
    fn inputs(self) -> Vec<Node>;
}

/// What an expression about `Self` and one about `Other` are about together.
pub trait Beside<Other>: Part {
    /// Single rows of a grouped query if one of them is.
    type Both: Part<Computed = Self::Both>;
}

impl Beside<Node> for Node {
    type Both = Node;
}

impl Beside<Ungrouped<Node>> for Node {
    type Both = Ungrouped<Node>;
}

impl Beside<Node> for Ungrouped<Node> {
    type Both = Ungrouped<Node>;
}

impl Beside<Ungrouped<Node>> for Ungrouped<Node> {
    type Both = Ungrouped<Node>;
}

impl Inputs for () {
    type With<T: Nullness> = T;
    type Rows = Node;

    fn inputs(self) -> Vec<Node> {
        vec![]
    }
}

impl<A: Input> Inputs for (A,) {
    type With<T: Nullness> = <A::Type as Nullness>::With<T>;
    type Rows = A::Rows;

    fn inputs(self) -> Vec<Node> {
        vec![self.0.input()]
    }
}

/// A tuple is its last part beside the shorter tuple of those before it.
macro_rules! inputs {
    ($($part:ident $at:tt),+; $last:ident $end:tt) => {
        impl<$($part: Input,)+ $last: Input> Inputs for ($($part,)+ $last)
        where
            ($($part,)+): Inputs,
            <($($part,)+) as Inputs>::Rows: Beside<$last::Rows>,
        {
            type With<T: Nullness> =
                <$last::Type as Nullness>::With<<($($part,)+) as Inputs>::With<T>>;
            type Rows = <<($($part,)+) as Inputs>::Rows as Beside<$last::Rows>>::Both;

            fn inputs(self) -> Vec<Node> {
                vec![$(self.$at.input(),)+ self.$end.input()]
            }
        }
    };
}

inputs!(A 0; B 1);
inputs!(A 0, B 1; C 2);
inputs!(A 0, B 1, C 2; D 3);
inputs!(A 0, B 1, C 2, D 3; E 4);
inputs!(A 0, B 1, C 2, D 3, E 4; F 5);
inputs!(A 0, B 1, C 2, D 3, E 4, F 5; G 6);
inputs!(A 0, B 1, C 2, D 3, E 4, F 5, G 6; H 7);
inputs!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7; I 8);
inputs!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8; J 9);
inputs!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9; K 10);
inputs!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10; L 11);
