use ormolu_schema::ir::{Column, Default, Literal, SqlDefault, Type};

use super::engine::Engine;
use super::literal::Constant;
use super::{expression, place, sequence};
use crate::error::RenderError;
use crate::operation::Table;

/// ` DEFAULT ..`, or nothing where the program or the INSERT gives the value.
pub(super) fn clause(
    table: Table<'_>,
    column: &Column,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let sql = match &column.default {
        None | Some(Default::Rust(_) | Default::Statement(_)) => return Ok(String::new()),
        Some(Default::Value(literal)) => constant(table, column, literal, engine)?,
        Some(Default::Database(default)) => value(table, column, default, engine)?,
    };
    Ok(format!(" DEFAULT {sql}"))
}

/// A value of a column, as an expression.
pub(super) fn value(
    table: Table<'_>,
    column: &Column,
    value: &SqlDefault,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let ty = &column.ty.base;
    let at = place::column(table, column);
    Ok(match value {
        SqlDefault::Literal(literal) => constant(table, column, literal, engine)?,
        SqlDefault::Now => {
            let help = "use a date or time type, or write the default as SQL";
            let lacks =
                || place::unsupported(at, engine.dialect(), "current moment for this type", help);
            engine.now(&column.ty).ok_or_else(lacks)?.to_owned()
        }
        SqlDefault::Uuid if *ty != Type::Uuid => {
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
                Some(literal) if engine.takes_literal(&column.ty) => literal.to_owned(),
                _ => written,
            }
        }
    })
}

fn constant(
    table: Table<'_>,
    column: &Column,
    literal: &Literal,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let ty = &column.ty.base;
    engine.constant(
        ty,
        &Constant::of(&place::column(table, column), ty, literal)?,
    )
}
