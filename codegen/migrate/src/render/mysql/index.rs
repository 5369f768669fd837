use ormolu_schema::ir::IndexTerm;

use super::{Mysql, key};
use crate::error::RenderError;
use crate::operation::CreateIndex;
use crate::render::engine::Engine as _;
use crate::render::index::{self, IndexClauses};
use crate::render::{place, quote};

pub(super) fn clauses(
    create: &CreateIndex<'_>,
    engine: &Mysql,
) -> Result<Option<IndexClauses>, RenderError> {
    if index::is_for_others(create, engine) {
        return Ok(None);
    }
    let index = create.index;
    let place = place::part(create.table, "index", &index.name);
    let unsupported = |feature: &str, help: &str| {
        Err(place::unsupported(
            place.clone(),
            engine.dialect(),
            feature,
            help,
        ))
    };
    if index.predicate.is_some() {
        let help = "give the condition by dialect, without `mysql`: the index is left out there";
        return unsupported("partial indexes", help);
    }
    if index.nulls_equal {
        let help = "make the columns NOT NULL";
        return unsupported("NULLS NOT DISTINCT", help);
    }
    if !index.include.is_empty() {
        let help = "add the columns to the end of the index, or leave them out";
        return unsupported("INCLUDE columns", help);
    }
    let expression = |term: &IndexTerm| matches!(term, IndexTerm::Expression(_));
    if !engine.indexes_expressions() && index.parts.iter().any(|part| expression(&part.term)) {
        let help = "index a generated column that holds the expression";
        return unsupported("indexes over expressions", help);
    }
    let mut clauses = IndexClauses {
        prefixes: true,
        ..IndexClauses::default()
    };
    let mut whole_words = false;
    if let Some(method) = index.method.as_ref().and_then(|m| m.get(engine.dialect())) {
        quote::no_nul(&place, method)?;
        match method.to_uppercase().as_str() {
            kind @ ("FULLTEXT" | "SPATIAL") => {
                clauses.kind = format!(" {kind}");
                whole_words = true;
            }
            kind @ ("BTREE" | "HASH") => clauses.before_on = format!(" USING {kind}"),
            _ => {
                let help = "use btree, hash, fulltext or spatial, or give the method by dialect";
                return unsupported(&format!("index method `{method}`"), help);
            }
        }
    }
    for part in &index.parts {
        if let (false, None, IndexTerm::Column(id)) = (whole_words, part.prefix, &part.term) {
            key::check(&place, engine.dialect(), create.table.model().column(*id))?;
        }
    }
    Ok(Some(clauses))
}
