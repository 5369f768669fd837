use serde::de::{Deserialize, Error, MapAccess};

use super::listed;
use super::value::{Values, too_long};
use crate::expr::{Column, Expr, Node, Nullness, Ordered, Textual, UnaryOp};
use crate::value::{Scalar, SqlType};

/// The most values of a list.
const LONGEST: usize = 100;

/// The conditions of columns: each field that is there is one, and all must hold.
macro_rules! conditions {
    ($(
        $(#[$doc:meta])*
        $name:ident<$of:ident $(: $bound:ident $(+ $more:ident)?)?> {
            $($field:ident $key:literal $about:literal;)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name<$of> {
            $(#[doc = $about] pub $field: Option<$of>,)*
            /// One of these; of none, if the list is empty.
            pub in_: Option<Vec<$of>>,
            /// NULL, or not NULL.
            pub is_null: Option<bool>,
        }

        impl<$of> Default for $name<$of> {
            fn default() -> Self {
                $name {
                    $($field: None,)*
                    in_: None,
                    is_null: None,
                }
            }
        }

        /// The column equals the value.
        impl<$of: Scalar> From<$of> for $name<$of> {
            fn from(value: $of) -> Self {
                $name {
                    eq: Some(value),
                    ..$name::default()
                }
            }
        }

        #[doc(hidden)]
        impl<$of: Scalar $(+ $bound $(+ $more)?)?> $name<$of> {
            pub fn read<'de, A: MapAccess<'de>>(
                &mut self,
                operator: &str,
                nullable: bool,
                values: &mut A,
            ) -> Result<(), A::Error>
            where
                $of: Deserialize<'de>,
            {
                match operator {
                    $($key => once(&mut self.$field, values),)*
                    "in" => several(&mut self.in_, values),
                    "is_null" if nullable => once(&mut self.is_null, values),
                    _ if nullable => Err(unknown(&[$($key,)* "in", "is_null"])),
                    _ => Err(unknown(&[$($key,)* "in"])),
                }
            }

            pub fn push<C: SqlType<Base = $of>>(self, column: Expr<C, Column>, out: &mut Vec<Node>) {
                $(if let Some(value) = self.$field {
                    out.push(column.$field(value).node);
                })*
                if let Some(values) = self.in_ {
                    out.push(column.in_(values).node);
                }
                push_null(self.is_null, column, out);
            }
        }
    )*};
}

conditions! {
    /// Conditions on a column whose values are equal or not: truth values, enumerations.
    EqFilter<T> {
        eq "eq" "Equal to this.";
        ne "ne" "Not equal to this, and not NULL.";
    }

    /// Conditions on a column whose values have an order: numbers, times, UUIDs.
    RangeFilter<T: Ordered> {
        eq "eq" "Equal to this.";
        ne "ne" "Not equal to this, and not NULL.";
        lt "lt" "Less than this.";
        le "le" "Less than this or equal to it.";
        gt "gt" "Greater than this.";
        ge "ge" "Greater than this or equal to it.";
    }

    /// Conditions on a column of text.
    TextFilter<T: Ordered + Text> {
        eq "eq" "Equal to this.";
        ne "ne" "Not equal to this, and not NULL.";
        lt "lt" "Before this, as the column's collation sorts.";
        le "le" "Before this or equal to it.";
        gt "gt" "Behind this, as the column's collation sorts.";
        ge "ge" "Behind this or equal to it.";
        contains "contains" "This is a part of it; `%` and `_` mean themselves.";
        starts_with "starts_with" "It begins with this; `%` and `_` mean themselves.";
    }
}

/// Conditions on a column whose values cannot be compared: JSON, arrays, bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NullFilter {
    /// NULL, or not NULL.
    pub is_null: Option<bool>,
}

#[doc(hidden)]
impl NullFilter {
    pub fn read<'de, A: MapAccess<'de>>(
        &mut self,
        operator: &str,
        nullable: bool,
        values: &mut A,
    ) -> Result<(), A::Error> {
        match operator {
            "is_null" if nullable => once(&mut self.is_null, values),
            _ if nullable => Err(unknown(&["is_null"])),
            _ => Err(A::Error::custom(
                "the column is never NULL, and its values can't be compared",
            )),
        }
    }

    pub fn push<C: SqlType>(self, column: Expr<C, Column>, out: &mut Vec<Node>) {
        push_null(self.is_null, column, out);
    }
}

/// Text, to look for in text.
#[doc(hidden)]
pub trait Text: Textual + AsRef<str> {}

impl<T: Textual + AsRef<str>> Text for T {}

/// Whether a column may be NULL, for generated code. The closure only names it.
#[doc(hidden)]
pub fn may_be_null<H, C: Nullness>(_: impl FnOnce(H) -> Expr<C, Column>) -> bool {
    C::NULLABLE
}

fn push_null<C: SqlType>(is_null: Option<bool>, column: Expr<C, Column>, out: &mut Vec<Node>) {
    if let Some(is_null) = is_null {
        let op = match is_null {
            true => UnaryOp::IsNull,
            false => UnaryOp::IsNotNull,
        };
        out.push(column.unary::<bool>(op).node);
    }
}

fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    values: &mut A,
) -> Result<(), A::Error> {
    let value = values.next_value_seed(Values::one())?.pop();
    match place.replace(value.ok_or_else(|| A::Error::custom("there is no value"))?) {
        None => Ok(()),
        Some(_) => Err(A::Error::custom("given twice")),
    }
}

/// A list, or its next value: a query string has a key for each.
fn several<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<Vec<T>>,
    values: &mut A,
) -> Result<(), A::Error> {
    let list = place.get_or_insert_default();
    list.extend(values.next_value_seed(Values::up_to(LONGEST))?);
    match list.len() <= LONGEST {
        true => Ok(()),
        false => Err(too_long(LONGEST)),
    }
}

fn unknown<E: Error>(operators: &[&str]) -> E {
    E::custom(format_args!(
        "the column has no such operator; it has {}",
        listed(operators)
    ))
}
