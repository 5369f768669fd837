//! Models in their shortest form.

use super::column::{Said, column};
use super::keys::{KeyIndexes, key_indexes};
use super::naming::Naming;
use super::reference::{Reference, references};
use super::relationship;
use crate::ir::{ColumnId, ForeignKey, ForeignKeyId, Index, Model, Schema, Timing};
use crate::print::tree::{Entries, Tree};
use crate::print::{exact, foreign_key, key, model, names, renamed, rules, sql};
use crate::resolve::words;

/// A model without what follows from the rest.
pub(super) fn model(of: &Model, schema: &Schema, naming: &Naming) -> Entries {
    let references = references(of, schema);
    let indexes = key_indexes(of, |index| naming.index(of, index).is_none());
    let mut map = Entries::lines();
    map.text("comment", &of.comment);
    map.maybe("kind", relationship::kind(of));
    let usual = of.table.name == words::plural(&of.module);
    map.maybe("table", (!usual).then(|| Tree::text(&of.table.name)));
    map.text("namespace", &of.table.namespace);
    let renamed = renamed::table(schema, of).map(Tree::text);
    map.maybe("renamed_from", renamed);
    map.filled("derives", Tree::texts(&of.derives));
    map.filled("options", exact::options(&of.options));
    map.maybe("view", of.view.as_ref().map(view));
    map.flag("read_only", of.read_only && of.view.is_none());
    map.add(
        "columns",
        columns(of, &references, &indexes, schema, naming),
    );
    map.maybe("primary_key", primary_key(of, naming));
    map.maybe("identity", identity(of));
    map.filled("uniques", uniques(of, naming));
    let listed = of.indexes.iter().enumerate();
    let listed = listed.filter(|(at, _)| !indexes.implied.contains(at));
    let (exclusions, listed): (Vec<_>, Vec<_>) =
        listed.map(|(_, i)| i).partition(|i| i.exclusion.is_some());
    let listed = listed.into_iter().map(|i| index(i, of, naming));
    map.lines_of("indexes", listed);
    let exclusions = exclusions.into_iter().map(|i| key::index(i, of));
    map.lines_of("exclusions", exclusions);
    map.filled("checks", checks(of, naming));
    let apart = (0..of.foreign_keys.len()).map(ForeignKeyId);
    let apart = apart.filter(|id| references.iter().all(|r| r.key != *id));
    let apart = apart.map(|id| {
        let mut map = foreign_key::entries(of.foreign_key(id), of, schema);
        described(&mut map, of.foreign_key(id), of, naming, "name");
        unindexed(&mut map, id, &indexes);
        Tree::Map(map)
    });
    map.lines_of("foreign_keys", apart);
    let relationships = of.relationships.iter();
    let relationships =
        relationships.map(|r| (r.name.clone(), relationship::relationship(r, of, schema)));
    map.filled("relationships", Tree::block(relationships));
    map.maybe(
        "version",
        of.version.as_ref().map(|v| exact::version(v, of)),
    );
    rules::add(&mut map, of);
    model::properties(&mut map, of, schema);
    map
}

/// SQL, or with `materialized`.
fn view(view: &crate::ir::View) -> Tree {
    match view.materialized {
        true => exact::view(view),
        false => sql::sql(&view.query),
    }
}

/// A key's name where it has one of its own.
fn described(map: &mut Entries, key: &ForeignKey, of: &Model, naming: &Naming, word: &str) {
    map.remove("name");
    map.maybe(word, naming.foreign_key(of, &key.name, &key.columns));
}

fn unindexed(map: &mut Entries, key: ForeignKeyId, indexes: &KeyIndexes) {
    if indexes.without.contains(&key) {
        map.add("index", Tree::Plain("false".into()));
    }
}

fn columns(
    of: &Model,
    references: &[Reference],
    indexes: &KeyIndexes,
    schema: &Schema,
    naming: &Naming,
) -> Tree {
    let ids = (0..of.columns.len()).map(ColumnId);
    Tree::block(ids.map(|id| {
        let at_column = references.iter().find(|r| r.column == id);
        let said = Said {
            primary_key: of.primary_key.columns == [id] && primary_key(of, naming).is_none(),
            unique: unique_at(id, of, naming).is_some(),
            reference: at_column.map(|r| {
                let key = of.foreign_key(r.key);
                let mut map = foreign_key::entries(key, of, schema);
                map.remove("columns");
                map.remove("references");
                described(&mut map, key, of, naming, "constraint");
                unindexed(&mut map, r.key, indexes);
                (r.target.clone(), map)
            }),
            made: at_column.is_some_and(|r| r.name.is_some()),
        };
        let name = at_column.and_then(|r| r.name.clone());
        let name = name.unwrap_or_else(|| of.column(id).field.clone());
        (name, column(id, said, of, schema))
    }))
}

/// Where a column does not say it: `[order_id, line]`, with a name of its own if it has one.
fn primary_key(of: &Model, naming: &Naming) -> Option<Tree> {
    let key = &of.primary_key;
    let mut map = Entries::default();
    map.add("columns", names::columns(&key.columns, of));
    map.maybe("name", naming.primary_key(of));
    map.maybe("deferred", key::timing(key.timing));
    match (map.only("columns"), key.columns.len()) {
        (_, 0) | (Some(_), 1) => None,
        (list, _) => Some(list.unwrap_or(Tree::Map(map))),
    }
}

/// The columns that name a row where there is no primary key.
fn identity(of: &Model) -> Option<Tree> {
    match of.identity[..] {
        [] => None,
        [only] => Some(Tree::text(names::column(only, of))),
        _ => Some(names::columns(&of.identity, of)),
    }
}

/// The unique constraint that a column says itself, by its position.
fn unique_at(id: ColumnId, of: &Model, naming: &Naming) -> Option<usize> {
    of.uniques.iter().position(|u| {
        u.columns == [id]
            && !u.nulls_equal
            && u.timing == Timing::AtOnce
            && naming.unique(of, &u.name, &u.columns).is_none()
    })
}

fn uniques(of: &Model, naming: &Naming) -> Tree {
    let mut listed = vec![];
    for (at, unique) in of.uniques.iter().enumerate() {
        if let [only] = unique.columns[..]
            && unique_at(only, of, naming) == Some(at)
        {
            continue;
        }
        let columns = names::columns(&unique.columns, of);
        let name = naming.unique(of, &unique.name, &unique.columns);
        let timing = key::timing(unique.timing);
        if name.is_none() && !unique.nulls_equal && timing.is_none() {
            listed.push(columns);
            continue;
        }
        let mut map = Entries::default();
        map.add("columns", columns);
        map.maybe("name", name);
        map.flag("nulls_equal", unique.nulls_equal);
        map.maybe("deferred", timing);
        listed.push(Tree::Map(map));
    }
    Tree::Lines(listed)
}

fn index(index: &Index, of: &Model, naming: &Naming) -> Tree {
    let mut map = key::index_entries(index, of);
    if naming.index(of, index).is_none() {
        map.remove("name");
    }
    match map.only("columns") {
        Some(columns) => columns,
        None => Tree::Map(map),
    }
}

/// By the part of their names that the template leaves open, or a list of whole names.
fn checks(of: &Model, naming: &Naming) -> Tree {
    let parts: Option<Vec<String>> = of
        .checks
        .iter()
        .map(|c| naming.check(of, &c.name))
        .collect();
    let Some(parts) = parts else {
        return key::check_list(&of.checks);
    };
    let twice = (1..parts.len()).any(|at| parts[..at].contains(&parts[at]));
    if twice {
        return key::check_list(&of.checks);
    }
    let all = parts.into_iter().zip(&of.checks);
    Tree::block(all.map(|(part, check)| (part, sql::sql(&check.expression))))
}
