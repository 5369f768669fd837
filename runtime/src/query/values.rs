use std::marker::PhantomData;

use super::{Project, RowSource, RowsNode, Tuple};
use crate::expr::{DerivedColumn, Expr};
use crate::value::{Kind, Scalar, SqlType, Value};

/// Rows that the program has: see [`values`].
#[derive(Clone, Debug)]
pub struct Values<R> {
    rows: Vec<Vec<Value>>,
    row: PhantomData<fn() -> R>,
}

/// Rows that the program has, as a source: tuples of values, or single values.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::values;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let query = User::select()
///     .join_query(values([(1, "gold"), (2, "silver")]), |(u, v)| u.id.eq(v.0))
///     .order_by(|(u, _)| u.id)
///     .select(|(u, v)| (u.name, v.1));
/// # let rows = query.all(&db).await?;
/// # assert_eq!(rows[1], ("Bob".to_owned(), "silver".to_owned()));
/// # Ok(()) }
/// ```
///
/// | engine | SQL |
/// |---|---|
/// | PostgreSQL, SQLite | `(VALUES ($1, $2), ($3, $4)) AS "list"` |
/// | MariaDB | ``(SELECT ? AS `column1`, ? AS `column2` UNION ALL SELECT ?, ?) AS `list` `` |
/// | MySQL | ``(VALUES ROW(?, ?), ROW(?, ?)) AS `list` (`column1`, `column2`)`` |
pub fn values<R: ValueRow>(rows: impl IntoIterator<Item = R>) -> Values<R> {
    Values {
        rows: rows.into_iter().map(ValueRow::into_values).collect(),
        row: PhantomData,
    }
}

/// A row of [`values`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of values",
    label = "expected a value or a tuple of up to 8 values"
)]
pub trait ValueRow {
    /// The columns.
    type Project: Project;
    /// Their kinds.
    #[doc(hidden)]
    fn kinds() -> Vec<Kind>;
    /// The values to bind.
    #[doc(hidden)]
    fn into_values(self) -> Vec<Value>;
}

/// One value of a row of [`values`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type a column can hold",
    label = "not a value"
)]
pub trait ValueCell {
    /// The type of its column.
    type Type: SqlType;
    /// The value to bind.
    #[doc(hidden)]
    fn into_cell(self) -> Value;
}

impl<T: SqlType> ValueCell for T {
    type Type = T;

    fn into_cell(self) -> Value {
        self.into_value()
    }
}

impl ValueCell for &str {
    type Type = String;

    fn into_cell(self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl<T: ValueCell> ValueRow for T {
    type Project = Expr<T::Type, DerivedColumn>;

    fn kinds() -> Vec<Kind> {
        vec![<<T::Type as SqlType>::Base as Scalar>::KIND]
    }

    fn into_values(self) -> Vec<Value> {
        vec![self.into_cell()]
    }
}

macro_rules! tuples {
    ($($part:ident $at:tt),+) => {
        impl<$($part: ValueCell),+> ValueRow for ($($part,)+) {
            type Project = ($(Expr<$part::Type, DerivedColumn>,)+);

            fn kinds() -> Vec<Kind> {
                vec![$(<<$part::Type as SqlType>::Base as Scalar>::KIND),+]
            }

            fn into_values(self) -> Vec<Value> {
                vec![$(self.$at.into_cell()),+]
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

impl<R: ValueRow> RowSource for Values<R> {
    type Project = R::Project;
    type Output = Tuple<R::Project>;

    fn rows(self) -> RowsNode {
        RowsNode::Values {
            kinds: R::kinds(),
            rows: self.rows,
        }
    }
}
