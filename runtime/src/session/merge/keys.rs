//! What the keys of rows from elsewhere say.

use crate::expr::{Column, Expr, InValues, Node};
use crate::load::Loaded;
use crate::model::{Fill, Inner, Model, TableHandle};
use crate::query::Select;
use crate::value::{Key, Kind, Value};
use crate::write::New;

/// The key of a row, unless it is what stands there until the database makes one.
pub(super) fn key_of<M: Model>(row: &M) -> Option<M::Key> {
    let open = M::META.key.iter().any(|at| is_open(row, *at));
    (!open).then(|| row.key())
}

fn is_open<M: Model>(row: &M, at: u16) -> bool {
    let value = || row.value(at.into());
    match M::META.columns[usize::from(at)].fill {
        Fill::Identity => value().whole() == Some(0),
        Fill::Default | Fill::Statement(_) => matches!(value(), Value::Uuid(id) if id.is_nil()),
        Fill::Program | Fill::Generated => false,
    }
}

/// Whether a deferred column was left out when the row was read.
pub(super) fn is_unread<M: Model>(row: &M, at: u16) -> bool {
    let deferred = M::META.columns[usize::from(at)].deferred;
    deferred && matches!(row.value(at.into()), Value::Invalid(..))
}

/// The row as one to insert.
pub(super) fn new_row<M: Model>(row: &M) -> New<M> {
    let mut new = New::new(row.clone());
    for (at, column) in (0..).zip(M::META.columns) {
        let open = M::META.key.contains(&at) && is_open(row, at);
        if open || column.fill == Fill::Generated || is_unread(row, at) {
            new.unset(at);
        }
    }
    new
}

/// A query for rows of a model with nothing loaded beside them.
type Whole<M> = Select<<M as Model>::Table<Inner>, Loaded<M, <M as Model>::Bare>>;

/// A query for the rows of some keys.
pub(super) fn by_keys<M: Model>(keys: &[M::Key]) -> Whole<M> {
    let rows = keys.iter().map(Key::values).collect();
    by_values(M::META.key, M::Key::KINDS.to_vec(), rows)
}

/// A query for the rows that have some values in these columns.
pub(super) fn by_values<M: Model>(
    columns: &[u16],
    kinds: Vec<Kind>,
    rows: Vec<Vec<Value>>,
) -> Whole<M> {
    Select::model().filter(|table: M::Table<_>| {
        let alias = TableHandle::alias(table);
        let model = M::META;
        let column = |at: &u16| {
            Node::Column(Column {
                alias,
                model,
                at: *at,
            })
        };
        Expr::<bool>::new(Node::InValues(Box::new(InValues {
            left: columns.iter().map(column).collect(),
            kinds,
            rows,
            negated: false,
        })))
    })
}
