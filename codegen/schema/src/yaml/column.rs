//! Columns: `name: string(100)?` and the long form.

use super::fields::{self, Diagnostics, Fields};
use super::foreign_key;
use super::set_by;
use super::tree::{Node, NodeKind};
use super::type_name::{self, Preset};
use super::value;
use super::values;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::ir::SqlDefault;
use crate::source::{Span, Spanned};
use crate::written::{Check, Column, TypeName, ValueType};

/// The entries of `columns`.
pub(super) fn columns<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Vec<Column> {
    let entries = fields::entries(node, "`columns`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| column(key, node, words, diagnostics))
        .collect()
}

fn column<'n>(
    key: &Node,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Column> {
    let mut column = Column::new(key.span);
    column.field = Some(fields::named(key));
    match &node.kind {
        NodeKind::Mapping(_) => long_form(&mut column, node, words, diagnostics),
        _ if fields::is_null(node) => {
            missing_type(fields::name_of(key), key.span, diagnostics);
            return None;
        }
        _ => {
            let preset = type_name::read(node, words, diagnostics)?;
            apply(&mut column, preset, diagnostics);
            Some(())
        }
    }?;
    Some(column)
}

/// The type of an argument or a result: what a column of this type would be.
pub(super) fn value_type<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<ValueType> {
    let mut column = Column::new(node.span);
    let is_long = matches!(&node.kind, NodeKind::Mapping(entries)
        if entries.iter().any(|(key, _)| fields::name_of(key) == "type"));
    if is_long {
        let mut fields = Fields::of(node, "a type", diagnostics)?;
        let preset = type_name::read(fields.take("type")?, words, diagnostics)?;
        apply(&mut column, preset, diagnostics);
        let nullable = fields.take("nullable");
        let nullable = nullable.and_then(|n| fields::boolean(n, "`nullable`", diagnostics));
        column.nullable = nullable.or(column.nullable);
        let rust = fields.take("rust");
        let rust = rust.and_then(|n| fields::text(n, "a Rust type", diagnostics));
        column.rust_type = rust.or(column.rust_type);
        fallback(&mut column, &mut fields, diagnostics);
        fields.finish(diagnostics);
    } else {
        let preset = type_name::read(node, words, diagnostics)?;
        apply(&mut column, preset, diagnostics);
    }
    Some(ValueType {
        ty: column.ty?,
        nullable: column.nullable.is_some_and(|n| n.value),
        rust_type: column.rust_type,
    })
}

fn missing_type(name: &str, span: Span, diagnostics: &mut Diagnostics) {
    let message = format!("column `{name}` has no type");
    let help = format!("write `{name}: string(100)`, or `{name}: {{ references: Model }}`");
    diagnostics.push(Diagnostic::error("missing-type", span, message).help(help));
}

fn long_form<'n>(
    column: &mut Column,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let name = column
        .field
        .as_ref()
        .map(|f| f.value.clone())
        .unwrap_or_default();
    let mut fields = Fields::of(node, &format!("column `{name}`"), diagnostics)?;
    let ty = fields.take("type");
    let preset = ty.and_then(|ty| type_name::read(ty, words, diagnostics));
    let has_preset = preset.is_some();
    if let Some(preset) = preset {
        apply(column, preset, diagnostics);
    }
    let references = fields.has("references");
    if references {
        match foreign_key::of_column(&mut fields, diagnostics) {
            one if one.len() < 2 => column.references = one.into_iter().next(),
            several => column.one_of = several,
        }
        if let (Some(ty), false) = (&column.ty, column.one_of.is_empty()) {
            let message = format!("`{name}` becomes a column for each target, with its key's type");
            let help = "take `type` away; `columns: [..]` names the columns";
            diagnostics.push(Diagnostic::error("misplaced-key", ty.span, message).help(help));
        }
    }
    column.name = match fields.take("column") {
        Some(node) => fields::text(node, "a column's name", diagnostics),
        None => None,
    };
    let renamed = fields.take("renamed_from");
    column.renamed_from = renamed.and_then(|n| fields::text(n, "a name", diagnostics));
    keys(column, &mut fields, diagnostics);
    properties(column, &mut fields, references, diagnostics);
    fallback(column, &mut fields, diagnostics);
    fields.finish(diagnostics);
    if ty.is_none() && !references && !words.overlay {
        missing_type(&name, column.span, diagnostics);
    }
    // What is wrong with the type or the reference was said; the column still counts.
    let points = column.references.is_some() || !column.one_of.is_empty();
    (has_preset || points || words.overlay).then_some(())
}

/// `primary_key`, `unique`, `index`, `nullable`, `check`.
fn keys(column: &mut Column, fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) {
    let mut flag = |key: &'static str, diagnostics: &mut Diagnostics| {
        let (span, node) = fields.take_entry(key)?;
        let value = fields::boolean(node, &format!("`{key}`"), diagnostics)?.value;
        value.then_some(span)
    };
    column.primary_key = flag("primary_key", diagnostics);
    column.unique = flag("unique", diagnostics);
    column.index = flag("index", diagnostics);
    if let Some((span, node)) = fields.take_entry("nullable")
        && let Some(nullable) = fields::boolean(node, "`nullable`", diagnostics)
    {
        if column.nullable.as_ref().is_some_and(|n| n.value) && !nullable.value {
            let message = "the type says `?`, and `nullable: false` says the opposite";
            diagnostics.push(
                Diagnostic::error("nullable-twice", span, message)
                    .help("take the `?` away, or this line"),
            );
        }
        column.nullable = Some(Spanned {
            value: nullable.value,
            span,
        });
    }
    if let Some(node) = fields.take("check")
        && let Some(expression) = fields::sql(node, "a check", diagnostics)
    {
        column.checks.push(Check {
            name: None,
            whole_name: false,
            expression,
        });
    }
}

/// What a reusable type may say too.
fn properties(
    column: &mut Column,
    fields: &mut Fields<'_>,
    references: bool,
    diagnostics: &mut Diagnostics,
) {
    if let Some(default) = fields
        .take("default")
        .and_then(|n| value::default(n, diagnostics))
    {
        column.default = Some(default);
    } else if fields.has("default") && column.default.is_some() {
        // `default: null` takes back the default of a reusable type.
        column.default = None;
    }
    // Of a reference these two speak of the foreign key.
    if !references {
        let on_update = fields.take("on_update");
        if let Some(value) = on_update.and_then(|n| on_update_value(n, diagnostics)) {
            column.on_update = Some(value);
        }
        if let Some((span, node)) = fields.take_entry("deferred")
            && let Some(flag) = fields::boolean(node, "`deferred`", diagnostics)
        {
            column.deferred = flag.value.then_some(span);
        }
    }
    if let Some(value) = fields
        .take("generated")
        .and_then(|n| value::generated(n, diagnostics))
    {
        column.generated = Some(value);
    }
    if let Some(value) = fields
        .take("identity")
        .and_then(|n| value::identity(n, diagnostics))
    {
        column.identity = Some(value);
    }
    let collate = fields.take("collate");
    if let Some(value) = collate.and_then(|n| fields::sql(n, "a collation", diagnostics)) {
        column.collation = Some(value);
    }
    if let Some(comment) = fields.comment(diagnostics) {
        column.comment = Some(comment);
    }
    let rust = fields.take("rust");
    if let Some(text) = rust.and_then(|n| fields::text(n, "a Rust type", diagnostics)) {
        column.rust_type = Some(text);
    }
    if let Some((span, node)) = fields.take_entry("compare") {
        compare(column, span, node, diagnostics);
    }
    values::rules(column, fields, diagnostics);
    set_by::set_by(column, fields, diagnostics);
    let sensitive = fields.take("sensitive");
    if let Some(flag) = sensitive.and_then(|n| fields::boolean(n, "`sensitive`", diagnostics)) {
        column.sensitive = flag.value;
    }
}

/// `compare: lower`.
fn compare(column: &mut Column, span: Span, node: &Node, diagnostics: &mut Diagnostics) {
    match fields::name_of(node) {
        "lower" => column.ignores_case = Some(span),
        "exact" => column.ignores_case = None,
        _ => diagnostics.push(
            Diagnostic::error("compare", node.span, "text is compared `exact` or `lower`")
                .help("`lower` takes no notice of case"),
        ),
    }
}

fn on_update_value(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<SqlDefault>> {
    if foreign_key::ACTIONS
        .iter()
        .any(|(name, _)| *name == fields::name_of(node))
    {
        let message = format!("`{}` is what a foreign key does", fields::name_of(node));
        let help = "`on_update` of a plain column is the value it is set to at each UPDATE, \
                    such as `now`; for a foreign key add `references`";
        diagnostics.push(Diagnostic::error("on-update", node.span, message).help(help));
        return None;
    }
    value::on_update(node, diagnostics)
}

/// `fallback: json`.
fn fallback(column: &mut Column, fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) {
    let Some(node) = fields.take("fallback") else {
        return;
    };
    if fields::name_of(node) != "json" {
        let message = "the only fallback is `json`";
        diagnostics.push(
            Diagnostic::error("fallback", node.span, message)
                .help("take `fallback` away, or write `{ type: array<int>, fallback: json }`"),
        );
        return;
    }
    match column.ty.as_mut().map(|ty| &mut ty.value) {
        Some(TypeName::Array { fallback_json, .. }) => *fallback_json = true,
        _ => {
            let message = "only an `array` has a fallback";
            diagnostics.push(
                Diagnostic::error("fallback", node.span, message)
                    .help("take `fallback` away, or write `{ type: array<int>, fallback: json }`"),
            );
        }
    }
}

/// Works a type and what it brings along into a column.
fn apply(column: &mut Column, preset: Preset<'_>, diagnostics: &mut Diagnostics) {
    column.ty = Some(Spanned {
        value: preset.ty,
        span: preset.span,
    });
    if let Some(rust) = preset.rust {
        column.rust_type = Some(Spanned {
            value: rust,
            span: preset.span,
        });
    }
    if preset.nullable {
        column.nullable = Some(Spanned {
            value: true,
            span: preset.span,
        });
    }
    // The innermost first, so that outer ones win. Mistakes in them are reported once, where
    // the type is defined.
    let said = diagnostics.len();
    for body in preset.bodies.iter().rev() {
        let Some(mut fields) = Fields::of(body, "a type", diagnostics) else {
            continue;
        };
        body_of_type(column, &mut fields, diagnostics);
    }
    diagnostics.truncate(said);
}

/// Everything but `type` in an entry of `types`.
fn body_of_type(column: &mut Column, fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) {
    if let Some(node) = fields.take("check")
        && let Some(expression) = fields::sql(node, "a check", diagnostics)
    {
        column.checks.push(Check {
            name: None,
            whole_name: false,
            expression,
        });
    }
    if let Some(nullable) = fields.take("nullable")
        && let Some(nullable) = fields::boolean(nullable, "`nullable`", diagnostics)
    {
        column.nullable.get_or_insert(nullable);
    }
    properties(column, fields, false, diagnostics);
}

/// Checks the entries of `types` by themselves.
pub(super) fn check_types(words: &Vocabulary<'_>, diagnostics: &mut Diagnostics) {
    for (name, node) in &words.types {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            type_name::read(node, words, diagnostics);
            continue;
        }
        let Some(mut fields) = Fields::of(node, &format!("type `{name}`"), diagnostics) else {
            continue;
        };
        let mut column = Column::new(node.span);
        match fields.take("type") {
            Some(ty) => {
                if let Some(preset) = type_name::read(ty, words, diagnostics) {
                    apply(&mut column, preset, diagnostics);
                }
            }
            None => {
                let message = format!("type `{name}` does not say what it is");
                let help = format!("write `{name}: {{ type: string(255), .. }}`");
                let error = Diagnostic::error("missing-type", node.span, message);
                diagnostics.push(error.help(help));
            }
        }
        body_of_type(&mut column, &mut fields, diagnostics);
        fallback(&mut column, &mut fields, diagnostics);
        fields.finish(diagnostics);
    }
}
