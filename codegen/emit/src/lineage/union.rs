//! The rows of a base whose variants have tables of their own.

use ormolu_schema::ir::{ColumnId, Dialect, ForeignKey, Model, RelationshipKind, Variant};

use super::{When, past};
use crate::sql;
use crate::unit::Unit;

/// `SELECT .. FROM cars UNION ALL SELECT .. FROM trucks`
pub(super) fn rows(unit: &Unit<'_>, when: When, dialect: Dialect) -> String {
    let variants = unit.apart().iter();
    let selects = variants.filter_map(|variant| {
        let own = key(unit.model, variant)?;
        let columns = (0..unit.model.columns.len()).map(|at| {
            let (at, of) = (ColumnId(at), &unit.model.columns[at]);
            let value = value(unit, variant, own, at, dialect);
            let name = dialect.quoted(&of.name);
            match value == name {
                true => value,
                false => format!("{value} AS {name}"),
            }
        });
        let columns: Vec<_> = columns.collect();
        let table = past::table(unit.schema, unit.schema.model(own.target), when, dialect);
        let select = format!("SELECT {} FROM {table}", columns.join(", "));
        Some(match past::holds(None, when, dialect) {
            Some(holds) => format!("{select} WHERE {holds}"),
            None => select,
        })
    });
    let selects: Vec<_> = selects.collect();
    selects.join(" UNION ALL ")
}

/// The foreign key to a variant.
fn key<'a>(base: &'a Model, variant: &Variant) -> Option<&'a ForeignKey> {
    match base.relationships[variant.relationship.0].kind {
        RelationshipKind::BelongsTo { foreign_key } => Some(base.foreign_key(foreign_key)),
        _ => None,
    }
}

/// A column of the base in rows of a variant.
fn value(
    unit: &Unit<'_>,
    variant: &Variant,
    own: &ForeignKey,
    at: ColumnId,
    dialect: Dialect,
) -> String {
    let column = unit.model.column(at);
    if unit.is_discriminator(at) {
        return match (dialect, sql::named(unit.schema, column)) {
            (Dialect::Postgres, Some(ty)) => format!("'{}'::{ty}", variant.tag),
            _ => format!("'{}'", variant.tag),
        };
    }
    let keys = unit.apart().iter().filter_map(|v| key(unit.model, v));
    let part = |key: &&ForeignKey| key.columns.contains(&at);
    let mut keys = keys.filter(part);
    let Some(key) = keys.next() else {
        return dialect.quoted(&column.name);
    };
    // Tables of one base call the columns of the key alike.
    let place = key.columns.iter().position(|c| *c == at).unwrap_or(0);
    let target = unit.schema.model(own.target);
    let name = dialect.quoted(&target.column(own.target_columns[place]).name);
    match key.target == own.target {
        true => name,
        // A NULL that has the type of the key.
        false => format!("CASE WHEN 1 = 0 THEN {name} END"),
    }
}
