use super::insert::columns;
use super::update::{push_match, push_matches};
use super::{Text, fits_arrays, rows_per_statement};
use crate::dialect::Dialect;
use crate::model::{ColumnMeta, ModelMeta};
use crate::statement::Statement;
use crate::value::Value;

/// How many rows one DELETE by key takes.
pub(crate) fn rows_per_delete(model: &ModelMeta, dialect: Dialect) -> usize {
    match (dialect, model.key) {
        (Dialect::Postgres, _) if fits_arrays(matched(model)) => 10_000,
        (_, [_]) if model.version.is_none() => rows_per_statement(1, dialect),
        _ => 100,
    }
}

/// A DELETE of rows whose keys, with their versions if they have one, stand one after the other.
pub(crate) fn delete(
    model: &'static ModelMeta,
    keys: Vec<Value>,
    rows: usize,
    dialect: Dialect,
) -> Statement {
    let guard = model.version.map(|version| version.column);
    if rows == 1 && guard.is_none() && !matched(model).any(ColumnMeta::is_wrapped) {
        return Statement::new(model.delete.get(dialect), keys);
    }
    let mut text = Text::new(dialect);
    text.push("DELETE FROM ").table(&model.table);
    if rows == 1 {
        text.push(" WHERE ");
        push_match(&mut text, model, guard);
        return Statement::new(text.sql, keys);
    }
    if dialect != Dialect::Postgres || !fits_arrays(matched(model)) {
        text.push(" WHERE ");
        push_matches(&mut text, model, guard, rows);
        return Statement::new(text.sql, keys);
    }
    text.push(" USING ");
    text.unnest(matched(model));
    text.push(" WHERE ");
    for (at, column) in matched(model).enumerate() {
        text.push(if at == 0 { "" } else { " AND " });
        text.table(&model.table)
            .push(".")
            .name(column.name)
            .push(" = ");
        text.unnested(at + 1, column.kind);
    }
    Statement::new(text.sql, columns(matched(model), keys))
}

/// The columns that say which row is meant, and in which version.
fn matched(model: &ModelMeta) -> impl Iterator<Item = &'static ColumnMeta> {
    let columns = model.columns;
    model.matched().map(|at| &columns[usize::from(at)])
}
