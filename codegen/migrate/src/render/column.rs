use ormolu_schema::ir::{Column, ColumnType, Schema, Type};

use super::engine::{Engine, Storage};
use super::{collation, domain, expression, place, quote};
use crate::error::RenderError;
use crate::operation::Table;

/// The storage of a column: the spelling given for the dialect, or the usual one.
///
/// A type that was spelled out brings no check: what it must hold stands in the schema.
pub(super) fn storage(
    table: Table<'_>,
    column: &Column,
    engine: &impl Engine,
) -> Result<Storage, RenderError> {
    let name = quote::name(engine.dialect(), &column.name)?;
    let place = place::column(table, column);
    storage_of(place, table.schema, &column.ty, &name, engine)
}

/// The storage of a type; `name` is what its check calls a value.
pub(super) fn storage_of(
    place: String,
    schema: &Schema,
    ty: &ColumnType,
    name: &str,
    engine: &impl Engine,
) -> Result<Storage, RenderError> {
    let dialect = engine.dialect();
    if let Some(domain) = domain::type_name(ty, schema, dialect)? {
        return Ok(Storage::plain(domain));
    }
    let native = &ty.native;
    if let Some(sql) = native
        .get(&dialect)
        .or_else(|| native.get(&dialect.family()))
    {
        quote::no_nul(&place, sql)?;
        return Ok(Storage::plain(sql));
    }
    if let Type::Native { sql, .. } = &ty.base {
        quote::no_nul(&place, sql)?;
    }
    engine.storage(&place, schema, &ty.base, name)
}

/// ` COLLATE ..`, where one is given.
pub(super) fn collation(
    table: Table<'_>,
    column: &Column,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let dialect = engine.dialect();
    if domain::gives_collation(table.schema, column, dialect) {
        return Ok(String::new());
    }
    Ok(
        match column.collation.as_ref().and_then(|c| c.get(dialect)) {
            Some(name) => collation::clause(name, dialect)?,
            None => String::new(),
        },
    )
}

/// ` NOT NULL`, where NULL is not allowed.
pub(super) fn not_null(column: &Column) -> &'static str {
    if column.nullable { "" } else { " NOT NULL" }
}

/// ` CHECK (..)` of the storage.
pub(super) fn check(storage: &Storage) -> String {
    storage
        .check
        .as_ref()
        .map(|c| format!(" CHECK ({c})"))
        .unwrap_or_default()
}

/// ` GENERATED ALWAYS AS (..) STORED` for a computed column.
pub(super) fn generated(
    table: Table<'_>,
    column: &Column,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let Some(generated) = &column.generated else {
        return Ok(None);
    };
    let place = place::column(table, column);
    let dialect = engine.dialect();
    let what = "expression of a generated column";
    let sql = expression::over_columns(&generated.expression, dialect, table, &place)?.ok_or(
        RenderError::MissingExpression {
            place,
            what,
            dialect,
        },
    )?;
    let kind = if generated.stored {
        "STORED"
    } else {
        "VIRTUAL"
    };
    Ok(Some(format!(" GENERATED ALWAYS AS {sql} {kind}")))
}
