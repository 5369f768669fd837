use ormolu_schema::ir::{Column, Default, SqlDefault, Type};

use super::engine::Engine;
use super::literal::Constant;
use super::{expression, place};
use crate::error::RenderError;
use crate::operation::Table;

/// ` DEFAULT ..`, or nothing where the program or the INSERT gives the value.
pub(super) fn clause(
    table: Table<'_>,
    column: &Column,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let ty = &column.ty.base;
    let at = place::column(table, column);
    let sql = match &column.default {
        None | Some(Default::Rust(_) | Default::Statement(_)) => return Ok(String::new()),
        Some(Default::Value(literal) | Default::Database(SqlDefault::Literal(literal))) => {
            engine.constant(ty, &Constant::of(&at, ty, literal)?)?
        }
        Some(Default::Database(SqlDefault::Now)) => {
            let help = "use a date or time type, or write the default as SQL";
            let lacks =
                || place::unsupported(at, engine.dialect(), "current moment for this type", help);
            engine.now(&column.ty).ok_or_else(lacks)?.to_owned()
        }
        Some(Default::Database(SqlDefault::Uuid)) if *ty != Type::Uuid => {
            let help = "use the type uuid, or write the default as SQL";
            return Err(place::unsupported(
                at,
                engine.dialect(),
                "UUID for this type",
                help,
            ));
        }
        Some(Default::Database(SqlDefault::Uuid)) => engine.uuid().to_owned(),
        Some(Default::Database(SqlDefault::Expression(sql))) => {
            expression::required(sql, engine.dialect(), &at, "default")?
        }
    };
    Ok(format!(" DEFAULT {sql}"))
}
