//! Keys, indexes and conditions between the two migrations: those of both forms.

use ormolu_schema::ir::{
    Check, Column, ColumnId, Dialect, ForeignKey, Index, IndexPart, IndexTerm, Model, ModelId,
    PerDialect, Schema, Unique,
};

use super::between::{self, Pair, free};
use crate::diff::mention::mentions;
use crate::diff::renames::Names;

/// What names an old form stays with it. What names both as text stays as it was until the second
/// migration, for the two are in step.
pub(super) fn stay(
    schema: &mut Schema,
    (before, old): (&Schema, &Model),
    id: ModelId,
    olds: &[&str],
    pairs: &[Pair],
    names: &Names,
) {
    let keys = foreign_keys(schema, (before, old), id, olds, names);
    let model = &mut schema.models[id.0];
    let forms = pairs
        .iter()
        .flat_map(|p| [p.old.as_str(), p.new.as_str(), p.name.as_str()]);
    let forms: Vec<&str> = forms.chain(olds.iter().copied()).collect();
    let named = |sql: &PerDialect<String>| forms.iter().any(|name| names_it(sql, name));

    let is_over = |ids: &[ColumnId]| {
        ids.iter()
            .any(|id| olds.contains(&old.column(*id).name.as_str()))
    };
    let uniques: Vec<Unique> = old
        .uniques
        .iter()
        .filter(|unique| is_over(&unique.columns))
        .filter_map(|unique| {
            Some(Unique {
                columns: moved(old, model, &unique.columns)?,
                ..unique.clone()
            })
        })
        .collect();
    let indexes: Vec<Index> = old
        .indexes
        .iter()
        .filter(|index| is_over(&columns(index)) || is_text_over(index, &named))
        .filter_map(|index| moved_index(old, model, index))
        .collect();
    model.indexes.retain(|index| !is_text_over(index, &named));
    model.checks.retain(|check| !named(&check.expression));
    let checks = old.checks.iter().filter(|check| named(&check.expression));
    let checks: Vec<Check> = checks.cloned().collect();
    for column in &mut model.columns {
        computed_as_before(column, old, &named);
    }

    let mut taken: Vec<String> = Vec::new();
    taken.extend(uniques.iter().map(|unique| unique.name.clone()));
    taken.extend(indexes.iter().map(|index| index.name.clone()));
    taken.extend(checks.iter().map(|check| check.name.clone()));
    taken.extend(keys.iter().map(|key| key.name.clone()));
    let own = model.uniques.iter_mut().map(|unique| &mut unique.name);
    let own = own.chain(model.indexes.iter_mut().map(|index| &mut index.name));
    let own = own.chain(model.checks.iter_mut().map(|check| &mut check.name));
    let own = own.chain(model.foreign_keys.iter_mut().map(|key| &mut key.name));
    for name in own.filter(|name| taken.contains(name)) {
        let mut short = name.clone();
        let is_long = |name: &str| Dialect::ALL.iter().any(|d| d.too_long(name).is_some());
        while is_long(&format!("{short}_new_2")) {
            short.pop();
        }
        *name = free(&format!("{short}_new"), |name| {
            taken.iter().any(|t| t == name)
        });
    }
    model.uniques.extend(uniques);
    model.indexes.extend(indexes);
    model.checks.extend(checks);
    model.foreign_keys.extend(keys);
}

fn names_it(sql: &PerDialect<String>, name: &str) -> bool {
    match sql {
        PerDialect::Same(sql) => mentions(sql, name),
        PerDialect::Each(each) => each.values().any(|sql| mentions(sql, name)),
    }
}

/// The same columns of another model.
fn moved(from: &Model, to: &Model, ids: &[ColumnId]) -> Option<Vec<ColumnId>> {
    ids.iter()
        .map(|id| to.column_named(&from.column(*id).name))
        .collect()
}

fn columns(index: &Index) -> Vec<ColumnId> {
    let parts = index.parts.iter().filter_map(|part| match part.term {
        IndexTerm::Column(id) => Some(id),
        IndexTerm::Expression(_) => None,
    });
    parts.chain(index.include.iter().copied()).collect()
}

fn is_text_over(index: &Index, named: &impl Fn(&PerDialect<String>) -> bool) -> bool {
    let is_named =
        |part: &IndexPart| matches!(&part.term, IndexTerm::Expression(sql) if named(sql));
    index.predicate.as_ref().is_some_and(named) || index.parts.iter().any(is_named)
}

fn moved_index(from: &Model, to: &Model, index: &Index) -> Option<Index> {
    let mut parts = Vec::with_capacity(index.parts.len());
    for part in &index.parts {
        let term = match &part.term {
            IndexTerm::Column(id) => IndexTerm::Column(to.column_named(&from.column(*id).name)?),
            expression => expression.clone(),
        };
        parts.push(IndexPart {
            term,
            ..part.clone()
        });
    }
    Some(Index {
        parts,
        include: moved(from, to, &index.include)?,
        ..index.clone()
    })
}

/// Foreign keys over old forms, where their target is still there.
fn foreign_keys(
    schema: &Schema,
    (before, old): (&Schema, &Model),
    id: ModelId,
    olds: &[&str],
    names: &Names,
) -> Vec<ForeignKey> {
    let is_over = |key: &&ForeignKey| {
        key.columns
            .iter()
            .any(|id| olds.contains(&old.column(*id).name.as_str()))
    };
    let all = old.foreign_keys.iter().filter(is_over).filter_map(|key| {
        let there = before.model(before.table_of(key.target));
        let target = between::at(schema, &between::new_name(names, &there.table))?;
        Some(ForeignKey {
            columns: moved(old, schema.model(id), &key.columns)?,
            target,
            target_columns: moved(there, schema.model(target), &key.target_columns)?,
            ..key.clone()
        })
    });
    all.collect()
}

/// What is computed from a form is computed from the old one until the second migration.
fn computed_as_before(
    column: &mut Column,
    old: &Model,
    named: &impl Fn(&PerDialect<String>) -> bool,
) {
    let is_over = column
        .generated
        .as_ref()
        .is_some_and(|g| named(&g.expression));
    let before = old.column_named(&column.name).map(|id| old.column(id));
    if let Some(before) = before.filter(|before| is_over && before.generated.is_some()) {
        column.generated.clone_from(&before.generated);
    }
}
