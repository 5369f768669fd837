//! Names of Rust for tables and types that SQL files name, where two would be called the same.
//!
//! Of several in different schemas each gets its schema before its name, but for those of the
//! usual schema. Of what is left the first keeps the name.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::diagnostic::{Diagnostic, Severity};
use crate::written::{Document, Model};

/// The name of each model that has none of its own, by its place in the document.
pub(super) fn of_models(document: &Document, enums: &[String]) -> Vec<Option<String>> {
    let is_open = |model: &&Model| model.infer && model.name.is_none();
    let named = document.models.iter().filter(|m| !is_open(m));
    let mut taken: BTreeSet<String> = named
        .filter_map(|model| model.name.as_ref())
        .map(|name| module(&name.value))
        .collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for model in document.models.iter().filter(is_open) {
        *count.entry(module(&plain(model))).or_default() += 1;
    }
    let names = document.models.iter().map(|model| {
        if !is_open(&model) {
            return None;
        }
        let plain = plain(model);
        let several = count.get(&module(&plain)).is_some_and(|n| *n > 1);
        let whole = words::camel(&words::snake(table(model)));
        let placed = model.namespace.as_ref().map(|n| within(&n.value, &plain));
        let first = placed.clone().filter(|_| several);
        let candidates = [first, Some(plain.clone()), Some(whole), placed];
        let rows = (1..).map(|n| format!("{plain}{}", "Row".repeat(n)));
        let free = |name: &String| !taken.contains(&module(name)) && !enums.contains(name);
        let name = candidates.into_iter().flatten().chain(rows).find(free);
        taken.extend(name.as_deref().map(module));
        name
    });
    names.collect()
}

/// The names of the enumerations, in their order.
pub(super) fn of_enums(document: &Document) -> Vec<String> {
    let given = |at: usize| {
        let name = &document.enums[at].name.as_ref()?.value;
        Some(match document.exact {
            true => name.clone(),
            false => words::camel(name),
        })
    };
    let plain = |at: usize| {
        let sql = document.enums[at].sql_name.as_ref();
        words::camel(sql.map_or("", |n| n.value.as_str()))
    };
    let all = 0..document.enums.len();
    let mut taken: BTreeSet<String> = all.clone().filter_map(given).collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for at in all.clone().filter(|at| given(*at).is_none()) {
        *count.entry(plain(at)).or_default() += 1;
    }
    let name = |at: usize| {
        if let Some(given) = given(at) {
            return given;
        }
        let plain = plain(at);
        let several = count.get(&plain).is_some_and(|n| *n > 1);
        let namespace = document.enums[at].namespace.as_deref().filter(|_| several);
        let first = namespace.map(|n| within(n, &plain));
        let numbered = (2..).map(|n| format!("{plain}{n}"));
        let candidates = first.into_iter().chain([plain.clone()]).chain(numbered);
        let free = candidates.into_iter().find(|name| !taken.contains(name));
        let name = free.unwrap_or(plain);
        taken.insert(name.clone());
        name
    };
    all.map(name).collect()
}

/// The module of a model: its name in snake case, told from the name in scripts without case.
pub(super) fn module(name: &str) -> String {
    let mut module = words::snake(name);
    if module == name {
        module.push('_');
    }
    module
}

/// Says what something is called where its name alone does not tell.
pub(super) fn note(written: &Model, name: &str) -> Option<Diagnostic> {
    let plain = plain(written);
    let place = written.table.as_ref()?;
    let table = match &written.namespace {
        Some(namespace) => format!("{}.{}", namespace.value, place.value),
        None => place.value.clone(),
    };
    let message = format!("several tables would be `{plain}`: `{table}` is called `{name}`");
    let note = Diagnostic::warning("renamed", place.span, message);
    (name != plain).then_some(Diagnostic {
        severity: Severity::Note,
        ..note
    })
}

/// The singular of the table.
fn plain(model: &Model) -> String {
    words::camel(&words::singular(&words::snake(table(model))))
}

fn table(model: &Model) -> &str {
    model.table.as_ref().map_or("", |t| t.value.as_str())
}

fn within(namespace: &str, name: &str) -> String {
    format!("{}{name}", words::camel(namespace))
}
