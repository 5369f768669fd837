//! What stays in the files although the database differs: what is said in one place for several
//! tables. A person decides whether it is to change for all of them.

use std::collections::BTreeSet;

use super::columns::key_of;
use super::edit::Edits;
use super::files::find;
use super::place::shown;
use super::{Parsed, lines};
use crate::ir::{Model, ModelKind, Schema, TableName};
use crate::print::facts::{self, Part, column_part};
use crate::print::{column, tree};
use crate::yaml::tree::{Node, NodeKind};

/// Parts of tables, or whole tables, with a line for each.
#[derive(Default)]
pub(super) struct Left<'f, 's> {
    parts: BTreeSet<Part>,
    tables: BTreeSet<TableName>,
    remarks: Vec<Remark<'f, 's>>,
}

/// What stays, where that is said, and the way out.
struct Remark<'f, 's> {
    stays: String,
    place: Option<(&'f Parsed<'s>, &'f Node)>,
    out: String,
}

impl<'f, 's> Left<'f, 's> {
    /// A line for each, with the places as they are after the edits.
    pub(super) fn remarks(&self, edits: &Edits) -> Vec<String> {
        let shown = |of: &Remark<'_, '_>| {
            let place = of.place.map(|(file, node)| {
                let at = node.span.start as usize;
                let before = file.text.get(..at).unwrap_or("").matches('\n').count();
                let line = edits.line_after(file, at, before) + 1;
                format!(" ({}:{line})", file.path.display())
            });
            format!("{}{}{}", of.stays, place.unwrap_or_default(), of.out)
        };
        self.remarks.iter().map(shown).collect()
    }

    pub(super) fn holds(&self, part: &Part) -> bool {
        let (table, _) = part;
        let whole = table.as_ref();
        whole.is_some_and(|table| self.tables.contains(table)) || self.parts.contains(part)
    }

    pub(super) fn holds_column(&self, table: &TableName, name: &str) -> bool {
        self.holds(&(Some(table.clone()), column_part(name)))
    }

    pub(super) fn holds_section(&self, table: &TableName, name: &str) -> bool {
        self.holds(&(Some(table.clone()), name.to_owned()))
    }

    /// Leaves a table as it is whose lines cannot be changed by themselves. Answers whether that is
    /// new.
    pub(super) fn leave(&mut self, model: &Model, parts: &[&str], files: &'f [Parsed<'s>]) -> bool {
        let is_new = self.tables.insert(model.table.clone());
        if is_new {
            let parts = match parts {
                [] => String::new(),
                parts => format!(
                    "; in the database differ {}",
                    parts.join(", ").replace('_', " ")
                ),
            };
            self.remarks.push(Remark {
                stays: format!(
                    "table {} stays as it is, since it shares lines with others{parts}: change `{}` \
                     by hand",
                    shown(&model.table),
                    model.name
                ),
                place: find(files, &model.name).map(|(file, _, key, _)| (file, key)),
                out: String::new(),
            });
        }
        is_new
    }
}

/// Lines that are not a table's own.
struct Shared<'f, 's> {
    /// `the mixin `timestamps``
    name: String,
    is_mixin: bool,
    file: &'f Parsed<'s>,
    key: &'f Node,
    value: &'f Node,
}

/// What differs and is said in lines that are not the table's own.
pub(super) fn left<'f, 's>(files: &'f [Parsed<'s>], old: &Schema, new: &Schema) -> Left<'f, 's> {
    let mut left = Left::default();
    let after = facts::tables(new);
    for (table, model) in facts::tables(old) {
        let (Some(now), Some((_, _, _, value))) = (after.get(table), find(files, &model.name))
        else {
            continue;
        };
        let shared = shared(files, model, value, old);
        for (part, remark) in parts((model, old), (now, new), value, &shared) {
            left.parts.insert((Some(table.clone()), part));
            left.remarks.extend(remark);
        }
    }
    left
}

/// The tables of which some lines are not their own.
pub(super) fn with_shared<'o>(files: &[Parsed<'_>], old: &'o Schema) -> Vec<&'o Model> {
    let tables = facts::tables(old).into_values();
    let some = tables.filter(|model| {
        find(files, &model.name)
            .is_some_and(|(_, _, _, value)| !shared(files, model, value, old).is_empty())
    });
    some.collect()
}

fn parts<'f, 's>(
    (old, of_old): (&Model, &Schema),
    (new, of_new): (&Model, &Schema),
    value: &Node,
    shared: &[Shared<'f, 's>],
) -> Vec<(String, Option<Remark<'f, 's>>)> {
    let mut found = vec![];
    let table = shown(&old.table);
    let own = lines::entry(value, "columns").map(|(_, block)| block);
    for name in facts::differing_columns((old, of_old), (new, of_new)) {
        let Some(was) = old.columns.iter().find(|c| c.name == name) else {
            continue;
        };
        let at = shared.iter().find_map(|of| {
            let (_, block) = lines::entry(of.value, "columns")?;
            let (key, _) = lines::entry(block, &key_of(block, was)?)?;
            Some((of, key))
        });
        let (Some((of, key)), false) = (at, own.is_some_and(|block| key_of(block, was).is_some()))
        else {
            continue;
        };
        let now = facts::columns(new).get(name.as_str()).map(|id| {
            let tree = column::column(*id, new, of_new);
            let line = tree::rendered(&name, &tree, 0);
            format!("`{}`", line.trim_end())
        });
        let (now, out) = match (now, of.is_mixin) {
            (Some(now), true) => (now, format!(", or say the column in `{}` itself", old.name)),
            (None, true) => (
                "none".to_owned(),
                format!(", or take the mixin out of `{}`", old.name),
            ),
            (now, false) => (now.unwrap_or_else(|| "none".to_owned()), String::new()),
        };
        found.push((
            column_part(&name),
            Some(Remark {
                stays: format!("column {name} of {table} stays as {} says it", of.name),
                place: Some((of.file, key)),
                out: format!("; the database has {now}: change it there{out}"),
            }),
        ));
    }
    for name in facts::SECTIONS {
        if facts::section(name, old, of_old) == facts::section(name, new, of_new) {
            continue;
        }
        // What makes a table one of a family is written nowhere.
        let of_family = old.kind == ModelKind::Table
            && matches!(name, "primary_key" | "checks" | "foreign_keys");
        let by = shared.iter().find(|of| says(of.value, name));
        let (by, place) = match by {
            Some(of) => (format!("{} says some", of.name), Some((of.file, of.key))),
            None if of_family => ("some follow from what inherits".to_owned(), None),
            None => continue,
        };
        // The engine spells in its own way what we made.
        let names = |m: &Model| -> BTreeSet<String> {
            m.checks.iter().map(|check| check.name.clone()).collect()
        };
        let spelled = of_family && name == "checks" && names(old) == names(new);
        found.push((
            name.to_owned(),
            (!spelled).then(|| Remark {
                stays: format!(
                    "{} of {table} stay as they are, since {by}",
                    name.replace('_', " ")
                ),
                place,
                out: "; in the database they differ: change them by hand".to_owned(),
            }),
        ));
    }
    found
}

/// Whether an entry says something of a section of its tables.
fn says(value: &Node, section: &str) -> bool {
    let by_column: &[&str] = match section {
        "primary_key" => &["primary_key"],
        "uniques" => &["unique"],
        "indexes" => &["index", "references"],
        "checks" => &["check"],
        "foreign_keys" => &["references"],
        _ => &[],
    };
    let columns = lines::entry(value, "columns").map(|(_, block)| lines::entries(block));
    let mut columns = columns.unwrap_or_default().iter();
    lines::entry(value, section).is_some()
        || columns.any(|(_, column)| by_column.iter().any(|k| lines::entry(column, k).is_some()))
}

/// The mixins of a model; and of one of a family those that its table has columns of.
fn shared<'f, 's>(
    files: &'f [Parsed<'s>],
    model: &Model,
    value: &'f Node,
    schema: &Schema,
) -> Vec<Shared<'f, 's>> {
    let mut found = vec![];
    mixins(files, value, &mut found);
    if model.kind != ModelKind::Table {
        return found;
    }
    for other in relatives(model, schema) {
        if let Some((file, _, key, value)) = find(files, &other.name) {
            let name = format!("`{}`", other.name);
            found.push(Shared {
                name,
                is_mixin: false,
                file,
                key,
                value,
            });
            mixins(files, value, &mut found);
        }
    }
    found
}

/// The models that a model of a family inherits from, and those whose rows are in its table.
fn relatives<'o>(model: &Model, schema: &'o Schema) -> Vec<&'o Model> {
    let rows = |m: &&Model| m.kind == ModelKind::Rows;
    let mut found: Vec<&Model> = vec![];
    let mut next = schema
        .models
        .iter()
        .filter(rows)
        .find(|m| m.name == model.name);
    while let Some(own) = next {
        let base = own.lineage.as_ref().and_then(|lineage| lineage.base);
        next = base.map(|base| schema.model(base.model));
        found.extend(next);
    }
    let beside = schema.models.iter().filter(rows);
    found.extend(beside.filter(|m| m.table == model.table && m.name != model.name));
    found
}

/// The mixins that an entry names, with those that they name.
fn mixins<'f, 's>(files: &'f [Parsed<'s>], value: &'f Node, found: &mut Vec<Shared<'f, 's>>) {
    let Some((_, named)) = lines::entry(value, "mixins") else {
        return;
    };
    let names: Vec<&str> = match &named.kind {
        NodeKind::Sequence(items) => items.iter().map(lines::scalar).collect(),
        _ => vec![lines::scalar(named)],
    };
    for name in names {
        let known = |of: &Shared<'_, '_>| of.name == shown_mixin(name);
        let defined = files.iter().find_map(|file| {
            let (_, mixins) = lines::entry(&file.root, "mixins")?;
            let (key, value) = lines::entry(mixins, name)?;
            Some((file, key, value))
        });
        if let (Some((file, key, value)), false) = (defined, found.iter().any(known)) {
            let name = shown_mixin(name);
            found.push(Shared {
                name,
                is_mixin: true,
                file,
                key,
                value,
            });
            mixins(files, value, found);
        }
    }
}

fn shown_mixin(name: &str) -> String {
    format!("the mixin `{name}`")
}
