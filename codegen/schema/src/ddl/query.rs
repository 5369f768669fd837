//! The columns of a query, as far as they can be known without running it.
//!
//! A view says what it selects and not of which types. Columns of known tables, casts, literals
//! and the usual functions and operators have a type; whatever else stands there makes the type
//! of its column unknown, and only of that.

mod expression;
mod function;
mod scope;
mod value;

use sqlparser::ast::{Cte, Ident, Query, SelectItem, SetExpr, Statement};
use sqlparser::ast::{Select, SelectItemQualifiedWildcardKind as Qualified, SetOperator};
use sqlparser::parser::Parser;

use super::catalog::{Catalog, SqlText};
use super::tokens::sql_dialect;
use crate::ir::Dialect;
use crate::source::Span;
use scope::{Relation, Scope};
pub(super) use value::Value;

/// A column that a query answers with.
#[derive(Clone, Debug)]
pub(super) struct Output {
    /// Its name, folded where the dialect folds; none where the engine makes one up.
    pub(super) name: Option<String>,
    /// Its type and whether it may be NULL, if that is known.
    pub(super) value: Option<Value>,
}

/// The columns of a query; none where even their number is not known.
pub(super) fn columns(sql: &SqlText, catalog: &Catalog) -> Option<Vec<Output>> {
    let statements = Parser::parse_sql(sql_dialect(catalog.dialect), &sql.text).ok()?;
    let [Statement::Query(query)] = &statements[..] else {
        return None;
    };
    let reader = Reader {
        catalog,
        span: sql.span,
        ctes: vec![],
    };
    reader.query(query, None)
}

/// Reads a query, and the queries inside of it.
struct Reader<'a> {
    catalog: &'a Catalog,
    /// The place of the whole query.
    span: Span,
    /// Queries in WITH, the innermost last.
    ctes: Vec<Relation>,
}

impl Reader<'_> {
    fn dialect(&self) -> Dialect {
        self.catalog.dialect
    }

    /// A name, folded as the dialect folds names without quotes.
    fn fold(&self, name: &Ident) -> String {
        match (self.dialect(), name.quote_style) {
            (Dialect::Postgres, None) => name.value.to_lowercase(),
            _ => name.value.clone(),
        }
    }

    fn query(&self, query: &Query, outer: Option<&Scope<'_>>) -> Option<Vec<Output>> {
        let mut inner = Reader {
            ctes: self.ctes.clone(),
            ..*self
        };
        if let Some(with) = &query.with {
            for cte in &with.cte_tables {
                let relation = inner.cte(cte, with.recursive, outer);
                inner.ctes.push(relation);
            }
        }
        inner.body(&query.body, outer)
    }

    fn cte(&self, cte: &Cte, recursive: bool, outer: Option<&Scope<'_>>) -> Relation {
        let name = self.fold(&cte.alias.name);
        let columns = match (&*cte.query.body, recursive) {
            // The first part of a recursive query has the types.
            (SetExpr::SetOperation { left, .. }, true) if cte.query.with.is_none() => {
                self.body(left, outer)
            }
            _ => self.query(&cte.query, outer),
        };
        Relation::new(name, columns).renamed(self, &cte.alias)
    }

    fn body(&self, body: &SetExpr, outer: Option<&Scope<'_>>) -> Option<Vec<Output>> {
        match body {
            SetExpr::Select(select) => self.select(select, outer),
            SetExpr::Query(query) => self.query(query, outer),
            SetExpr::SetOperation {
                left, right, op, ..
            } => {
                let (left, right) = (self.body(left, outer)?, self.body(right, outer)?);
                if left.len() != right.len() {
                    return None;
                }
                let pairs = left.into_iter().zip(right);
                let merged = pairs.map(|(left, right)| Output {
                    name: left.name,
                    value: match op {
                        SetOperator::Union => self.either(left.value, right.value),
                        _ => left.value,
                    },
                });
                Some(merged.collect())
            }
            SetExpr::Values(values) => {
                let scope = Scope::new(vec![], outer);
                let mut rows = values.rows.iter().map(|row| {
                    let values = row.content.iter().map(|e| self.expression(e, &scope));
                    values.collect::<Vec<_>>()
                });
                let first = rows.next()?;
                let merged = rows.fold(first, |all, row| {
                    let pairs = all.into_iter().zip(row);
                    pairs.map(|(a, b)| self.either(a, b)).collect()
                });
                let named = merged.into_iter().enumerate().map(|(at, value)| Output {
                    name: Some(format!("column{}", at + 1)),
                    value,
                });
                Some(named.collect())
            }
            _ => None,
        }
    }

    fn select(&self, select: &Select, outer: Option<&Scope<'_>>) -> Option<Vec<Output>> {
        let scope = self.scope(&select.from, outer);
        let mut outputs = vec![];
        for item in &select.projection {
            match item {
                SelectItem::ExprWithAlias { expr, alias } => outputs.push(Output {
                    name: Some(self.fold(alias)),
                    value: self.expression(expr, &scope),
                }),
                SelectItem::UnnamedExpr(expr) => outputs.push(Output {
                    name: self.name_of(expr),
                    value: self.expression(expr, &scope),
                }),
                SelectItem::Wildcard(_) => outputs.extend(scope.all()?),
                SelectItem::QualifiedWildcard(Qualified::ObjectName(name), _) => {
                    let name = self.fold(name.0.last()?.as_ident()?);
                    outputs.extend(scope.all_of(self, &name)?);
                }
                _ => return None,
            }
        }
        Some(outputs)
    }
}
