//! A YAML file on top of SQL files: it renames, adds and changes.

use crate::diagnostic::Diagnostic;
use crate::resolve::words;
use crate::source::Spanned;
use crate::suggest;
use crate::written::{Column, Document, Model};

/// The SQL's document with what the overlay says.
pub(crate) fn apply(
    overlay: Document,
    mut base: Document,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    if !overlay.dialects.is_empty() {
        base.dialects = overlay.dialects;
    }
    base.naming = overlay.naming;
    base.times = overlay.times.or(base.times);
    base.typed_ids |= overlay.typed_ids;
    base.enums.extend(overlay.enums);
    base.functions.extend(overlay.functions);
    for model in overlay.models {
        let found = base.models.iter_mut().find(|table| is_meant(&model, table));
        match found {
            Some(table) => merge(table, model, diagnostics),
            None if model.columns.is_empty() => unknown_table(&model, &base, diagnostics),
            None => {
                untyped(&model.columns, diagnostics);
                base.models.push(model);
            }
        }
    }
    base
}

/// Whether an overlay's model is about a table: by `table`, else by the name the model gets.
fn is_meant(model: &Model, table: &Model) -> bool {
    let Some(sql) = &table.table else {
        return false;
    };
    if model.namespace.is_some() && value(&model.namespace) != value(&table.namespace) {
        return false;
    }
    match (&model.table, &model.name) {
        (Some(named), _) => named.value == sql.value,
        (None, Some(name)) => name.value == model_name(&sql.value) || name.value == sql.value,
        (None, None) => false,
    }
}

/// The name a table's model gets.
fn model_name(table: &str) -> String {
    words::camel(&words::singular(&words::snake(table)))
}

fn value(name: &Option<Spanned<String>>) -> Option<&str> {
    name.as_ref().map(|name| name.value.as_str())
}

fn unknown_table(model: &Model, base: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let (what, name) = match (&model.table, &model.name) {
        (Some(table), _) => ("table", table),
        (None, Some(name)) => ("model", name),
        (None, None) => return,
    };
    let tables = base.models.iter().filter_map(|m| value(&m.table));
    let names: Vec<String> = match what {
        "table" => tables.map(str::to_owned).collect(),
        _ => tables.map(model_name).collect(),
    };
    let message = format!("the SQL files have no {what} `{}`", name.value);
    let candidates = names.iter().map(String::as_str);
    let help = suggest::help(&name.value, candidates, &format!("{what}s"));
    diagnostics.push(Diagnostic::error("unknown-model", name.span, message).help(help));
}

fn untyped(columns: &[Column], diagnostics: &mut Vec<Diagnostic>) {
    for column in columns
        .iter()
        .filter(|c| c.ty.is_none() && c.references.is_none())
    {
        let name = value(&column.field).unwrap_or_default();
        let message = format!("column `{name}` has no type, and the SQL files have no such column");
        let help = "a new column needs a type; one of the SQL files is named as there";
        diagnostics.push(Diagnostic::error("missing-type", column.span, message).help(help));
    }
}

fn merge(table: &mut Model, model: Model, diagnostics: &mut Vec<Diagnostic>) {
    table.name = model.name;
    table.comment = model.comment.or(table.comment.take());
    table.derives.extend(model.derives);
    table.read_only |= model.read_only;
    table.relationships.extend(model.relationships);
    table.projections.extend(model.projections);
    table.filterable.extend(model.filterable);
    table.version = model.version.or(table.version.take());
    table.rules.mix_in(model.rules);
    table.computed.extend(model.computed);
    table.via.extend(model.via);
    table.uniques.extend(model.uniques);
    table.indexes.extend(model.indexes);
    table.checks.extend(model.checks);
    table.foreign_keys.extend(model.foreign_keys);
    table.primary_key = model.primary_key.or(table.primary_key.take());
    if model.options != Default::default() {
        table.options = model.options;
    }
    for column in model.columns {
        let found = table.columns.iter_mut().find(|old| is_same(&column, old));
        match found {
            Some(old) => merge_column(old, column),
            None => {
                untyped(std::slice::from_ref(&column), diagnostics);
                table.columns.push(column);
            }
        }
    }
}

/// Whether an overlay's column is about a table's: by `column`, else by its name or field.
fn is_same(column: &Column, old: &Column) -> bool {
    let Some(sql) = value(&old.name) else {
        return false;
    };
    match (value(&column.name), value(&column.field)) {
        (Some(named), _) => named == sql,
        (None, Some(field)) => field == sql || field == words::snake(sql),
        (None, None) => false,
    }
}

fn merge_column(old: &mut Column, new: Column) {
    old.field = new.field;
    old.ty = new.ty.or(old.ty.take());
    old.nullable = new.nullable.or(old.nullable.take());
    old.primary_key = new.primary_key.or(old.primary_key);
    old.unique = new.unique.or(old.unique);
    old.index = new.index.or(old.index);
    old.checks.extend(new.checks);
    old.references = new.references.or(old.references.take());
    old.one_of = new.one_of;
    old.default = new.default.or(old.default.take());
    old.on_update = new.on_update.or(old.on_update.take());
    old.generated = new.generated.or(old.generated.take());
    old.identity = new.identity.or(old.identity.take());
    old.collation = new.collation.or(old.collation.take());
    old.comment = new.comment.or(old.comment.take());
    old.rust_type = new.rust_type.or(old.rust_type.take());
    old.ignores_case = new.ignores_case.or(old.ignores_case);
    if !new.normalize.is_empty() {
        old.normalize = new.normalize;
    }
    if !new.validate.is_empty() {
        old.validate = new.validate;
    }
    old.sensitive |= new.sensitive;
    old.deferred = new.deferred.or(old.deferred);
}
