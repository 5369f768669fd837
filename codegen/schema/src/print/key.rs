//! Keys, unique constraints, indexes and checks.

use std::collections::BTreeMap;

use super::names::{columns, ordered};
use super::sql::{by_dialect, sql};
use super::tree::{Entries, Tree};
use crate::ir::{Check, Index, IndexPart, IndexTerm, Model, Nulls, PrimaryKey, Timing, Unique};

pub(crate) fn primary_key(model: &Model) -> Option<Tree> {
    let PrimaryKey {
        name,
        columns: ids,
        timing,
    } = &model.primary_key;
    if ids.is_empty() {
        return None;
    }
    let mut map = Entries::default();
    map.add("columns", columns(ids, model));
    map.add("name", Tree::text(name));
    map.maybe("deferred", self::timing(*timing));
    Some(Tree::Map(map))
}

pub(crate) fn unique(unique: &Unique, model: &Model) -> Tree {
    let Unique {
        name,
        columns: ids,
        nulls_equal,
        timing,
    } = unique;
    let mut map = Entries::default();
    map.add("columns", columns(ids, model));
    map.add("name", Tree::text(name));
    map.flag("nulls_equal", *nulls_equal);
    map.maybe("deferred", self::timing(*timing));
    Tree::Map(map)
}

pub(crate) fn index(index: &Index, model: &Model) -> Tree {
    Tree::Map(index_entries(index, model))
}

pub(crate) fn index_entries(index: &Index, model: &Model) -> Entries {
    let Index {
        name,
        parts,
        unique,
        nulls_equal,
        predicate,
        method,
        include,
        postgres,
        exclusion,
    } = index;
    let mut map = Entries::default();
    let parts = parts.iter().map(|part| self::part(part, model));
    map.add("columns", Tree::List(parts.collect()));
    map.add("name", Tree::text(name));
    map.flag("unique", *unique);
    map.flag("nulls_equal", *nulls_equal);
    map.maybe("where", predicate.as_ref().map(sql));
    let method = method
        .as_ref()
        .map(|m| by_dialect(m, |name| Tree::text(name)));
    map.maybe("method", method);
    map.filled("include", columns(include, model));
    map.filled("options", options(postgres));
    map.maybe("deferred", exclusion.and_then(timing));
    map
}

/// When it is checked, if not at once.
pub(crate) fn timing(timing: Timing) -> Option<Tree> {
    match timing {
        Timing::AtOnce => None,
        Timing::OnRequest => Some(Tree::text("on_request")),
        Timing::AtCommit => Some(Tree::Plain("true".into())),
    }
}

fn options(postgres: &BTreeMap<String, String>) -> Tree {
    let mut given = Entries::default();
    for (key, value) in postgres {
        given.add(key, Tree::text(value));
    }
    let mut map = Entries::default();
    map.filled("postgres", Tree::Map(given));
    Tree::Map(map)
}

fn part(part: &IndexPart, model: &Model) -> Tree {
    let bare = IndexPart {
        descending: part.descending,
        ..IndexPart::from(part.term.clone())
    };
    match part.term {
        IndexTerm::Column(id) if *part == bare => {
            ordered(super::names::column(id, model), part.descending)
        }
        _ => Tree::Map(part_entries(part, model)),
    }
}

/// Each thing under its key.
pub(crate) fn part_entries(part: &IndexPart, model: &Model) -> Entries {
    let IndexPart {
        term,
        descending,
        nulls,
        prefix,
        collation,
        operator_class,
        operator,
    } = part;
    let mut map = Entries::default();
    match term {
        IndexTerm::Column(id) => map.add("column", Tree::text(super::names::column(*id, model))),
        IndexTerm::Expression(expression) => map.add("expression", sql(expression)),
    }
    map.maybe("order", descending.then(|| Tree::text("desc")));
    let nulls = nulls.map(|at| match at {
        Nulls::First => Tree::text("first"),
        Nulls::Last => Tree::text("last"),
    });
    map.maybe("nulls", nulls);
    map.maybe("prefix", prefix.map(|n| Tree::Plain(n.to_string())));
    map.maybe("collate", collation.as_ref().map(sql));
    map.maybe("operator_class", operator_class.as_ref().map(Tree::text));
    let operator = operator.as_ref();
    map.maybe("with", operator.map(|o| Tree::Quoted(o.clone())));
    map
}

/// By name, or as a list where SQL has one name twice.
pub(crate) fn checks(checks: &[Check]) -> Tree {
    let is_taken = |(at, check): (usize, &Check)| checks[..at].iter().any(|c| c.name == check.name);
    match checks.iter().enumerate().any(is_taken) {
        true => check_list(checks),
        false => Tree::block(checks.iter().map(|c| (c.name.clone(), sql(&c.expression)))),
    }
}

/// Checks with the names that they keep.
pub(crate) fn check_list(checks: &[Check]) -> Tree {
    let named = |Check { name, expression }: &Check| {
        let mut map = Entries::default();
        map.add("name", Tree::text(name));
        map.add("sql", sql(expression));
        Tree::Map(map)
    };
    Tree::Lines(checks.iter().map(named).collect())
}
