//! Exclusion constraints, which are indexes with operators. PostgreSQL alone has them.

use ormolu_schema::ir::{Dialect, Timing};

use super::engine::Engine;
use super::{constraint, index, place, quote};
use crate::error::RenderError;
use crate::operation::{CreateIndex, DropIndex};

/// ALTER TABLE that adds the constraint; none where it is for other engines.
pub(super) fn add(
    create: &CreateIndex<'_>,
    timing: Timing,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let (dialect, index) = (engine.dialect(), create.index);
    let method = index.method.as_ref();
    let meant = method.is_none_or(|method| method.get(dialect).is_some());
    let place = place::part(create.table, "exclusion constraint", &index.name);
    if dialect != Dialect::Postgres {
        let help = "say that it is for PostgreSQL alone: `method: { postgres: gist }`";
        let refused = || place::unsupported(place, dialect, "exclusion constraints", help);
        return if meant { Err(refused()) } else { Ok(None) };
    }
    let Some(clauses) = engine.index(create)? else {
        return Ok(None);
    };
    let mut parts = Vec::with_capacity(index.parts.len());
    for part in &index.parts {
        let Some(sql) = index::part(part, create.table, false, &place, engine)? else {
            return Ok(None);
        };
        let operator = part.operator.as_deref().unwrap_or("=");
        quote::no_nul(&place, operator)?;
        parts.push(format!("{sql} WITH {operator}"));
    }
    Ok(Some(format!(
        "ALTER TABLE {} ADD CONSTRAINT {} EXCLUDE{} ({}){}{}",
        quote::table(dialect, &create.table.table)?,
        quote::name(dialect, &index.name)?,
        clauses.after_table,
        parts.join(", "),
        clauses.tail,
        constraint::timing(timing),
    )))
}

/// ALTER TABLE that drops it.
pub(super) fn drop(drop: &DropIndex<'_>, dialect: Dialect) -> Result<String, RenderError> {
    Ok(format!(
        "ALTER TABLE {} DROP CONSTRAINT {}",
        quote::table(dialect, &drop.table.table)?,
        quote::name(dialect, &drop.index.name)?,
    ))
}
