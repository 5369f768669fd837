//! Which columns of a model changed, and which entries say them.

use std::collections::BTreeSet;

use super::lines;
use crate::ir::{Column, ColumnId, Model, Schema};
use crate::print::facts;
use crate::print::tree::Tree;
use crate::yaml::tree::Node;

/// The columns whose entries say something else now: their own, or of a key they are in.
pub(super) fn changed_columns(
    (old, of_old): (&Model, &Schema),
    (new, of_new): (&Model, &Schema),
    sections: &[&str],
    value: &Node,
) -> BTreeSet<String> {
    let mut found = facts::differing_columns((old, of_old), (new, of_new));
    for model in [old, new] {
        let mut add = |columns: &[ColumnId]| {
            found.extend(columns.iter().map(|id| model.column(*id).name.clone()));
        };
        if sections.contains(&"primary_key") {
            add(&model.primary_key.columns);
        }
        let listed = lines::entry(value, "foreign_keys").is_some();
        let differs = |columns: &[ColumnId]| {
            keys_on(columns, model, (old, of_old)) != keys_on(columns, model, (new, of_new))
        };
        for key in &model.foreign_keys {
            let changed = sections.contains(&"foreign_keys") && (listed || differs(&key.columns));
            if changed || sections.contains(&"indexes") {
                add(&key.columns);
            }
        }
        if sections.contains(&"uniques") {
            for unique in model.uniques.iter().filter(|u| u.columns.len() == 1) {
                add(&unique.columns);
            }
        }
    }
    found
}

/// What the foreign keys of one of the two models on columns of these names say.
fn keys_on(columns: &[ColumnId], of: &Model, (model, schema): (&Model, &Schema)) -> BTreeSet<Tree> {
    let names: Vec<&str> = columns
        .iter()
        .map(|c| of.column(*c).name.as_str())
        .collect();
    let same = |ids: &[ColumnId]| {
        let own = ids.iter().map(|c| model.column(*c).name.as_str());
        own.eq(names.iter().copied())
    };
    let keys = model.foreign_keys.iter().filter(|k| same(&k.columns));
    keys.map(|k| facts::foreign_key(k, model, schema)).collect()
}

/// The entry of a block of columns that makes a column.
pub(super) fn key_of(block: &Node, column: &Column) -> Option<String> {
    let entries = lines::entries(block);
    let says = |value: &Node, key: &str| {
        let text = lines::entry(value, key).map(|(_, node)| lines::scalar(node));
        text == Some(column.name.as_str())
    };
    let by_name = |(_, value): &&(Node, Node)| says(value, "column");
    let by_key = |(key, value): &&(Node, Node)| {
        let other = lines::entry(value, "column").is_some();
        !other && [&column.field, &column.name].contains(&&lines::scalar(key).to_owned())
    };
    let by_reference = |(key, value): &&(Node, Node)| {
        let rest = column.name.strip_prefix(lines::scalar(key));
        lines::entry(value, "references").is_some()
            && lines::entry(value, "type").is_none()
            && lines::entry(value, "column").is_none()
            && rest.is_some_and(|rest| rest.starts_with('_'))
    };
    let found = entries.iter().find(by_name);
    let found = found.or_else(|| entries.iter().find(by_key));
    let found = found.or_else(|| entries.iter().find(by_reference));
    found.map(|(key, _)| lines::scalar(key).to_owned())
}
