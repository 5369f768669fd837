//! Names the engine gives to constraints that are written without one.
//!
//! They are given when the statement is read, as the engine does: a column that is renamed later
//! leaves them as they are, and a later statement may drop a constraint by such a name. SQLite
//! gives none; there the schema's own rule does.

use std::collections::BTreeSet;

use super::catalog::{Catalog, IndexTerm, Name, Table};
use super::rename::mentions;
use crate::ir::Dialect;
use crate::source::Span;

/// PostgreSQL cuts names to so many bytes.
pub(super) const POSTGRES_LIMIT: usize = 63;

/// The name of a serial column's sequence.
pub(crate) fn sequence(table: &str, column: &str) -> String {
    postgres_name(table, column, "seq")
}

/// The name of a condition of a domain, with how many there are that have such a name already.
pub(crate) fn domain_check(domain: &str, others: usize) -> String {
    match others {
        0 => postgres_name(domain, "", "check"),
        n => postgres_name(domain, "", &format!("check{n}")),
    }
}

/// Names what has no name yet. The table itself is not in the catalog at this time.
pub(super) fn fill(table: &mut Table, catalog: &Catalog) {
    if names(table).all(Option::is_some) {
        return;
    }
    let mut given = Given {
        taken: given_names(table).map(str::to_owned).collect(),
        table: table.name.text.clone(),
        namespace: table.namespace.clone(),
        catalog,
    };
    match catalog.dialect {
        Dialect::Postgres => postgres(table, &mut given),
        Dialect::Mysql => mysql(table, &mut given),
        _ => {}
    }
}

fn names(table: &Table) -> impl Iterator<Item = &Option<Name>> {
    let keys = table
        .primary_key
        .iter()
        .chain(&table.uniques)
        .map(|k| &k.name);
    keys.chain(table.foreign_keys.iter().map(|k| &k.name))
        .chain(table.checks.iter().map(|c| &c.name))
        .chain(table.indexes.iter().map(|i| &i.name))
}

fn given_names(table: &Table) -> impl Iterator<Item = &str> {
    names(table).filter_map(|name| name.as_ref().map(|n| n.text.as_str()))
}

struct Given<'a> {
    taken: BTreeSet<String>,
    table: String,
    namespace: Option<String>,
    catalog: &'a Catalog,
}

impl Given<'_> {
    /// Whether the table has such a name; in PostgreSQL, any table of its namespace.
    fn is_taken(&self, text: &str) -> bool {
        let here = |table: &&Table| table.namespace == self.namespace;
        let tables = || self.catalog.tables.values().filter(here);
        let postgres = self.catalog.dialect == Dialect::Postgres;
        self.taken.contains(text)
            || (postgres
                && tables().any(|t| t.name.text == text || given_names(t).any(|n| n == text)))
    }

    /// The first name of a series that is free.
    fn set(&mut self, name: &mut Option<Name>, span: Span, nth: impl Fn(usize) -> String) {
        if name.is_none() {
            let free = (0..).map(nth).find(|text| !self.is_taken(text));
            self.taken.extend(free.clone());
            *name = free.map(|text| Name { text, span });
        }
    }

    /// Table, columns and a label; a number where that is taken.
    fn set_postgres(&mut self, name: &mut Option<Name>, span: Span, columns: &str, label: &str) {
        let table = self.table.clone();
        self.set(name, span, |n| match n {
            0 => postgres_name(&table, columns, label),
            n => postgres_name(&table, columns, &format!("{label}{n}")),
        });
    }

    /// A word; from the second on with a number.
    fn set_mysql(&mut self, name: &mut Option<Name>, span: Span, first: &str) {
        self.set(name, span, |n| match n {
            0 => first.to_owned(),
            n => format!("{first}_{}", n + 1),
        });
    }
}

fn postgres(table: &mut Table, given: &mut Given<'_>) {
    if let Some(key) = &mut table.primary_key {
        given.set_postgres(&mut key.name, key.span, "", "pkey");
    }
    for key in &mut table.uniques {
        given.set_postgres(&mut key.name, key.span, &joined(&key.columns), "key");
    }
    for check in &mut table.checks {
        if check.name.is_some() {
            continue;
        }
        let text = &check.expression.text;
        let words: BTreeSet<&str> = text
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .collect();
        let is_there = |name: &str| {
            let odd = name.contains(|c: char| !(c.is_alphanumeric() || c == '_'));
            (odd || words.contains(name)) && !mentions(text, name, Dialect::Postgres).is_empty()
        };
        let mut of = table.columns.iter().filter(|c| is_there(&c.name.text));
        let column = match (of.next(), of.next()) {
            (Some(only), None) => only.name.text.clone(),
            _ => String::new(),
        };
        given.set_postgres(&mut check.name, check.expression.span, &column, "check");
    }
    for key in &mut table.foreign_keys {
        given.set_postgres(&mut key.name, key.span, &joined(&key.columns), "fkey");
    }
    for index in &mut table.indexes {
        let part = |term: &IndexTerm| match term {
            IndexTerm::Column(name) => name.text.clone(),
            IndexTerm::Expression(sql) => call(&sql.text).unwrap_or("expr").to_owned(),
        };
        let parts: Vec<String> = index.parts.iter().map(|p| part(&p.term)).collect();
        let label = match index.exclusion {
            Some(_) => "excl",
            None => "idx",
        };
        given.set_postgres(&mut index.name, index.span, &parts.join("_"), label);
    }
}

/// The function's name, of an expression that is a call and no more.
fn call(sql: &str) -> Option<&str> {
    let (path, arguments) = sql.split_once('(')?;
    let is_name = |c: char| c.is_alphanumeric() || "_.\"".contains(c);
    let (mut depth, mut quoted) = (1_usize, false);
    let end = arguments.char_indices().find(|(_, c)| {
        quoted ^= *c == '\'';
        match c {
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let whole = end.is_some_and(|(at, _)| at + 1 == arguments.len());
    let name = path.trim_end().rsplit('.').next()?.trim_matches('"');
    (whole && !name.is_empty() && path.trim_end().chars().all(is_name)).then_some(name)
}

fn mysql(table: &mut Table, given: &mut Given<'_>) {
    for key in &mut table.uniques {
        if let Some(first) = key.columns.first() {
            given.set_mysql(&mut key.name, key.span, &first.text);
        }
    }
    for index in &mut table.indexes {
        let first = index.parts.iter().find_map(|p| match &p.term {
            IndexTerm::Column(name) => Some(name.text.clone()),
            IndexTerm::Expression(_) => None,
        });
        if let Some(first) = first {
            given.set_mysql(&mut index.name, index.span, &first);
        }
    }
    let owner = given.table.clone();
    for key in &mut table.foreign_keys {
        given.set(&mut key.name, key.span, |n| {
            format!("{owner}_ibfk_{}", n + 1)
        });
    }
}

fn joined(columns: &[Name]) -> String {
    columns
        .iter()
        .map(|c| c.text.as_str())
        .collect::<Vec<_>>()
        .join("_")
}

/// Shortens the longer of the two names until all fits.
fn postgres_name(table: &str, columns: &str, label: &str) -> String {
    let (mut table, mut columns) = (table.to_owned(), columns.to_owned());
    let bars = 1 + usize::from(!columns.is_empty());
    while table.len() + columns.len() + label.len() + bars > POSTGRES_LIMIT {
        let longer = if table.len() > columns.len() {
            &mut table
        } else {
            &mut columns
        };
        if longer.pop().is_none() {
            break;
        }
    }
    let parts = [table.as_str(), &columns, label];
    parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}
