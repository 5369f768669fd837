//! What a row that is there gets in a column that asks for a value.

use ormolu_schema::ir::{Column, Default, Dialect, Literal, Type};

use super::engine::Engine;
use super::literal::Constant;
use super::{default, place};
use crate::error::RenderError;
use crate::operation::Table;

/// A value for the rows that are there, and whether the schema says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fill {
    pub(crate) sql: String,
    pub(crate) is_guess: bool,
}

/// The column's own default where it has one in SQL; else the nothing of its type: zero, an empty
/// text, the first value of an enumeration.
pub(crate) fn of(table: Table<'_>, column: &Column, dialect: Dialect) -> Result<Fill, RenderError> {
    super::with_engine!(dialect, engine => for_engine(table, column, engine))
}

fn for_engine(
    table: Table<'_>,
    column: &Column,
    engine: &impl Engine,
) -> Result<Fill, RenderError> {
    let sql = match &column.default {
        Some(Default::Statement(value) | Default::Database(value)) => {
            default::value(value, &column.ty, place::column(table, column), engine)?
        }
        Some(own @ Default::Value(_)) => {
            let at = place::column(table, column);
            let clause = default::of_type(own, &column.ty, at, engine)?;
            clause.trim_start_matches(" DEFAULT ").to_owned()
        }
        Some(Default::Rust(_)) | None => return nothing(table, column, engine),
    };
    Ok(Fill {
        sql,
        is_guess: false,
    })
}

fn nothing(table: Table<'_>, column: &Column, engine: &impl Engine) -> Result<Fill, RenderError> {
    let text = |text: &str| Literal::Text(text.to_owned());
    let ty = &column.ty.base;
    let literal = match ty {
        Type::Bool => Literal::Bool(false),
        Type::TinyInt
        | Type::SmallInt
        | Type::Int
        | Type::BigInt
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::F32
        | Type::F64
        | Type::Numeric(_)
        | Type::Interval => Literal::Integer(0),
        Type::String(_) | Type::Char(_) | Type::Text | Type::Bytes(_) => text(""),
        Type::Binary(n) => text(&"\0".repeat(*n as usize)),
        Type::Date => text("1970-01-01"),
        Type::Time => text("00:00:00"),
        Type::Timestamp => text("1970-01-01T00:00:00"),
        Type::TimestampTz => text("1970-01-01T00:00:00Z"),
        Type::Uuid => text("00000000-0000-0000-0000-000000000000"),
        Type::Json => text("null"),
        Type::Array(_) => text("[]"),
        Type::Enum(id) => {
            let values = &table.schema.enumeration(*id).variants;
            text(values.first().map_or("", |v| v.value.as_str()))
        }
        Type::Native { .. } => {
            return Err(place::unsupported(
                place::column(table, column),
                engine.dialect(),
                "value for the rows that are there",
                "give the column a default, or allow NULL",
            ));
        }
    };
    let constant = Constant::of(&place::column(table, column), ty, &literal)?;
    Ok(Fill {
        sql: engine.constant(ty, &constant)?,
        is_guess: true,
    })
}
