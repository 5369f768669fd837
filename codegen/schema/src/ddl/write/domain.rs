//! Domains of the catalog, and the columns that are of one.

use super::{Writer, given, is_null, prose};
use crate::ddl::catalog::Domain;
use crate::ddl::default::default;
use crate::ddl::types::{Mapped, map};
use crate::ir::{TableName, Type};
use crate::source::Spanned;
use crate::written::{self, TypeName};

impl Writer<'_> {
    /// All of them, each behind those that it is made of.
    pub(super) fn domains(&mut self) -> Vec<written::Domain> {
        let mut open: Vec<usize> = (0..self.catalog.domains.len()).collect();
        let mut placed: Vec<usize> = vec![];
        while !open.is_empty() {
            let waits = |at: &usize| {
                let base = self.domain_under(*at);
                base.is_some_and(|base| base != *at && open.contains(&base))
            };
            let (later, now): (Vec<usize>, Vec<usize>) = open.iter().copied().partition(waits);
            // Domains over each other are refused by the engine, not by this reader.
            open = if now.is_empty() { vec![] } else { later };
            placed.extend(now);
        }
        placed.into_iter().map(|at| self.domain(at)).collect()
    }

    /// The domain that a domain, or what its lists hold, is made of.
    fn domain_under(&self, at: usize) -> Option<usize> {
        let base = &self.catalog.domains[at].base;
        match map(base, self.catalog) {
            Mapped::Domain(under) => Some(under),
            Mapped::Array(element) => match *element {
                Mapped::Domain(under) => Some(under),
                _ => None,
            },
            _ => None,
        }
    }

    fn domain(&mut self, at: usize) -> written::Domain {
        let of: &Domain = &self.catalog.domains[at];
        let span = of.name.span;
        let mapped = map(&of.base, self.catalog);
        let (ty, base) = self.type_name(mapped, of.base.sql.span);
        let own = of.default.as_ref().filter(|sql| !is_null(&sql.text));
        let checks = of.checks.iter().map(|check| written::Check {
            name: given(&check.name),
            whole_name: true,
            expression: self.spanned_sql(&check.expression),
        });
        written::Domain {
            name: Spanned {
                value: name_of(of),
                span,
            },
            renamed_from: None,
            ty: Spanned {
                value: ty,
                span: of.base.sql.span,
            },
            not_null: of.not_null,
            default: own.map(|sql| Spanned {
                value: default(sql, base.as_ref(), self.dialect()),
                span: sql.span,
            }),
            collation: of.collation.as_ref().map(|name| self.sql(name)),
            checks: checks.collect(),
            comment: prose(&of.comment),
            exact: true,
        }
    }

    /// What names a domain, and the portable type of its values if they have one.
    pub(super) fn domain_name(&self, at: usize) -> (TypeName, Option<Type>) {
        let of = &self.catalog.domains[at];
        let innermost = self.catalog.domains_of(&of.base).pop().unwrap_or(of);
        let base = match map(&innermost.base, self.catalog) {
            Mapped::Plain(base) | Mapped::Spelled(base, _) => Some(base),
            Mapped::Array(_) => Some(Type::Json),
            Mapped::Native(sql) => Some(Type::Native {
                dialect: self.dialect(),
                sql,
            }),
            Mapped::Enum(_) | Mapped::Domain(_) | Mapped::InlineEnum(_) => None,
        };
        (TypeName::Domain(name_of(of)), base)
    }
}

fn name_of(of: &Domain) -> TableName {
    TableName {
        namespace: of.namespace.clone(),
        name: of.name.text.clone(),
    }
}
