//! The parts of keys and indexes.

use super::catalog::{IndexPart, IndexTerm, Name};
use super::cursor::{Cursor, Reading};
use crate::ir::{Dialect, Nulls};

/// What stands behind the term of a part.
const ORDER: [&str; 3] = ["ASC", "DESC", "NULLS"];

/// The parts in their parentheses.
pub(super) fn parts(c: &mut Cursor<'_>) -> Reading<Vec<IndexPart>> {
    c.group()?.items().iter_mut().map(part).collect()
}

/// The columns among the parts.
pub(super) fn columns(parts: &[IndexPart]) -> Vec<Name> {
    let column = |part: &IndexPart| match &part.term {
        IndexTerm::Column(name) => Some(name.clone()),
        IndexTerm::Expression(_) => None,
    };
    parts.iter().filter_map(column).collect()
}

/// One part, up to what is none of it.
pub(super) fn part(c: &mut Cursor<'_>) -> Reading<IndexPart> {
    let mut as_column = c.clone();
    if let Some(part) = column_part(&mut as_column) {
        *c = as_column;
        return Ok(part);
    }
    let (start, from) = (c.clone(), c.position());
    operand(c);
    let mut part = expression(c, from)?;
    if !rest(c, &mut part)? {
        // What seemed to be the collation of the part was that of its first operand.
        *c = start;
        c.skip_to(&ORDER);
        part = expression(c, from)?;
        if !rest(c, &mut part)? {
            return Err(c.unexpected("`,`"));
        }
    }
    Ok(part)
}

/// Goes over an expression. A collation behind its only operand is that of the part, and no part of
/// the expression.
fn operand(c: &mut Cursor<'_>) {
    let (mut first, mut several) = (true, false);
    while !c.is_done() && !c.is_any(&ORDER) && (several || !c.is("COLLATE")) {
        // After its expression PostgreSQL may name an operator class.
        if c.is_postgres() && !first && c.is_word() {
            break;
        }
        several |= !first;
        // A call is several tokens: the function, which may have a path, and its arguments.
        let call = c.is(".") || (c.is_word() && (c.is_at(1, "(") || c.is_at(1, ".")));
        c.skip();
        first = call;
    }
}

/// What was gone over since a place, as the term of a part.
fn expression(c: &Cursor<'_>, from: usize) -> Reading<IndexPart> {
    let expression = c.bare(from);
    match expression.text.is_empty() {
        true => Err(c.unexpected("a column")),
        false => Ok(IndexPart::from(IndexTerm::Expression(expression))),
    }
}

/// A column with its order, if the part is no more than that.
fn column_part(c: &mut Cursor<'_>) -> Option<IndexPart> {
    let mut part = IndexPart::from(IndexTerm::Column(c.name().ok()?));
    if c.is_mysql() && c.is("(") {
        part.prefix = Some(c.group().ok()?.rest().text.parse().ok()?);
    }
    let class = c.is_postgres() && c.is_word();
    let known = c.is_done() || class || c.is_any(&["ASC", "DESC", "NULLS", "COLLATE", "WITH"]);
    (known && rest(c, &mut part).ok()?).then_some(part)
}

/// What follows the term; answers whether all of it was known.
fn rest(c: &mut Cursor<'_>, part: &mut IndexPart) -> Reading<bool> {
    while !c.is_done() && !c.is("WITH") {
        if c.take("DESC") {
            part.descending = true;
        } else if c.take("ASC") {
        } else if c.take("NULLS FIRST") {
            part.nulls = Some(Nulls::First);
        } else if c.take("NULLS LAST") {
            part.nulls = Some(Nulls::Last);
        } else if c.take("COLLATE") {
            part.collation = Some(collation(c)?);
        } else if c.is_postgres() && c.is_word() {
            part.operator_class = Some(operator_class(c)?);
        } else {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The name of a collation; as SQL where it is in a schema of its own.
pub(super) fn collation(c: &mut Cursor<'_>) -> Reading<String> {
    let mut path = c.path()?;
    let name = path.pop().map(|n| n.text).unwrap_or_default();
    let schema = path.pop().filter(|n| !is_usual(n));
    Ok(match schema {
        Some(schema) => {
            let quoted = |name: &str| Dialect::Postgres.quoted(name);
            format!("{}.{}", quoted(&schema.text), quoted(&name))
        }
        None => name,
    })
}

/// The name of an operator class and its options, spelled in one way.
fn operator_class(c: &mut Cursor<'_>) -> Reading<String> {
    let path = c.path()?;
    let names = path.iter().filter(|n| !is_usual(n));
    let names: Vec<String> = names.map(|n| bare_or_quoted(&n.text)).collect();
    let mut class = names.join(".");
    if c.is("(") {
        let mut options = vec![];
        for item in &mut c.group()?.items() {
            let (key, value) = option_of(item)?;
            options.push(format!("{}={value}", bare_or_quoted(&key)));
        }
        class += &format!("({})", options.join(", "));
    }
    Ok(class)
}

/// PostgreSQL's storage parameters in their parentheses.
pub(super) fn options(c: &mut Cursor<'_>) -> Reading<Vec<(String, String)>> {
    c.group()?.items().iter_mut().map(option_of).collect()
}

/// `key = value` of PostgreSQL; a key without a value says "true".
pub(super) fn option_as_written(c: &mut Cursor<'_>) -> Reading<(String, String)> {
    let path = c.path()?;
    let key: Vec<&str> = path.iter().map(|n| n.text.as_str()).collect();
    let key = key.join(".");
    if c.is_done() {
        return Ok((key, "true".to_owned()));
    }
    c.expect("=")?;
    Ok((key, c.rest().text))
}

/// The same, with the value in quotes only where they are needed.
fn option_of(c: &mut Cursor<'_>) -> Reading<(String, String)> {
    let (key, value) = option_as_written(c)?;
    let bare = value.strip_prefix('\'').and_then(|v| v.strip_suffix('\''));
    let bare = bare.filter(|v| is_plain(v)).map(str::to_owned);
    Ok((key, bare.unwrap_or(value)))
}

/// Where names are that no schema is said of.
fn is_usual(schema: &Name) -> bool {
    matches!(schema.text.as_str(), "public" | "pg_catalog")
}

fn bare_or_quoted(name: &str) -> String {
    let bare = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts = !name.starts_with(|c: char| c.is_ascii_digit());
    match !name.is_empty() && starts && name.chars().all(bare) {
        true => name.to_owned(),
        false => Dialect::Postgres.quoted(name),
    }
}

fn is_plain(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
    !value.is_empty() && value.chars().all(plain)
}
