//! Names of models and tables.

use std::collections::BTreeMap;

use super::draft::{Draft, ModelDraft};
use super::{free_names, words};
use crate::diagnostic::Diagnostic;
use crate::ir::{Storage, TableName};
use crate::source::Span;
use crate::written::{Lineage, Model, Role};

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let mut modules: BTreeMap<String, Span> = BTreeMap::new();
    let mut tables: BTreeMap<(Option<String>, String), Span> = BTreeMap::new();
    let taken: Vec<String> = draft.enums.iter().map(|e| e.name.clone()).collect();
    let exact = draft.document.exact;
    let found = free_names::of_models(draft.document, &taken);
    for (written, found) in draft.document.models.iter().zip(found) {
        let table = written.table.as_ref().map(|t| t.value.clone());
        let mut name = match (&written.name, found) {
            (Some(name), _) => name.value.clone(),
            (None, Some(found)) => {
                draft.diagnostics.extend(free_names::note(written, &found));
                found
            }
            (None, None) => words::camel(&words::singular(&words::snake(
                table.as_deref().unwrap_or_default(),
            ))),
        };
        if written.name.is_some() && !words::is_identifier(&name) {
            draft.report(
                Diagnostic::error(
                    "bad-name",
                    written.span,
                    format!("`{name}` cannot be the name of a Rust struct"),
                )
                .help("use letters, digits and `_`; `table:` names the table otherwise"),
            );
            name = words::camel(&name);
        } else if written.name.is_some() && !exact && !words::is_type_case(&name) {
            let camel = words::camel(&name);
            let message = format!("`{name}` is not written like a Rust type");
            draft.report(
                Diagnostic::error("name-case", written.span, message).help(format!(
                    "write `{camel}`; `table:` names the table otherwise"
                )),
            );
            name = camel;
        }
        let module = written.module.as_ref().map(|m| m.value.clone());
        let module = module.unwrap_or_else(|| free_names::module(&name));
        if written.role == Role::Table {
            let table = table_name(written, &module);
            let model = ModelDraft::new(Some(written), name, module, table, written.span);
            draft.add_table(model);
            continue;
        }
        let same_module = modules.insert(module.clone(), written.span);
        if let Some(first) = same_module {
            draft.report(
                Diagnostic::error(
                    "name-clash",
                    written.span,
                    format!("two models are called `{module}` in snake case"),
                )
                .label("its module would be the other's")
                .related(first, "the first one")
                .help("rename one; `table:` keeps the table's name"),
            );
        }
        if let Some(of_enum) = taken.iter().find(|e| **e == name) {
            draft.report(
                Diagnostic::error(
                    "name-clash",
                    written.span,
                    format!("`{of_enum}` is an enumeration too"),
                )
                .help("rename one of the two"),
            );
        }
        let table = table_name(written, &module);
        let place = written.table.as_ref().map_or(written.span, |t| t.span);
        let has_none = |l: &Lineage| {
            let base = l.base.as_ref();
            base.is_some_and(|(_, by)| *by == Storage::Single) || !l.variants.is_empty()
        };
        let shares = written.lineage.as_ref().is_some_and(has_none);
        let same_table = match shares {
            true => None,
            false => tables.insert((table.namespace.clone(), table.name.clone()), place),
        };
        if let (Some(first), None) = (same_table, same_module) {
            draft.report(
                Diagnostic::error(
                    "name-clash",
                    place,
                    format!("the table `{}` has two models", table.name),
                )
                .related(first, "the first one")
                .help("name the table of one of them: `table: ..`"),
            );
        }
        draft.add(ModelDraft::new(
            Some(written),
            name,
            module,
            table,
            written.span,
        ));
    }
}

fn table_name(written: &Model, module: &str) -> TableName {
    let name = written.table.as_ref().map(|t| t.value.clone());
    TableName {
        namespace: written.namespace.as_ref().map(|n| n.value.clone()),
        name: name.unwrap_or_else(|| words::plural(module)),
    }
}
