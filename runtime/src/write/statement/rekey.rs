//! Statements that change a key that others point at.

use super::Text;
use super::update::{UpdateText, push_key, push_match};
use crate::dialect::Dialect;
use crate::model::{Fill, ForeignKeyMeta, ModelMeta};
use crate::statement::Statement;
use crate::value::{Kind, Value};

/// `INSERT INTO t (key, a) SELECT ?, a FROM t WHERE key = ?`: the row as the UPDATE would leave it,
/// beside the one that is there. `values` holds the set columns, then those matched.
pub(crate) fn copy(update: &UpdateText, values: Vec<Value>, dialect: Dialect) -> Statement {
    let model = update.model();
    let written = |at: &u16| model.columns[usize::from(*at)].fill != Fill::Generated;
    let columns: Vec<u16> = (0..model.columns.len() as u16).filter(written).collect();
    let mut text = Text::new(dialect);
    let mut params = Vec::with_capacity(values.len());
    text.push("INSERT INTO ").table(&model.table).push(" (");
    text.list(&columns, |text, at| {
        text.name(model.columns[usize::from(*at)].name);
    });
    text.push(") SELECT ").list(&columns, |text, at| {
        let column = &model.columns[usize::from(*at)];
        if let Some(nth) = update.set().iter().position(|set| set == at) {
            params.push(values[nth].clone());
            text.bind(column.kind);
        } else if let Some(sql) = column.on_update {
            text.push(sql.get(dialect));
        } else {
            text.name(column.name);
            text.push(if update.counted == Some(*at) {
                " + 1"
            } else {
                ""
            });
        }
    });
    text.push(" FROM ").table(&model.table).push(" WHERE ");
    push_match(&mut text, model, update.matched().nth(model.key.len()));
    params.extend_from_slice(&values[update.set().len()..]);
    Statement::new(text.sql, params)
}

/// `DELETE FROM t WHERE key = ?`
pub(crate) fn drop_old(model: &ModelMeta, key: Vec<Value>, dialect: Dialect) -> Statement {
    let mut text = Text::new(dialect);
    text.push("DELETE FROM ")
        .table(&model.table)
        .push(" WHERE ");
    push_key(&mut text, model);
    Statement::new(text.sql, key)
}

/// `UPDATE children SET a = ? WHERE a = ?`
pub(crate) fn repoint(
    key: &ForeignKeyMeta,
    old: &[Value],
    new: &[Value],
    dialect: Dialect,
) -> Statement {
    let mut text = Text::new(dialect);
    text.push("UPDATE ").table(&key.table).push(" SET ");
    text.list(key.columns.iter().zip(new), |text, (name, value)| {
        text.name(name).push(" = ").bind(kind(value));
    });
    text.push(" WHERE ");
    for (at, (name, value)) in key.columns.iter().zip(old).enumerate() {
        text.push(if at == 0 { "" } else { " AND " });
        text.name(name).push(" = ").bind(kind(value));
    }
    Statement::new(text.sql, [new, old].concat())
}

/// The kind of a value as far as its placeholder depends on it.
fn kind(value: &Value) -> Kind {
    match value {
        Value::Named(_, named) => Kind::Named(named),
        _ => Kind::Text,
    }
}
