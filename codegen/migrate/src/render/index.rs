use ormolu_schema::ir::{IndexTerm, PerDialect};

use super::engine::Engine;
use super::{expression, place, quote};
use crate::error::RenderError;
use crate::operation::CreateIndex;

/// The parts of CREATE INDEX in which engines differ, each with the blank before it.
#[derive(Default)]
pub(super) struct IndexClauses {
    /// FULLTEXT or SPATIAL.
    pub(super) kind: String,
    /// The access method, where it stands before ON.
    pub(super) before_on: String,
    /// The access method, where it stands after the table.
    pub(super) after_table: String,
    /// INCLUDE and the predicate.
    pub(super) tail: String,
    /// Whether a part may be cut to leading characters.
    pub(super) prefixes: bool,
}

/// CREATE INDEX, unless the index is for other engines.
pub(super) fn render(
    create: &CreateIndex<'_>,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let dialect = engine.dialect();
    let index = create.index;
    let Some(clauses) = engine.index(create)? else {
        return Ok(None);
    };
    let place = place::part(create.table, "index", &index.name);
    let mut parts = Vec::with_capacity(index.parts.len());
    for part in &index.parts {
        let mut sql = match &part.term {
            IndexTerm::Column(id) => quote::name(dialect, &create.table.column(*id).name)?,
            IndexTerm::Expression(sql) => {
                expression::required(sql, dialect, &place, "index expression")?
            }
        };
        if let (true, Some(prefix)) = (clauses.prefixes, part.prefix) {
            sql += &format!("({prefix})");
        }
        if part.descending {
            sql += " DESC";
        }
        parts.push(sql);
    }
    Ok(Some(format!(
        "CREATE{}{} INDEX {}{} ON {}{} ({}){}",
        if index.unique { " UNIQUE" } else { "" },
        clauses.kind,
        quote::name(dialect, &index.name)?,
        clauses.before_on,
        quote::table(dialect, &create.table.table)?,
        clauses.after_table,
        parts.join(", "),
        clauses.tail,
    )))
}

/// Whether an expression or predicate given by dialect names others only: then the whole index
/// is for the others.
pub(super) fn is_for_others(create: &CreateIndex<'_>, engine: &impl Engine) -> bool {
    let missing = |sql: &PerDialect<String>| sql.get(engine.dialect()).is_none();
    create.index.predicate.as_ref().is_some_and(missing)
        || create.index.parts.iter().any(|part| match &part.term {
            IndexTerm::Column(_) => false,
            IndexTerm::Expression(sql) => missing(sql),
        })
}

/// The condition of a partial index, with the blank before it.
pub(super) fn predicate(
    create: &CreateIndex<'_>,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let Some(sql) = create
        .index
        .predicate
        .as_ref()
        .and_then(|p| p.get(engine.dialect()))
    else {
        return Ok(String::new());
    };
    let place = place::part(create.table, "index", &create.index.name);
    Ok(format!(
        " WHERE {}",
        expression::parenthesised(&place, sql)?
    ))
}
