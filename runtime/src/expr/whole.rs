//! Whole numbers where a decimal is meant: they become one without loss, `total.gt(100)`.

use rust_decimal::Decimal;

use super::{Argument, Literal, Node, Nullness, Operand, Term};
use crate::value::{Scalar, Value};

macro_rules! whole {
    ($($rust:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Literal<Decimal> for $rust {
            fn literal(self) -> Value {
                Decimal::from(self).into_value()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<C> Operand<Decimal, C> for $rust {
            fn operand(self) -> Node {
                Node::Bind(Decimal::from(self).into_value())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<C> Argument<Decimal, C> for $rust {
            type With<V: Nullness> = V;
            const NULLABLE: bool = false;
        }

        #[diagnostic::do_not_recommend]
        impl<C> Term<Decimal, C> for $rust {
            type Output = Decimal;

            fn term(self) -> Node {
                Node::Bind(Decimal::from(self).into_value())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<C> Term<Option<Decimal>, C> for $rust {
            type Output = Option<Decimal>;

            fn term(self) -> Node {
                Node::Bind(Decimal::from(self).into_value())
            }
        }
    )*};
}

whole!(i32 i64);
