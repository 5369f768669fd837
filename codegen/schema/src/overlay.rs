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
    base.domains.extend(overlay.domains);
    base.sequences.extend(overlay.sequences);
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
        (None, Some(name)) => {
            let plain = model_name(&sql.value);
            let namespace = value(&table.namespace).map(words::camel);
            let placed = namespace.is_some_and(|n| name.value == n + &plain);
            placed || name.value == plain || name.value == sql.value
        }
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
    let typed = |c: &&Column| c.ty.is_some() || c.references.is_some() || !c.one_of.is_empty();
    for column in columns.iter().filter(|column| !typed(column)) {
        let name = value(&column.field).unwrap_or_default();
        let message = format!("column `{name}` has no type, and the SQL files have no such column");
        let help = "a new column needs a type; one of the SQL files is named as there";
        diagnostics.push(Diagnostic::error("missing-type", column.span, message).help(help));
    }
}

/// Every field is named, so that none is forgotten here.
fn merge(table: &mut Model, model: Model, diagnostics: &mut Vec<Diagnostic>) {
    let Model {
        name,
        // By these two the table was found.
        table: _,
        namespace: _,
        renamed_from,
        columns,
        primary_key,
        identity,
        uniques,
        indexes,
        checks,
        foreign_keys,
        relationships,
        projections,
        filterable,
        inherits,
        discriminator,
        version,
        rules,
        computed,
        sql_fields,
        via,
        read_only,
        comment,
        derives,
        options,
        // What `expand` fills, and what is the SQL file's to say.
        choices: _,
        role: _,
        lineage: _,
        conditional: _,
        view: _,
        infer: _,
        exact: _,
        module: _,
        span: _,
    } = model;
    table.name = name;
    table.renamed_from = renamed_from;
    table.comment = comment.or(table.comment.take());
    table.derives.extend(derives);
    // A table of SQL is only read as long as nothing names its rows.
    let is_named = identity.is_some() || primary_key.is_some();
    table.read_only = read_only || table.view.is_some() || (table.read_only && !is_named);
    table.identity = identity.or(table.identity.take());
    table.relationships.extend(relationships);
    table.projections.extend(projections);
    table.filterable.extend(filterable);
    table.inherits = inherits.or(table.inherits.take());
    table.discriminator = discriminator.or(table.discriminator.take());
    table.version = version.or(table.version.take());
    table.rules.mix_in(rules);
    table.computed.extend(computed);
    table.sql_fields.extend(sql_fields);
    table.via.extend(via);
    table.uniques.extend(uniques);
    table.indexes.extend(indexes);
    table.checks.extend(checks);
    table.foreign_keys.extend(foreign_keys);
    table.primary_key = primary_key.or(table.primary_key.take());
    if options != Default::default() {
        table.options = options;
    }
    for column in columns {
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
    let Column {
        field,
        // By its name it was found.
        name: _,
        renamed_from,
        ty,
        nullable,
        primary_key,
        unique,
        index,
        checks,
        references,
        one_of,
        default,
        on_update,
        generated,
        identity,
        collation,
        comment,
        rust_type,
        normalize,
        set_by,
        validate,
        ignores_case,
        sensitive,
        deferred,
        span: _,
    } = new;
    old.field = field;
    old.renamed_from = renamed_from;
    old.ty = ty.or(old.ty.take());
    old.nullable = nullable.or(old.nullable.take());
    old.primary_key = primary_key.or(old.primary_key);
    old.unique = unique.or(old.unique);
    old.index = index.or(old.index);
    old.checks.extend(checks);
    old.references = references.or(old.references.take());
    if !one_of.is_empty() {
        old.one_of = one_of;
    }
    old.default = default.or(old.default.take());
    old.on_update = on_update.or(old.on_update.take());
    old.generated = generated.or(old.generated.take());
    old.identity = identity.or(old.identity.take());
    old.collation = collation.or(old.collation.take());
    old.comment = comment.or(old.comment.take());
    old.rust_type = rust_type.or(old.rust_type.take());
    old.ignores_case = ignores_case.or(old.ignores_case);
    old.set_by = set_by.or(old.set_by.take());
    if !normalize.is_empty() {
        old.normalize = normalize;
    }
    if !validate.is_empty() {
        old.validate = validate;
    }
    old.sensitive |= sensitive;
    old.deferred = deferred.or(old.deferred);
}
