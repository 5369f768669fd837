//! Options of a table by dialect.

use std::collections::BTreeMap;

use super::fields::{self, Diagnostics, Fields};
use super::tree::Node;
use crate::ir::TableOptions;

pub(super) fn options(node: &Node, diagnostics: &mut Diagnostics) -> TableOptions {
    let mut options = TableOptions::default();
    let Some(mut fields) = Fields::of(node, "`options`", diagnostics) else {
        return options;
    };
    if let Some(node) = fields.take("sqlite") {
        sqlite(node, &mut options, diagnostics);
    }
    if let Some(node) = fields.take("mysql") {
        options.mysql = pairs(node, "the options of mysql", diagnostics)
            .into_iter()
            .map(|(key, value)| (key.to_uppercase(), value))
            .collect();
    }
    if let Some(node) = fields.take("postgres") {
        options.postgres = pairs(node, "the options of postgres", diagnostics);
        if let Some(unlogged) = options.postgres.remove("unlogged") {
            options.postgres_unlogged = unlogged == "true";
        }
    }
    fields.finish(diagnostics);
    options
}

/// Those of an index, which only PostgreSQL has.
pub(super) fn of_index(node: &Node, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let Some(mut fields) = Fields::of(node, "`options` of an index", diagnostics) else {
        return BTreeMap::new();
    };
    let postgres = fields.take("postgres");
    fields.finish(diagnostics);
    postgres.map_or_else(BTreeMap::new, |node| {
        pairs(node, "the options of postgres", diagnostics)
    })
}

fn sqlite(node: &Node, options: &mut TableOptions, diagnostics: &mut Diagnostics) {
    let Some(mut fields) = Fields::of(node, "the options of sqlite", diagnostics) else {
        return;
    };
    let strict = fields.take("strict");
    let strict = strict.and_then(|n| fields::boolean(n, "`strict`", diagnostics));
    options.sqlite_not_strict = strict.is_some_and(|s| !s.value);
    let without = fields.take("without_rowid");
    let without = without.and_then(|n| fields::boolean(n, "`without_rowid`", diagnostics));
    options.sqlite_without_rowid = without.is_some_and(|w| w.value);
    let counted = fields.take("autoincrement");
    let counted = counted.and_then(|n| fields::boolean(n, "`autoincrement`", diagnostics));
    options.sqlite_autoincrement = counted.is_some_and(|c| c.value);
    fields.finish(diagnostics);
}

fn pairs(node: &Node, what: &str, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let entries = fields::entries(node, what, diagnostics).unwrap_or_default();
    let mut pairs = BTreeMap::new();
    for (key, value) in entries {
        if let Some(value) = fields::text(value, "an option's value", diagnostics) {
            pairs.insert(fields::name_of(key).to_owned(), value.value);
        }
    }
    pairs
}
