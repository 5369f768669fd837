//! Models that inherit: the rows of the base and of its variants are structs of their own, and
//! the tables they are stored in are apart from them.

mod parts;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnType, Default, Literal, Storage, Type};
use crate::resolve::words;
use crate::source::Spanned;
use crate::suggest;
use crate::written::{Choice, Column, Document, Inherits, Lineage, Model, Role, TypeName};
use parts::{beside, rows, share, table_of, way_down};

pub(super) fn expand(document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
    let models = &mut document.models;
    if models.iter().all(|m| m.inherits.is_none()) {
        alone(models, diagnostics);
        return;
    }
    let families = families(models, diagnostics);
    alone(models, diagnostics);
    let mut tables: Vec<(usize, Model)> = vec![];
    for (base, variants) in families {
        family(models, base, &variants, &mut tables, diagnostics);
    }
    // What is wrong with the others was said: that they lack a key follows from it.
    for model in models.iter_mut() {
        model.read_only |= model.inherits.is_some() && model.lineage.is_none();
    }
    // Each table stands behind the model it is named after.
    tables.sort_by_key(|(at, _)| *at);
    for (at, table) in tables.into_iter().rev() {
        models.insert(at + 1, table);
    }
}

fn name(model: &Model) -> &str {
    model.name.as_ref().map_or("", |n| n.value.as_str())
}

/// A discriminator of which nothing inherits.
fn alone(models: &[Model], diagnostics: &mut Vec<Diagnostic>) {
    for model in models {
        let Some(discriminator) = &model.discriminator else {
            continue;
        };
        let inherits = |m: &&Model| {
            m.inherits
                .as_ref()
                .is_some_and(|i| i.from.name.value == name(model))
        };
        if models.iter().any(|m| inherits(&m)) {
            continue;
        }
        let message = format!("no model inherits from `{}`", name(model));
        let help = format!(
            "take `discriminator` away, or write `inherits: {{ from: {}, by: single }}` in another model",
            name(model)
        );
        let error = Diagnostic::error("no-variants", discriminator.column.span, message);
        diagnostics.push(error.help(help));
    }
}

/// The bases with their variants. A variant that cannot be one stays a model by itself.
fn families(
    models: &mut [Model],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<usize, Vec<(usize, Inherits)>> {
    let mut families: BTreeMap<usize, Vec<(usize, Inherits)>> = BTreeMap::new();
    for at in 0..models.len() {
        let Some(inherits) = models[at].inherits.clone() else {
            continue;
        };
        let from = &inherits.from.name;
        let Some(base) = models.iter().position(|m| name(m) == from.value) else {
            let names = models.iter().map(name);
            let help = suggest::help(&from.value, names, "models of this schema");
            let message = format!("there is no model `{}`", from.value);
            diagnostics.push(Diagnostic::error("unknown-model", from.span, message).help(help));
            continue;
        };
        let fault = if let Some(above) = &models[base].inherits {
            let help = match base == at {
                true => "name another model".to_owned(),
                false => format!(
                    "inherit from `{}` too, and share the rest by a mixin",
                    above.from.name.value
                ),
            };
            Some((format!("`{}` inherits itself", from.value), help))
        } else if models[base].discriminator.is_none() {
            let help = format!(
                "add it to `{0}`: `discriminator: kind`, and a column `kind: string(40)`",
                from.value
            );
            Some((format!("`{}` has no discriminator", from.value), help))
        } else {
            None
        };
        match fault {
            Some((message, help)) => {
                let error = Diagnostic::error("no-base", from.span, message);
                diagnostics.push(error.help(help));
            }
            None => families.entry(base).or_default().push((at, inherits)),
        }
    }
    families
}

fn family(
    models: &mut [Model],
    at: usize,
    variants: &[(usize, Inherits)],
    tables: &mut Vec<(usize, Model)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut base = models[at].clone();
    let Some(discriminator) = base.discriminator.clone() else {
        return;
    };
    let own_tag = discriminator.tag.clone().unwrap_or_else(|| tag_of(&base));
    if !set_tag(&mut base, &discriminator.column, &own_tag, diagnostics) {
        return;
    }
    let field = discriminator.column.clone();
    let mut tags = vec![own_tag.clone()];
    let mut table = table_of(&base);
    base.lineage = Some(Lineage {
        discriminator: field.clone(),
        tag: own_tag.value,
        base: None,
    });
    let mut alternatives = vec![];
    for (place, inherits) in variants {
        let written = models[*place].clone();
        let tag = inherits.tag.clone().unwrap_or_else(|| tag_of(&written));
        if !check(&written, inherits, &tag, &tags, diagnostics) {
            continue;
        }
        tags.push(tag.clone());
        match inherits.by {
            Storage::Single => share(&mut table, &written, &field, &tag),
            Storage::Joined => tables.push((*place, beside(&base, &written))),
        }
        alternatives.push(way_down(&mut base, &written));
        let mut rows = rows(&base, &written, inherits);
        set_tag(&mut rows, &field, &tag, diagnostics);
        rows.lineage = Some(Lineage {
            discriminator: field.clone(),
            tag: tag.value,
            base: Some((inherits.from.clone(), inherits.by)),
        });
        models[*place] = rows;
    }
    base.role = Role::Rows;
    base.choices.push(Choice {
        name: Spanned {
            value: "variant".into(),
            span: field.span,
        },
        alternatives,
        nullable: false,
        itself: true,
        comment: None,
    });
    tables.push((at, table));
    models[at] = base;
}

fn tag_of(model: &Model) -> Spanned<String> {
    Spanned {
        value: words::snake(name(model)),
        span: model.span,
    }
}

/// What a variant must not say itself, and whether its tag tells it apart.
fn check(
    variant: &Model,
    inherits: &Inherits,
    tag: &Spanned<String>,
    tags: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let mut faults: Vec<Diagnostic> = vec![];
    let base = &inherits.from.name.value;
    if let Some(first) = tags.iter().find(|t| t.value == tag.value) {
        let message = format!("two kinds of `{base}` have the tag `{}`", tag.value);
        let error = Diagnostic::error("duplicate-tag", tag.span, message)
            .related(first.span, "the first one")
            .help("give one of them another: `tag: ..`");
        faults.push(error);
    }
    let key = variant.columns.iter().find_map(|c| c.primary_key);
    if let Some(span) = key.or(variant.primary_key.as_ref().map(|k| k.span)) {
        let message = format!("the key of `{}` is that of `{base}`", name(variant));
        faults.push(Diagnostic::error("key-of-variant", span, message).help("take the key away"));
    }
    if let (Storage::Single, Some(table)) = (inherits.by, &variant.table) {
        let message = format!("`{}` has no table of its own", name(variant));
        let help = format!(
            "take `table` away: its rows are stored with those of `{base}`, or write `by: joined`"
        );
        faults.push(Diagnostic::error("table-of-variant", table.span, message).help(help));
    }
    if let Some(version) = &variant.version {
        let message = format!("the versions of `{}` are those of `{base}`", name(variant));
        let help = format!("take `version` away; `{base}` may have one");
        faults
            .push(Diagnostic::error("version-of-variant", version.column.span, message).help(help));
    }
    let is_fine = faults.is_empty();
    diagnostics.append(&mut faults);
    is_fine
}

/// Makes the tag the default of the discriminator.
fn set_tag(
    model: &mut Model,
    field: &Spanned<String>,
    tag: &Spanned<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || " _-.:/".contains(c);
    if tag.value.is_empty() || !tag.value.chars().all(safe) {
        let message = format!("`{}` is no tag", tag.value);
        let help = "use letters, digits, blanks and `_-.:/`";
        diagnostics.push(Diagnostic::error("bad-tag", tag.span, message).help(help));
        return false;
    }
    let owner = name(model).to_owned();
    let is_meant = |c: &Column| c.field.as_ref().is_some_and(|f| f.value == field.value);
    let Some(column) = model.columns.iter_mut().find(|c| is_meant(c)) else {
        let names = model.columns.iter().filter_map(|c| c.field.as_ref());
        let help = suggest::help(&field.value, names.map(|f| f.value.as_str()), "its columns");
        let message = format!("`{owner}` has no column `{}`", field.value);
        diagnostics.push(Diagnostic::error("unknown-column", field.span, message).help(help));
        return false;
    };
    let text = |ty: &ColumnType| matches!(ty.base, Type::String(_) | Type::Text);
    if let Some(Spanned {
        value: TypeName::Known(ty),
        span,
    }) = &column.ty
        && !text(ty)
    {
        let message = format!("`{}` cannot say what a row is", field.value);
        let help = "make it text or an enumeration";
        diagnostics.push(Diagnostic::error("discriminator", *span, message).help(help));
        return false;
    }
    let given = column
        .default
        .as_ref()
        .map(|d| d.span)
        .or(column.generated.as_ref().map(|g| g.span));
    if let (Some(span), true) = (given, model.lineage.is_none() && model.inherits.is_none()) {
        let message = format!("what `{}` holds is the tag of each model", field.value);
        let help = format!(
            "take it away; `discriminator: {{ column: {}, tag: .. }}` says the tag of `{owner}`",
            field.value
        );
        diagnostics.push(Diagnostic::error("discriminator", span, message).help(help));
        return false;
    }
    column.default = Some(Spanned {
        value: Default::Value(Literal::Text(tag.value.clone())),
        span: tag.span,
    });
    true
}
