//! Names the engine gives to constraints that are written without one.

use std::collections::BTreeSet;

use super::catalog::{Check, ForeignKey, Index, IndexTerm, KeyConstraint, Name, Table};
use crate::ir::Dialect;
use crate::source::{Span, Spanned};

/// PostgreSQL cuts names to so many bytes.
const POSTGRES_LIMIT: usize = 63;

/// The names of one table's constraints. SQLite gives none: they are left to the schema's own
/// rule.
pub(super) struct Names<'a> {
    dialect: Dialect,
    table: &'a str,
    taken: BTreeSet<String>,
    foreign_keys: usize,
}

impl<'a> Names<'a> {
    pub(super) fn new(dialect: Dialect, table: &'a Table) -> Self {
        let keys = table
            .primary_key
            .iter()
            .chain(&table.uniques)
            .map(|k| &k.name);
        let names = keys
            .chain(table.foreign_keys.iter().map(|k| &k.name))
            .chain(table.checks.iter().map(|c| &c.name))
            .chain(table.indexes.iter().map(|i| &i.name));
        let taken = names.flatten().map(|n| n.text.clone()).collect();
        Names {
            dialect,
            table: &table.name.text,
            taken,
            foreign_keys: 0,
        }
    }

    pub(super) fn primary_key(&mut self, key: &KeyConstraint) -> Option<Spanned<String>> {
        match self.dialect {
            // Whatever is written, its name is PRIMARY.
            Dialect::Mysql | Dialect::Mariadb => None,
            _ => self.name(&key.name, "", "pkey", key.span),
        }
    }

    pub(super) fn unique(&mut self, key: &KeyConstraint) -> Option<Spanned<String>> {
        match self.dialect {
            Dialect::Postgres => self.name(&key.name, &joined(&key.columns), "key", key.span),
            _ => self.mysql_index(&key.name, key.columns.first(), key.span),
        }
    }

    pub(super) fn index(&mut self, index: &Index) -> Option<Spanned<String>> {
        let column = |term: &IndexTerm| match term {
            IndexTerm::Column(name) => name.text.clone(),
            // A call gives its function's name.
            IndexTerm::Expression(sql) => {
                let call = sql.text.split('(').next().unwrap_or_default().trim();
                if call.is_empty() {
                    "expr".to_owned()
                } else {
                    call.to_owned()
                }
            }
        };
        match self.dialect {
            Dialect::Postgres => {
                let columns: Vec<String> = index.parts.iter().map(|p| column(&p.term)).collect();
                self.name(&index.name, &columns.join("_"), "idx", index.span)
            }
            _ => {
                let first = index.parts.iter().find_map(|p| match &p.term {
                    IndexTerm::Column(name) => Some(name),
                    IndexTerm::Expression(_) => None,
                });
                self.mysql_index(&index.name, first, index.span)
            }
        }
    }

    pub(super) fn check(&mut self, check: &Check) -> Option<Spanned<String>> {
        match self.dialect {
            Dialect::Postgres => self.name(&check.name, "", "check", check.expression.span),
            _ => given(&check.name),
        }
    }

    pub(super) fn foreign_key(&mut self, key: &ForeignKey) -> Option<Spanned<String>> {
        match self.dialect {
            Dialect::Postgres => self.name(&key.name, &joined(&key.columns), "fkey", key.span),
            Dialect::Sqlite => given(&key.name),
            Dialect::Mysql | Dialect::Mariadb => given(&key.name).or_else(|| {
                self.foreign_keys += 1;
                let value = format!("{}_ibfk_{}", self.table, self.foreign_keys);
                Some(Spanned {
                    value,
                    span: key.span,
                })
            }),
        }
    }

    /// PostgreSQL: table, columns and a label; a number where that is taken.
    fn name(
        &mut self,
        written: &Option<Name>,
        columns: &str,
        label: &str,
        span: Span,
    ) -> Option<Spanned<String>> {
        if written.is_some() || self.dialect != Dialect::Postgres {
            return given(written);
        }
        let numbered = |n: usize| match n {
            0 => postgres_name(self.table, columns, label),
            n => postgres_name(self.table, columns, &format!("{label}{n}")),
        };
        let value = (0..)
            .map(numbered)
            .find(|name| !self.taken.contains(name))?;
        self.taken.insert(value.clone());
        Some(Spanned { value, span })
    }

    /// MySQL: the first column; a number where that is taken.
    fn mysql_index(
        &mut self,
        written: &Option<Name>,
        first: Option<&Name>,
        span: Span,
    ) -> Option<Spanned<String>> {
        let (None, Some(first)) = (written, first) else {
            return given(written);
        };
        if self.dialect == Dialect::Sqlite {
            return None;
        }
        let numbered = |n: usize| match n {
            1 => first.text.clone(),
            n => format!("{}_{n}", first.text),
        };
        let value = (1..)
            .map(numbered)
            .find(|name| !self.taken.contains(name))?;
        self.taken.insert(value.clone());
        Some(Spanned { value, span })
    }
}

fn given(name: &Option<Name>) -> Option<Spanned<String>> {
    name.as_ref().map(|n| Spanned {
        value: n.text.clone(),
        span: n.span,
    })
}

fn joined(columns: &[Name]) -> String {
    columns
        .iter()
        .map(|c| c.text.as_str())
        .collect::<Vec<_>>()
        .join("_")
}

/// Shortens the longer of the two names, byte by byte, until all fits.
fn postgres_name(table: &str, columns: &str, label: &str) -> String {
    let (mut table, mut columns) = (table.to_owned(), columns.to_owned());
    let bars = 1 + usize::from(!columns.is_empty());
    while table.len() + columns.len() + label.len() + bars > POSTGRES_LIMIT {
        let longer = if table.len() > columns.len() {
            &mut table
        } else {
            &mut columns
        };
        if longer.pop().is_none() {
            break;
        }
    }
    let parts = [table.as_str(), &columns, label];
    parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}
