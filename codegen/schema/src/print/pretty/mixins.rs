//! Columns that several tables have alike: when a row was made, and when it changed.

use std::collections::BTreeMap;

use super::Printer;
use crate::ir::{Column, Model, ModelKind, Type};
use crate::print::tree::{Entries, Tree};
use crate::resolve::words;

/// Columns as the file says them.
type Columns = Vec<(String, Tree)>;

/// Columns that have a name of their own in the file.
pub(crate) struct Mixin {
    pub(crate) name: String,
    columns: Columns,
}

impl Mixin {
    pub(crate) fn new(name: impl Into<String>, columns: Columns) -> Self {
        Mixin {
            name: name.into(),
            columns,
        }
    }

    /// What stands under its name.
    pub(super) fn tree(&self) -> Tree {
        let mut map = Entries::lines();
        map.add("columns", Tree::block(self.columns.iter().cloned()));
        Tree::Map(map)
    }

    /// Names the mixin in a model, in place of the columns. Answers whether the model has them.
    pub(crate) fn put_into(&self, model: &mut Entries) -> bool {
        let Some(Tree::Map(own)) = model.get("columns") else {
            return false;
        };
        let has = |(key, tree): &(String, Tree)| own.get(key) == Some(tree);
        if !self.columns.iter().all(has) {
            return false;
        }
        let mut rest = own.clone();
        for (key, _) in &self.columns {
            rest.remove(key);
        }
        if rest.is_empty() {
            return false; // a table has columns of its own
        }
        model.replace("columns", Tree::Map(rest));
        model.before("columns", "mixins", Tree::texts([&self.name]));
        true
    }
}

/// The pairs of times that two or more tables have with equal types, defaults and NULL: those of the
/// most tables first.
pub(super) fn mixins(printer: &Printer) -> Vec<Mixin> {
    let mut found: Vec<(Columns, usize)> = vec![];
    for model in &printer.schema.models {
        let plain = model.kind == ModelKind::Entity && model.view.is_none();
        if !plain || printer.exact.contains(&model.name) {
            continue;
        }
        let Some(pair) = pair(model, &printer.model(model)) else {
            continue;
        };
        match found.iter_mut().find(|(known, _)| *known == pair) {
            Some((_, tables)) => *tables += 1,
            None => found.push((pair, 1)),
        }
    }
    found.retain(|(_, tables)| *tables > 1);
    found.sort_by_key(|(_, tables)| std::cmp::Reverse(*tables));
    let named = found.into_iter().enumerate().map(|(at, (columns, _))| {
        let name = match at {
            0 => "timestamps".to_owned(),
            _ => format!("timestamps_{}", at + 1),
        };
        Mixin::new(name, columns)
    });
    named.collect()
}

/// The entries of the two times of a table.
fn pair(model: &Model, printed: &Entries) -> Option<Columns> {
    let Some(Tree::Map(entries)) = printed.get("columns") else {
        return None;
    };
    let mut times: BTreeMap<Vec<String>, [Option<usize>; 2]> = BTreeMap::new();
    for (at, column) in model.columns.iter().enumerate() {
        if let Some((which, rest)) = time(column) {
            times.entry(rest).or_default()[which].get_or_insert(at);
        }
    }
    let pairs = times.into_values().filter_map(|[made, changed]| {
        let entry = |at: usize| {
            let (key, tree) = entries.at(at)?;
            Some((key.to_owned(), tree.clone()))
        };
        Some((made?, vec![entry(made?)?, entry(changed?)?]))
    });
    pairs.min_by_key(|(at, _)| *at).map(|(_, pair)| pair)
}

/// Whether a column says when a row was made (0) or changed (1), and what else is in its name:
/// `created_at` and `updated_at` are a pair, `created_at` and `password_updated_at` are not.
fn time(column: &Column) -> Option<(usize, Vec<String>)> {
    const MADE: [&str; 6] = [
        "created", "create", "creation", "inserted", "insert", "added",
    ];
    const CHANGED: [&str; 6] = [
        "updated",
        "update",
        "modified",
        "modification",
        "changed",
        "edited",
    ];
    if !matches!(column.ty.base, Type::Timestamp | Type::TimestampTz) {
        return None;
    }
    let name = words::snake(&column.name);
    let mut rest: Vec<String> = name.split('_').map(str::to_owned).collect();
    let (at, which) = rest.iter().enumerate().find_map(|(at, word)| {
        let which = [MADE, CHANGED]
            .iter()
            .position(|list| list.contains(&word.as_str()));
        Some((at, which?))
    })?;
    rest.remove(at);
    Some((which, rest))
}
