//! YAML as a person would have written it.

mod column;
mod enumeration;
mod files;
mod keys;
mod mixins;
mod model;
mod naming;
mod order;
mod reference;
mod relationship;

use std::collections::BTreeSet;

use super::tree::{self, Entries, Tree};
use super::{canonical, dialects, domain, facts, function, sequence};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Enum, Model, Schema};
use crate::load::{Input, compile};
use crate::source::Span;
pub use files::pretty_files;
pub(crate) use mixins::Mixin;
use naming::Naming;
pub use order::same;

/// The schema as YAML that a person would have written: short forms, and nothing that follows
/// from the rest.
///
/// The text compiles to the same schema, but that the keys, unique constraints and indexes of a
/// table may be in another order. A model that the usual rules would change says `exact: true`;
/// a schema that cannot be said otherwise is [`canonical`].
///
/// ```
/// use ormolu_schema::ir::Dialect;
/// use ormolu_schema::{Input, compile, print};
///
/// let sql = "CREATE TABLE users (id integer PRIMARY KEY, name text);";
/// let input = Input::text("schema.sql", sql).sql_dialect(Dialect::Sqlite);
/// let (schema, _) = compile(&input).result.unwrap();
/// assert!(print::pretty(&schema).contains("      name: text?\n"));
/// ```
pub fn pretty(schema: &Schema) -> String {
    let (text, _) = shown(schema);
    text
}

/// As [`pretty`], with a mixin for each pair of times (`created_at` and `updated_at`, say) that two or
/// more tables have alike. A mixin's columns follow a table's own; where that would change more than
/// the order of columns, there is none.
///
/// ```
/// use ormolu_schema::{Input, compile, ir::Dialect, print};
///
/// let sql = "CREATE TABLE a (id int PRIMARY KEY, created_at timestamp, updated_at timestamp);
///            CREATE TABLE b (id int PRIMARY KEY, created_at timestamp, updated_at timestamp);";
/// let input = Input::text("schema.sql", sql).sql_dialect(Dialect::Postgres);
/// let (schema, _) = compile(&input).result.unwrap();
/// assert!(print::pretty_with_mixins(&schema).contains("    mixins: [timestamps]\n    columns:\n"));
/// ```
pub fn pretty_with_mixins(schema: &Schema) -> String {
    let (text, _) = mixed(schema);
    text
}

/// As [`shown`], with mixins where they change no more than the order of columns.
fn mixed(schema: &Schema) -> (String, Option<Printer>) {
    let (text, printer) = shown(schema);
    let Some(mut printer) = printer else {
        return (text, None);
    };
    printer.mixins = mixins::mixins(&printer);
    if printer.mixins.is_empty() {
        return (text, Some(printer));
    }
    let mixed = tree::write(&printer.root());
    match compile(&Input::text("schema.yaml", mixed.as_str())).result {
        Ok((again, _)) if facts::differences(schema, &again).is_empty() => (mixed, Some(printer)),
        _ => {
            printer.mixins.clear();
            (text, Some(printer))
        }
    }
}

/// The text, and the models in it that say `exact: true`; none where all of it is exact.
pub(crate) fn shown(schema: &Schema) -> (String, Option<Printer>) {
    const TRIES: usize = 4;
    let sayable = |m: &Model| m.lineage.is_none() && m.choices.is_empty();
    if !schema.models.iter().all(sayable) {
        return (canonical(schema), None);
    }
    let mut printer = Printer::new(schema);
    for _ in 0..TRIES {
        let text = tree::write(&printer.root());
        let blamed = match compile(&Input::text("schema.yaml", text.as_str())).result {
            Ok((again, _)) if same(schema, &again) => return (text, Some(printer)),
            Ok((again, _)) => order::differing(schema, &again),
            Err(diagnostics) => owners(&text, &diagnostics),
        };
        let before = printer.exact.len();
        printer.exact.extend(blamed);
        if printer.exact.len() == before {
            break;
        }
    }
    (canonical(schema), None)
}

/// The models of a text in which something is wrong.
fn owners(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let spans = errors.flat_map(|d| {
        let related = d.related.iter().map(|label| label.span);
        related.chain([d.primary.span])
    });
    let owner = |span: Span| {
        let before = text.get(..span.end as usize)?;
        let is_head = |line: &&str| line.starts_with("  ") && !line[2..].starts_with([' ', '-']);
        let head = before.lines().rev().find(is_head)?;
        Some(head.trim().split(':').next()?.trim_matches('"').to_owned())
    };
    spans.filter_map(owner).collect()
}

/// A schema that is being printed.
pub(crate) struct Printer {
    /// With enumerations by the names that are written.
    schema: Schema,
    naming: Naming,
    /// The models that say all there is.
    exact: BTreeSet<String>,
    mixins: Vec<Mixin>,
}

impl Printer {
    fn new(schema: &Schema) -> Self {
        let mut schema = schema.clone();
        for of in &mut schema.enums {
            of.name = enumeration::key(of);
        }
        Printer {
            naming: Naming::of(&schema),
            schema,
            exact: BTreeSet::new(),
            mixins: vec![],
        }
    }

    /// One that names constraints by these templates, and prints these models exactly.
    pub(crate) fn like(
        schema: &Schema,
        templates: &[(String, String)],
        exact: BTreeSet<String>,
    ) -> Self {
        Printer {
            naming: Naming::written(templates),
            exact,
            ..Printer::new(schema)
        }
    }

    /// What an enumeration is called in the file.
    pub(crate) fn enumeration_key(&self, of: &Enum) -> String {
        enumeration::key(of)
    }

    /// An enumeration.
    pub(crate) fn enumeration(&self, of: &Enum) -> Tree {
        let name = enumeration::key(of);
        enumeration::enumeration(&Enum { name, ..of.clone() }, &self.schema)
    }

    fn root(&self) -> Entries {
        let mut root = self.head(&[]);
        root.section("models", self.models(|_| true));
        root
    }

    /// What stands above the models, with the files to be included.
    fn head(&self, include: &[String]) -> Entries {
        let schema = &self.schema;
        let mut root = Entries::default();
        root.add("ormolu", Tree::Plain("1".into()));
        root.add("dialects", dialects(schema));
        root.filled("include", Tree::texts(include));
        root.filled("naming", self.naming.tree());
        let is_id = |m: &Model| m.columns.iter().any(|c| c.id_of.is_some());
        root.flag("typed_ids", schema.models.iter().any(is_id));
        let enums = schema.enums.iter();
        let enums = enums.map(|e| (e.name.clone(), enumeration::enumeration(e, schema)));
        root.filled("enums", Tree::block(enums));
        root.filled("domains", Tree::block(domain::all(schema)));
        root.filled("sequences", Tree::block(sequence::all(schema)));
        let mixins = self.mixins.iter().map(|m| (m.name.clone(), m.tree()));
        root.filled("mixins", Tree::block(mixins));
        let functions = schema.functions.iter();
        let functions = functions.map(|f| (f.name.clone(), function::function(f, schema)));
        root.filled("functions", Tree::block(functions));
        root
    }

    fn models(&self, wanted: impl Fn(&Model) -> bool) -> impl Iterator<Item = (String, Tree)> {
        let models = self.schema.models.iter();
        let models = models.filter(move |model| wanted(model));
        models.map(|m| (m.name.clone(), Tree::Map(self.mixed(m))))
    }

    /// One model, with the mixins that it has the columns of.
    pub(crate) fn mixed(&self, model: &Model) -> Entries {
        let mut map = self.model(model);
        if !self.exact.contains(&model.name) {
            self.mixins.iter().any(|mixin| mixin.put_into(&mut map));
        }
        map
    }

    /// One model with all of its columns.
    pub(crate) fn model(&self, model: &Model) -> Entries {
        match self.exact.contains(&model.name) {
            true => {
                let mut map = super::model::exact(model, &self.schema);
                map.first("exact", Tree::Plain("true".into()));
                map
            }
            false => model::model(model, &self.schema, &self.naming),
        }
    }
}
