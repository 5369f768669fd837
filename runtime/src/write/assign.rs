use rust_decimal::Decimal;

use crate::expr::{Column, Expr, Node};
use crate::value::{Scalar, SqlType, Value};

/// A column with the value an UPDATE gives it: `u.name.to("Ann")`, `u.count.to(u.count + 1)`.
#[derive(Clone, Debug)]
#[must_use = "an assignment does nothing outside of `.set(..)`"]
pub struct Assignment {
    pub(crate) column: Column,
    pub(crate) value: Node,
}

impl<T: SqlType> Expr<T, Column> {
    /// The column with a new value, for `.set(..)` of an update. The value may be an expression
    /// of the row's old values; for a nullable column it may be `None`.
    pub fn to(self, value: impl Assigned<T>) -> Assignment {
        Assignment {
            column: self.node,
            value: value.assigned(),
        }
    }
}

/// What a column of type `T` can be set to: a value or an expression of its type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be assigned to a column of type `{T}`",
    label = "not of type `{T}`"
)]
pub trait Assigned<T> {
    /// What it is made of.
    #[doc(hidden)]
    fn assigned(self) -> Node;
}

impl<T: SqlType> Assigned<T> for T {
    fn assigned(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<T: Scalar> Assigned<Option<T>> for T {
    fn assigned(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<T: Scalar> Assigned<T> for &T {
    fn assigned(self) -> Node {
        Node::Bind(self.clone().into_value())
    }
}

impl Assigned<String> for &str {
    fn assigned(self) -> Node {
        Node::Bind(Value::Text(self.to_owned()))
    }
}

impl Assigned<Option<String>> for &str {
    fn assigned(self) -> Node {
        Node::Bind(Value::Text(self.to_owned()))
    }
}

macro_rules! whole {
    ($($rust:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Assigned<Decimal> for $rust {
            fn assigned(self) -> Node {
                Node::Bind(Value::Decimal(Decimal::from(self)))
            }
        }

        #[diagnostic::do_not_recommend]
        impl Assigned<Option<Decimal>> for $rust {
            fn assigned(self) -> Node {
                Node::Bind(Value::Decimal(Decimal::from(self)))
            }
        }
    )*};
}

whole!(i32 i64);

impl<T, N: Into<Node>> Assigned<T> for Expr<T, N> {
    fn assigned(self) -> Node {
        self.node.into()
    }
}

impl<T: Scalar, N: Into<Node>> Assigned<Option<T>> for Expr<T, N> {
    fn assigned(self) -> Node {
        self.node.into()
    }
}

/// One assignment, or several as a tuple, an array or a `Vec`.
pub trait Assignments {
    /// Appends them.
    #[doc(hidden)]
    fn push(self, out: &mut Vec<Assignment>);
}

impl Assignments for Assignment {
    fn push(self, out: &mut Vec<Assignment>) {
        out.push(self);
    }
}

impl Assignments for Vec<Assignment> {
    fn push(self, out: &mut Vec<Assignment>) {
        out.extend(self);
    }
}

impl<const N: usize> Assignments for [Assignment; N] {
    fn push(self, out: &mut Vec<Assignment>) {
        out.extend(self);
    }
}

macro_rules! tuple {
    ($($part:ident)+) => {
        impl<$($part: Assignments),+> Assignments for ($($part,)+) {
            #[allow(non_snake_case)] // each value is named after its type
            fn push(self, out: &mut Vec<Assignment>) {
                let ($($part,)+) = self;
                $($part.push(out);)+
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
