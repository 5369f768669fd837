//! A schema as a flat list of facts, so that two of them can be compared line by line.

use std::collections::BTreeMap;

use ormolu_schema::ir::{Dialect, ReferentialAction, Type};
use ormolu_schema::written::{self, Document, IndexTerm, TypeName};

/// What is there, by what it is about.
pub type Facts = BTreeMap<String, String>;

/// Every difference, one line each.
pub fn differences(expected: &Facts, found: &Facts) -> Vec<String> {
    let mut lines = vec![];
    for (about, fact) in expected {
        match found.get(about) {
            None => lines.push(format!("lost: {about}: {fact}")),
            Some(other) if other != fact => {
                lines.push(format!("differs: {about}: expected {fact}, found {other}"));
            }
            Some(_) => {}
        }
    }
    let extra = found
        .iter()
        .filter(|(about, _)| !expected.contains_key(*about));
    lines.extend(extra.map(|(about, fact)| format!("invented: {about}: {fact}")));
    lines
}

/// A table's name with its namespace.
pub fn table_name(namespace: Option<&str>, name: &str) -> String {
    namespace.map_or(name.to_owned(), |n| format!("{n}.{name}"))
}

/// The fact about a column.
pub struct ColumnFact {
    pub position: usize,
    pub ty: String,
    pub nullable: bool,
    pub counted: bool,
    pub generated: bool,
}

impl ColumnFact {
    pub fn text(&self) -> String {
        let mut text = format!("#{} {}", self.position, self.ty);
        text.push_str(if self.nullable { " null" } else { " not null" });
        text.push_str(if self.counted { " counted" } else { "" });
        text.push_str(if self.generated { " generated" } else { "" });
        text
    }
}

/// The key and the fact of an index.
pub fn index(
    table: &str,
    name: &str,
    columns: &[String],
    unique: bool,
    rest: &str,
) -> (String, String) {
    let unique = if unique { "unique " } else { "" };
    (
        format!("{table} index {name}"),
        format!("{unique}({}){rest}", columns.join(", ")),
    )
}

/// What a document says.
pub fn of_document(document: &Document) -> Facts {
    let mut facts = Facts::new();
    let dialect = document.dialects[0].value;
    for model in &document.models {
        let namespace = model.namespace.as_ref().map(|n| n.value.as_str());
        let table = table_name(namespace, &model.table.as_ref().unwrap().value);
        facts.insert(table.clone(), "table".into());
        columns(model, &table, document, &mut facts);
        keys(model, &table, document, &mut facts);
        indexes(model, &table, dialect, &mut facts);
    }
    for of in &document.enums {
        let inline = dialect != Dialect::Postgres;
        if !inline {
            let name = table_name(
                of.namespace.as_deref(),
                &of.sql_name.as_ref().unwrap().value,
            );
            facts.insert(format!("enum {name}"), labels(of).join(", "));
        }
    }
    facts
}

fn labels(of: &written::Enum) -> Vec<String> {
    of.variants.iter().map(|v| v.value.value.clone()).collect()
}

fn columns(model: &written::Model, table: &str, document: &Document, facts: &mut Facts) {
    for (at, column) in model.columns.iter().enumerate() {
        let fact = ColumnFact {
            position: at + 1,
            ty: type_text(&column.ty.as_ref().unwrap().value, document),
            nullable: column.nullable.as_ref().unwrap().value,
            counted: column.identity.as_ref().is_some_and(|i| i.value.is_some()),
            generated: column.generated.is_some(),
        };
        let name = &column.name.as_ref().unwrap().value;
        facts.insert(format!("{table}.{name}"), fact.text());
    }
}

fn type_text(ty: &TypeName, document: &Document) -> String {
    match ty {
        TypeName::Known(known) => match &known.base {
            Type::Native { sql, .. } => {
                let sql = sql.to_lowercase();
                format!("native {}", sql.strip_prefix("public.").unwrap_or(&sql))
            }
            base => format!("{base:?}"),
        },
        TypeName::Enum { namespace, name } => {
            let named = |of: &&written::Enum| {
                of.namespace == *namespace && of.sql_name.as_ref().unwrap().value == *name
            };
            format!(
                "enum of {}",
                labels(document.enums.iter().find(named).unwrap()).join(", ")
            )
        }
        TypeName::Array { element, .. } => format!("list of {}", type_text(element, document)),
    }
}

fn names(columns: &[ormolu_schema::source::Spanned<String>]) -> Vec<String> {
    columns.iter().map(|c| c.value.clone()).collect()
}

fn keys(model: &written::Model, table: &str, document: &Document, facts: &mut Facts) {
    let dialect = document.dialects[0].value;
    if let Some(key) = &model.primary_key {
        facts.insert(
            format!("{table} primary key"),
            names(&key.columns).join(", "),
        );
    }
    for key in &model.uniques {
        facts.insert(
            format!("{table} unique ({})", names(&key.columns).join(", ")),
            "".into(),
        );
    }
    for key in &model.foreign_keys {
        let target = table_name(key.target.namespace.as_deref(), &key.target.name.value);
        let mut columns = names(&key.target_columns);
        if columns.is_empty() {
            columns = primary_key(document, &target);
        }
        let action = |action: &Option<ormolu_schema::source::Spanned<ReferentialAction>>| {
            action
                .as_ref()
                .map_or(ReferentialAction::NoAction, |a| a.value)
        };
        let name = match (dialect, &key.name) {
            (Dialect::Sqlite, _) | (_, None) => String::new(),
            (_, Some(name)) => format!("{} ", name.value),
        };
        let about = format!(
            "{table} foreign key {name}({})",
            names(&key.columns).join(", ")
        );
        let same = |action| match action {
            // For MySQL the two are one.
            ReferentialAction::Restrict if dialect == Dialect::Mysql => ReferentialAction::NoAction,
            action => action,
        };
        let (delete, update) = (same(action(&key.on_delete)), same(action(&key.on_update)));
        let fact = format!("{target}({}) {delete:?} {update:?}", columns.join(", "));
        facts.insert(about, fact);
    }
}

/// What `REFERENCES t` without columns means.
fn primary_key(document: &Document, target: &str) -> Vec<String> {
    let is_target = |model: &&written::Model| {
        let namespace = model.namespace.as_ref().map(|n| n.value.as_str());
        table_name(namespace, &model.table.as_ref().unwrap().value) == target
    };
    let key = document
        .models
        .iter()
        .find(is_target)
        .and_then(|m| m.primary_key.as_ref());
    key.map_or(vec![], |key| names(&key.columns))
}

fn indexes(model: &written::Model, table: &str, dialect: Dialect, facts: &mut Facts) {
    for of in &model.indexes {
        let column = |part: &written::IndexPart| match &part.term {
            IndexTerm::Column(name) => Some(name.value.clone()),
            IndexTerm::Expression(_) => None,
        };
        let mut columns: Vec<String> = of.parts.iter().filter_map(column).collect();
        let expression = columns.len() < of.parts.len();
        columns.extend(names(&of.include));
        let mut rest = String::new();
        rest.push_str(if of.predicate.is_some() {
            " partial"
        } else {
            ""
        });
        rest.push_str(if expression { " expression" } else { "" });
        if let Some(method) = &of.method {
            rest.push_str(&format!(" {}", method.value.get(dialect).unwrap()));
        }
        if of.unique && dialect == Dialect::Mysql {
            // For MySQL the two are one.
            facts.insert(
                format!("{table} unique ({})", columns.join(", ")),
                "".into(),
            );
            continue;
        }
        let name = of.name.as_ref().map_or("", |n| &n.value);
        let (about, fact) = index(table, name, &columns, of.unique, &rest);
        facts.insert(about, fact);
    }
}
