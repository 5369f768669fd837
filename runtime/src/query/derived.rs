use std::ops::Deref;

use super::{FromItem, Project};
use crate::error::DecodeError;
use crate::expr::{Alias, DerivedColumn, Expr, Node};
use crate::model::{Mode, Model};
use crate::value::{Decoder, Kind, Scalar, SqlType};

/// The columns of a subquery, a CTE or a list of values as closures get them: a tuple of
/// expressions and tables, just as it was selected.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let posts = Post::select()
///     .group_by(|p| p.author_id)
///     .select(|author, p| (author, p.id.count()));
/// let query = User::select()
///     .join_query(posts, |(u, c)| u.id.eq(c.0))
///     .select(|(u, c)| (u.name, c.1));
/// # assert_eq!(query.all(&db).await?, [("Ann".to_owned(), 2)]);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Derived<C> {
    columns: C,
}

impl<C> Deref for Derived<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.columns
    }
}

/// What the columns of a derived source are to the query that reads it.
pub trait Columns: Copy + Send + Sync + 'static {
    /// What closures get: an expression or a table alone, [`Derived`] for several.
    type Item: FromItem;
    /// The same columns in a grouped query.
    type Ungrouped: Copy;
    /// The same columns on the optional side of a join.
    type Outer: Columns;
    /// What closures get.
    #[doc(hidden)]
    fn item(self) -> Self::Item;
    /// In a grouped query.
    #[doc(hidden)]
    fn ungrouped(self) -> Self::Ungrouped;
    /// On the optional side of a join.
    #[doc(hidden)]
    fn outer(self) -> Self::Outer;
}

impl<I: FromItem> Columns for I {
    type Item = I;
    type Ungrouped = I::Ungrouped;
    type Outer = I::Outer;

    fn item(self) -> I {
        self
    }

    fn ungrouped(self) -> I::Ungrouped {
        FromItem::ungrouped(self)
    }

    fn outer(self) -> I::Outer {
        FromItem::outer(self)
    }
}

impl<T: SqlType> FromItem for Expr<T, DerivedColumn> {
    type Ungrouped = Expr<T, crate::expr::Ungrouped<DerivedColumn>>;
    type Outer = Expr<Option<T::Base>, DerivedColumn>;

    fn ungrouped(self) -> Self::Ungrouped {
        Expr::new(self.node.into())
    }

    fn outer(self) -> Self::Outer {
        Expr::new(self.node)
    }
}

impl<C: Columns> FromItem for Derived<C> {
    type Ungrouped = C::Ungrouped;
    type Outer = Derived<C::Outer>;

    fn ungrouped(self) -> C::Ungrouped {
        self.columns.ungrouped()
    }

    fn outer(self) -> Self::Outer {
        Derived {
            columns: self.columns.outer(),
        }
    }
}

/// All its columns.
impl<C: Columns + Project> Project for Derived<C> {
    type Row = C::Row;
    type Columns = C::Columns;
    const WIDTH: usize = C::WIDTH;

    fn push_columns(self, out: &mut Vec<Node>) {
        self.columns.push_columns(out);
    }

    fn push_nullable(out: &mut Vec<bool>) {
        C::push_nullable(out);
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<C::Row, DecodeError> {
        C::decode(row, at)
    }

    fn columns(of: &mut Layout<'_>) -> C::Columns {
        C::columns(of)
    }
}

macro_rules! tuples {
    ($($part:ident $at:tt),+) => {
        impl<$($part: Columns),+> Columns for ($($part,)+) {
            type Item = Derived<Self>;
            type Ungrouped = ($($part::Ungrouped,)+);
            type Outer = ($($part::Outer,)+);

            fn item(self) -> Derived<Self> {
                Derived { columns: self }
            }

            fn ungrouped(self) -> Self::Ungrouped {
                ($(self.$at.ungrouped(),)+)
            }

            fn outer(self) -> Self::Outer {
                ($(self.$at.outer(),)+)
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

/// The columns of a derived source while its handle is made, from the first to the last.
#[doc(hidden)]
#[derive(Debug)]
pub struct Layout<'a> {
    alias: Alias,
    kinds: &'a [Kind],
    at: usize,
    parts: Vec<(Alias, u16)>,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(alias: Alias, kinds: &'a [Kind]) -> Self {
        Layout {
            alias,
            kinds,
            at: 0,
            parts: vec![],
        }
    }

    /// The tables that were laid out, with the columns at which they begin.
    pub(crate) fn into_parts(self) -> Vec<(Alias, u16)> {
        self.parts
    }

    /// The next column.
    pub(crate) fn column<T: SqlType>(&mut self) -> Expr<T, DerivedColumn> {
        let kind = self.kinds.get(self.at).copied();
        let column = DerivedColumn {
            alias: self.alias,
            at: self.at as u16,
            kind: kind.unwrap_or(T::Base::KIND),
        };
        self.at += 1;
        Expr::new(column)
    }

    /// The next columns, as the source and the position of the first.
    pub(crate) fn several(&mut self, width: usize) -> (Alias, u16) {
        let first = self.at as u16;
        self.at += width;
        (self.alias, first)
    }

    /// The next columns as a table. The first table goes by the name of the source itself.
    pub(crate) fn table<M: Model, As: Mode>(&mut self) -> M::Table<As> {
        let alias = match self.at {
            0 => self.alias,
            at => {
                let alias = Alias::fresh();
                self.parts.push((alias, at as u16));
                alias
            }
        };
        self.at += M::META.columns.len();
        M::table(alias)
    }
}
