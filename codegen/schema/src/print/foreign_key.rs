//! Foreign keys.

use super::key;
use super::names;
use super::tree::{Entries, Tree};
use crate::ir::{ForeignKey, Model, ReferentialAction, Schema};

pub(crate) fn foreign_key(key: &ForeignKey, model: &Model, schema: &Schema) -> Tree {
    Tree::Map(entries(key, model, schema))
}

pub(crate) fn entries(of: &ForeignKey, model: &Model, schema: &Schema) -> Entries {
    let ForeignKey {
        name,
        columns,
        target: _,
        target_columns: _,
        on_delete,
        on_update,
        timing,
    } = of;
    let mut map = Entries::default();
    map.add("columns", names::columns(columns, model));
    map.add("references", references(of, schema));
    map.add("name", Tree::text(name));
    map.maybe("on_delete", action(*on_delete));
    map.maybe("on_update", action(*on_update));
    map.maybe("deferred", key::timing(*timing));
    map
}

/// `User(id)`.
fn references(key: &ForeignKey, schema: &Schema) -> Tree {
    let target = schema.model(key.target);
    let name = names::target(key.target, schema);
    let columns: Vec<&str> = key
        .target_columns
        .iter()
        .map(|id| names::column(*id, target))
        .collect();
    let odd = |text: &&str| text.contains(['(', ')', ',']) || text.trim() != *text;
    if columns.iter().any(odd) || name.contains(['(', '.']) {
        let mut map = Entries::default();
        map.add("model", Tree::text(name));
        map.add("columns", Tree::texts(columns));
        return Tree::Map(map);
    }
    Tree::text(format!("{name}({})", columns.join(", ")))
}

fn action(action: ReferentialAction) -> Option<Tree> {
    let word = match action {
        ReferentialAction::NoAction => return None,
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::SetNull => "set_null",
        ReferentialAction::SetDefault => "set_default",
    };
    Some(Tree::text(word))
}
