use super::Text;
use super::update::{push_key, push_keys};
use crate::dialect::Dialect;
use crate::model::ModelMeta;
use crate::statement::Statement;
use crate::value::Value;

/// How many rows one SELECT by key takes whose result is in the order of the keys.
pub(crate) fn rows_per_refresh(model: &ModelMeta) -> usize {
    if model.key.len() == 1 { 500 } else { 1 }
}

/// As [`refresh`], of the rows as they are now, and not as the transaction saw them first.
pub(crate) fn locking(
    model: &ModelMeta,
    columns: &[u16],
    keys: Vec<Value>,
    rows: usize,
    dialect: Dialect,
) -> Statement {
    let statement = refresh(model, columns, keys, rows, dialect);
    match dialect {
        Dialect::Mysql | Dialect::Mariadb => {
            let sql = format!("{} FOR UPDATE", statement.sql.as_str());
            Statement::new(sql, statement.params)
        }
        Dialect::Sqlite | Dialect::Postgres => statement,
    }
}

/// A SELECT of columns of rows by their keys, in the order of the keys.
pub(crate) fn refresh(
    model: &ModelMeta,
    columns: &[u16],
    keys: Vec<Value>,
    rows: usize,
    dialect: Dialect,
) -> Statement {
    let mut text = Text::new(dialect);
    text.push("SELECT ").list(columns, |text, at| {
        text.read(&model.columns[usize::from(*at)]);
    });
    text.push(" FROM ");
    match model.source().rows {
        Some(rows) => {
            let table = model.table.name;
            text.push("(")
                .push(rows.get(dialect))
                .push(") AS ")
                .name(table);
        }
        None => {
            text.table(&model.table);
        }
    }
    text.push(" WHERE ");
    let [key] = model.key else {
        push_key(&mut text, model);
        return Statement::new(text.sql, keys);
    };
    push_keys(&mut text, model, rows);
    let mut params = keys;
    if rows > 1 {
        let column = &model.columns[usize::from(*key)];
        text.push(" ORDER BY CASE");
        for nth in 0..rows {
            text.push(" WHEN ")
                .name(column.name)
                .push(" = ")
                .bind(column.kind);
            text.push(&format!(" THEN {nth}"));
        }
        text.push(" END");
        params.extend_from_within(..);
    }
    Statement::new(text.sql, params)
}
