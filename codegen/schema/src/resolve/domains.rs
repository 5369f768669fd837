//! Domains, and what their columns have of them.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::value::replace_word;
use super::{capability, literals};
use crate::ddl::domain_check;
use crate::diagnostic::Diagnostic;
use crate::ir::domain;
use crate::ir::{
    Check, Column, ColumnType, Default, Dialect, Domain, ModelKind, PerDialect, SqlDefault,
    TableName, Type,
};
use crate::source::Span;
use crate::suggest;
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let mut seen: BTreeMap<&TableName, Span> = BTreeMap::new();
    for written in &draft.document.domains {
        let (own, span) = (&written.name.value, written.name.span);
        if let Some(first) = seen.insert(own, span) {
            let message = format!("domain `{}` is declared twice", own.dotted());
            draft.report(
                Diagnostic::error("name-clash", span, message)
                    .related(first, "first here")
                    .help("rename one of them"),
            );
            continue;
        }
        let made = domain(draft, written);
        if !written.exact && !draft.document.exact {
            fits(draft, written, &made);
        }
        draft.domains.push(made);
    }
}

fn domain(draft: &mut Draft<'_>, written: &written::Domain) -> Domain {
    let ty = draft.type_of(&written.ty, true);
    let own = written
        .default
        .as_ref()
        .map(|default| default.value.clone());
    let base = (!is_list(&written.ty.value))
        .then(|| draft.domain(ty.domain.as_ref()?))
        .flatten();
    let default = own.or_else(|| base.and_then(|base| base.default.clone()));
    let mut checks: Vec<Check> = vec![];
    for check in &written.checks {
        let given = check.name.as_ref().map(|name| name.value.clone());
        let taken = |name: &String| checks.iter().any(|check| check.name == *name);
        let mut free = (0..).map(|n| domain_check(&written.name.value.name, n));
        let name = given.or_else(|| free.find(|name| !taken(name)));
        checks.push(Check {
            name: name.unwrap_or_default(),
            expression: check.expression.value.clone(),
        });
    }
    Domain {
        name: written.name.value.clone(),
        ty,
        not_null: written.not_null,
        default,
        collation: written.collation.clone(),
        checks,
        comment: written.comment.clone(),
    }
}

fn is_list(ty: &written::TypeName) -> bool {
    matches!(ty, written::TypeName::Array { .. })
}

/// Whether it can be what it says on the declared engines.
fn fits(draft: &mut Draft<'_>, written: &written::Domain, made: &Domain) {
    let mut found = vec![];
    if let Some(default) = &written.default {
        let column = Column::new(&made.name.name, "value", made.ty.clone());
        let fault = match default.value.in_database() {
            _ if matches!(default.value, Default::Database(SqlDefault::Sequence(_))) => Some((
                format!("`{}` counts for no column by itself", made.name.dotted()),
                "say `default: { seq: .. }` at the columns".to_owned(),
            )),
            true => literals::fault(draft, &column, &default.value),
            false => Some((
                format!("`{}` has its default in the database", made.name.dotted()),
                "write a value, or `{ db: .. }`".to_owned(),
            )),
        };
        found.extend(fault.map(|(message, help)| {
            Diagnostic::error("bad-default", default.span, message).help(help)
        }));
    }
    let default = written.default.as_ref().map(|d| (&d.value, d.span));
    for dialect in draft.dialects.clone() {
        capability::native_type(&made.ty, dialect, written.ty.span, &mut found);
        if let Some((Default::Database(SqlDefault::Expression(sql)), span)) = default {
            capability::missing(sql, dialect, span, &mut found);
        }
        if dialect == Dialect::Sqlite && made.name.namespace.is_some() {
            found.push(capability::lacks(
                written.name.span,
                "SQLite has no database schemas".into(),
                "take the schema away from the domain's name",
            ));
        }
    }
    let mut names = BTreeMap::new();
    for check in &made.checks {
        if names.insert(&check.name, ()).is_some() {
            let message = format!("two conditions of the domain are called `{}`", check.name);
            let error = Diagnostic::error("name-clash", written.name.span, message);
            found.push(error.help("give one of them another name"));
        }
    }
    draft.diagnostics.append(&mut found);
}

/// Domains against what has a name of its own in the database, too.
pub(super) fn check(draft: &mut Draft<'_>) {
    if !draft.dialects.contains(&Dialect::Postgres) {
        return;
    }
    let mut found = vec![];
    for written in draft.document.domains.iter().filter(|of| !of.exact) {
        let own = &written.name.value;
        let enums = draft.enums.iter().zip(&draft.document.enums);
        let enums =
            enums.map(|(of, at)| ((&of.namespace, &of.sql_name), "an enumeration", at.span));
        let tables = draft.models.iter().filter(|m| m.ir.kind != ModelKind::Rows);
        let tables = tables.map(|m| {
            let table = &m.ir.table;
            ((&table.namespace, &table.name), "a table", m.span)
        });
        let mut all = enums.chain(tables);
        let same = all.find(|(name, ..)| *name == (&own.namespace, &own.name));
        if let Some((_, what, there)) = same {
            let message = format!("PostgreSQL has {what} called `{}` already", own.dotted());
            found.push(
                Diagnostic::error("name-clash", written.name.span, message)
                    .related(there, "this one")
                    .help("give the domain another name"),
            );
        }
    }
    draft.diagnostics.append(&mut found);
}

impl Draft<'_> {
    /// The domain of a name.
    pub(super) fn domain(&self, name: &TableName) -> Option<&Domain> {
        self.domains.iter().find(|of| of.name == *name)
    }

    /// The type that a domain is; the domain stands before what is of it.
    pub(super) fn type_of_domain(&mut self, name: &TableName, span: Span, say: bool) -> ColumnType {
        if let Some(domain) = self.domain(name) {
            return ColumnType {
                domain: Some(name.clone()),
                ..domain.ty.clone()
            };
        }
        if say {
            let behind = self.document.domains.iter();
            let message = format!("there is no domain `{}`", name.dotted());
            let error = match behind.map(|of| &of.name).find(|of| of.value == *name) {
                Some(later) => Diagnostic::error(
                    "unknown-type",
                    span,
                    format!("domain `{}` is not there yet", name.dotted()),
                )
                .related(later.span, "it is declared here")
                .help("declare a domain before those that are made of it"),
                None => {
                    let names: Vec<String> =
                        self.domains.iter().map(|of| of.name.dotted()).collect();
                    let help = match names.is_empty() {
                        true => format!(
                            "declare it: `domains: {{ {}: {{ type: text }} }}`",
                            name.dotted()
                        ),
                        false => {
                            let all = names.iter().map(String::as_str);
                            suggest::help(&name.dotted(), all, "the domains")
                        }
                    };
                    Diagnostic::error("unknown-type", span, message).help(help)
                }
            };
            self.report(error);
        }
        Type::Text.into()
    }

    /// Gives a column what its domain says and it does not say itself.
    pub(super) fn inherit_domain(&mut self, column: &mut Column, written: &written::Column) {
        let domains: Vec<&Domain> = domain::chain(&self.domains, &column.ty).collect();
        if domains.is_empty() || self.document.exact {
            return;
        }
        if column.default.is_none() && column.generated.is_none() {
            column.default = domains[0].default.clone();
        }
        if column.collation.is_none() {
            column.collation = domains.iter().find_map(|of| of.collation.clone());
        }
        let refused = domains.iter().find(|of| of.not_null && column.nullable);
        if let Some(of) = refused {
            let message = format!("domain `{}` takes no NULL", of.name.dotted());
            let place = written.nullable.as_ref().map_or(written.span, |n| n.span);
            let error = Diagnostic::error("domain-null", place, message);
            self.report(error.help("take the `?` or `nullable: true` away"));
        }
    }

    /// The conditions of a column's domains, for the engines that have no domains.
    pub(super) fn domain_checks(&self, column: &Column) -> Vec<PerDialect<String>> {
        let others = self.dialects.iter().filter(|d| **d != Dialect::Postgres);
        let others: Vec<Dialect> = others.copied().collect();
        let domains = domain::chain(&self.domains, &column.ty);
        let checks = domains.flat_map(|of| of.checks.iter());
        let said = checks.map(|check| {
            let of = |dialect: Dialect| {
                let sql = check.expression.get(dialect)?;
                let name = match &check.expression {
                    PerDialect::Same(_) => number_of(column, dialect),
                    PerDialect::Each(_) => dialect.quoted(&column.name),
                };
                Some((dialect, replace_word(sql, &name)))
            };
            let each = others.iter().copied().filter_map(of);
            each.collect::<BTreeMap<_, _>>()
        });
        let said = said.filter(|each| !each.is_empty());
        said.map(PerDialect::Each).collect()
    }
}

/// A column where a condition that is the same everywhere names it: SQLite keeps a decimal number
/// as text.
fn number_of(column: &Column, dialect: Dialect) -> String {
    let name = dialect.quoted(&column.name);
    let is_text = dialect == Dialect::Sqlite
        && matches!(column.ty.base, Type::Numeric(_))
        && !column.ty.native.contains_key(&dialect);
    match is_text {
        true => format!("CAST({name} AS NUMERIC)"),
        false => name,
    }
}
