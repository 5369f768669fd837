use super::insert::columns;
use super::update::push_keys;
use super::{Text, fits_arrays, rows_per_statement};
use crate::dialect::Dialect;
use crate::model::{ColumnMeta, ModelMeta};
use crate::statement::Statement;
use crate::value::Value;

/// How many rows one DELETE by key takes.
pub(crate) fn rows_per_delete(model: &ModelMeta, dialect: Dialect) -> usize {
    match (dialect, model.key) {
        (Dialect::Postgres, _) if fits_arrays(key(model)) => 10_000,
        (_, [_]) => rows_per_statement(1, dialect),
        _ => 100,
    }
}

/// A DELETE of rows whose keys stand one after the other.
pub(crate) fn delete(
    model: &'static ModelMeta,
    keys: Vec<Value>,
    rows: usize,
    dialect: Dialect,
) -> Statement {
    if rows == 1 && !key(model).any(ColumnMeta::is_wrapped) {
        return Statement::new(model.delete.get(dialect), keys);
    }
    let mut text = Text::new(dialect);
    text.push("DELETE FROM ").table(&model.table);
    if dialect != Dialect::Postgres || !fits_arrays(key(model)) {
        text.push(" WHERE ");
        push_keys(&mut text, model, rows);
        return Statement::new(text.sql, keys);
    }
    text.push(" USING ");
    text.unnest(key(model));
    text.push(" WHERE ");
    for (at, column) in key(model).enumerate() {
        text.push(if at == 0 { "" } else { " AND " });
        text.table(&model.table)
            .push(".")
            .name(column.name)
            .push(" = ");
        text.unnested(at + 1, column.kind);
    }
    Statement::new(text.sql, columns(key(model), keys))
}

fn key(model: &ModelMeta) -> impl Iterator<Item = &'static ColumnMeta> {
    let columns = model.columns;
    model.key.iter().map(|at| &columns[usize::from(*at)])
}
