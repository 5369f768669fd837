//! Models.

use super::tree::{Entries, Tree};
use super::{
    column, exact, foreign_key, function, key, names, relationship, renamed, rules, sql_field,
};
use crate::ir::{ColumnId, Computed, Model, Projection, Schema, Shortcut, TableName};
use crate::resolve::words;

/// A model with all it has.
pub(crate) fn exact(model: &Model, schema: &Schema) -> Entries {
    let Model {
        name,
        module,
        table: TableName {
            namespace,
            name: table,
        },
        kind,
        columns,
        primary_key: _,
        identity,
        read_only,
        uniques,
        indexes,
        checks,
        foreign_keys,
        relationships,
        choices,
        lineage,
        projections: _,
        computed: _,
        sql_fields: _,
        shortcuts: _,
        filterable: _,
        version,
        rules: _,
        comment,
        derives,
        options,
        view,
    } = model;
    let mut map = Entries::lines();
    map.text("comment", comment);
    map.maybe("kind", exact::kind(*kind));
    let usual = *module == words::snake(name);
    map.maybe("module", (!usual).then(|| Tree::text(module)));
    map.add("table", Tree::text(table));
    map.text("namespace", namespace);
    map.maybe(
        "renamed_from",
        renamed::table(schema, model).map(Tree::text),
    );
    let lineage = lineage.as_ref().map(|l| exact::lineage(l, model, schema));
    map.maybe("lineage", lineage);
    map.filled("derives", Tree::texts(derives));
    map.filled("options", exact::options(options));
    map.maybe("view", view.as_ref().map(exact::view));
    map.flag("read_only", *read_only && view.is_none());
    map.add(
        "columns",
        Tree::block(columns.iter().enumerate().map(|(at, column)| {
            let tree = column::column(ColumnId(at), model, schema);
            (column.field.clone(), tree)
        })),
    );
    map.maybe("primary_key", key::primary_key(model));
    map.filled("identity", names::columns(identity, model));
    let uniques = uniques.iter().map(|u| key::unique(u, model));
    map.lines_of("uniques", uniques);
    let (exclusions, indexes): (Vec<_>, Vec<_>) =
        indexes.iter().partition(|i| i.exclusion.is_some());
    let lines = indexes.into_iter().map(|i| key::index(i, model));
    map.lines_of("indexes", lines);
    let lines = exclusions.into_iter().map(|i| key::index(i, model));
    map.lines_of("exclusions", lines);
    map.filled("checks", key::checks(checks));
    let keys = foreign_keys
        .iter()
        .map(|k| foreign_key::foreign_key(k, model, schema));
    map.lines_of("foreign_keys", keys);
    let relationships = relationships
        .iter()
        .map(|r| (r.name.clone(), relationship::relationship(r, model, schema)));
    map.filled("relationships", Tree::block(relationships));
    let choices = choices
        .iter()
        .map(|c| (c.name.clone(), exact::choice(c, model)));
    map.filled("choices", Tree::block(choices));
    map.maybe(
        "version",
        version.as_ref().map(|v| exact::version(v, model)),
    );
    rules::add(&mut map, model);
    properties(&mut map, model, schema);
    map
}

/// What rows of it are to the program beside their columns.
pub(crate) fn properties(map: &mut Entries, model: &Model, schema: &Schema) {
    let Model {
        projections,
        computed,
        sql_fields,
        shortcuts,
        filterable,
        ..
    } = model;
    map.filled(
        "computed",
        Tree::block(computed.iter().map(|c| self::computed(c, schema))),
    );
    let sql_fields = sql_fields.iter().map(|f| sql_field::sql_field(f, schema));
    map.filled("sql_fields", Tree::block(sql_fields));
    map.filled("via", Tree::block(shortcuts.iter().map(shortcut)));
    let projections = projections.iter().map(|p| projection(p, model));
    map.filled("projections", Tree::block(projections));
    map.filled("filterable", names::columns(filterable, model));
}

fn computed(of: &Computed, schema: &Schema) -> (String, Tree) {
    let Computed {
        name,
        arguments,
        text,
        formula: _,
        comment,
    } = of;
    let arguments = function::types(arguments, schema);
    (
        name.clone(),
        with_more("is", text, [("arguments", arguments)], comment),
    )
}

fn shortcut(of: &Shortcut) -> (String, Tree) {
    let Shortcut {
        name,
        text,
        steps: _,
        comment,
    } = of;
    (name.clone(), with_more("path", text, [], comment))
}

/// A text, or a mapping where it has more.
fn with_more<const N: usize>(
    key: &str,
    text: &str,
    more: [(&str, Tree); N],
    comment: &Option<String>,
) -> Tree {
    let mut map = Entries::default();
    for (key, value) in more {
        map.filled(key, value);
    }
    map.text("comment", comment);
    let text = Tree::Quoted(text.to_owned());
    if map.is_empty() {
        return text;
    }
    map.first(key, text);
    Tree::Map(map)
}

fn projection(of: &Projection, model: &Model) -> (String, Tree) {
    let Projection {
        name,
        columns,
        derives,
        comment,
    } = of;
    let mut map = Entries::default();
    map.add("columns", names::columns(columns, model));
    map.filled("derives", Tree::texts(derives));
    map.text("comment", comment);
    (name.clone(), Tree::Map(map))
}
