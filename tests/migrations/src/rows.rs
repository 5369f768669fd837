//! Rows in the tables of a schema, whatever its columns are.

use ormolu::driver::{Access, Rows};
use ormolu::{Database, Statement};
use ormolu_schema::ir::{Column, Dialect, Model, ModelId, ModelKind, Schema, TableName, Type};

use crate::apply::{Failure, run};

/// Two rows in each table, with small values of which each fits the types that it may become; the
/// second has NULL wherever that is allowed.
///
/// # Errors
/// The row that the engine refused.
pub async fn seed(db: &Database, schema: &Schema, dialect: Dialect) -> Result<(), Failure> {
    let connection = db.connection(Access::Write).await;
    let mut connection = connection.map_err(|error| Failure(error.to_string()))?;
    let tables = schema
        .models()
        .filter(|(id, m)| is_table(m) && !is_history(schema, *id));
    let all: Vec<&Model> = tables.map(|(_, model)| model).collect();
    for row in 1..=2 {
        for model in &all {
            let (mut names, mut values) = (Vec::new(), Vec::new());
            for column in &model.columns {
                if column.generated.is_none() {
                    names.push(dialect.quoted(&column.name));
                    values.push(value(model, column, row, dialect));
                }
            }
            let sql = format!(
                "INSERT INTO {} ({}) VALUES ({})",
                quoted(&model.table, dialect),
                names.join(", "),
                values.join(", ")
            );
            run(&mut connection, &sql).await?;
        }
    }
    // Who points at whom is filled once everybody is there.
    for model in &all {
        for key in &model.foreign_keys {
            let column = dialect.quoted(&model.column(key.columns[0]).name);
            let table = quoted(&model.table, dialect);
            run(
                &mut connection,
                &format!("UPDATE {table} SET {column} = 2 WHERE id = 1"),
            )
            .await?;
        }
    }
    Ok(())
}

fn is_table(model: &Model) -> bool {
    model.kind != ModelKind::Rows && model.view.is_none()
}

/// Whether the database writes its rows.
fn is_history(schema: &Schema, id: ModelId) -> bool {
    schema.models.iter().any(|m| m.rules.history == Some(id))
}

fn value(model: &Model, column: &Column, row: u32, dialect: Dialect) -> String {
    let id = model.column_named(&column.name);
    let points =
        |key: &ormolu_schema::ir::ForeignKey| id.is_some_and(|id| key.columns.contains(&id));
    if (column.nullable && row == 2) || model.foreign_keys.iter().any(points) {
        return "NULL".to_owned();
    }
    let sqlite = dialect == Dialect::Sqlite;
    match &column.ty.base {
        Type::Bool => format!("{} = 1", row % 2),
        // The first has more than a type of less precision holds.
        Type::Numeric(Some((_, 3..))) if row == 1 => quoted_in(sqlite, "1.125"),
        Type::F64 if row == 1 => "1.5".to_owned(),
        Type::Numeric(_) if sqlite => format!("'{row}'"),
        Type::String(_) | Type::Char(_) | Type::Text | Type::Json => format!("'{row}'"),
        Type::Bytes(_) | Type::Binary(_) if dialect == Dialect::Postgres => "'\\x31'".to_owned(),
        Type::Bytes(_) | Type::Binary(_) => "X'31'".to_owned(),
        Type::Enum(_) => "'a'".to_owned(),
        Type::Date => format!("'2024-01-0{row}'"),
        Type::Time if sqlite => format!("'01:00:0{row}.000000'"),
        Type::Time => format!("'01:00:0{row}'"),
        Type::Timestamp if sqlite => format!("'2024-01-0{row}T01:02:03.000000'"),
        Type::TimestampTz if sqlite => format!("'2024-01-0{row}T01:02:03.000000Z'"),
        Type::Timestamp => format!("'2024-01-0{row} 01:02:03'"),
        Type::TimestampTz if dialect == Dialect::Postgres => {
            format!("'2024-01-0{row} 01:02:03+00'")
        }
        Type::TimestampTz => format!("'2024-01-0{row} 01:02:03'"),
        Type::Uuid if dialect == Dialect::Postgres => {
            format!("'00000000-0000-0000-0000-00000000000{row}'")
        }
        Type::Uuid => format!("X'0000000000000000000000000000000{row}'"),
        _ => row.to_string(),
    }
}

fn quoted_in(sqlite: bool, number: &str) -> String {
    match sqlite {
        true => format!("'{number}'"),
        false => number.to_owned(),
    }
}

/// The values of a column with the keys of their rows, as text.
///
/// # Errors
/// What the engine refused.
pub async fn rows(
    db: &Database,
    table: &TableName,
    column: &str,
    dialect: Dialect,
) -> Result<Vec<(String, Option<String>)>, Failure> {
    read(db, &quoted(table, dialect), column, dialect).await
}

fn quoted(table: &TableName, dialect: Dialect) -> String {
    let name = dialect.quoted(&table.name);
    let of = table.namespace.as_ref();
    of.map(|of| format!("{}.{name}", dialect.quoted(of)))
        .unwrap_or(name)
}

/// Whether the versions that hold now are the rows of all tables that have versions.
///
/// # Errors
/// The first column in which they differ, or what the engine refused.
pub async fn versions_hold(
    db: &Database,
    schema: &Schema,
    dialect: Dialect,
) -> Result<(), Failure> {
    for model in schema.models.iter().filter(|m| is_table(m)) {
        let Some(history) = model.rules.history.map(|id| schema.model(id)) else {
            continue;
        };
        let held = format!(
            "{} WHERE {} IS NULL",
            quoted(&history.table, dialect),
            dialect.quoted("valid_to")
        );
        for column in &model.columns {
            let rows = rows(db, &model.table, &column.name, dialect).await?;
            let versions = read(db, &held, &column.name, dialect).await?;
            if rows != versions {
                return Err(Failure(format!(
                    "`{}` of `{}` is {rows:?}, and its versions hold {versions:?}",
                    column.name, model.table.name
                )));
            }
        }
    }
    Ok(())
}

/// Writes all rows of tables that have versions, as they are.
///
/// # Errors
/// What the engine refused.
pub async fn touch(db: &Database, schema: &Schema, dialect: Dialect) -> Result<(), Failure> {
    let connection = db.connection(Access::Write).await;
    let mut connection = connection.map_err(|error| Failure(error.to_string()))?;
    let kept = schema.models.iter().filter(|m| m.rules.history.is_some());
    for model in kept {
        let (table, id) = (quoted(&model.table, dialect), dialect.quoted("id"));
        run(&mut connection, &format!("UPDATE {table} SET {id} = {id}")).await?;
    }
    Ok(())
}

async fn read(
    db: &Database,
    from: &str,
    column: &str,
    dialect: Dialect,
) -> Result<Vec<(String, Option<String>)>, Failure> {
    let key = match dialect.family() {
        Dialect::Mysql => "CAST(id AS CHAR)",
        _ => "CAST(id AS TEXT)",
    };
    let column = dialect.quoted(column);
    // Bytes need not be text.
    let value = match dialect.family() {
        Dialect::Mysql => format!("HEX(CAST({column} AS BINARY))"),
        Dialect::Sqlite => {
            format!(
                "CASE typeof({column}) WHEN 'blob' THEN hex({column}) ELSE CAST({column} AS TEXT) END"
            )
        }
        _ => format!("CAST({column} AS TEXT)"),
    };
    let sql = format!("SELECT {key}, {value} FROM {from} ORDER BY 1");
    let failed = |error: ormolu::Error| Failure(format!("{error}\n  in {sql}"));
    let mut connection = db.connection(Access::Read).await.map_err(failed)?;
    let mut found = Rows::<(String, Option<String>)>::new();
    let statement = Statement::new(sql.clone(), Vec::new());
    connection
        .fetch(&statement, &mut found)
        .await
        .map_err(failed)?;
    let found = found.into_vec().into_iter();
    Ok(match dialect.family() {
        Dialect::Mysql => found.map(|(key, hex)| (key, hex.map(text))).collect(),
        _ => found.collect(),
    })
}

/// The text of these bytes, where they are one; else the bytes as they are written.
fn text(hex: String) -> String {
    let pairs = hex.as_bytes().chunks(2).map(str::from_utf8);
    let bytes = pairs.map(|pair| u8::from_str_radix(pair.ok()?, 16).ok());
    let text = bytes.collect::<Option<Vec<u8>>>().map(String::from_utf8);
    match text {
        Some(Ok(text)) if !text.contains(char::is_control) => text,
        _ => hex,
    }
}
