use super::Writer;
use crate::expr::{Alias, Node};
use crate::query::{JoinKind, JoinNode, SelectNode, Source, TableRef};

impl Writer {
    /// Gives every table of a SELECT its name, before anything refers to one.
    pub(super) fn declare_tables(&mut self, select: &SelectNode) {
        let joined = select.joins.iter().map(|join| &join.table);
        for table in select.from.iter().chain(joined) {
            self.declare_table(table);
        }
    }

    pub(super) fn declare_table(&mut self, table: &TableRef) {
        let base = match &table.source {
            Source::Table(meta) => meta.name,
            Source::Query(_) => "q",
        };
        self.names.declare(table.alias, base);
    }

    pub(super) fn from(&mut self, select: &SelectNode) {
        let Some(first) = &select.from else { return };
        self.raw(" FROM ");
        self.source(first);
        self.joins(&select.joins);
    }

    pub(super) fn joins(&mut self, joins: &[JoinNode]) {
        for join in joins {
            self.raw(match join.kind {
                JoinKind::Inner => " JOIN ",
                JoinKind::Left => " LEFT JOIN ",
            });
            self.source(&join.table);
            self.raw(" ON ");
            self.conditions(match &join.on {
                Node::All(several) if several.len() > 1 => several,
                one => std::slice::from_ref(one),
            });
        }
    }

    pub(super) fn source(&mut self, table: &TableRef) {
        match &table.source {
            Source::Table(meta) => {
                self.table(*meta);
                let known = self.names.find(table.alias);
                // A table of a named schema is referred to without it, which takes an alias.
                if meta.namespace.is_some() || known.is_some_and(|name| name.number > 1) {
                    self.raw(" AS ");
                    self.alias(table.alias);
                }
            }
            Source::Query(query) => {
                self.raw("(");
                self.derived(query);
                self.raw(") AS ");
                self.alias(table.alias);
            }
        }
    }

    /// The name of one of the statement's tables.
    pub(crate) fn alias(&mut self, alias: Alias) {
        match self.names.find(alias) {
            Some(name) => self.identifier_with(name.base, name.number),
            None => self.fail(crate::error::Error::Invalid(
                "the query uses a column of a table that is not part of it".into(),
            )),
        }
    }
}
