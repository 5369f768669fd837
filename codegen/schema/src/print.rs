//! From a schema to YAML.
//!
//! The parts mirror those of the YAML front end: each takes one node of the [`ir`](crate::ir) and
//! makes the `Tree` that is read as the same. They take every struct of the IR
//! apart field by field, so that a new field does not compile until it is printed.

pub(crate) mod column;
pub(crate) mod domain;
pub(crate) mod enumeration;
pub(crate) mod exact;
pub(crate) mod facts;
pub(crate) mod foreign_key;
mod function;
pub(crate) mod key;
mod literal;
mod model;
mod names;
pub(crate) mod pretty;
pub(crate) mod relationship;
mod renamed;
mod rules;
pub(crate) mod sequence;
mod sql;
mod sql_field;
pub(crate) mod tree;
mod type_name;
mod values;

use crate::ir::{ModelKind, Schema};
pub use pretty::{pretty, pretty_files, pretty_with_mixins, same};
use tree::{Entries, Tree};

/// The whole schema as YAML that says everything and leaves nothing to be inferred.
///
/// What the text compiles to is this schema, whichever way it came about: names of constraints,
/// indexes, inherited columns and made relationships are all written out. One column, key or
/// relationship stands on one line, so that two versions compare well.
///
/// ```
/// use ormolu_schema::{Input, compile, print};
///
/// let text = "ormolu: 1\nmodels:\n  Post:\n    columns:\n      id: { type: bigint, primary_key: true }\n";
/// let (schema, _) = compile(&Input::text("schema.yaml", text)).result.unwrap();
/// let canonical = print::canonical(&schema);
/// assert!(canonical.contains("id: { type: bigint, identity: true }"));
/// let (again, _) = compile(&Input::text("canonical.yaml", canonical)).result.unwrap();
/// assert_eq!(again, schema);
/// ```
pub fn canonical(schema: &Schema) -> String {
    let Schema {
        dialects: _,
        enums,
        // They are asked for by `domain::all` and `sequence::all`.
        domains: _,
        sequences: _,
        functions,
        // They follow from the scopes.
        parameters: _,
        models,
        // They stand with what they are about.
        renames: _,
    } = schema;
    let mut root = Entries::default();
    root.add("ormolu", Tree::Plain("1".into()));
    root.flag("exact", true);
    root.add("dialects", self::dialects(schema));
    let is_id = |m: &crate::ir::Model| m.columns.iter().any(|c| c.id_of.is_some());
    root.flag("typed_ids", models.iter().any(is_id));
    let enums = enums
        .iter()
        .map(|e| (e.name.clone(), enumeration::enumeration(e, schema)));
    root.section("enums", enums);
    root.section("domains", domain::all(schema));
    root.section("sequences", sequence::all(schema));
    let functions = functions
        .iter()
        .map(|f| (f.name.clone(), function::function(f, schema)));
    root.section("functions", functions);
    let of = |table: bool| {
        let wanted = move |m: &&crate::ir::Model| (m.kind == ModelKind::Table) == table;
        let chosen = models.iter().filter(wanted);
        chosen.map(|m| (m.name.clone(), Tree::Map(model::exact(m, schema))))
    };
    root.section("models", of(false));
    root.section("tables", of(true));
    tree::write(&root)
}

fn dialects(schema: &Schema) -> Tree {
    Tree::texts(schema.dialects.iter().map(|d| d.name()))
}
