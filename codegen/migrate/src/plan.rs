//! Which operations, in which order.

pub(crate) mod order;

use ormolu_schema::ir::{Dialect, Domain, Enum, ForeignKeyId, ModelKind, Schema, View};

use crate::operation::{
    AddForeignKey, Comment, Commented, CreateDomain, CreateEnum, CreateIndex, CreateNamespace,
    CreateSequence, CreateTable, CreateView, DeferForeignKeys, DropDomain, DropEnum,
    DropForeignKey, DropSequence, DropTable, DropView, KeepHistory, Operation, StopHistory, Table,
};
use crate::render::domain;
use order::Order;

/// Everything from nothing: namespaces, types, sequences, domains, tables with parents first, the keys that
/// close cycles, indexes, comments, views.
#[must_use]
pub fn create_all(schema: &Schema, dialect: Dialect) -> Vec<Operation<'_>> {
    let order = Order::of(schema);
    let cut = if declares_forward(dialect) {
        Vec::new()
    } else {
        order.cut
    };
    let mut plan = Vec::new();
    plan.extend(
        namespaces(schema, dialect)
            .map(|name| Operation::CreateNamespace(CreateNamespace { name })),
    );
    plan.extend(
        named_enums(schema, dialect)
            .map(|enumeration| Operation::CreateEnum(CreateEnum { enumeration })),
    );
    let sequences = schema.sequences.iter();
    plan.extend(sequences.map(|sequence| Operation::CreateSequence(CreateSequence { sequence })));
    plan.extend(
        named_domains(schema, dialect)
            .map(|domain| Operation::CreateDomain(CreateDomain { schema, domain })),
    );
    for id in order.tables {
        let table = Table { schema, id };
        if table.view.is_some() {
            continue;
        }
        let inline = |key: &usize| !cut.contains(&(id, ForeignKeyId(*key)));
        let keys = (0..table.foreign_keys.len()).filter(inline);
        let foreign_keys = keys.map(|key| &table.model().foreign_keys[key]).collect();
        plan.push(Operation::CreateTable(CreateTable {
            table,
            foreign_keys,
        }));
        plan.extend(indexes(table));
        plan.extend(table_comments(table, dialect));
    }
    for (owner, key) in cut {
        let table = Table { schema, id: owner };
        let foreign_key = table.model().foreign_key(key);
        plan.push(Operation::AddForeignKey(AddForeignKey {
            table,
            foreign_key,
        }));
    }
    plan.extend(enum_comments(schema, dialect));
    plan.extend(domain_comments(schema, dialect));
    plan.extend(histories(schema).map(|(table, history)| {
        Operation::KeepHistory(KeepHistory {
            table,
            history,
            begins: false,
            new: vec![],
        })
    }));
    for (table, view) in views(schema) {
        plan.push(Operation::CreateView(CreateView { table, view }));
        plan.extend(indexes(table));
        plan.extend(table_comments(table, dialect));
    }
    plan
}

/// Nothing from everything, in the opposite order. Namespaces stay.
#[must_use]
pub fn drop_all(schema: &Schema, dialect: Dialect) -> Vec<Operation<'_>> {
    let order = Order::of(schema);
    let views: Vec<_> = views(schema).collect();
    let drop_view = |(table, view)| Operation::DropView(DropView { table, view });
    let mut plan: Vec<_> = views.into_iter().rev().map(drop_view).collect();
    plan.extend(
        histories(schema)
            .map(|(table, history)| Operation::StopHistory(StopHistory { table, history })),
    );
    if declares_forward(dialect) {
        if !order.cut.is_empty() {
            plan.push(Operation::DeferForeignKeys(DeferForeignKeys));
        }
    } else {
        for (owner, key) in order.cut.into_iter().rev() {
            let table = Table { schema, id: owner };
            let foreign_key = table.model().foreign_key(key);
            plan.push(Operation::DropForeignKey(DropForeignKey {
                table,
                foreign_key,
            }));
        }
    }
    plan.extend(order.tables.into_iter().rev().filter_map(|id| {
        let table = Table { schema, id };
        let drop = Operation::DropTable(DropTable { table });
        table.view.is_none().then_some(drop)
    }));
    let domains: Vec<&Domain> = named_domains(schema, dialect).collect();
    plan.extend(domains.into_iter().rev().map(|domain| {
        let name = domain.name.clone();
        Operation::DropDomain(DropDomain {
            name,
            is_enum: false,
        })
    }));
    let sequences = schema.sequences.iter();
    plan.extend(sequences.map(|sequence| Operation::DropSequence(DropSequence { sequence })));
    plan.extend(
        named_enums(schema, dialect)
            .map(|enumeration| Operation::DropEnum(DropEnum { enumeration })),
    );
    plan
}

/// Whether a table may be made with a key to a table that is not there yet. (Such a dialect
/// cannot add a key later.)
pub(crate) fn declares_forward(dialect: Dialect) -> bool {
    dialect == Dialect::Sqlite
}

/// Whether an enumeration is an object of its own, and a comment a statement of its own.
pub(crate) fn has_catalog_objects(dialect: Dialect) -> bool {
    dialect == Dialect::Postgres
}

/// The views in the order they were declared: a later one may read an earlier one.
pub(crate) fn views(schema: &Schema) -> impl Iterator<Item = (Table<'_>, &View)> {
    schema
        .models()
        .filter_map(|(id, model)| Some((Table { schema, id }, model.view.as_ref()?)))
}

/// The tables whose rows' versions are kept, each with that of the versions.
pub(crate) fn histories(schema: &Schema) -> impl Iterator<Item = (Table<'_>, Table<'_>)> {
    let tables = schema.models().filter(|(_, m)| m.kind != ModelKind::Rows);
    let tables = tables.map(|(id, _)| Table { schema, id });
    tables.filter_map(|table| Some((table, table.history()?)))
}

pub(crate) fn indexes(table: Table<'_>) -> impl Iterator<Item = Operation<'_>> {
    let indexes = table.model().indexes.iter();
    indexes.map(move |index| Operation::CreateIndex(CreateIndex { table, index }))
}

/// The namespaces in the order of their first use.
pub(crate) fn namespaces(schema: &Schema, dialect: Dialect) -> impl Iterator<Item = &str> {
    let tables = schema.models.iter().map(|m| m.table.namespace.as_deref());
    let enums = named_enums(schema, dialect).map(|e| e.namespace.as_deref());
    let sequences = schema.sequences.iter().map(|s| s.name.namespace.as_deref());
    let mut names: Vec<&str> = Vec::new();
    let domains = named_domains(schema, dialect).map(|of| of.name.namespace.as_deref());
    for name in tables
        .chain(enums)
        .chain(domains)
        .chain(sequences)
        .flatten()
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter()
}

pub(crate) fn named_enums(schema: &Schema, dialect: Dialect) -> impl Iterator<Item = &Enum> {
    schema
        .enums
        .iter()
        .filter(move |_| has_catalog_objects(dialect))
}

/// Each behind those that it is made of.
pub(crate) fn named_domains(schema: &Schema, dialect: Dialect) -> impl Iterator<Item = &Domain> {
    let domains = schema.domains.iter();
    domains.filter(move |_| domain::is_object(dialect))
}

pub(crate) fn enum_comments(
    schema: &Schema,
    dialect: Dialect,
) -> impl Iterator<Item = Operation<'_>> {
    named_enums(schema, dialect).filter_map(|e| {
        let text = e.comment.as_deref()?;
        Some(Operation::Comment(Comment {
            on: Commented::Enum(e),
            text: Some(text),
        }))
    })
}

fn domain_comments(schema: &Schema, dialect: Dialect) -> impl Iterator<Item = Operation<'_>> {
    named_domains(schema, dialect).filter_map(|domain| {
        let text = domain.comment.as_deref()?;
        Some(Operation::Comment(Comment {
            on: Commented::Domain(domain),
            text: Some(text),
        }))
    })
}

pub(crate) fn table_comments(table: Table<'_>, dialect: Dialect) -> Vec<Operation<'_>> {
    if !has_catalog_objects(dialect) {
        return Vec::new();
    }
    let model = table.model();
    let own = model.comment.iter().map(|text| Comment {
        on: Commented::Table(table),
        text: Some(text),
    });
    let columns = model.columns.iter().filter_map(|column| {
        let text = column.comment.as_deref()?;
        Some(Comment {
            on: Commented::Column(table, column),
            text: Some(text),
        })
    });
    own.chain(columns).map(Operation::Comment).collect()
}
