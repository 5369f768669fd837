//! What a model became, and only an exact schema says.

use super::names;
use super::tree::{Entries, Tree};
use crate::ir::{
    Alternative, Base, Choice, Lineage, Model, ModelKind, Schema, Storage, TableOptions, Variant,
    Version, VersionBy, View,
};

pub(crate) fn kind(kind: ModelKind) -> Option<Tree> {
    match kind {
        ModelKind::Entity | ModelKind::Table => None,
        ModelKind::Rows => Some(Tree::text("rows")),
        ModelKind::Link => Some(Tree::text("link")),
    }
}

pub(crate) fn lineage(lineage: &Lineage, of: &Model, schema: &Schema) -> Tree {
    let Lineage {
        discriminator,
        tag,
        base,
        variants,
    } = lineage;
    let mut map = Entries::default();
    map.add(
        "discriminator",
        Tree::text(names::column(*discriminator, of)),
    );
    map.add("tag", Tree::text(tag));
    if let Some(Base { model, storage }) = base {
        map.add("from", Tree::text(names::target(*model, schema)));
        let by = match storage {
            Storage::Single => "single",
            Storage::Joined => "joined",
        };
        map.add("by", Tree::text(by));
    }
    let variants = variants.iter().map(|Variant { tag, relationship }| {
        let way = &of.relationships[relationship.0];
        (way.name.clone(), Tree::text(tag))
    });
    map.filled("variants", Tree::block(variants));
    Tree::Map(map)
}

/// The names of the alternatives are those of the models they lead to.
pub(crate) fn choice(choice: &Choice, model: &Model) -> Tree {
    let Choice {
        name: _,
        alternatives,
        nullable,
        itself,
        comment,
    } = choice;
    let of = alternatives.iter().map(
        |Alternative {
             name: _,
             relationship,
         }| &model.relationships[relationship.0].name,
    );
    let mut map = Entries::default();
    map.add("of", Tree::texts(of));
    map.flag("nullable", *nullable);
    map.flag("itself", *itself);
    map.text("comment", comment);
    Tree::Map(map)
}

pub(crate) fn version(version: &Version, model: &Model) -> Tree {
    let Version { column, by, unless } = version;
    let by = match by {
        VersionBy::Session => "session",
        VersionBy::Database => "database",
        VersionBy::Program => "program",
    };
    let mut map = Entries::default();
    map.add("column", Tree::text(names::column(*column, model)));
    map.add("by", Tree::text(by));
    map.filled("unless", names::columns(unless, model));
    Tree::Map(map)
}

pub(crate) fn view(view: &View) -> Tree {
    let View {
        query,
        materialized,
    } = view;
    let mut map = Entries::default();
    map.add("query", super::sql::sql(query));
    map.flag("materialized", *materialized);
    Tree::Map(map)
}

pub(crate) fn options(options: &TableOptions) -> Tree {
    let TableOptions {
        sqlite_not_strict,
        sqlite_without_rowid,
        sqlite_autoincrement,
        mysql,
        postgres,
        postgres_unlogged,
    } = options;
    let mut sqlite = Entries::default();
    let not_strict = sqlite_not_strict.then(|| Tree::Plain("false".into()));
    sqlite.maybe("strict", not_strict);
    sqlite.flag("without_rowid", *sqlite_without_rowid);
    sqlite.flag("autoincrement", *sqlite_autoincrement);
    let mut pg = Entries::default();
    pg.flag("unlogged", *postgres_unlogged);
    for (key, value) in postgres {
        pg.add(key, Tree::text(value));
    }
    let mut my = Entries::default();
    for (key, value) in mysql {
        my.add(key, Tree::text(value));
    }
    let mut map = Entries::default();
    map.filled("sqlite", Tree::Map(sqlite));
    map.filled("postgres", Tree::Map(pg));
    map.filled("mysql", Tree::Map(my));
    Tree::Map(map)
}
