use std::marker::PhantomData;

use super::values::ValueCell;
use super::{RowSource, RowsNode, Tuple};
use crate::expr::{DerivedColumn, Expr};
use crate::value::{Scalar, SqlType, Value};

/// One row for each value of a list: see [`unnest`].
#[derive(Clone, Debug)]
pub struct Unnest<T> {
    values: Vec<Value>,
    value: PhantomData<fn() -> T>,
}

/// One row for each value of a list, which travels as one parameter, however long it is. Where
/// the engine can't take values of their kind like that, it is as [`values`](super::values()).
///
/// ```ignore
/// from(unnest(ids)).filter(|id| !exists(User::select().filter(|u| u.id.eq(id))))
/// // those of the ids that no user has
/// ```
///
/// | engine | SQL |
/// |---|---|
/// | PostgreSQL | `unnest($1) AS "list" ("value")` |
/// | SQLite | `(SELECT value FROM json_each(?)) AS "list"` |
/// | MySQL, MariaDB | ``JSON_TABLE(?, '$[*]' COLUMNS (`value` BIGINT PATH '$')) AS `list` ``, of integers |
pub fn unnest<T: ValueCell>(values: impl IntoIterator<Item = T>) -> Unnest<T::Type> {
    Unnest {
        values: values.into_iter().map(ValueCell::into_cell).collect(),
        value: PhantomData,
    }
}

impl<T: SqlType> RowSource for Unnest<T> {
    type Project = Expr<T, DerivedColumn>;
    type Output = Tuple<Self::Project>;

    fn rows(self) -> RowsNode {
        RowsNode::Unnest {
            kind: T::Base::KIND,
            values: self.values,
        }
    }
}
