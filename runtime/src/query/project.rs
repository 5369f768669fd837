use std::any::TypeId;

use super::derived::{Columns, Layout};
use crate::error::DecodeError;
use crate::expr::{Column, DerivedColumn, Expr, Node};
use crate::model::{Model, Outer, TableHandle, Whole};
use crate::value::{Decoder, SqlType};

/// What `.select(..)` takes: expressions, whole tables, and tuples of them, nested at will.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be selected",
    label = "expected columns, expressions, tables, or a tuple of up to 16 of them",
    note = "of a grouped query only its key and aggregates can be selected"
)]
pub trait Project {
    /// The Rust type of a result row.
    type Row: Send + 'static;
    /// The same columns where the SELECT is a subquery in FROM.
    type Columns: Columns + Project<Row = Self::Row>;
    /// How many columns it takes.
    #[doc(hidden)]
    const WIDTH: usize;
    /// Appends the columns.
    #[doc(hidden)]
    fn push_columns(self, out: &mut Vec<Node>);
    /// Appends whether each column may be NULL.
    #[doc(hidden)]
    fn push_nullable(out: &mut Vec<bool>);
    /// Reads a row whose first column stands at `at`.
    #[doc(hidden)]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self::Row, DecodeError>;
    /// The columns of a derived source.
    #[doc(hidden)]
    fn columns(of: &mut Layout<'_>) -> Self::Columns;
}

impl<T: SqlType, N: Into<Node>> Project for Expr<T, N> {
    type Row = T;
    type Columns = Expr<T, DerivedColumn>;
    const WIDTH: usize = 1;

    fn push_columns(self, out: &mut Vec<Node>) {
        // As a value, a condition is what a filter makes of it: unknown is false.
        let whole = TypeId::of::<T>() == TypeId::of::<T::Base>();
        out.push(match self.node.into() {
            node if whole && node.may_be_unknown() => Node::Coalesce(vec![node, Node::Any(vec![])]),
            node => node,
        });
    }

    fn push_nullable(out: &mut Vec<bool>) {
        out.push(TypeId::of::<T>() != TypeId::of::<T::Base>());
    }

    #[inline]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<T, DecodeError> {
        T::decode(row, at)
    }

    fn columns(of: &mut Layout<'_>) -> Self::Columns {
        of.column()
    }
}

/// A whole row; `Option` of one for a table on the optional side of an outer join.
impl<H: TableHandle<Mode: Whole>> Project for H {
    type Row = <H::Mode as Whole>::Row<H::Model>;
    type Columns = <H::Model as Model>::Table<H::Mode>;
    const WIDTH: usize = H::Model::META.columns.len();

    fn push_columns(self, out: &mut Vec<Node>) {
        out.extend(all_columns::<H::Model>(self.alias()));
    }

    fn push_nullable(out: &mut Vec<bool>) {
        let missing = TypeId::of::<H::Mode>() == TypeId::of::<Outer>();
        let columns = H::Model::META.columns.iter();
        out.extend(columns.map(|column| missing || column.nullable));
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self::Row, DecodeError> {
        H::Mode::selected::<H::Model, D>(row, at)
    }

    fn columns(of: &mut Layout<'_>) -> Self::Columns {
        of.table::<H::Model, H::Mode>()
    }
}

/// Every column of a model.
pub(crate) fn all_columns<M: Model>(alias: crate::expr::Alias) -> impl Iterator<Item = Node> {
    (0..M::META.columns.len() as u16).map(move |at| {
        Node::Column(Column {
            alias,
            model: M::META,
            at,
        })
    })
}

macro_rules! tuples {
    ($($part:ident $at:tt),+) => {
        impl<$($part: Project),+> Project for ($($part,)+) {
            type Row = ($($part::Row,)+);
            type Columns = ($($part::Columns,)+);
            const WIDTH: usize = 0 $(+ $part::WIDTH)+;

            fn push_columns(self, out: &mut Vec<Node>) {
                $(self.$at.push_columns(out);)+
            }

            fn push_nullable(out: &mut Vec<bool>) {
                $($part::push_nullable(out);)+
            }

            fn decode<Z: Decoder + ?Sized>(row: &Z, at: usize) -> Result<Self::Row, DecodeError> {
                let mut next = at;
                let row = ($({
                    let at = next;
                    next += $part::WIDTH;
                    $part::decode(row, at)?
                },)+);
                debug_assert_eq!(next, at + Self::WIDTH);
                Ok(row)
            }

            fn columns(of: &mut Layout<'_>) -> Self::Columns {
                ($($part::columns(of),)+)
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
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);
