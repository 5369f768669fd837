use crate::dialect::Dialect;
use crate::driver::{Connection, RowSink};
use crate::error::{Result, StaleError};
use crate::model::{ColumnSet, ModelMeta};
use crate::statement::Statement;
use crate::value::{Decoder, Kind, Value};
use crate::write::batch::{counted, increment, integer};
use crate::write::statement::insert::InsertText;

/// Inserts rows that leave the same columns open, those of the topmost table first. Each is a
/// value for each column of the model; where the key is open, it is filled in.
pub(in crate::write) async fn insert(
    connection: &mut Connection,
    model: &'static ModelMeta,
    unset: &ColumnSet,
    rows: &mut [Vec<Value>],
) -> Result<()> {
    for part in model.line() {
        let mut text = InsertText::new(part, unset, connection.dialect()).keys_only();
        let size = match text.filled.is_empty() {
            true => text.rows_per_load(),
            false => text.rows_per_statement(),
        };
        for chunk in rows.chunks_mut(size) {
            let values = chunk.iter_mut().flat_map(|row| {
                let taken = text.bound.iter().map(|at| {
                    let value = &mut row[usize::from(*at)];
                    match part.key.contains(at) {
                        true => value.clone(), // the next table has it, too
                        false => std::mem::replace(value, Value::Null(Kind::Bool)),
                    }
                });
                taken.collect::<Vec<_>>()
            });
            let values = values.collect();
            let keys = run(connection, &mut text, chunk.len(), values).await?;
            for (row, made) in chunk.iter_mut().zip(keys) {
                for (at, value) in text.filled.iter().zip(made) {
                    row[usize::from(*at)] = value;
                }
            }
        }
    }
    Ok(())
}

/// Inserts rows whose values stand one after the other: by row what of its key the database made.
async fn run(
    connection: &mut Connection,
    text: &mut InsertText,
    rows: usize,
    values: Vec<Value>,
) -> Result<Vec<Vec<Value>>> {
    let model = text.model;
    if text.filled.is_empty() {
        connection.execute(&text.load(rows, values)).await?;
        return Ok(vec![]);
    }
    let statement = text.statement(rows, values);
    let keys = if let Some(key) = text.counted {
        let keys = connection.insert_each(&statement).await?;
        let number = |key_value| integer(model, key, i128::from(key_value)).map(|key| vec![key]);
        keys.into_iter().map(number).collect::<Result<Vec<_>>>()?
    } else if connection.dialect() == Dialect::Mysql {
        counted_up(connection, text, &statement, rows).await?
    } else {
        let kind = |at: &u16| model.columns[usize::from(*at)].kind;
        let mut made = Made {
            kinds: text.filled.iter().map(kind).collect(),
            rows: Vec::with_capacity(rows),
        };
        connection.fetch(&statement, &mut made).await?;
        made.rows
    };
    match keys.len() < rows {
        true => Err(StaleError::rows(model, rows, keys.len() as u64).into()),
        false => Ok(keys),
    }
}

/// MySQL says the first key alone; the others follow it.
async fn counted_up(
    connection: &mut Connection,
    text: &InsertText,
    statement: &Statement,
    rows: usize,
) -> Result<Vec<Vec<Value>>> {
    let Some(key) = counted(text.model, &text.filled)? else {
        return Ok(vec![]);
    };
    let first = connection.execute(statement).await?.last_insert_id;
    let step = match rows {
        1 => 1,
        _ => increment(connection).await?,
    };
    let numbers = (0..rows as u64).map(|nth| first.unwrap_or_default() + nth * step);
    numbers
        .map(|number| Ok(vec![integer(text.model, key, number.into())?]))
        .collect()
}

/// The keys that a statement gives back, in the order of its rows.
struct Made {
    kinds: Vec<Kind>,
    rows: Vec<Vec<Value>>,
}

impl RowSink for Made {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let kinds = self.kinds.iter().enumerate();
        let values = kinds.map(|(at, kind)| Value::read(*kind, row, at));
        self.rows.push(values.collect::<Result<_, _>>()?);
        Ok(())
    }
}
