//! Names become ids, and everything is checked.
//!
//! The steps run one after the other over a [`Draft`]; a step that finds something wrong says so
//! and leaves out what it cannot use, so that the steps after it find the rest.

mod audit;
mod capability;
mod case;
mod choices;
mod columns;
mod computed;
mod condition;
mod constraints;
mod cycles;
mod deferred;
mod deleted;
mod domains;
mod draft;
mod enums;
mod filterable;
mod foreign_keys;
mod free_names;
mod functions;
mod history;
mod identity;
mod ids;
mod infer;
mod inherit;
mod links;
mod literals;
mod long_names;
mod methods;
mod models;
pub(crate) mod naming;
mod overlap;
mod projections;
mod relationships;
mod renames;
mod rules;
mod sequences;
mod set_by;
mod sql;
mod sql_fields;
mod times;
mod value;
mod values;
mod version;
mod via;
pub(crate) mod words;

use crate::diagnostic::{Diagnostic, Severity};
use crate::expand;
use crate::ir::Schema;
use crate::written::Document;
use draft::Draft;

/// The schema that was written, if nothing in it is wrong.
pub(crate) fn resolve(mut document: Document, diagnostics: &mut Vec<Diagnostic>) -> Option<Schema> {
    expand::expand(&mut document, diagnostics);
    let mut draft = Draft::new(&document, diagnostics);
    enums::resolve(&mut draft);
    domains::resolve(&mut draft);
    sequences::resolve(&mut draft);
    functions::resolve(&mut draft);
    models::resolve(&mut draft);
    columns::resolve(&mut draft);
    foreign_keys::resolve(&mut draft);
    links::make_implied(&mut draft);
    constraints::resolve(&mut draft);
    ids::resolve(&mut draft);
    history::resolve(&mut draft);
    times::resolve(&mut draft);
    relationships::resolve(&mut draft);
    infer::resolve(&mut draft);
    choices::resolve(&mut draft);
    inherit::resolve(&mut draft);
    projections::resolve(&mut draft);
    computed::resolve(&mut draft);
    sql_fields::resolve(&mut draft);
    via::resolve(&mut draft);
    filterable::resolve(&mut draft);
    version::resolve(&mut draft);
    rules::resolve(&mut draft);
    history::keep_tenants_apart(&mut draft);
    audit::resolve(&mut draft);
    set_by::resolve(&mut draft);
    values::resolve(&mut draft);
    deferred::check(&mut draft);
    case::check(&mut draft);
    literals::check(&mut draft);
    domains::check(&mut draft);
    sequences::check(&mut draft);
    long_names::check(&mut draft);
    overlap::check(&mut draft);
    cycles::check(&mut draft);
    capability::check(&mut draft);
    sql::check(&mut draft);
    deleted::check_children(&mut draft);
    deleted::keep_out_of_uniques(&mut draft);
    let schema = draft.finish();
    let failed = diagnostics.iter().any(|d| d.severity == Severity::Error);
    (!failed).then_some(schema)
}
