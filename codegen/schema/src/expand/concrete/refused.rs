//! What a family of tables cannot be.

use crate::diagnostic::Diagnostic;
use crate::expand::inherit::{bad_tag, key_columns, name, no_column, own_key, same_tag, tag_of};
use crate::source::Spanned;
use crate::suggest;
use crate::written::{Discriminator, Inherits, Model, RelationshipKind, Target};

/// What is wrong with a base and the variants that have tables of their own.
pub(super) fn check(models: &[Model], base: usize, variants: &[usize]) -> Vec<Diagnostic> {
    let (all, base) = (models, &models[base]);
    let variants: Vec<&Model> = variants.iter().map(|at| &models[*at]).collect();
    let mut found = of_base(base);
    found.extend(stored_otherwise(all, base, &variants));
    found.extend(base.relationships.iter().filter_map(|r| {
        let points_here = r.on.is_none()
            && !matches!(
                r.kind,
                RelationshipKind::BelongsTo | RelationshipKind::BelongsToOneOf(_)
            );
        points_here.then(|| {
            let message = format!("no foreign key points at `{}`", name(base));
            let help = format!(
                "say `{}` in each of its variants, whose tables keys can point at, or what is equal: \
                 `on: {{ .. }}`",
                r.name.value
            );
            Diagnostic::error("table-of-variants", r.kind_span, message).help(help)
        })
    }));
    found.extend(named(base));
    found.extend(versions(base));
    found.extend(tags(base, &variants));
    for variant in variants {
        if let Some(span) = own_key(variant) {
            let message = format!("`{}` has the key of `{}`", name(variant), name(base));
            let error = Diagnostic::error("key-of-variant", span, message);
            found.push(error.help("take the key away"));
        }
    }
    found
}

/// Variants of what is a variant itself: the rows of a base are those of whole tables.
pub(super) fn below(models: &[Model], diagnostics: &mut Vec<Diagnostic>) -> Vec<usize> {
    let above = |model: &Model| {
        let from = &from(model)?.from.name.value;
        models.iter().find(|other| name(other) == from)
    };
    let mut found = vec![];
    for (at, model) in models.iter().enumerate() {
        let Some(inherits) = from(model).filter(|i| i.by.is_none()) else {
            continue;
        };
        let variant = |base: &&Model| base.inherits.is_some() && name(base) != name(model);
        let Some(base) = above(model).filter(variant) else {
            continue;
        };
        let (own, base) = (name(model), name(base));
        let message = format!("`{base}` inherits itself, and its rows are in one table");
        let help = format!(
            "let `{own}` inherit from what `{base}` inherits from; what both share is for a mixin"
        );
        let error = Diagnostic::error("no-base", inherits.from.name.span, message);
        diagnostics.push(error.help(help));
        found.push(at);
    }
    found
}

/// What a base says that only a table can have, and what it lacks.
fn of_base(base: &Model) -> Vec<Diagnostic> {
    let mut found = vec![];
    let own = name(base);
    if let Some(table) = &base.table {
        let message = format!("`{own}` has no table: each of its variants has one of its own");
        let help = format!(
            "take `table` away; rows that are nothing else are those of a variant without columns: \
             `inherits: {{ from: {own}, by: concrete }}`, `table: {}`",
            table.value
        );
        found.push(Diagnostic::error("table-of-variants", table.span, message).help(help));
    }
    if key_columns(base).is_empty() {
        let message = format!("`{own}` has no primary key, which its variants have from it");
        let help = "mark a column with `primary_key: true`, or name several: `primary_key: [a, b]`";
        found.push(Diagnostic::error("no-key", base.span, message).help(help));
    }
    found.extend(base.discriminator.as_ref().and_then(|d| of_tag(base, d)));
    found
}

/// The column that only rows that are read have.
fn of_tag(base: &Model, discriminator: &Discriminator) -> Option<Diagnostic> {
    let own = name(base);
    if let Some(tag) = &discriminator.tag {
        let message = format!("no row is of `{own}` alone");
        let help = "take `tag` away; each variant has one";
        return Some(Diagnostic::error("discriminator", tag.span, message).help(help));
    }
    let field = &discriminator.column;
    let is_it = |f: &Spanned<String>| f.value == field.value;
    let mut columns = base.columns.iter();
    let Some(column) = columns.find(|c| c.field.as_ref().is_some_and(is_it)) else {
        return Some(no_column(base, field));
    };
    let given = column.default.as_ref().map(|d| d.span);
    let given = given.or(column.generated.as_ref().map(|g| g.span));
    let span = given.or(column.primary_key).or(column.unique)?;
    let message = format!(
        "no table has the column `{}`: it is the tag of each variant",
        field.value
    );
    let error = Diagnostic::error("discriminator", span, message);
    Some(error.help("leave a type and a comment, and take the rest away"))
}

/// Variants that would have rows in a table of the base.
fn stored_otherwise(models: &[Model], base: &Model, variants: &[&Model]) -> Vec<Diagnostic> {
    let mut found = vec![];
    for model in models {
        let Some(inherits) = &model.inherits else {
            continue;
        };
        if inherits.by.is_none() || inherits.from.name.value != name(base) {
            continue;
        }
        let first = variants.first().map_or("", |variant| name(variant));
        let message = format!(
            "`{}` has no table, since `{first}` has all of its own",
            name(base)
        );
        let error = Diagnostic::error("no-base", inherits.from.name.span, message);
        found.push(error.help(format!(
            "store all variants of `{}` `by: concrete`, or none",
            name(base)
        )));
    }
    found
}

/// Names that the constraints of several tables would have.
fn named(base: &Model) -> Vec<Diagnostic> {
    let keys = base.primary_key.iter().chain(&base.uniques);
    let names = keys.filter_map(|key| key.name.as_ref());
    let names = names.chain(base.indexes.iter().filter_map(|index| index.name.as_ref()));
    let names = names.chain(base.foreign_keys.iter().filter_map(|key| key.name.as_ref()));
    let references = base.columns.iter().filter_map(|c| c.references.as_ref());
    let names = names.chain(references.filter_map(|r| r.name.as_ref()));
    let whole = base.checks.iter().filter(|check| check.whole_name);
    let names = names.chain(whole.filter_map(|check| check.name.as_ref()));
    let error = |given: &Spanned<String>| {
        let message = format!(
            "`{}` would be there in each table of a variant",
            given.value
        );
        Diagnostic::error("name-clash", given.span, message)
            .help("take the name away: each table then names its own, by template")
    };
    names.map(error).collect()
}

/// A name that the tables of several histories would have.
fn versions(base: &Model) -> Option<Diagnostic> {
    let table = base.rules.history.as_ref()?.table.as_ref()?;
    let message = format!(
        "`{}` would be the table of the versions of each variant",
        table.value
    );
    let help = "write `history: true` here, and `history: { table: .. }` in a variant whose table \
                is to be called otherwise";
    Some(Diagnostic::error("name-clash", table.span, message).help(help))
}

fn from(variant: &Model) -> Option<&Inherits> {
    variant.inherits.as_ref()
}

fn tags(base: &Model, variants: &[&Model]) -> Vec<Diagnostic> {
    let mut seen: Vec<Spanned<String>> = vec![];
    let mut found = vec![];
    for variant in variants {
        let tag = tag_of(variant);
        found.extend(bad_tag(&tag));
        found.extend(same_tag(name(base), &tag, &seen));
        seen.push(tag);
    }
    found
}

/// Foreign keys to a base: there is no table that they could point at. What follows from one is
/// not said: it goes on to a variant.
pub(super) fn references(models: &mut [Model], base: &str, variants: &[String]) -> Vec<Diagnostic> {
    let names: Vec<&str> = variants.iter().map(String::as_str).collect();
    let (list, several) = (suggest::list(&names), names.join(", "));
    let mut found = vec![];
    let mut refuse = |target: &mut Target| {
        if target.name.value != base {
            return;
        }
        let message = format!("`{base}` has no table that a key could point at");
        let error = Diagnostic::error("table-of-variants", target.name.span, message);
        found.push(error.help(format!(
            "point at {list}, or at one of several: `references: [{several}]`"
        )));
        target.name.value = names
            .first()
            .map_or(String::new(), |name| (*name).to_owned());
    };
    for model in &mut *models {
        let keys = model.foreign_keys.iter_mut().map(|key| &mut key.target);
        keys.for_each(&mut refuse);
        for column in &mut model.columns {
            let references = column.references.iter_mut().chain(&mut column.one_of);
            references.for_each(|reference| refuse(&mut reference.target));
        }
    }
    found.extend(
        models
            .iter()
            .filter_map(|model| linking(model, base, &list)),
    );
    found
}

/// A link of which nobody could say in which table it is.
fn linking(model: &Model, base: &str, variants: &str) -> Option<Diagnostic> {
    let mut links = model.relationships.iter().filter_map(|r| match &r.kind {
        RelationshipKind::ManyToMany { through, .. } => through.as_ref(),
        _ => None,
    });
    let link = links.find(|link| link.name.value == base)?;
    let message = format!("`{base}` has no table that could link rows");
    let error = Diagnostic::error("table-of-variants", link.name.span, message);
    Some(error.help(format!("lead through {variants}")))
}
