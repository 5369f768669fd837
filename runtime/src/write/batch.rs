//! Running inserts of many rows.

use super::statement::insert::InsertText;
use super::statement::link::LinkTable;
use super::statement::refresh::{refresh, rows_per_refresh};
use crate::dialect::Dialect;
use crate::driver::{Connection, FromRow, Rows};
use crate::error::{DecodeError, Error, Result, StaleError};
use crate::graph::AnyTable;
use crate::model::{Fill, ModelMeta};
use crate::statement::Statement;
use crate::value::{Decoder, Kind, Value};

/// Inserts rows that leave the same columns open, in their order, and reads back what the
/// database filled in.
pub(crate) async fn insert(
    connection: &mut Connection,
    table: &mut dyn AnyTable,
    text: &mut InsertText,
    rows: &[u32],
) -> Result<()> {
    let mut step = None;
    for chunk in rows.chunks(text.rows_per_statement()) {
        let statement = text.insert(table, chunk);
        if let Some(key) = text.counted {
            let keys = connection.insert_each(&statement).await?;
            counted_up(table, key, chunk, &keys)?;
        } else if text.filled.is_empty() {
            connection.execute(&statement).await?;
        } else if connection.dialect() == Dialect::Mysql {
            let first = connection.execute(&statement).await?.last_insert_id;
            if step.is_none() && chunk.len() > 1 {
                step = Some(increment(connection).await?);
            }
            let keys = Keys {
                first,
                step: step.unwrap_or(1),
            };
            keys.read_back(connection, table, text, chunk).await?;
        } else {
            table
                .fetch(connection, &statement, chunk, &text.filled)
                .await?;
        }
    }
    Ok(())
}

/// Takes over the keys of rows that SQLite inserted one by one.
fn counted_up(table: &mut dyn AnyTable, key: u16, rows: &[u32], keys: &[i64]) -> Result<()> {
    let model = table.meta();
    if keys.len() < rows.len() {
        return Err(StaleError::rows(model, rows.len(), keys.len() as u64).into());
    }
    for (row, number) in rows.iter().zip(keys) {
        table.set(*row, key, &integer(model, key, (*number).into())?)?;
    }
    Ok(())
}

/// Inserts link rows, never one twice.
pub(crate) async fn link(
    connection: &mut Connection,
    table: &LinkTable,
    rows: &[Vec<Value>],
) -> Result<()> {
    let dialect = connection.dialect();
    for chunk in rows.chunks(table.rows_per_insert(dialect)) {
        connection.execute(&table.insert(chunk, dialect)).await?;
    }
    Ok(())
}

/// Reads columns of rows by their keys.
pub(crate) async fn read_back(
    connection: &mut Connection,
    table: &mut dyn AnyTable,
    columns: &[u16],
    rows: &[u32],
) -> Result<()> {
    let model = table.meta();
    read_from(model, connection, table, columns, rows).await
}

/// The same of a model that has a part of the columns.
async fn read_from(
    model: &ModelMeta,
    connection: &mut Connection,
    table: &mut dyn AnyTable,
    columns: &[u16],
    rows: &[u32],
) -> Result<()> {
    let dialect = connection.dialect();
    for chunk in rows.chunks(rows_per_refresh(model)) {
        let mut keys = vec![];
        for &row in chunk {
            table.values(row, model.key, &mut keys);
        }
        let statement = refresh(model, columns, keys, chunk.len(), dialect);
        table.fetch(connection, &statement, chunk, columns).await?;
    }
    Ok(())
}

/// MySQL has no RETURNING: the keys of one INSERT follow each other from the first one.
struct Keys {
    first: Option<u64>,
    step: u64,
}

impl Keys {
    async fn read_back(
        self,
        connection: &mut Connection,
        table: &mut dyn AnyTable,
        text: &InsertText,
        rows: &[u32],
    ) -> Result<()> {
        let model = text.model;
        let mut open = text.filled.clone();
        if let Some(key) = counted(model, &text.filled)? {
            let first = self.first.unwrap_or_default();
            for (row, number) in rows.iter().zip((0..).map(|nth| first + nth * self.step)) {
                table.set(*row, key, &integer(model, key, number.into())?)?;
            }
            open.retain(|column| *column != key);
        }
        if open.is_empty() {
            return Ok(());
        }
        read_from(model, connection, table, &open, rows).await
    }
}

/// The key column that MySQL counted, if the program did not give the key.
pub(super) fn counted(model: &ModelMeta, filled: &[u16]) -> Result<Option<u16>> {
    let mut open = model.key.iter().filter(|key| filled.contains(key));
    let Some(&key) = open.next() else {
        return Ok(None);
    };
    if open.next().is_none() && model.columns[usize::from(key)].fill == Fill::Identity {
        return Ok(Some(key));
    }
    Err(Error::Unsupported {
        feature: "way to tell a key that a column default made; let the program make it",
        dialect: Dialect::Mysql,
    })
}

/// The value of a column that is known as a plain number.
pub(crate) fn integer(model: &ModelMeta, key: u16, number: i128) -> Result<Value> {
    let column = &model.columns[usize::from(key)];
    let value = match column.kind {
        Kind::I16 => number.try_into().map(Value::I16),
        Kind::I32 => number.try_into().map(Value::I32),
        Kind::U64 => number.try_into().map(Value::U64),
        _ => number.try_into().map(Value::I64),
    };
    value.map_err(|_| Error::Decode {
        table: model.table.name.to_owned(),
        column: column.name.to_owned(),
        expected: "a number within its range",
        found: "a larger number".into(),
    })
}

/// How far apart the server's counted keys are: more than 1 where several servers count.
pub(super) async fn increment(connection: &mut Connection) -> Result<u64> {
    struct Increment(u64);

    impl FromRow for Increment {
        fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
            row.u64(0).map(|number| Increment(number.unwrap_or(1)))
        }
    }

    let mut rows = Rows::<Increment>::new();
    let statement = Statement::new(
        "SELECT CAST(@@auto_increment_increment AS UNSIGNED)",
        vec![],
    );
    connection.fetch(&statement, &mut rows).await?;
    Ok(rows.into_vec().first().map_or(1, |increment| increment.0))
}
