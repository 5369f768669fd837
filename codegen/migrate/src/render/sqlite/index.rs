use ormolu_schema::ir::Dialect;

use super::Sqlite;
use crate::error::RenderError;
use crate::operation::CreateIndex;
use crate::render::index::{self, IndexClauses};
use crate::render::place;

pub(super) fn clauses(create: &CreateIndex<'_>) -> Result<Option<IndexClauses>, RenderError> {
    if index::is_for_others(create, &Sqlite) {
        return Ok(None);
    }
    let unsupported = |feature: String, help: &str| {
        let place = place::part(create.table, "index", &create.index.name);
        Err(place::unsupported(place, Dialect::Sqlite, feature, help))
    };
    let method = create
        .index
        .method
        .as_ref()
        .and_then(|m| m.get(Dialect::Sqlite));
    if let Some(method) = method.filter(|m| !m.eq_ignore_ascii_case("btree")) {
        let help = "give the method by dialect, without `sqlite`";
        return unsupported(format!("index method `{method}`"), help);
    }
    if create.index.nulls_equal {
        let help = "make the columns NOT NULL, or index `coalesce(..)` of them";
        return unsupported("NULLS NOT DISTINCT".to_owned(), help);
    }
    if !create.index.include.is_empty() {
        let help = "add the columns to the end of the index, or leave them out";
        return unsupported("INCLUDE columns".to_owned(), help);
    }
    Ok(Some(IndexClauses {
        tail: index::predicate(create, &Sqlite)?,
        ..IndexClauses::default()
    }))
}
