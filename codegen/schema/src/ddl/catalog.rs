//! The tables a file builds up, statement by statement.

mod constraint;
mod domain;
mod index;

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::ir::{Count, Dialect, Identity};
use crate::source::{FileId, Span};
pub(super) use constraint::{Check, ForeignKey, KeyConstraint};
pub(super) use domain::Domain;
pub(super) use index::{Index, IndexPart, IndexTerm};

/// A name with its place. Folded already where the dialect folds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A piece of SQL as written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SqlText {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A table's or a type's name where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableRef {
    pub(super) namespace: Option<String>,
    pub(super) name: Name,
}

/// What a name is looked up by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(Option<String>, String);

impl Key {
    /// Whether the thing is in this namespace.
    pub(super) fn is_in(&self, namespace: &str) -> bool {
        self.0.as_deref() == Some(namespace)
    }
}

/// The state after some statements.
#[derive(Debug)]
pub(super) struct Catalog {
    pub(super) dialect: Dialect,
    pub(super) tables: IndexMap<Key, Table>,
    pub(super) enums: IndexMap<Key, EnumType>,
    pub(super) domains: IndexMap<Key, Domain>,
    /// Partitions, temporary tables and views of unknown columns: known, but not in the schema.
    pub(super) folded: HashSet<Key>,
    /// Views whose columns are not known, or not yet.
    pub(super) pending: IndexMap<Key, PendingView>,
    /// Where an unqualified name of PostgreSQL lives; none is `public`.
    pub(super) namespace: Option<String>,
    /// The database of MySQL whose name need not be said.
    pub(super) database: Option<String>,
    /// Routines that change tables when they are called, in upper case.
    pub(super) ddl_routines: HashSet<String>,
    /// Virtual tables of SQLite with their modules.
    pub(super) virtual_tables: Vec<(String, String)>,
    pub(super) sequences: IndexMap<Key, Sequence>,
    /// Sequences that belong to a column by a statement of their own, without their schema.
    pub(super) owned_sequences: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) namespace: Option<String>,
    pub(super) name: Name,
    pub(super) columns: Vec<Column>,
    pub(super) primary_key: Option<KeyConstraint>,
    pub(super) uniques: Vec<KeyConstraint>,
    pub(super) indexes: Vec<Index>,
    pub(super) checks: Vec<Check>,
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) comment: Option<String>,
    /// Set for a view.
    pub(super) view: Option<View>,
    /// Tables whose columns it has too.
    pub(super) parents: Vec<TableRef>,
    /// Sequences of its serial columns.
    pub(super) sequences: Vec<String>,
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
    pub(super) autoincrement: bool,
    pub(super) unlogged: bool,
    /// Options in their order: MySQL's after the columns, PostgreSQL's `WITH (..)`.
    pub(super) options: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: Name,
    pub(super) ty: SqlType,
    pub(super) not_null: bool,
    pub(super) default: Option<SqlText>,
    pub(super) on_update: Option<SqlText>,
    pub(super) generated: Option<(SqlText, bool)>,
    pub(super) identity: Option<Identity>,
    pub(super) collation: Option<String>,
    pub(super) comment: Option<String>,
    /// Whether its table declares it, and not only a parent.
    pub(super) local: bool,
}

/// What makes a table a view.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// Its query.
    pub(super) query: SqlText,
    pub(super) materialized: bool,
}

/// A view as it is written, where its columns are not known.
#[derive(Clone, Debug)]
pub(super) struct PendingView {
    pub(super) name: TableRef,
    pub(super) columns: Vec<Name>,
    /// The columns of a table that stood in for it.
    pub(super) declared: Vec<Column>,
    pub(super) view: View,
    /// The namespace that names without one were in.
    pub(super) namespace: Option<String>,
    /// Why they are not known.
    pub(super) reason: String,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SqlType {
    pub(super) namespace: Option<String>,
    /// The words of its name, in lower case unless quoted; empty where SQLite has none.
    pub(super) name: String,
    /// What stands in parentheses; strings without quotes.
    pub(super) args: Vec<String>,
    /// How many `[]` follow.
    pub(super) dimensions: usize,
    /// All of it but the brackets.
    pub(super) element: String,
    /// All of it.
    pub(super) sql: SqlText,
}

#[derive(Clone, Debug)]
pub(super) struct EnumType {
    pub(super) namespace: Option<String>,
    pub(super) name: Name,
    pub(super) values: Vec<String>,
    pub(super) comment: Option<String>,
}

/// A sequence, whoever counts with it.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    pub(super) namespace: Option<String>,
    pub(super) name: Name,
    pub(super) count: Count,
}

impl Catalog {
    pub(super) fn new(dialect: Dialect) -> Self {
        Catalog {
            dialect: dialect.family(),
            tables: IndexMap::new(),
            enums: IndexMap::new(),
            domains: IndexMap::new(),
            folded: HashSet::new(),
            pending: IndexMap::new(),
            namespace: None,
            database: None,
            ddl_routines: HashSet::new(),
            sequences: IndexMap::new(),
            owned_sequences: vec![],
            virtual_tables: vec![],
        }
    }

    /// Folds a name for comparison.
    pub(super) fn fold(&self, name: &str) -> String {
        match self.dialect {
            Dialect::Postgres => name.to_owned(),
            _ => name.to_lowercase(),
        }
    }

    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        self.fold(a) == self.fold(b)
    }

    /// The namespace a mentioned object is in. The usual one of the engine is none.
    pub(super) fn namespace_of(&self, written: Option<&str>) -> Option<String> {
        let namespace = match written {
            Some(name) => Some(name.to_owned()),
            None => self.namespace.clone(),
        };
        namespace.filter(|n| !self.same(n, self.usual_namespace()))
    }

    /// Where things are that no schema is said of.
    fn usual_namespace(&self) -> &str {
        match self.dialect {
            Dialect::Postgres => "public",
            Dialect::Sqlite => "main",
            _ => self.database.as_deref().unwrap_or_default(),
        }
    }

    /// MySQL's `USE`. The first database is the one that programs connect to.
    pub(super) fn enter_database(&mut self, name: String) {
        let first = self.database.get_or_insert_with(|| name.clone());
        self.namespace = Some(name).filter(|name| name != first);
    }

    /// What means a table wherever the search path leads.
    pub(super) fn reference(&self, table: &Table) -> TableRef {
        let namespace = table.namespace.clone();
        TableRef {
            namespace: Some(namespace.unwrap_or_else(|| self.usual_namespace().to_owned())),
            name: table.name.clone(),
        }
    }

    /// What means the thing of this key wherever the search path leads.
    pub(super) fn reference_to(&self, key: &Key) -> TableRef {
        let namespace = key.0.clone();
        TableRef {
            namespace: Some(namespace.unwrap_or_else(|| self.usual_namespace().to_owned())),
            name: Name {
                text: key.1.clone(),
                span: Span::new(FileId(0), 0..0),
            },
        }
    }

    /// A name as it was written, with the schema it was found in.
    pub(super) fn whole<T>(
        &self,
        map: &IndexMap<Key, T>,
        written: &TableRef,
        at: usize,
    ) -> TableRef {
        let found = map.get_index(at).map(|(key, _)| self.reference_to(key));
        found.unwrap_or_else(|| written.clone())
    }

    /// Makes names without a schema mean from now on what they mean now.
    pub(super) fn qualify(&self, table: &mut Table) {
        let here = self.namespace_of(None);
        let namespace = here.unwrap_or_else(|| self.usual_namespace().to_owned());
        let itself = self.key(&self.reference(table));
        let keys = table.foreign_keys.iter_mut().map(|k| &mut k.target);
        for target in keys.chain(&mut table.parents) {
            let key = self.key(target);
            if target.namespace.is_none() && (self.tables.contains_key(&key) || key == itself) {
                target.namespace = Some(namespace.clone());
            }
        }
        for column in &mut table.columns {
            column.ty = self.placed(column.ty.clone());
        }
    }

    /// A type of the file's own, with the schema that it is in.
    pub(super) fn placed(&self, mut ty: SqlType) -> SqlType {
        if ty.namespace.is_none() {
            let own = self.own_type(&ty).map(|key| key.0.clone());
            let place =
                |own: Option<String>| own.unwrap_or_else(|| self.usual_namespace().to_owned());
            ty.namespace = own.map(place);
        }
        ty
    }

    /// The enumeration or domain that a type means here and now.
    fn own_type(&self, ty: &SqlType) -> Option<&Key> {
        let of_enum = self.find(&self.enums, &ty.reference());
        let of_domain = || self.find(&self.domains, &ty.reference());
        match of_enum.and_then(|at| self.enums.get_index(at)) {
            Some((key, _)) => Some(key),
            None => of_domain()
                .and_then(|at| self.domains.get_index(at))
                .map(|(key, _)| key),
        }
    }

    pub(super) fn key(&self, written: &TableRef) -> Key {
        let namespace = self.namespace_of(written.namespace.as_deref());
        Key(
            namespace.map(|n| self.fold(&n)),
            self.fold(&written.name.text),
        )
    }

    /// Where a mentioned thing is: in its namespace, else in the engine's usual one, else in
    /// the only one that has such a name (a search path may be set outside of the file).
    pub(super) fn find<T>(&self, map: &IndexMap<Key, T>, written: &TableRef) -> Option<usize> {
        let name = self.fold(&written.name.text);
        let found = map.get_index_of(&self.key(written));
        if found.is_some() || written.namespace.is_some() {
            return found;
        }
        let usual = Key(None, name);
        map.get_index_of(&usual).or_else(|| {
            let mut named = map.keys().enumerate().filter(|(_, key)| key.1 == usual.1);
            let first = named.next();
            first.filter(|_| named.next().is_none()).map(|(at, _)| at)
        })
    }

    /// Whether a column of a table may be NULL: by itself, its key and its type.
    pub(super) fn is_nullable(&self, table: &Table, column: &Column) -> bool {
        let is = |name: &Name| self.same(&name.text, &column.name.text);
        let in_key = table
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns.iter().any(is));
        let domains = self.domains_of(&column.ty);
        !(column.not_null || in_key || domains.iter().any(|d| d.not_null))
    }

    /// Whether this is a partition, a view or a temporary table.
    pub(super) fn is_folded(&self, written: &TableRef) -> bool {
        let key = self.key(written);
        let named = |other: &Key| written.namespace.is_none() && other.1 == key.1;
        self.folded.contains(&key) || self.folded.iter().any(named)
    }

    /// The domains a type is made of, the outermost first.
    pub(super) fn domains_of(&self, ty: &SqlType) -> Vec<&Domain> {
        let mut found: Vec<&Domain> = vec![];
        let mut ty = ty;
        // A domain over itself is refused by the engine, not by this reader.
        while let Some(domain) = self.domain(ty).filter(|_| found.len() < 16) {
            found.push(domain);
            ty = &domain.base;
        }
        found
    }

    /// Whether the values of a domain are lists.
    pub(super) fn is_list(&self, domain: usize) -> bool {
        let of = &self.domains[domain];
        let domains = self.domains_of(&of.base);
        let mut bases = domains.iter().map(|under| &under.base).chain([&of.base]);
        bases.any(|base| base.dimensions > 0)
    }

    fn domain(&self, ty: &SqlType) -> Option<&Domain> {
        // An array has no checks of its elements.
        let plain = self.dialect == Dialect::Postgres && ty.dimensions == 0;
        let at = self
            .find(&self.domains, &ty.reference())
            .filter(|_| plain)?;
        Some(&self.domains[at])
    }

    pub(super) fn table(&self, written: &TableRef) -> Option<&Table> {
        self.find(&self.tables, written)
            .and_then(|at| self.tables.get_index(at))
            .map(|(_, t)| t)
    }

    pub(super) fn table_mut(&mut self, written: &TableRef) -> Option<&mut Table> {
        let at = self.find(&self.tables, written)?;
        self.tables.get_index_mut(at).map(|(_, t)| t)
    }

    /// Takes a table out to be changed; it is put back at its place.
    pub(super) fn take(&mut self, at: usize) -> Table {
        let hollow = Table::new(None, self.tables[at].name.clone());
        std::mem::replace(&mut self.tables[at], hollow)
    }

    /// The tables that may have an index of this name: those of its namespace, else all.
    pub(super) fn owners_of_index(&self, index: &TableRef) -> Vec<usize> {
        let namespace = self.namespace_of(index.namespace.as_deref());
        let named = |name: &Option<Name>| {
            name.as_ref()
                .is_some_and(|n| self.same(&n.text, &index.name.text))
        };
        let has = |table: &Table| {
            let keys = table.primary_key.iter().chain(&table.uniques);
            table.indexes.iter().any(|i| named(&i.name)) || keys.into_iter().any(|k| named(&k.name))
        };
        let tables = || self.tables.values().enumerate().filter(|(_, t)| has(t));
        let here: Vec<usize> = tables()
            .filter(|(_, t)| t.namespace == namespace)
            .map(|(at, _)| at)
            .collect();
        match here.is_empty() {
            false => here,
            true => tables().map(|(at, _)| at).collect(),
        }
    }

    /// Makes a table a part of another.
    pub(super) fn fold_partition(&mut self, child: &TableRef) {
        self.remove_table(child);
        self.folded.insert(self.key(child));
    }

    pub(super) fn remove_table(&mut self, written: &TableRef) -> Option<Table> {
        let usual = Key(None, self.fold(&written.name.text));
        let exact = self.tables.shift_remove(&self.key(written));
        exact.or_else(|| {
            if written.namespace.is_none() {
                self.tables.shift_remove(&usual)
            } else {
                None
            }
        })
    }
}

impl SqlType {
    /// What names the type where it is one of the file's own.
    pub(super) fn reference(&self) -> TableRef {
        TableRef {
            namespace: self.namespace.clone(),
            name: Name {
                text: self.name.clone(),
                span: self.sql.span,
            },
        }
    }
}

impl Table {
    pub(super) fn new(namespace: Option<String>, name: Name) -> Self {
        Table {
            namespace,
            name,
            columns: vec![],
            primary_key: None,
            uniques: vec![],
            indexes: vec![],
            checks: vec![],
            foreign_keys: vec![],
            comment: None,
            view: None,
            parents: vec![],
            sequences: vec![],
            strict: false,
            without_rowid: false,
            autoincrement: false,
            unlogged: false,
            options: vec![],
        }
    }

    /// Position of a column; `dialect` says how names compare.
    pub(super) fn column_at(&self, name: &str, dialect: Dialect) -> Option<usize> {
        let exact = self.columns.iter().position(|c| c.name.text == name);
        let loose = || {
            self.columns
                .iter()
                .position(|c| same_name(&c.name.text, name))
        };
        if dialect == Dialect::Postgres {
            exact
        } else {
            exact.or_else(loose)
        }
    }

    pub(super) fn column_mut(&mut self, name: &str, dialect: Dialect) -> Option<&mut Column> {
        self.column_at(name, dialect)
            .map(|at| &mut self.columns[at])
    }
}

fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
