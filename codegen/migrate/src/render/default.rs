use ormolu_schema::ir::{Column, ColumnType, Default, Literal, SqlDefault, Type};

use super::engine::Engine;
use super::literal::Constant;
use super::{domain, expression, place, sequence};
use crate::error::RenderError;
use crate::operation::Table;

/// ` DEFAULT ..`, or nothing where the program, the INSERT or the column's domain gives the value.
pub(super) fn clause(
    table: Table<'_>,
    column: &Column,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    match &column.default {
        Some(_) if domain::gives_default(table.schema, column, engine.dialect()) => {
            Ok(String::new())
        }
        Some(default) => of_type(default, &column.ty, place::column(table, column), engine),
        None => Ok(String::new()),
    }
}

/// The same of a default that what stands at `at`, of this type, has.
pub(super) fn of_type(
    default: &Default,
    ty: &ColumnType,
    at: String,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let sql = match default {
        Default::Rust(_) | Default::Statement(_) => return Ok(String::new()),
        Default::Value(literal) => constant(literal, &ty.base, &at, engine)?,
        Default::Database(value) => self::value(value, ty, at, engine)?,
    };
    Ok(format!(" DEFAULT {sql}"))
}

/// A value of a type, as an expression.
pub(super) fn value(
    value: &SqlDefault,
    ty: &ColumnType,
    at: String,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    Ok(match value {
        SqlDefault::Literal(literal) => constant(literal, &ty.base, &at, engine)?,
        SqlDefault::Now => {
            let help = "use a date or time type, or write the default as SQL";
            let lacks =
                || place::unsupported(at, engine.dialect(), "current moment for this type", help);
            engine.now(ty).ok_or_else(lacks)?.to_owned()
        }
        SqlDefault::Uuid if ty.base != Type::Uuid => {
            let help = "use the type uuid, or write the default as SQL";
            return Err(place::unsupported(
                at,
                engine.dialect(),
                "UUID for this type",
                help,
            ));
        }
        SqlDefault::Uuid => engine.uuid().to_owned(),
        SqlDefault::Sequence(of) => sequence::next(of, at, engine.dialect())?,
        SqlDefault::Expression(sql) => {
            let written = expression::required(sql, engine.dialect(), &at, "default")?;
            match expression::literal(&written) {
                Some(literal) if engine.takes_literal(ty) => literal.to_owned(),
                _ => written,
            }
        }
    })
}

fn constant(
    literal: &Literal,
    ty: &Type,
    at: &str,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    engine.constant(ty, &Constant::of(at, ty, literal)?)
}
