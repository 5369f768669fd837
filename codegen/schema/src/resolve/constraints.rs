//! Checks and indexes.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::naming::Kind;
use super::value::name_value;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Check, Column, ColumnId, Dialect, ForeignKeyId, Index, IndexPart, IndexTerm, ModelId, Nulls,
    PerDialect,
};
use crate::source::Span;
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        checks(draft, model);
        written_indexes(draft, model);
        key_indexes(draft, model);
        let indexes = &mut draft.models[model.0].ir.indexes;
        indexes.sort_by_key(|index| index.exclusion.is_some());
        unique_names(draft, model);
    }
    unique_indexes(draft);
}

fn checks(draft: &mut Draft<'_>, model: ModelId) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    /// The part of its name, what was written, the condition.
    type Found<'a> = (String, &'a written::Check, PerDialect<String>);
    let mut found: Vec<Found<'_>> = vec![];
    let mut before: Option<&written::Column> = None;
    for (at, origin) in draft.model(model).origins.iter().enumerate() {
        let Some(column) = origin.written else {
            continue;
        };
        if before.is_some_and(|b| std::ptr::eq(b, column)) {
            continue;
        }
        before = Some(column);
        let name = &draft.model(model).ir.columns[at].name;
        for (n, check) in column.checks.iter().enumerate() {
            let part = if n == 0 {
                name.clone()
            } else {
                format!("{name}_{}", n + 1)
            };
            let expression = name_value(&check.expression.value, name);
            found.push((part, check, expression));
        }
    }
    let derived = of_domains(draft, model);
    for (n, check) in written.checks.iter().enumerate() {
        let part = format!("{}", n + 1);
        found.push((part, check, check.expression.value.clone()));
    }
    for (part, check, expression) in found {
        let name = match &check.name {
            Some(name) if check.whole_name => name.value.clone(),
            name => draft.constraint_name(Kind::Check, name.as_ref(), model, &[&part]),
        };
        draft.models[model.0]
            .ir
            .checks
            .push(Check { name, expression });
    }
    for (part, expression) in derived {
        let name = draft.constraint_name(Kind::Check, None, model, &[&part]);
        let checks = &mut draft.models[model.0].ir.checks;
        checks.push(Check { name, expression });
    }
}

/// What domains say of their columns, where engines have no domains: the part of its name, and the
/// condition.
fn of_domains(draft: &Draft<'_>, model: ModelId) -> Vec<(String, PerDialect<String>)> {
    let own = draft.model(model);
    if draft.document.exact || own.written.is_some_and(|w| w.exact) || own.ir.view.is_some() {
        return vec![];
    }
    // What a column points at holds them already.
    let points = |column: &Column| {
        let mut keys = own.ir.foreign_keys.iter();
        keys.any(|key| {
            let there = &draft.model(key.target).ir;
            let mut pairs = key.columns.iter().zip(&key.target_columns);
            pairs.any(|(here, target)| {
                own.ir.column(*here).name == column.name
                    && there.column(*target).ty.domain == column.ty.domain
            })
        })
    };
    let columns = own.ir.columns.iter().filter(|column| !points(column));
    let columns = columns.flat_map(|column| {
        let checks = draft.domain_checks(column).into_iter().enumerate();
        checks.map(move |(n, expression)| {
            let part = match n {
                0 => format!("{}_domain", column.name),
                n => format!("{}_domain_{}", column.name, n + 1),
            };
            (part, expression)
        })
    });
    columns.collect()
}

fn written_indexes(draft: &mut Draft<'_>, model: ModelId) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    let at_columns: Vec<ColumnId> = draft
        .model(model)
        .origins
        .iter()
        .enumerate()
        .filter(|(_, o)| o.written.is_some_and(|w| w.index.is_some()))
        .map(|(at, _)| ColumnId(at))
        .collect();
    for column in at_columns {
        plain_index(draft, model, &[column]);
    }
    for index in &written.indexes {
        if let Some(index) = one_index(draft, model, index) {
            draft.models[model.0].ir.indexes.push(index);
        }
    }
}

fn one_index(draft: &mut Draft<'_>, model: ModelId, index: &written::Index) -> Option<Index> {
    let mut parts = vec![];
    let mut names = vec![];
    for part in &index.parts {
        let whole = |term: IndexTerm| IndexPart {
            term,
            descending: part.descending,
            nulls: part.nulls.filter(|at| *at != Nulls::usual(part.descending)),
            prefix: part.prefix.as_ref().map(|p| p.value),
            collation: part.collation.as_ref().map(|c| c.value.clone()),
            operator_class: part.operator_class.as_ref().map(|c| c.value.clone()),
            operator: part.operator.as_ref().map(|o| o.value.clone()),
        };
        match &part.term {
            written::IndexTerm::Column(name) => {
                for column in draft.columns_named(model, std::slice::from_ref(name))? {
                    names.push(draft.model(model).ir.columns[column.0].name.clone());
                    parts.push(whole(IndexTerm::Column(column)));
                }
            }
            written::IndexTerm::Expression(sql) => {
                names.push("expr".into());
                parts.push(whole(IndexTerm::Expression(sql.value.clone())));
            }
        }
    }
    if parts.is_empty() {
        draft.report(
            Diagnostic::error("empty-index", index.span, "the index is over nothing")
                .help("name a column: `columns: [a]`"),
        );
        return None;
    }
    let include = draft.columns_named(model, &index.include)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let kind = match index.exclusion {
        Some(_) => Kind::Exclusion,
        None => Kind::Index,
    };
    let name = draft.constraint_name(kind, index.name.as_ref(), model, &names);
    Some(Index {
        name,
        parts,
        unique: index.unique,
        nulls_equal: index.nulls_equal.as_ref().is_some_and(|n| n.value),
        predicate: index.predicate.as_ref().map(|p| p.value.clone()),
        method: index.method.as_ref().map(|m| m.value.clone()),
        include,
        postgres: index.postgres.clone(),
        exclusion: index.exclusion,
    })
}

pub(super) fn plain_index(draft: &mut Draft<'_>, model: ModelId, columns: &[ColumnId]) {
    let names: Vec<String> = draft
        .model(model)
        .names(columns)
        .into_iter()
        .map(String::from)
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let name = draft.constraint_name(Kind::Index, None, model, &names);
    let part = |c: &ColumnId| IndexPart::from(IndexTerm::Column(*c));
    draft.models[model.0].ir.indexes.push(Index {
        name,
        parts: columns.iter().map(part).collect(),
        ..Index::default()
    });
}

/// A foreign key that no index leads with gets one: deletes and joins look it up. What came from
/// SQL has the indexes it has.
fn key_indexes(draft: &mut Draft<'_>, model: ModelId) {
    if draft.model(model).as_it_is() {
        return;
    }
    let keys: Vec<Vec<ColumnId>> = draft
        .model(model)
        .ir
        .foreign_keys
        .iter()
        .enumerate()
        .filter(|(at, _)| !draft.model(model).unindexed.contains(&ForeignKeyId(*at)))
        .map(|(_, k)| k.columns.clone())
        .collect();
    for columns in keys {
        let ir = &draft.model(model).ir;
        let leads = |key: &[ColumnId]| key.starts_with(&columns);
        let indexed = leads(&ir.primary_key.columns)
            || ir.uniques.iter().any(|u| leads(&u.columns))
            || ir
                .indexes
                .iter()
                .filter(|i| i.predicate.is_none())
                .any(|i| {
                    i.parts.len() >= columns.len()
                        && i.parts
                            .iter()
                            .zip(&columns)
                            .all(|(p, c)| p.term == IndexTerm::Column(*c))
                });
        if !indexed {
            plain_index(draft, model, &columns);
        }
    }
}

/// Two constraints of one name: the engines refuse that, or drop one.
fn unique_names(draft: &mut Draft<'_>, model: ModelId) {
    if draft.model(model).as_it_is() {
        return;
    }
    let ir = &draft.model(model).ir;
    let indexes = ir.indexes.iter().map(|i| &i.name);
    let uniques = || ir.uniques.iter().map(|u| &u.name);
    let checks = ir.checks.iter().map(|c| &c.name);
    let keys = ir.foreign_keys.iter().map(|k| &k.name);
    let mut twice = doubled(indexes.chain(uniques()));
    // PostgreSQL has one set of names for a table's constraints, the others have one for each kind.
    if draft.dialects.contains(&Dialect::Postgres) {
        twice.extend(doubled(uniques().chain(checks).chain(keys)));
    } else {
        twice.extend(doubled(checks));
        twice.extend(doubled(keys));
    }
    let span = draft.model(model).span;
    for name in twice {
        draft.report(
            Diagnostic::error(
                "name-clash",
                span,
                format!("two constraints or indexes of this table are called `{name}`"),
            )
            .help("give one of them a `name`"),
        );
    }
}

/// The names that stand there more than once.
fn doubled<'n>(names: impl Iterator<Item = &'n String>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    names.filter(|n| !seen.insert(*n)).cloned().collect()
}

/// SQLite and PostgreSQL name indexes in the database; MySQL and MariaDB in the table.
fn unique_indexes(draft: &mut Draft<'_>) {
    if draft.dialects == [Dialect::Mysql] {
        return;
    }
    let mut seen: BTreeMap<(Option<String>, String), Span> = BTreeMap::new();
    let mut found = vec![];
    for model in draft.models.iter().filter(|m| !m.as_it_is()) {
        let written = model.written.iter().flat_map(|w| &w.indexes);
        let written = written.filter_map(|i| i.name.as_ref().map(|n| (n.value.clone(), n.span)));
        for (name, span) in written {
            let key = (model.ir.table.namespace.clone(), name.clone());
            if let Some(first) = seen.insert(key, span) {
                let message = format!("two indexes are called `{name}`");
                found.push(
                    Diagnostic::error("name-clash", span, message)
                        .related(first, "the first one")
                        .help("rename one: indexes of all tables share their names"),
                );
            }
        }
    }
    draft.diagnostics.append(&mut found);
}
