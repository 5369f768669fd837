//! Other names for tables and columns, wherever they are mentioned.

use std::ops::Range;

use super::catalog::{Catalog, IndexTerm, Key, Name, SqlText, SqlType, Table, TableRef};
use super::tokens::{Kind, Token, tokens};
use crate::ir::Dialect;

/// Gives a table another name, also where other tables mention it.
pub(super) fn rename_table(catalog: &mut Catalog, old: &TableRef, new: TableRef) {
    let Some(at) = catalog.find(&catalog.tables, old) else {
        return;
    };
    let old_key = catalog.key(&catalog.reference(&catalog.tables[at]));
    let Some((_, mut table)) = catalog.tables.shift_remove_index(at) else {
        return;
    };
    if new.namespace.is_some() {
        table.namespace = catalog.namespace_of(new.namespace.as_deref());
    }
    table.name = new.name;
    let target = catalog.reference(&table);
    // At its place: views are made in the order in which they read each other.
    let key = catalog.key(&target);
    catalog.tables.shift_remove(&key);
    let at = at.min(catalog.tables.len());
    catalog.tables.shift_insert(at, key, table);
    let means_it = |written: &TableRef| catalog.key(written) == old_key;
    let mut foreign_keys = vec![];
    let mut parents = vec![];
    for (t, table) in catalog.tables.values().enumerate() {
        let keys = table.foreign_keys.iter().enumerate();
        foreign_keys.extend(
            keys.filter(|(_, k)| means_it(&k.target))
                .map(|(k, _)| (t, k)),
        );
        let of = table.parents.iter().enumerate();
        parents.extend(of.filter(|(_, p)| means_it(p)).map(|(p, _)| (t, p)));
    }
    let move_to = |mention: &mut TableRef| {
        mention.name.text = target.name.text.clone();
        mention.namespace = target.namespace.clone();
    };
    for (t, k) in foreign_keys {
        move_to(&mut catalog.tables[t].foreign_keys[k].target);
    }
    for (t, p) in parents {
        move_to(&mut catalog.tables[t].parents[p]);
    }
}

/// Gives a column another name, also in the keys of other tables.
pub(super) fn rename_column(catalog: &mut Catalog, owner: &TableRef, old: &Name, new: &Name) {
    let (dialect, key) = (catalog.dialect, catalog.key(owner));
    if let Some(table) = catalog.table_mut(owner) {
        if let Some(column) = table.column_mut(&old.text, dialect) {
            column.name = new.clone();
        }
        rename_own_column(table, &old.text, &new.text, dialect);
    }
    let mut targets = vec![];
    for (t, table) in catalog.tables.values().enumerate() {
        for (k, foreign) in table.foreign_keys.iter().enumerate() {
            if catalog.key(&foreign.target) == key {
                targets.push((t, k));
            }
        }
    }
    for (t, k) in targets {
        for column in &mut catalog.tables[t].foreign_keys[k].target_columns {
            if same(&column.text, &old.text, dialect) {
                column.text = new.text.clone();
            }
        }
    }
}

/// Gives a constraint or an index of a table another name.
pub(super) fn rename_constraint(table: &mut Table, old: &str, new: &str) {
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|k| &mut k.name);
    let names = keys
        .chain(table.foreign_keys.iter_mut().map(|k| &mut k.name))
        .chain(table.checks.iter_mut().map(|k| &mut k.name))
        .chain(table.indexes.iter_mut().map(|k| &mut k.name));
    for name in names.flatten().filter(|n| n.text == old) {
        name.text = new.to_owned();
    }
}

/// Gives a type another name or place, also where columns and domains are of it.
pub(super) fn rename_type(catalog: &mut Catalog, old: &TableRef, new: TableRef) {
    let (old_key, new_key) = (catalog.key(old), catalog.key(&new));
    let namespace = catalog.namespace_of(new.namespace.as_deref());
    let means_it = |ty: &SqlType| catalog.key(&ty.reference()) == old_key;
    let tables = catalog.tables.values().enumerate();
    let columns = tables.flat_map(|(t, table)| {
        let columns = table.columns.iter().enumerate();
        columns
            .filter(|(_, c)| means_it(&c.ty))
            .map(move |(c, _)| (t, c))
    });
    let columns: Vec<(usize, usize)> = columns.collect();
    let domains = catalog.domains.values().enumerate();
    let domains = domains.filter(|(_, d)| means_it(&d.base)).map(|(at, _)| at);
    let domains: Vec<usize> = domains.collect();
    let move_to = |ty: &mut SqlType| {
        ty.name = new.name.text.clone();
        ty.namespace = new.namespace.clone();
    };
    for (table, column) in columns {
        move_to(&mut catalog.tables[table].columns[column].ty);
    }
    for at in domains {
        move_to(&mut catalog.domains[at].base);
    }
    if let Some(mut moved) = catalog.enums.shift_remove(&old_key) {
        (moved.namespace, moved.name) = (namespace, new.name);
        catalog.enums.insert(new_key, moved);
    } else if let Some((at, _, mut moved)) = catalog.domains.shift_remove_full(&old_key) {
        (moved.namespace, moved.name) = (namespace, new.name);
        // At its place: a domain stands before those that are made of it.
        catalog.domains.shift_insert(at, new_key, moved);
    }
}

/// Gives a sequence another name; a default of PostgreSQL goes on counting with it.
pub(super) fn rename_sequence(catalog: &mut Catalog, old: &TableRef, new: TableRef) {
    let (old_key, new_key) = (catalog.key(old), catalog.key(&new));
    if let Some(mut moved) = catalog.sequences.shift_remove(&old_key) {
        moved.namespace = catalog.namespace_of(new.namespace.as_deref());
        moved.name = new.name;
        catalog.sequences.insert(new_key, moved);
    }
}

/// Gives a schema another name, and all that is in it with it.
pub(super) fn rename_schema(catalog: &mut Catalog, old: &str, new: &str) {
    let in_it = |name: Name| TableRef {
        namespace: Some(old.to_owned()),
        name,
    };
    let there = |name: &Name| TableRef {
        namespace: Some(new.to_owned()),
        name: name.clone(),
    };
    let is_in = |namespace: &Option<String>| namespace.as_deref() == Some(old);
    let tables = catalog.tables.values().filter(|t| is_in(&t.namespace));
    let tables: Vec<Name> = tables.map(|t| t.name.clone()).collect();
    for name in tables {
        let target = there(&name);
        rename_table(catalog, &in_it(name), target);
    }
    let types = catalog.enums.keys().chain(catalog.domains.keys());
    let types = types.filter(|key| key.is_in(old));
    let types: Vec<TableRef> = types.map(|key| catalog.reference_to(key)).collect();
    for name in types {
        let target = there(&name.name);
        rename_type(catalog, &name, target);
    }
    let sequences = catalog.sequences.keys().filter(|key| key.is_in(old));
    let sequences: Vec<TableRef> = sequences.map(|key| catalog.reference_to(key)).collect();
    for name in sequences {
        let target = there(&name.name);
        rename_sequence(catalog, &name, target);
    }
    let folded: Vec<Key> = catalog
        .folded
        .iter()
        .filter(|key| key.is_in(old))
        .cloned()
        .collect();
    for key in folded {
        catalog.folded.remove(&key);
        let name = catalog.reference_to(&key).name;
        catalog.folded.insert(catalog.key(&there(&name)));
    }
    if catalog.namespace.as_deref() == Some(old) {
        catalog.namespace = Some(new.to_owned());
    }
}

pub(super) fn same(a: &str, b: &str, dialect: Dialect) -> bool {
    a == b || (dialect != Dialect::Postgres && a.to_lowercase() == b.to_lowercase())
}

/// Gives a column another name in what its table says of it.
pub(super) fn rename_own_column(table: &mut Table, old: &str, new: &str, dialect: Dialect) {
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|k| &mut k.columns);
    let mut names: Vec<&mut Name> = keys.flatten().collect();
    names.extend(table.foreign_keys.iter_mut().flat_map(|k| &mut k.columns));
    for index in &mut table.indexes {
        names.extend(&mut index.include);
        names.extend(index.parts.iter_mut().filter_map(|p| match &mut p.term {
            IndexTerm::Column(name) => Some(name),
            IndexTerm::Expression(_) => None,
        }));
    }
    for name in names {
        if same(&name.text, old, dialect) {
            name.text = new.to_owned();
        }
    }
    let quoted = dialect.quoted(new);
    for sql in expressions(table) {
        let mut text = sql.text.clone();
        for range in mentions(&sql.text, old, dialect).into_iter().rev() {
            text.replace_range(range, &quoted);
        }
        sql.text = text;
    }
}

/// Expressions over a table's columns.
fn expressions(table: &mut Table) -> impl Iterator<Item = &mut SqlText> {
    let checks = table.checks.iter_mut().map(|c| &mut c.expression);
    let generated = table.columns.iter_mut().flat_map(|c| &mut c.generated);
    let indexes = table.indexes.iter_mut().flat_map(|index| {
        let parts = index.parts.iter_mut().filter_map(|p| match &mut p.term {
            IndexTerm::Column(_) => None,
            IndexTerm::Expression(sql) => Some(sql),
        });
        parts.chain(&mut index.predicate)
    });
    checks.chain(generated.map(|(sql, _)| sql)).chain(indexes)
}

/// Where an expression names a column.
pub(super) fn mentions(sql: &str, column: &str, dialect: Dialect) -> Vec<Range<usize>> {
    let Ok(tokens) = tokens(sql, 0..sql.len(), dialect) else {
        return vec![];
    };
    let is = |token: Option<&Token>, symbol: &str| {
        token.is_some_and(|t| t.kind == Kind::Symbol && &sql[t.range.clone()] == symbol)
    };
    let mut found = vec![];
    for (at, token) in tokens.iter().enumerate() {
        let named = match &token.kind {
            Kind::Word(word) if dialect == Dialect::Postgres => word.to_lowercase() == column,
            Kind::Word(word) | Kind::Quoted(word) => same(word, column, dialect),
            _ => false,
        };
        // A function is no column, nor is a type.
        let called = is(tokens.get(at + 1), "(") || is(tokens.get(at + 1), ".");
        let cast = at > 0 && is(tokens.get(at - 1), "::");
        if named && !called && !cast {
            found.push(token.range.clone());
        }
    }
    found
}
