//! What a query selects from.

use sqlparser::ast::{
    Ident, Join, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor, TableWithJoins,
};

use super::{Output, Reader, Value};
use crate::ddl::catalog::{Name, TableRef};

/// A table, a view or a query that columns come from.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    name: String,
    /// Its columns; none where they are not known.
    columns: Option<Vec<Output>>,
    /// Columns that a join merged with those of the relations before.
    merged: Vec<String>,
}

impl Relation {
    pub(super) fn new(name: String, columns: Option<Vec<Output>>) -> Self {
        Relation {
            name,
            columns,
            merged: vec![],
        }
    }

    /// Under an alias, and with the names of columns that stand behind it.
    pub(super) fn renamed(mut self, reader: &Reader<'_>, alias: &TableAlias) -> Self {
        self.name = reader.fold(&alias.name);
        let names = alias.columns.iter().map(|c| reader.fold(&c.name));
        for (column, name) in self.columns.iter_mut().flatten().zip(names) {
            column.name = Some(name);
        }
        self
    }

    fn nullable(&mut self) {
        for column in self.columns.iter_mut().flatten() {
            if let Some(value) = &mut column.value {
                value.nullable = true;
            }
        }
    }

    fn column(&self, reader: &Reader<'_>, name: &str) -> Option<&Output> {
        let is = |c: &&Output| {
            c.name
                .as_deref()
                .is_some_and(|n| reader.catalog.same(n, name))
        };
        self.columns.as_ref()?.iter().find(is)
    }
}

/// The relations of a FROM, and those of the query around it.
pub(super) struct Scope<'o> {
    relations: Vec<Relation>,
    outer: Option<&'o Scope<'o>>,
}

impl<'o> Scope<'o> {
    pub(super) fn new(relations: Vec<Relation>, outer: Option<&'o Scope<'o>>) -> Self {
        Scope { relations, outer }
    }

    /// The columns of `*`.
    pub(super) fn all(&self) -> Option<Vec<Output>> {
        let mut all = vec![];
        for relation in &self.relations {
            let is_merged =
                |c: &&Output| c.name.as_ref().is_some_and(|n| relation.merged.contains(n));
            let columns = relation.columns.as_ref()?.iter();
            all.extend(columns.filter(|c| !is_merged(c)).cloned());
        }
        (!all.is_empty()).then_some(all)
    }

    /// The columns of `name.*`.
    pub(super) fn all_of(&self, reader: &Reader<'_>, name: &str) -> Option<Vec<Output>> {
        let is = |r: &&Relation| reader.catalog.same(&r.name, name);
        self.relations.iter().find(is)?.columns.clone()
    }

    /// What a column is, here or in the query around.
    pub(super) fn column(&self, reader: &Reader<'_>, path: &[Ident]) -> Option<Value> {
        let (name, owner) = path.split_last()?;
        let name = reader.fold(name);
        let owner = owner.last().map(|o| reader.fold(o));
        let is_meant = |r: &&Relation| {
            owner
                .as_ref()
                .is_none_or(|o| reader.catalog.same(&r.name, o))
        };
        let here = self
            .relations
            .iter()
            .filter(is_meant)
            .find_map(|r| r.column(reader, &name));
        match here {
            Some(column) => column.value.clone(),
            None => self.outer?.column(reader, path),
        }
    }
}

impl Reader<'_> {
    /// The scope of a FROM.
    pub(super) fn scope<'o>(
        &self,
        from: &[TableWithJoins],
        outer: Option<&'o Scope<'o>>,
    ) -> Scope<'o> {
        let mut relations = vec![];
        for table in from {
            relations.extend(self.joined(table, outer));
        }
        Scope::new(relations, outer)
    }

    fn joined(&self, table: &TableWithJoins, outer: Option<&Scope<'_>>) -> Vec<Relation> {
        let mut left = self.factor(&table.relation, outer);
        for join in &table.joins {
            let mut right = self.factor(&join.relation, outer);
            let (nulls_left, nulls_right) = match &join.join_operator {
                JoinOperator::Left(_) | JoinOperator::LeftOuter(_) => (false, true),
                JoinOperator::Right(_) | JoinOperator::RightOuter(_) => (true, false),
                JoinOperator::FullOuter(_) => (true, true),
                _ => (false, false),
            };
            left.iter_mut()
                .filter(|_| nulls_left)
                .for_each(Relation::nullable);
            right
                .iter_mut()
                .filter(|_| nulls_right)
                .for_each(Relation::nullable);
            let merged = self.merged(join, &left, &right);
            for relation in &mut right {
                relation.merged.extend(merged.iter().cloned());
            }
            left.append(&mut right);
        }
        left
    }

    /// The columns that a join makes one.
    fn merged(&self, join: &Join, left: &[Relation], right: &[Relation]) -> Vec<String> {
        let constraint = match &join.join_operator {
            JoinOperator::Join(c)
            | JoinOperator::Inner(c)
            | JoinOperator::Left(c)
            | JoinOperator::LeftOuter(c)
            | JoinOperator::Right(c)
            | JoinOperator::RightOuter(c)
            | JoinOperator::FullOuter(c) => c,
            _ => return vec![],
        };
        match constraint {
            JoinConstraint::Using(names) => {
                let names = names.iter().filter_map(|n| n.0.last()?.as_ident());
                names.map(|n| self.fold(n)).collect()
            }
            JoinConstraint::Natural => {
                let columns = right.iter().flat_map(|r| r.columns.iter().flatten());
                let names = columns.filter_map(|c| c.name.clone());
                let both = |name: &String| left.iter().any(|r| r.column(self, name).is_some());
                names.filter(both).collect()
            }
            _ => vec![],
        }
    }

    fn factor(&self, factor: &TableFactor, outer: Option<&Scope<'_>>) -> Vec<Relation> {
        let (relation, alias) = match factor {
            TableFactor::Table {
                name, alias, args, ..
            } => {
                let known = args.is_none().then(|| self.table(name)).flatten();
                (known, alias)
            }
            TableFactor::Derived {
                subquery, alias, ..
            } => {
                let columns = self.query(subquery, outer);
                (Some(Relation::new(String::new(), columns)), alias)
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => return self.joined(table_with_joins, outer),
            TableFactor::Function { alias, .. } | TableFactor::UNNEST { alias, .. } => {
                (None, alias)
            }
            _ => return vec![Relation::new(String::new(), None)],
        };
        let relation = relation.unwrap_or_else(|| Relation::new(String::new(), None));
        vec![match alias {
            Some(alias) => relation.renamed(self, alias),
            None => relation,
        }]
    }

    /// A query of WITH, a table or a view.
    fn table(&self, name: &ObjectName) -> Option<Relation> {
        let mut path: Vec<String> = vec![];
        for part in &name.0 {
            path.push(self.fold(part.as_ident()?));
        }
        let name = path.pop()?;
        let namespace = path.pop();
        let same = |r: &&Relation| self.catalog.same(&r.name, &name);
        if let (None, Some(cte)) = (&namespace, self.ctes.iter().rev().find(same)) {
            return Some(cte.clone());
        }
        let reference = TableRef {
            namespace,
            name: Name {
                text: name.clone(),
                span: self.span,
            },
        };
        let table = self.catalog.table(&reference)?;
        let columns = table.columns.iter().map(|column| Output {
            name: Some(column.name.text.clone()),
            value: Some(Value::new(
                column.ty.clone(),
                self.catalog.is_nullable(table, column),
            )),
        });
        Some(Relation::new(name, Some(columns.collect())))
    }
}
