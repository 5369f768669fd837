//! The YAML front end.
//!
//! Text becomes a [`tree`] of nodes with places, and the language is read from it. All files
//! are parsed before the first is read, because they may use each other's names.

mod audit;
mod column;
mod computed;
mod domain;
mod enumeration;
mod exact;
mod fields;
mod foreign_key;
mod function;
mod history;
mod index;
mod inherit;
mod model;
mod options;
mod projection;
mod relationship;
mod rules;
mod sequence;
mod set_by;
mod sql_field;
pub(crate) mod tree;
mod type_name;
mod value;
mod values;
mod version;
mod via;
mod view;
mod vocabulary;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::Dialect;
use crate::source::{Span, Spanned};
use crate::written::{Document, Naming, Times};
use fields::{Diagnostics, Fields};
use tree::Node;
use vocabulary::Vocabulary;

use type_name::PORTABLE;

/// The version of the language.
const VERSION: &str = "1";

/// A file in its parts.
struct Parts<'n> {
    dialects: Option<&'n Node>,
    naming: Option<&'n Node>,
    times: Option<&'n Node>,
    typed_ids: Option<&'n Node>,
    exact: Option<&'n Node>,
    types: Option<&'n Node>,
    enums: Option<&'n Node>,
    mixins: Option<&'n Node>,
    domains: Option<&'n Node>,
    sequences: Option<&'n Node>,
    functions: Option<&'n Node>,
    models: Option<&'n Node>,
    tables: Option<&'n Node>,
}

/// The `include`s of a file: patterns relative to it.
pub(crate) fn includes(root: &Node, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
    let tree::NodeKind::Mapping(entries) = &root.kind else {
        return vec![];
    };
    let include = entries
        .iter()
        .find(|(key, _)| fields::name_of(key) == "include");
    include
        .map(|(_, node)| fields::texts(node, "a path", diagnostics))
        .unwrap_or_default()
}

/// Reads the files of a schema.
pub(crate) fn read(roots: &[Node], diagnostics: &mut Diagnostics) -> Document {
    read_with(roots, Vocabulary::default(), diagnostics)
}

/// Reads files that add to what SQL files say; `enums` are the names of the enumerations there.
pub(crate) fn read_overlay(
    roots: &[Node],
    enums: Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let enums = enums.into_iter().collect();
    read_with(
        roots,
        Vocabulary {
            enums,
            overlay: true,
            ..Vocabulary::default()
        },
        diagnostics,
    )
}

fn read_with<'n>(
    roots: &'n [Node],
    mut words: Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut parts = vec![];
    for (i, root) in roots.iter().enumerate() {
        parts.extend(parts_of(root, i == 0, diagnostics));
    }
    define(&parts, &mut words, diagnostics);
    let exact = flag(&parts, "`exact`", |p| p.exact, diagnostics);
    (words.exact, words.any_size) = (exact, exact);
    let mut document = Document {
        dialects: dialects(&parts, diagnostics),
        naming: naming(&parts, diagnostics),
        times: times(&parts, diagnostics),
        typed_ids: flag(&parts, "`typed_ids`", |p| p.typed_ids, diagnostics),
        exact: words.exact,
        ..Document::default()
    };
    column::check_types(&words, diagnostics);
    model::check_mixins(&words, diagnostics);
    for node in parts.iter().filter_map(|p| p.enums) {
        for (key, node) in fields::entries(node, "`enums`", diagnostics).unwrap_or_default() {
            document
                .enums
                .extend(enumeration::enumeration(key, node, diagnostics));
        }
    }
    for node in parts.iter().filter_map(|p| p.domains) {
        for (key, node) in fields::entries(node, "`domains`", diagnostics).unwrap_or_default() {
            let domain = domain::domain(key, node, &words, diagnostics);
            document.domains.extend(domain);
        }
    }
    for node in parts.iter().filter_map(|p| p.sequences) {
        for (key, node) in fields::entries(node, "`sequences`", diagnostics).unwrap_or_default() {
            let sequence = sequence::sequence(key, node, diagnostics);
            document.sequences.extend(sequence);
        }
    }
    for node in parts.iter().filter_map(|p| p.functions) {
        for (key, node) in fields::entries(node, "`functions`", diagnostics).unwrap_or_default() {
            document
                .functions
                .extend(function::function(key, node, &words, diagnostics));
        }
    }
    for node in parts.iter().filter_map(|p| p.models) {
        for (key, node) in fields::entries(node, "`models`", diagnostics).unwrap_or_default() {
            document
                .models
                .extend(model::model(key, node, &words, diagnostics));
        }
    }
    for node in parts.iter().filter_map(|p| p.tables) {
        exact::tables(node, &words, &mut document.models, diagnostics);
    }
    document
}

fn parts_of<'n>(root: &'n Node, first: bool, diagnostics: &mut Diagnostics) -> Option<Parts<'n>> {
    let mut fields = Fields::of(root, "a schema file", diagnostics)?;
    match fields.take("ormolu") {
        Some(node) => version(node, diagnostics),
        None if first => {
            let message = "the schema does not say its version";
            let place = Span {
                end: root.span.start,
                ..root.span
            };
            let error = Diagnostic::error("missing-version", place, message);
            diagnostics.push(error.help("begin the file with `ormolu: 1`"));
        }
        None => {}
    }
    fields.take("include");
    let parts = Parts {
        dialects: fields.take("dialects"),
        naming: fields.take("naming"),
        times: fields.take("times"),
        typed_ids: fields.take("typed_ids"),
        exact: fields.take("exact"),
        types: fields.take("types"),
        enums: fields.take("enums"),
        mixins: fields.take("mixins"),
        domains: fields.take("domains"),
        sequences: fields.take("sequences"),
        functions: fields.take("functions"),
        models: fields.take("models"),
        tables: fields.take("tables"),
    };
    fields.finish(diagnostics);
    Some(parts)
}

fn version(node: &Node, diagnostics: &mut Diagnostics) {
    let Some(text) = fields::text(node, "the version", diagnostics) else {
        return;
    };
    if text.value != VERSION {
        let message = format!(
            "this compiler reads version 1 of the language, not {}",
            text.value
        );
        diagnostics
            .push(Diagnostic::error("bad-version", text.span, message).help("write `ormolu: 1`"));
    }
}

/// Collects the names that files define for each other.
fn define<'n>(parts: &[Parts<'n>], words: &mut Vocabulary<'n>, diagnostics: &mut Diagnostics) {
    for parts in parts {
        names(parts.types, "type", &mut words.types, diagnostics);
        names(parts.mixins, "mixin", &mut words.mixins, diagnostics);
        for (key, _) in parts.enums.and_then(mapping).unwrap_or_default() {
            words.enums.insert(fields::name_of(key).to_owned());
        }
    }
    for name in words.types.keys() {
        if PORTABLE.iter().any(|(portable, _)| portable == name) {
            let node = words.types[name];
            let message = format!("`{name}` is a type already");
            let help = "give the reusable type a name of its own";
            diagnostics.push(Diagnostic::error("name-taken", node.span, message).help(help));
        }
    }
}

fn mapping(node: &Node) -> Option<&[(Node, Node)]> {
    match &node.kind {
        tree::NodeKind::Mapping(entries) => Some(entries),
        _ => None,
    }
}

fn names<'n>(
    node: Option<&'n Node>,
    what: &str,
    names: &mut IndexMap<String, &'n Node>,
    diagnostics: &mut Diagnostics,
) {
    let Some(node) = node else { return };
    for (key, node) in fields::entries(node, &format!("`{what}s`"), diagnostics).unwrap_or_default()
    {
        let name = fields::name_of(key).to_owned();
        if let Some(first) = names.get(&name) {
            let message = format!("{what} `{name}` is defined twice");
            let error = Diagnostic::error("name-taken", key.span, message);
            diagnostics.push(
                error
                    .related(first.span, "first here")
                    .help("rename one of them"),
            );
        } else {
            names.insert(name, node);
        }
    }
}

fn dialects(parts: &[Parts<'_>], diagnostics: &mut Diagnostics) -> Vec<Spanned<Dialect>> {
    let mut found: Option<(Span, Vec<Spanned<Dialect>>)> = None;
    for node in parts.iter().filter_map(|p| p.dialects) {
        let mut list: Vec<Spanned<Dialect>> = vec![];
        for name in fields::texts(node, "a dialect", diagnostics) {
            if let Some(value) = fields::dialect(&name, diagnostics) {
                if name.value == "mariadb" {
                    diagnostics.push(mariadb(name.span));
                }
                if list.iter().all(|d| d.value != value) {
                    list.push(Spanned {
                        value,
                        span: name.span,
                    });
                }
            }
        }
        match &found {
            Some((first, _)) => {
                let message = "the dialects are said twice";
                let help = "one file says the dialects of the whole schema";
                diagnostics.push(
                    Diagnostic::error("dialects-twice", node.span, message)
                        .related(*first, "first here")
                        .help(help),
                );
            }
            None => found = Some((node.span, list)),
        }
    }
    found.map(|(_, list)| list).unwrap_or_default()
}

fn mariadb(span: Span) -> Diagnostic {
    let message = "`mysql` stands for MySQL and MariaDB in a schema";
    let mut note = Diagnostic::warning("mariadb", span, message).help("write `mysql`");
    note.severity = Severity::Note;
    note
}

fn naming(parts: &[Parts<'_>], diagnostics: &mut Diagnostics) -> Naming {
    let mut naming = Naming::default();
    for node in parts.iter().filter_map(|p| p.naming) {
        let Some(mut fields) = Fields::of(node, "`naming`", diagnostics) else {
            continue;
        };
        let mut template = |key: &'static str| {
            let node = fields.take(key)?;
            let text = fields::text(node, "a template", diagnostics)?;
            check_template(&text, diagnostics);
            Some(text)
        };
        naming.pk = template("pk").or(naming.pk);
        naming.fk = template("fk").or(naming.fk);
        naming.uq = template("uq").or(naming.uq);
        naming.ix = template("ix").or(naming.ix);
        naming.ck = template("ck").or(naming.ck);
        fields.finish(diagnostics);
    }
    naming
}

fn times(parts: &[Parts<'_>], diagnostics: &mut Diagnostics) -> Option<Times> {
    let mut found = None;
    for node in parts.iter().filter_map(|p| p.times) {
        match fields::name_of(node) {
            "chrono" => found = None,
            "time" => found = Some(Times::Time),
            "jiff" => found = Some(Times::Jiff),
            _ => {
                let message = "dates and times are those of `chrono`, `time` or `jiff`";
                let help = "write `times: jiff`, or leave it out for `chrono`";
                diagnostics.push(Diagnostic::error("times", node.span, message).help(help));
            }
        }
    }
    found
}

/// Whether one of the files says so.
fn flag<'n>(
    parts: &[Parts<'n>],
    what: &str,
    of: impl Fn(&Parts<'n>) -> Option<&'n Node>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let said = parts.iter().filter_map(of);
    let flags = said.filter_map(|node| fields::boolean(node, what, diagnostics));
    flags.filter(|flag| flag.value).count() > 0
}

fn check_template(text: &Spanned<String>, diagnostics: &mut Diagnostics) {
    let mut rest = text.value.as_str();
    while let Some((_, tail)) = rest.split_once('{') {
        let (name, tail) = tail.split_once('}').unwrap_or((tail, ""));
        if !matches!(name, "table" | "columns" | "name") {
            let message = format!("a name is not made from `{{{name}}}`");
            let help = "a template has `{table}` and `{columns}`; one for checks has `{name}`";
            diagnostics.push(Diagnostic::error("bad-template", text.span, message).help(help));
        }
        rest = tail;
    }
    if !text.value.contains("{table}") {
        let message = "names of constraints are unique in the database: `{table}` must be in them";
        let help = "write a template such as `ix_{table}_{columns}`";
        diagnostics.push(Diagnostic::error("bad-template", text.span, message).help(help));
    }
}
