//! A schema with tables of several database schemas, in a file for each.

use std::collections::BTreeMap;

use super::{mixed, shown};
use crate::ir::Schema;
use crate::load::{Input, compile};
use crate::print::facts;
use crate::print::tree::{self, Entries};
use crate::resolve::words;

/// The file that includes the others.
const ROOT: &str = "schema.yaml";

/// As [`pretty`](super::pretty), or [`pretty_with_mixins`](super::pretty_with_mixins), in files by
/// their names: `schema.yaml`, and one for the tables of each database schema other than the
/// connection's own, which it includes.
///
/// ```
/// use ormolu_schema::{Input, compile, ir::Dialect, print};
///
/// let sql = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE shop.b (id int PRIMARY KEY);";
/// let input = Input::text("schema.sql", sql).sql_dialect(Dialect::Postgres);
/// let (schema, _) = compile(&input).result.unwrap();
/// let files = print::pretty_files(&schema, false);
/// let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
/// assert_eq!(names, ["schema.yaml", "shop.yaml"]);
/// ```
pub fn pretty_files(schema: &Schema, mixins: bool) -> Vec<(String, String)> {
    let (text, printer) = match mixins {
        true => mixed(schema),
        false => shown(schema),
    };
    let spaces = names(schema);
    let Some(printer) = printer.filter(|_| !spaces.is_empty()) else {
        return vec![(ROOT.to_owned(), text)];
    };
    let include: Vec<String> = spaces.values().cloned().collect();
    let of = |namespace: Option<&str>, mut entries: Entries| {
        let here = |model: &crate::ir::Model| model.table.namespace.as_deref() == namespace;
        entries.section("models", printer.models(here));
        tree::write(&entries)
    };
    let mut files = vec![(ROOT.to_owned(), of(None, printer.head(&include)))];
    for (namespace, name) in spaces {
        files.push((name, of(Some(namespace), Entries::default())));
    }
    let input = Input {
        texts: Some(files.iter().cloned().collect()),
        ..Input::new([ROOT])
    };
    match compile(&input).result {
        Ok((again, _)) if facts::differences(schema, &again).is_empty() => files,
        _ => vec![(ROOT.to_owned(), text)],
    }
}

/// The file of each database schema.
fn names(schema: &Schema) -> BTreeMap<&str, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let namespaces = schema.models.iter().map(|m| m.table.namespace.as_deref());
    for namespace in namespaces.flatten() {
        if names.contains_key(namespace) {
            continue;
        }
        let mut stem = words::snake(namespace);
        while stem == "schema" || names.values().any(|name| *name == format!("{stem}.yaml")) {
            stem.push('_');
        }
        names.insert(namespace, format!("{stem}.yaml"));
    }
    names
}
