use std::marker::PhantomData;
use std::ops::Deref;

use super::derived::{Columns, Layout};
use super::{FromItem, Project};
use crate::error::DecodeError;
use crate::expr::Node;
use crate::value::Decoder;

/// A struct as the row of a query: `projection! { struct PostCount { name: String, posts: i64 } }`.
///
/// The struct stands as it is written, with its attributes and documentation. It gets a function
/// `of` that takes an expression for each field, in the order of the fields and of their types,
/// for [`select`](crate::Select::select):
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// ormolu::projection! {
///     /// An author and how much they wrote.
///     #[derive(Debug, PartialEq)]
///     pub struct PostCount {
///         pub name: String,
///         pub posts: i64,
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let counts = User::select()
///     .order_by(|u| u.id)
///     .select(|u| PostCount::of(u.name, u.posts().count()));
/// let counts: Vec<PostCount> = counts.all(&db).await?;
/// # assert_eq!(counts[0], PostCount { name: "Ann".into(), posts: 2 });
/// # Ok(()) }
/// ```
///
/// A field may be a model, another such struct, or an `Option` of a column's type; of fields there
/// are up to 16. For some of a single model's columns, `projections:` in the schema writes the
/// struct.
#[macro_export]
macro_rules! projection {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$about:meta])* $open:vis $field:ident: $type:ty),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$about])* $open $field: $type,)+
        }

        impl $crate::query::RowShape for $name {
            type Cells = ($($type,)+);

            fn of_cells(($($field,)+): Self::Cells) -> Self {
                $name { $($field),+ }
            }
        }

        #[allow(non_camel_case_types, clippy::too_many_arguments)]
        impl $name {
            /// An expression for each field, for `select`.
            $vis fn of<$($field: $crate::query::Project<Row = $type>),+>(
                $($field: $field),+
            ) -> $crate::query::Shaped<Self, ($($field,)+)> {
                $crate::query::Shaped::new(($($field,)+))
            }
        }
    };
}

/// A struct that is made of a query's row; [`projection!`](crate::projection) says how.
pub trait RowShape: Sized + Send + 'static {
    /// Its fields, in order.
    type Cells;
    /// A row.
    fn of_cells(cells: Self::Cells) -> Self;
}

/// Expressions whose values become a `T`.
pub struct Shaped<T, P> {
    cells: P,
    row: PhantomData<fn() -> T>,
}

impl<T, P: Clone> Clone for Shaped<T, P> {
    fn clone(&self) -> Self {
        Shaped::new(self.cells.clone())
    }
}

impl<T, P: Copy> Copy for Shaped<T, P> {}

impl<T, P> Shaped<T, P> {
    #[doc(hidden)]
    pub fn new(cells: P) -> Self {
        Shaped {
            cells,
            row: PhantomData,
        }
    }
}

/// Of a subquery, the expressions by their positions.
impl<T, P> Deref for Shaped<T, P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.cells
    }
}

impl<T: RowShape, P: Project<Row = T::Cells>> Project for Shaped<T, P> {
    type Row = T;
    type Columns = Shaped<T, P::Columns>;
    const WIDTH: usize = P::WIDTH;

    fn push_columns(self, out: &mut Vec<Node>) {
        self.cells.push_columns(out);
    }

    fn push_nullable(out: &mut Vec<bool>) {
        P::push_nullable(out);
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<T, DecodeError> {
        P::decode(row, at).map(T::of_cells)
    }

    fn columns(of: &mut Layout<'_>) -> Self::Columns {
        Shaped::new(P::columns(of))
    }
}

impl<T: 'static, C: Columns> FromItem for Shaped<T, C> {
    type Ungrouped = C::Ungrouped;
    type Outer = <C::Outer as Columns>::Item;

    fn ungrouped(self) -> C::Ungrouped {
        self.cells.ungrouped()
    }

    fn outer(self) -> Self::Outer {
        self.cells.outer().item()
    }
}
