//! The tables and structs of a base and its variants, and the way from one to the other.

use super::name;
use crate::ir::{Default, ReferentialAction, Storage, Timing};
use crate::resolve::words;
use crate::source::{Span, Spanned};
use crate::written::{
    Alternative, Choice, Column, Conditional, ForeignKey, Inherits, Model, Relationship,
    RelationshipKind, Role, Rules, Shortcut, Target,
};

/// What of a model is of its table, and not of the struct for its rows.
pub(super) fn table_of(model: &Model) -> Model {
    Model {
        role: Role::Table,
        name: model.name.clone(),
        table: model.table.clone(),
        namespace: model.namespace.clone(),
        renamed_from: model.renamed_from.clone(),
        columns: model.columns.clone(),
        primary_key: model.primary_key.clone(),
        uniques: model.uniques.clone(),
        indexes: model.indexes.clone(),
        checks: model.checks.clone(),
        foreign_keys: model.foreign_keys.clone(),
        choices: model.choices.clone(),
        comment: model.comment.clone(),
        options: model.options.clone(),
        ..Model::new(model.span)
    }
}

/// Puts the columns of a variant into the table of the base, where rows of other kinds have NULL:
/// none but they, where the table says which rows those are.
pub(super) fn share(
    table: &mut Model,
    variant: &Model,
    told_apart: Option<(&Spanned<String>, &Spanned<String>)>,
) {
    let base: Vec<_> = table.columns.iter().map(field_of).collect();
    let own = variant.columns.iter();
    // A column of the base's name was found wrong with the struct.
    for column in own.filter(|c| !base.contains(&field_of(c))) {
        let nullable = column.nullable.as_ref().is_some_and(|n| n.value);
        if let (false, Some(own), Some((field, tag))) = (nullable, &column.field, told_apart) {
            table.conditional.push(Conditional {
                column: own.clone(),
                discriminator: field.value.clone(),
                tag: tag.value.clone(),
            });
        }
        let in_database = |d: &Spanned<Default>| matches!(d.value, Default::Database(_));
        table.columns.push(Column {
            nullable: Some(Spanned {
                value: true,
                span: column.span,
            }),
            default: column.default.clone().filter(in_database),
            ..column.clone()
        });
    }
    table.uniques.extend(variant.uniques.iter().cloned());
    table.indexes.extend(variant.indexes.iter().cloned());
    table
        .foreign_keys
        .extend(variant.foreign_keys.iter().cloned());
    let checks = variant.checks.iter().cloned();
    table.checks.extend(checks);
    for choice in &variant.choices {
        table.choices.push(Choice {
            nullable: true,
            ..choice.clone()
        });
    }
}

/// The table beside that of the base: the key, and what is the variant's own.
pub(super) fn beside(base: &Model, variant: &Model) -> Model {
    let keys = key_columns(base);
    let key = keys.iter().map(|column| Column {
        identity: Some(Spanned {
            value: None,
            span: column.span,
        }),
        default: None,
        primary_key: base.primary_key.is_none().then_some(column.span),
        ..(*column).clone()
    });
    let mut foreign_keys = vec![up(base, &keys, variant.span)];
    foreign_keys.extend(variant.foreign_keys.iter().cloned());
    Model {
        columns: key.chain(variant.columns.iter().cloned()).collect(),
        primary_key: base.primary_key.clone(),
        foreign_keys,
        namespace: variant.namespace.clone().or(base.namespace.clone()),
        ..table_of(variant)
    }
}

fn field_of(column: &Column) -> Option<String> {
    column.field.as_ref().map(|f| f.value.clone())
}

/// The columns that name a row, where they are not said at the columns.
pub(in crate::expand) fn key_names(model: &Model) -> Option<&[Spanned<String>]> {
    let key = model.primary_key.as_ref().map(|key| &key.columns);
    let names = key.or(model.identity.as_ref().map(|identity| &identity.value));
    names.map(Vec::as_slice)
}

pub(in crate::expand) fn key_columns(base: &Model) -> Vec<&Column> {
    let named = |c: &&Column| match key_names(base) {
        Some(key) => [&c.field, &c.name].iter().any(|n| {
            n.as_ref()
                .is_some_and(|n| key.iter().any(|k| k.value == n.value))
        }),
        None => c.primary_key.is_some(),
    };
    base.columns.iter().filter(named).collect()
}

/// The foreign key from a row to that of its base.
fn up(base: &Model, keys: &[&Column], span: Span) -> ForeignKey {
    let columns = keys.iter().filter_map(|c| c.field.clone());
    ForeignKey {
        name: None,
        columns: columns.collect(),
        target: target(base, span),
        target_columns: vec![],
        on_delete: Some(Spanned {
            value: ReferentialAction::Cascade,
            span,
        }),
        on_update: None,
        timing: Timing::AtOnce,
        unindexed: false,
        span,
    }
}

/// The struct of a variant: what the base has, then what is its own.
pub(super) fn rows(base: &Model, variant: &Model, inherits: &Inherits) -> Model {
    let is_single = inherits.by == Some(Storage::Single);
    let (mut columns, mut uniques) = (base.columns.clone(), base.uniques.clone());
    columns.extend(variant.columns.iter().cloned());
    uniques.extend(variant.uniques.iter().cloned());
    let mut computed = base.computed.clone();
    computed.extend(variant.computed.iter().cloned());
    let mut sql_fields = base.sql_fields.clone();
    sql_fields.extend(variant.sql_fields.iter().cloned());
    let mut via = shared_ways(base);
    via.extend(variant.via.iter().cloned());
    // The way from the base to its own base is part of the way up from here.
    let above = base.lineage.as_ref().and_then(|l| l.base.as_ref());
    let keys = key_columns(base);
    let goes_on = |key: &ForeignKey| {
        above.is_some_and(|(above, _)| above.name.value == key.target.name.value)
            && key
                .columns
                .iter()
                .eq(keys.iter().filter_map(|c| c.field.as_ref()))
    };
    let mut foreign_keys = base.foreign_keys.clone();
    foreign_keys.retain(|key| !goes_on(key));
    foreign_keys.extend(variant.foreign_keys.iter().cloned());
    foreign_keys.push(up(base, &keys, variant.span));
    Model {
        role: Role::Rows,
        table: match is_single {
            true => Some(table_name(base)),
            false => variant.table.clone(),
        },
        namespace: match is_single {
            true => base.namespace.clone(),
            false => variant.namespace.clone().or(base.namespace.clone()),
        },
        columns,
        computed,
        sql_fields,
        read_only: base.read_only || variant.read_only,
        via,
        uniques,
        foreign_keys,
        primary_key: base.primary_key.clone(),
        indexes: vec![],
        checks: vec![],
        version: base.version.clone(),
        rules: rules(base, variant),
        ..variant.clone()
    }
}

/// The shortcuts of a base that lead on from its variants, too: those over a variant do not.
pub(in crate::expand) fn shared_ways(base: &Model) -> Vec<Shortcut> {
    let alternatives = base.choices.iter().filter(|choice| choice.itself);
    let down: Vec<&String> = alternatives
        .flat_map(|choice| choice.alternatives.iter())
        .filter_map(|way| way.relationship.as_ref())
        .collect();
    let leads = |shortcut: &&Shortcut| {
        let first = shortcut.path.value.split('.').next().map(str::trim);
        let mut own = base.relationships.iter().map(|r| &r.name.value);
        own.any(|name| Some(name.as_str()) == first && !down.contains(&name))
    };
    base.via.iter().filter(leads).cloned().collect()
}

/// What holds for the rows of the base, with the scopes that are the variant's own.
fn rules(base: &Model, variant: &Model) -> Rules {
    let mut rules = base.rules.clone();
    let scopes = variant.rules.scopes.iter().cloned();
    rules.scopes.extend(scopes);
    rules
}

/// What the table of a model is called.
pub(in crate::expand) fn table_name(model: &Model) -> Spanned<String> {
    model.table.clone().unwrap_or_else(|| Spanned {
        value: words::plural(&words::snake(name(model))),
        span: model.span,
    })
}

/// The relationship from the base to the same row as a variant.
pub(super) fn way_down(base: &mut Model, variant: &Model) -> Alternative {
    let key = key_columns(base);
    let key = key
        .iter()
        .filter_map(|c| c.field.as_ref().map(|f| f.value.clone()));
    let key = key.collect();
    add_way_down(base, variant, RelationshipKind::HasOne, key)
}

/// Adds it, over the columns of a key.
pub(in crate::expand) fn add_way_down(
    base: &mut Model,
    variant: &Model,
    kind: RelationshipKind,
    key: Vec<String>,
) -> Alternative {
    let said = |value: String| Spanned {
        value,
        span: variant.span,
    };
    let target = target(variant, variant.span);
    let accessor = format!("as_{}", words::snake(name(variant)));
    base.relationships.push(Relationship {
        foreign_key: Some(Spanned {
            value: key,
            span: variant.span,
        }),
        comment: Some(format!(
            "the row as {}, if it is one.",
            words::article(name(variant))
        )),
        ..Relationship::new(said(accessor.clone()), kind, target.clone())
    });
    Alternative {
        target,
        reference: String::new(),
        relationship: Some(accessor),
    }
}

/// A model, mentioned at a place.
pub(in crate::expand) fn target(model: &Model, span: Span) -> Target {
    Target {
        namespace: None,
        name: Spanned {
            value: name(model).to_owned(),
            span,
        },
    }
}
