//! Models that inherit: the rows of the base and of its variants are structs of their own, and
//! the tables they are stored in are apart from them.

mod parts;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnType, Default, Literal, Storage, Type};
use crate::resolve::words;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::written::{
    Alternative, Choice, Column, Document, Inherits, Lineage, Model, Role, Rules, TypeName,
};
pub(super) use parts::{add_way_down, key_columns, key_names, shared_ways, table_name, target};
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
        if model.inherits.is_some() && model.lineage.is_none() {
            model.read_only = true;
            model.rules = Rules::default();
        }
    }
    // Each table stands behind the model it is named after.
    tables.sort_by_key(|(at, _)| *at);
    for (at, table) in tables.into_iter().rev() {
        models.insert(at + 1, table);
    }
}

pub(super) fn name(model: &Model) -> &str {
    model.name.as_ref().map_or("", |n| n.value.as_str())
}

/// A discriminator of which nothing inherits.
fn alone(models: &[Model], diagnostics: &mut Vec<Diagnostic>) {
    for model in models {
        let Some(discriminator) = &model.discriminator else {
            continue;
        };
        if model.inherits.is_some() {
            continue; // it has that of its base, as is said elsewhere
        }
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

/// A model that inherits: which it is, and from which.
struct Variant {
    at: usize,
    base: usize,
    inherits: Inherits,
}

/// The models at the top with all that inherit from them, bases before their variants. A variant
/// that cannot be one stays a model by itself.
fn families(models: &[Model], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<usize, Vec<Variant>> {
    let above = above(models, diagnostics);
    let mut families: BTreeMap<usize, Vec<(usize, Variant)>> = BTreeMap::new();
    for (&at, &base) in &above {
        let line = line(&above, at);
        let (Some(inherits), Some(&top)) = (models[at].inherits.clone(), line.last()) else {
            continue;
        };
        let fault = if line.contains(&at) {
            let help = "name another model".to_owned();
            (format!("`{}` inherits itself", name(&models[at])), help)
        } else if models[top].inherits.is_some() {
            continue; // what is wrong above was said
        } else if models[top].discriminator.is_none() {
            let top = name(&models[top]);
            let help = format!(
                "add it to `{top}`: `discriminator: kind`, and a column `kind: string(40)`"
            );
            (format!("`{top}` has no discriminator"), help)
        } else if models[top].identity.is_some() {
            let top = name(&models[top]);
            let help = format!("give `{top}` a `primary_key`, in the database too");
            (
                format!("`{top}` has no primary key for a family to share"),
                help,
            )
        } else {
            let variant = Variant { at, base, inherits };
            families.entry(top).or_default().push((line.len(), variant));
            continue;
        };
        let error = Diagnostic::error("no-base", inherits.from.name.span, fault.0);
        diagnostics.push(error.help(fault.1));
    }
    let by_depth = |mut variants: Vec<(usize, Variant)>| {
        variants.sort_by_key(|(depth, variant)| (*depth, variant.at));
        variants.into_iter().map(|(_, variant)| variant).collect()
    };
    families
        .into_iter()
        .map(|(top, variants)| (top, by_depth(variants)))
        .collect()
}

/// For each model that inherits the one it inherits from.
fn above(models: &[Model], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<usize, usize> {
    let mut above = BTreeMap::new();
    for (at, model) in models.iter().enumerate() {
        let Some(inherits) = &model.inherits else {
            continue;
        };
        let from = &inherits.from.name;
        if let Some(base) = models.iter().position(|m| name(m) == from.value) {
            above.insert(at, base);
            continue;
        }
        let names = models.iter().map(name);
        let help = suggest::help(&from.value, names, "models of this schema");
        let message = format!("there is no model `{}`", from.value);
        diagnostics.push(Diagnostic::error("unknown-model", from.span, message).help(help));
    }
    above
}

/// What a model inherits from, the nearest first, up to the top or to where it goes in a circle.
fn line(above: &BTreeMap<usize, usize>, at: usize) -> Vec<usize> {
    let mut line = vec![];
    let mut next = above.get(&at);
    while let Some(&base) = next {
        let seen = line.contains(&base);
        line.push(base);
        next = above.get(&base).filter(|_| !seen && base != at);
    }
    line
}

/// The rows of a family by their models, and the tables they are stored in by the models that
/// these are named after.
struct Family {
    rows: BTreeMap<usize, Model>,
    tables: BTreeMap<usize, Model>,
    /// The table that has the last columns of a model's rows.
    holders: BTreeMap<usize, usize>,
}

fn family(
    models: &mut [Model],
    at: usize,
    variants: &[Variant],
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
    let mut tags = vec![own_tag.clone()];
    base.role = Role::Rows;
    base.lineage = Some(Lineage {
        discriminator: discriminator.column.clone(),
        tag: own_tag.value,
        base: None,
        variants: vec![],
    });
    let mut family = Family {
        tables: BTreeMap::from([(at, table_of(&base))]),
        rows: BTreeMap::from([(at, base)]),
        holders: BTreeMap::from([(at, at)]),
    };
    for variant in variants {
        let written = models[variant.at].clone();
        family.add(&written, variant, at, &mut tags, diagnostics);
    }
    for (place, rows) in family.rows {
        models[place] = rows;
    }
    tables.extend(family.tables);
}

impl Family {
    /// A model whose base is in already: else what is wrong with that was said.
    fn add(
        &mut self,
        written: &Model,
        Variant { at, base, inherits }: &Variant,
        top: usize,
        tags: &mut Vec<Spanned<String>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let (Some(above), Some(&holder)) = (self.rows.get_mut(base), self.holders.get(base)) else {
            return;
        };
        let Some(field) = above.lineage.as_ref().map(|l| l.discriminator.clone()) else {
            return;
        };
        let tag = tag_of(written);
        if !check(written, above, inherits, &tag, tags, diagnostics) {
            return;
        }
        tags.push(tag.clone());
        let mut rows = rows(above, written, inherits);
        let way = way_down(above, written);
        add_way(above, way, &field);
        let Some(by) = inherits.by else {
            return; // a table of its own is no part of one of a base
        };
        match by {
            Storage::Single => {
                let Some(table) = self.tables.get_mut(&holder) else {
                    return;
                };
                let told_apart = (holder == top).then_some((&field, &tag));
                if told_apart.is_none() {
                    diagnostics.extend(required(written, name(above)));
                }
                share(table, written, told_apart);
                self.holders.insert(*at, holder);
            }
            Storage::Joined => {
                self.tables.insert(*at, beside(above, written));
                self.holders.insert(*at, *at);
            }
        }
        set_tag(&mut rows, &field, &tag, diagnostics);
        rows.lineage = Some(Lineage {
            discriminator: field,
            tag: tag.value,
            base: Some((inherits.from.clone(), by)),
            variants: vec![],
        });
        self.rows.insert(*at, rows);
    }
}

/// Makes a way down one of those of which a row goes at most one.
pub(super) fn add_way(base: &mut Model, way: Alternative, field: &Spanned<String>) {
    if let Some(choice) = base.choices.iter_mut().find(|choice| choice.itself) {
        choice.alternatives.push(way);
        return;
    }
    base.choices.push(Choice {
        name: Spanned {
            value: "variant".into(),
            span: field.span,
        },
        alternatives: vec![way],
        nullable: false,
        itself: true,
        comment: None,
    });
}

/// Columns that a variant must have, in a table that does not say which of its rows are those.
fn required(variant: &Model, base: &str) -> Vec<Diagnostic> {
    let must = |c: &&Column| !c.nullable.as_ref().is_some_and(|nullable| nullable.value);
    let error = |column: &Column| {
        let (name, field) = (name(variant), column.field.as_ref());
        let field = field.map_or("", |f| f.value.as_str());
        let message = format!("`{field}` is NULL in rows of `{base}` that are no `{name}`");
        let help = format!(
            "the table that says what a row is cannot ask for it: make `{field}` nullable, or \
             store `{name}` `by: joined`"
        );
        Diagnostic::error("required-of-variant", column.span, message).help(help)
    };
    variant.columns.iter().filter(must).map(error).collect()
}

/// What the discriminator says of the rows of a model, where its own does not say it.
pub(super) fn tag_of(model: &Model) -> Spanned<String> {
    let said = model.inherits.as_ref().and_then(|i| i.tag.clone());
    said.unwrap_or_else(|| Spanned {
        value: words::snake(name(model)),
        span: model.span,
    })
}

/// What a variant must not say itself, and whether its tag tells it apart.
fn check(
    variant: &Model,
    above: &Model,
    inherits: &Inherits,
    tag: &Spanned<String>,
    tags: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let base = &inherits.from.name.value;
    let mut faults: Vec<Diagnostic> = vec![];
    faults.extend(same_tag(base, tag, tags));
    if let Some(own) = &variant.discriminator {
        let message = format!("`{}` has the discriminator of `{base}`", name(variant));
        let error = Diagnostic::error("discriminator", own.column.span, message);
        let help = "take it away; `inherits: { tag: .. }` says its tag";
        faults.push(error.help(help));
    }
    if let Some(span) = own_key(variant) {
        let message = format!("the key of `{}` is that of `{base}`", name(variant));
        faults.push(Diagnostic::error("key-of-variant", span, message).help("take the key away"));
    }
    if let (Some(Storage::Single), Some(table)) = (inherits.by, &variant.table) {
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
    faults.extend(rules_of_base(variant, above, base));
    let is_fine = faults.is_empty();
    diagnostics.append(&mut faults);
    is_fine
}

/// A tag that another kind has.
pub(super) fn same_tag(
    base: &str,
    tag: &Spanned<String>,
    others: &[Spanned<String>],
) -> Option<Diagnostic> {
    let first = others.iter().find(|other| other.value == tag.value)?;
    let message = format!("two kinds of `{base}` have the tag `{}`", tag.value);
    let error = Diagnostic::error("duplicate-tag", tag.span, message);
    let error = error.related(first.span, "the first one");
    Some(error.help("give one of them another: `tag: ..`"))
}

/// Where a variant says what names its rows.
pub(super) fn own_key(variant: &Model) -> Option<Span> {
    let key = variant.columns.iter().find_map(|c| c.primary_key);
    let key = key.or(variant.primary_key.as_ref().map(|k| k.span));
    key.or(variant.identity.as_ref().map(|i| i.span))
}

/// Rules that are said where the rows of all kinds are, and not of one kind.
fn rules_of_base(variant: &Model, above: &Model, base: &str) -> Vec<Diagnostic> {
    let rules = &variant.rules;
    let said = [
        (
            "soft_delete",
            rules.soft_delete.as_ref().map(|soft| soft.span),
        ),
        ("tenant", rules.tenant.as_ref().map(|tenant| tenant.span)),
        ("hooks", rules.hooks.as_ref().map(|hooks| hooks.span)),
        ("audit", rules.audit.as_ref().map(|audit| audit.span)),
        (
            "history",
            rules.history.as_ref().map(|history| history.span),
        ),
    ];
    let own = said.into_iter().filter_map(|(rule, span)| {
        let message = format!("`{rule}` is for the rows of `{base}`, whatever their kind");
        let help = format!(
            "say it in the model at the top: then it holds for `{}` too",
            name(variant)
        );
        Some(Diagnostic::error("rule-of-variant", span?, message).help(help))
    });
    let known = |scope: &Spanned<String>| {
        let mut scopes = above.rules.scopes.iter();
        scopes.find(|(name, _)| name.value == scope.value)
    };
    let twice = rules.scopes.iter().filter_map(|(scope, _)| {
        let (first, _) = known(scope)?;
        let message = format!("`{base}` has the scope `{}` already", scope.value);
        let error = Diagnostic::error("scope-name", scope.span, message)
            .related(first.span, "the first one")
            .help("give it another name: both hold");
        Some(error)
    });
    own.chain(twice).collect()
}

/// A tag stands in SQL as a literal.
pub(super) fn bad_tag(tag: &Spanned<String>) -> Option<Diagnostic> {
    let safe = |c: char| c.is_ascii_alphanumeric() || " _-.:/".contains(c);
    let is_fine = !tag.value.is_empty() && tag.value.chars().all(safe);
    (!is_fine).then(|| {
        let message = format!("`{}` is no tag", tag.value);
        let help = "use letters, digits, blanks and `_-.:/`";
        Diagnostic::error("bad-tag", tag.span, message).help(help)
    })
}

/// A discriminator that is no column.
pub(super) fn no_column(model: &Model, field: &Spanned<String>) -> Diagnostic {
    let names = model.columns.iter().filter_map(|c| c.field.as_ref());
    let help = suggest::help(&field.value, names.map(|f| f.value.as_str()), "its columns");
    let message = format!("`{}` has no column `{}`", name(model), field.value);
    Diagnostic::error("unknown-column", field.span, message).help(help)
}

/// Makes the tag the default of the discriminator.
fn set_tag(
    model: &mut Model,
    field: &Spanned<String>,
    tag: &Spanned<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    if let Some(bad) = bad_tag(tag) {
        diagnostics.push(bad);
        return false;
    }
    let owner = name(model).to_owned();
    let is_meant = |c: &Column| c.field.as_ref().is_some_and(|f| f.value == field.value);
    let Some(column) = model.columns.iter_mut().find(|c| is_meant(c)) else {
        diagnostics.push(no_column(model, field));
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
