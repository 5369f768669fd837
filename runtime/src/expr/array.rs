use super::{Expr, Literal, Node, Nullness, Part};
use crate::value::{Element, Kind, Scalar, SqlType, Value};

/// A function on arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the methods
pub enum ArrayFn {
    AnyEq,
    ContainsAll,
    Overlaps,
    At(u32),
    Cardinality,
    Append {
        /// Whether the array may be NULL.
        nullable: bool,
    },
}

impl ArrayFn {
    pub(crate) fn is_condition(self) -> bool {
        matches!(
            self,
            ArrayFn::AnyEq | ArrayFn::ContainsAll | ArrayFn::Overlaps
        )
    }
}

/// An array: `Vec` of what an array column can hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array",
    label = "expected an array column"
)]
pub trait List: Scalar {
    /// The type of its elements.
    type Element: Element;
}

impl<E: Element> List for Vec<E> {
    type Element = E;
}

type ElementOf<T> = <<T as SqlType>::Base as List>::Element;

/// Arrays: PostgreSQL's own, JSON on the other engines.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// Whether an element equals the value.
    ///
    /// PostgreSQL: `$1 = ANY(labels)`; MySQL: `json_contains(labels, ?)`; SQLite: by a function of
    /// the driver.
    pub fn any_eq(self, value: impl Literal<ElementOf<T>>) -> Expr<bool, N::Computed>
    where
        T::Base: List,
    {
        let value = value.literal();
        self.call(
            ArrayFn::AnyEq,
            [list::<ElementOf<T>>(vec![value])],
            Kind::Bool,
        )
    }

    /// Whether all of the values are elements.
    ///
    /// PostgreSQL: `labels @> $1`; MySQL: `json_contains(labels, ?)`; SQLite: by a function of
    /// the driver.
    pub fn contains_all<I>(self, values: I) -> Expr<bool, N::Computed>
    where
        I: IntoIterator<Item: Literal<ElementOf<T>>>,
        T::Base: List,
    {
        let values = values.into_iter().map(Literal::literal).collect();
        self.call(
            ArrayFn::ContainsAll,
            [list::<ElementOf<T>>(values)],
            Kind::Bool,
        )
    }

    /// Whether any of the values is an element.
    ///
    /// PostgreSQL: `labels && $1`; MySQL: `json_overlaps(labels, ?)`; SQLite: by a function of
    /// the driver.
    pub fn overlaps<I>(self, values: I) -> Expr<bool, N::Computed>
    where
        I: IntoIterator<Item: Literal<ElementOf<T>>>,
        T::Base: List,
    {
        let values = values.into_iter().map(Literal::literal).collect();
        self.call(
            ArrayFn::Overlaps,
            [list::<ElementOf<T>>(values)],
            Kind::Bool,
        )
    }

    /// The element at an index from 0 on, as everywhere in Rust; NULL behind the end.
    ///
    /// PostgreSQL, which counts from 1: `labels[$1]`; the others take it out of the JSON. Decimals
    /// and JSON are not taken out of it on MySQL and MariaDB.
    pub fn at(self, index: u32) -> Expr<Option<ElementOf<T>>, N::Computed>
    where
        T::Base: List,
    {
        self.call(ArrayFn::At(index), [], ElementOf::<T>::KIND)
    }

    /// How many elements there are.
    ///
    /// PostgreSQL: `cardinality(labels)`; MySQL: `json_length(labels)`; SQLite:
    /// `json_array_length(labels)`.
    pub fn cardinality(self) -> Expr<T::Of<i64>, N::Computed>
    where
        T::Base: List,
    {
        self.call(ArrayFn::Cardinality, [], Kind::I64)
    }

    /// The array with one more element at its end.
    ///
    /// PostgreSQL: `labels || $1`; MySQL: `json_merge_preserve(labels, ?)`; SQLite: `json_insert`.
    pub fn append(self, value: impl Literal<ElementOf<T>>) -> Expr<T, N::Computed>
    where
        T::Base: List,
    {
        let value = list::<ElementOf<T>>(vec![value.literal()]);
        let nullable = T::NULLABLE;
        self.call(
            ArrayFn::Append { nullable },
            [value],
            Kind::Array(ElementOf::<T>::ELEMENT),
        )
    }
}

fn list<E: Element>(values: Vec<Value>) -> Node {
    Node::Bind(Value::Array(E::ELEMENT, values))
}
