//! Models that inherit by a whole table of their own ("concrete"): they become models like any
//! other, and their base a struct for the rows of all of them.

mod refused;

use super::inherit::{
    add_way, add_way_down, key_columns, name, shared_ways, table_name, tag_of, target,
};
use crate::diagnostic::Diagnostic;
use crate::ir::{TableOptions, Timing};
use crate::resolve::words;
use crate::source::Spanned;
use crate::written::{
    Alternative, Column, Document, Key, Lineage, Model, Reference, Relationship, RelationshipKind,
    Role, Rules,
};

/// The scope of a base that hides what its variants delete softly.
const NOT_DELETED: &str = "not_deleted";

pub(super) fn expand(document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
    let models = &mut document.models;
    for at in refused::below(models, diagnostics) {
        alone(&mut models[at]);
    }
    let bases: Vec<usize> = (0..models.len())
        .filter(|at| models[*at].discriminator.is_some())
        .filter(|at| variants(models, *at).next().is_some())
        .collect();
    for base in bases {
        let all: Vec<usize> = variants(models, base).collect();
        let of = |at: &usize| name(&models[*at]).to_owned();
        let (own, names): (String, Vec<String>) = (of(&base), all.iter().map(of).collect());
        diagnostics.extend(refused::references(models, &own, &names));
        ways_there(models, &own);
        let found = refused::check(models, base, &all);
        match found.is_empty() {
            true => family(models, base, &all),
            false => give_up(models, base),
        }
        diagnostics.extend(found);
    }
}

/// The models that inherit from one by tables of their own.
fn variants(models: &[Model], base: usize) -> impl Iterator<Item = usize> {
    let base = name(&models[base]);
    let inherits = move |model: &Model| {
        let inherits = model.inherits.as_ref();
        inherits.is_some_and(|i| i.by.is_none() && i.from.name.value == base)
    };
    (0..models.len()).filter(move |at| inherits(&models[*at]))
}

/// What follows from a family that is wrong is not said.
fn give_up(models: &mut [Model], base: usize) {
    let own = name(&models[base]).to_owned();
    models[base].discriminator = None;
    models[base].relationships.clear();
    for (at, model) in models.iter_mut().enumerate() {
        let inherits = model.inherits.as_ref();
        if at == base || inherits.is_some_and(|i| i.from.name.value == own) {
            alone(model);
        }
    }
}

/// Makes a variant that cannot be one a model of which no more is asked.
fn alone(model: &mut Model) {
    model.inherits = None;
    model.read_only = true;
    model.rules = Rules::default();
}

fn family(models: &mut [Model], at: usize, variants: &[usize]) {
    let written = models[at].clone();
    let Some(discriminator) = written.discriminator.clone() else {
        return;
    };
    let mut lineage = Lineage {
        tag: words::snake(name(&written)),
        base: None,
        variants: vec![],
        discriminator: discriminator.column.clone(),
    };
    let mut base = rows(&written, &discriminator.column);
    for variant in variants {
        let model = &models[*variant];
        let way = way_down(&mut base, model);
        let span = model.span;
        let accessor = way
            .relationship
            .clone()
            .map(|value| Spanned { value, span });
        lineage
            .variants
            .extend(accessor.map(|way| (way, tag_of(model).value)));
        add_way(&mut base, way, &discriminator.column);
        models[*variant] = whole(&written, &discriminator.column.value, model);
    }
    base.lineage = Some(lineage);
    base.table = free_table(&base, variants.iter().map(|at| &models[*at]));
    models[at] = base;
}

/// What the rows are called in SQL, where a variant's table has the name that they would have.
fn free_table<'m>(
    base: &Model,
    mut variants: impl Iterator<Item = &'m Model>,
) -> Option<Spanned<String>> {
    let singular = words::snake(name(base));
    let usual = words::plural(&singular);
    let taken = variants.any(|variant| table_name(variant).value == usual);
    taken.then_some(Spanned {
        value: singular,
        span: base.span,
    })
}

/// A variant with all that is in its table: what the base has, then what is its own.
fn whole(base: &Model, discriminator: &str, variant: &Model) -> Model {
    let mut model = variant.clone();
    let is_tag = |c: &&Column| c.field.as_ref().is_some_and(|f| f.value == discriminator);
    let columns = base.columns.iter().filter(|c| !is_tag(c)).cloned();
    let of_base = Model {
        columns: columns.collect(),
        relationships: base.relationships.iter().map(one_way).collect(),
        ..base.clone()
    };
    put_before(&mut model.columns, of_base.columns);
    put_before(&mut model.relationships, of_base.relationships);
    put_before(&mut model.uniques, of_base.uniques);
    put_before(&mut model.indexes, of_base.indexes);
    put_before(&mut model.checks, of_base.checks);
    put_before(&mut model.foreign_keys, of_base.foreign_keys);
    put_before(&mut model.computed, of_base.computed);
    put_before(&mut model.sql_fields, of_base.sql_fields);
    put_before(&mut model.via, shared_ways(base));
    model.primary_key = of_base.primary_key;
    model.identity = of_base.identity;
    model.read_only |= of_base.read_only;
    model.version = model.version.take().or(of_base.version);
    model.namespace = model.namespace.take().or(of_base.namespace);
    model.rules.mix_in(of_base.rules);
    model.inherits = None;
    model
}

fn put_before<T>(own: &mut Vec<T>, mut first: Vec<T>) {
    first.append(own);
    *own = first;
}

/// A relationship of which the way back leads to another model.
fn one_way(relationship: &Relationship) -> Relationship {
    Relationship {
        inverse: None,
        ..relationship.clone()
    }
}

/// The struct for the rows of all variants: what they share, and nothing that is of a table.
fn rows(base: &Model, discriminator: &Spanned<String>) -> Model {
    let keys = key_columns(base)
        .into_iter()
        .filter_map(|c| c.field.clone());
    Model {
        role: Role::Rows,
        read_only: true,
        // Rows of two tables may have the same key.
        primary_key: Some(Key {
            name: None,
            columns: std::iter::once(discriminator.clone()).chain(keys).collect(),
            nulls_equal: false,
            timing: Timing::AtOnce,
            span: discriminator.span,
        }),
        columns: base.columns.iter().map(read).collect(),
        relationships: base.relationships.iter().map(one_way).collect(),
        rules: rules(base),
        identity: None,
        uniques: vec![],
        indexes: vec![],
        checks: vec![],
        version: None,
        discriminator: None,
        renamed_from: None,
        options: TableOptions::default(),
        ..base.clone()
    }
}

/// A column that is only read.
fn read(column: &Column) -> Column {
    Column {
        renamed_from: None,
        primary_key: None,
        unique: None,
        index: None,
        checks: vec![],
        default: None,
        on_update: None,
        generated: None,
        identity: None,
        normalize: vec![],
        validate: vec![],
        set_by: None,
        ..column.clone()
    }
}

/// The conditions on rows that are read.
fn rules(base: &Model) -> Rules {
    let mut scopes = base.rules.scopes.clone();
    if let Some(soft) = &base.rules.soft_delete {
        let said = |value: String| Spanned {
            value,
            span: soft.span,
        };
        let condition = format!("{} is null", soft.column.value);
        scopes.push((said(NOT_DELETED.into()), said(condition)));
    }
    Rules {
        scopes,
        tenant: base.rules.tenant.clone(),
        ..Rules::default()
    }
}

/// The key of a variant's row as a column of the base, and the relationship over it.
fn way_down(base: &mut Model, variant: &Model) -> Alternative {
    let (module, span) = (words::snake(name(variant)), variant.span);
    let said = |value: String| Spanned { value, span };
    base.columns.push(Column {
        field: Some(said(module.clone())),
        nullable: Some(Spanned { value: true, span }),
        references: Some(Reference {
            target: target(variant, span),
            target_columns: vec![],
            columns: vec![],
            name: None,
            on_delete: None,
            on_update: None,
            timing: Timing::AtOnce,
            unindexed: true,
        }),
        comment: Some(format!(
            "The key of the row, if it is {}.",
            words::article(name(variant))
        )),
        ..Column::new(span)
    });
    add_way_down(base, variant, RelationshipKind::BelongsTo, vec![module])
}

/// Relationships that lead to rows of a base are only read: which table is meant cannot be told.
fn ways_there(models: &mut [Model], base: &str) {
    let relationships = models.iter_mut().flat_map(|m| &mut m.relationships);
    for relationship in relationships.filter(|r| r.target.name.value == base) {
        relationship.inverse = None;
        if relationship.kind != RelationshipKind::BelongsTo {
            relationship.read_only = Some(relationship.kind_span);
        }
    }
}
