use ormolu_schema::ir::{Dialect, IndexPart, IndexTerm, Nulls, PerDialect};

use super::engine::Engine;
use super::{collation, exclusion, expression, place, quote};
use crate::error::RenderError;
use crate::operation::{CreateIndex, Table};

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
    if let Some(timing) = index.exclusion {
        return exclusion::add(create, timing, engine);
    }
    let Some(clauses) = engine.index(create)? else {
        return Ok(None);
    };
    let place = place::part(create.table, "index", &index.name);
    let mut parts = Vec::with_capacity(index.parts.len());
    for part in &index.parts {
        match self::part(part, create.table, clauses.prefixes, &place, engine)? {
            Some(sql) => parts.push(sql),
            None => return Ok(None),
        }
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

/// One part; none where its expression is for other engines.
pub(super) fn part(
    part: &IndexPart,
    table: Table<'_>,
    prefixes: bool,
    place: &str,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let dialect = engine.dialect();
    let mut sql = match &part.term {
        IndexTerm::Column(id) => quote::name(dialect, &table.column(*id).name)?,
        IndexTerm::Expression(sql) => match expression::over_columns(sql, dialect, table, place)? {
            Some(sql) => sql,
            None => return Ok(None),
        },
    };
    if let (true, Some(prefix)) = (prefixes, part.prefix) {
        sql += &format!("({prefix})");
    }
    if let Some(name) = part.collation.as_ref().and_then(|c| c.get(dialect)) {
        if dialect.family() == Dialect::Mysql {
            let help = "give the collation to the column, or by dialect, without `mysql`";
            let what = "a collation of an index";
            return Err(place::unsupported(place.to_owned(), dialect, what, help));
        }
        sql += &collation::clause(name, dialect)?;
    }
    if dialect == Dialect::Postgres
        && let Some(class) = &part.operator_class
    {
        quote::no_nul(place, class)?;
        sql += &format!(" {class}");
    }
    if part.descending {
        sql += " DESC";
    }
    sql += match part.nulls {
        Some(Nulls::First) if dialect == Dialect::Postgres => " NULLS FIRST",
        Some(Nulls::Last) if dialect == Dialect::Postgres => " NULLS LAST",
        _ => "",
    };
    Ok(Some(sql))
}

/// Methods that keep the order or the hash of whole values, as the usual index does. Any other
/// finds something else (words, members, neighbours).
const USUAL_METHODS: [&str; 3] = ["btree", "hash", "brin"];

/// Whether an expression, a predicate or an unusual method is given by dialect and names others
/// only: then the whole index is for the others.
pub(super) fn is_for_others(create: &CreateIndex<'_>, engine: &impl Engine) -> bool {
    let missing = |sql: &PerDialect<String>| sql.get(engine.dialect()).is_none();
    let usual = |method: &String| USUAL_METHODS.contains(&method.to_lowercase().as_str());
    let index = create.index;
    index.predicate.as_ref().is_some_and(missing)
        || index.parts.iter().any(|part| match &part.term {
            IndexTerm::Column(_) => false,
            IndexTerm::Expression(sql) => missing(sql),
        })
        || index.method.as_ref().is_some_and(|method| match method {
            PerDialect::Same(_) => false,
            PerDialect::Each(given) => missing(method) && !given.values().all(usual),
        })
}

/// The condition of a partial index, with the blank before it.
pub(super) fn predicate(
    create: &CreateIndex<'_>,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let Some(predicate) = &create.index.predicate else {
        return Ok(String::new());
    };
    let place = place::part(create.table, "index", &create.index.name);
    let sql = expression::over_columns(predicate, engine.dialect(), create.table, &place)?;
    Ok(sql.map(|sql| format!(" WHERE {sql}")).unwrap_or_default())
}
