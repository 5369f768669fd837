use ormolu_schema::ir::Dialect;

use super::{Postgres, parameters};
use crate::error::RenderError;
use crate::operation::CreateIndex;
use crate::render::index::{self, IndexClauses};
use crate::render::{place, quote};

pub(super) fn clauses(create: &CreateIndex<'_>) -> Result<Option<IndexClauses>, RenderError> {
    if index::is_for_others(create, &Postgres) {
        return Ok(None);
    }
    let mut clauses = IndexClauses::default();
    if let Some(method) = create
        .index
        .method
        .as_ref()
        .and_then(|m| m.get(Dialect::Postgres))
    {
        quote::no_nul(
            &place::part(create.table, "index", &create.index.name),
            method,
        )?;
        clauses.after_table = format!(" USING {method}");
    }
    if !create.index.include.is_empty() {
        let columns = quote::columns(Dialect::Postgres, create.table, &create.index.include)?;
        clauses.tail = format!(" INCLUDE ({columns})");
    }
    if create.index.nulls_equal {
        clauses.tail += " NULLS NOT DISTINCT";
    }
    let place = place::part(create.table, "index", &create.index.name);
    clauses.tail += &parameters::with(&create.index.postgres, &place)?;
    clauses.tail += &index::predicate(create, &Postgres)?;
    Ok(Some(clauses))
}
