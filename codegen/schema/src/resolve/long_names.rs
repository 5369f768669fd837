//! Names that are longer than a declared dialect takes.
//!
//! MySQL refuses them; PostgreSQL cuts them, and two that begin alike become one.

use super::capability::lacks;
use super::draft::{Draft, ModelDraft};
use crate::diagnostic::Diagnostic;
use crate::ir::{Dialect, ModelId, TooLong};
use crate::source::Span;

pub(super) fn check(draft: &mut Draft<'_>) {
    let mut found = vec![];
    let enums = draft.document.enums.iter().zip(&draft.enums);
    for (written, named) in enums {
        found.extend(too_long(&draft.dialects, &named.sql_name, written.span));
    }
    for written in &draft.document.sequences {
        let name = &written.name;
        found.extend(too_long(&draft.dialects, &name.value.name, name.span));
    }
    for model in (0..draft.models.len()).map(ModelId) {
        for (name, span) in names(draft.model(model)) {
            found.extend(too_long(&draft.dialects, name, span));
        }
    }
    draft.diagnostics.append(&mut found);
}

/// What a model names in the database, each with its place.
fn names<'m>(model: &'m ModelDraft<'_>) -> impl Iterator<Item = (&'m str, Span)> {
    let ir = &model.ir;
    let here = move |name: &'m String| (name.as_str(), place(model, name));
    let columns = ir.columns.iter().zip(&model.origins);
    let keys = ir.foreign_keys.iter().zip(&model.key_spans);
    let table = [&ir.table.name, &ir.primary_key.name];
    table
        .into_iter()
        .chain(&ir.table.namespace)
        .chain(ir.uniques.iter().map(|unique| &unique.name))
        .chain(ir.indexes.iter().map(|index| &index.name))
        .chain(ir.checks.iter().map(|check| &check.name))
        .map(here)
        .chain(columns.map(|(column, origin)| (column.name.as_str(), origin.span)))
        .chain(keys.map(|(key, span)| (key.name.as_str(), *span)))
}

/// Where a name of a table, a constraint or an index stands; that of the model if it was derived.
fn place(model: &ModelDraft<'_>, name: &str) -> Span {
    let Some(written) = model.written else {
        return model.span;
    };
    let keys = written.primary_key.iter().chain(&written.uniques);
    let all = keys
        .map(|key| &key.name)
        .chain(written.indexes.iter().map(|index| &index.name))
        .chain(written.checks.iter().map(|check| &check.name))
        .chain([&written.table, &written.namespace]);
    let mut said = all.flatten().filter(|said| said.value == name);
    said.next().map_or(model.span, |said| said.span)
}

/// The first dialect that does not take a name.
fn too_long(dialects: &[Dialect], name: &str, span: Span) -> Option<Diagnostic> {
    dialects.iter().find_map(|dialect| {
        let TooLong {
            length,
            limit,
            unit,
        } = dialect.too_long(name)?;
        let engine = match dialect.family() {
            Dialect::Postgres => "PostgreSQL",
            _ => "MySQL and MariaDB",
        };
        let message = format!("`{name}` has {length} {unit}: {engine} takes {limit} for a name");
        Some(lacks(span, message, "give a shorter name"))
    })
}
