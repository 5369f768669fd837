use std::rc::Rc;

use super::scopes::with;
use super::select::Place;
use super::{ValueList, Writer};
use crate::error::Error;
use crate::expr::{Alias, Column, Node};
use crate::model::{TableMeta, is_plain};
use crate::query::{
    DerivedNode, JoinKind, JoinNode, RowCall, RowFunction, RowsNode, Sample, SelectNode, Source,
    TableRef,
};

impl Writer {
    /// Gives every table of a SELECT its name, before anything refers to one.
    pub(super) fn declare_tables(&mut self, select: &SelectNode) {
        for table in select.tables() {
            self.declare_table(table);
        }
    }

    pub(super) fn declare_table(&mut self, table: &TableRef) {
        match &table.source {
            Source::Table(meta) => self.names.declare(table.alias, meta.name),
            Source::Rows(derived) => {
                let columns: Rc<[String]> = derived.rows.columns().into();
                let name = derived.rows.name();
                self.names
                    .declare_derived(table.alias, name, columns, &derived.parts);
            }
            Source::Joined(first, joins) => {
                self.declare_table(first);
                joins
                    .iter()
                    .for_each(|join| self.declare_table(&join.table));
            }
        }
    }

    pub(super) fn from(&mut self, select: &SelectNode) {
        let Some(first) = &select.from else { return };
        self.check_connected(select);
        self.raw(" FROM ");
        self.table_in_scope(first, first.alias, &select.joins);
        if let Some(sample) = select.sample {
            self.rows_of_now("a sample");
            self.sample(sample, first);
        }
        if let Some(hint) = select
            .options
            .as_ref()
            .and_then(|options| options.index.as_ref())
        {
            self.rows_of_now("an index hint");
            self.index_hint(hint, first);
        }
        self.joins(&select.joins, first.alias);
    }

    pub(super) fn joins(&mut self, joins: &[JoinNode], first: Alias) {
        for join in joins {
            self.raw(match join.kind {
                JoinKind::Inner => " JOIN ",
                JoinKind::Left => " LEFT JOIN ",
                JoinKind::Right => " RIGHT JOIN ",
                JoinKind::Full => " FULL JOIN ",
                JoinKind::Cross => " CROSS JOIN ",
            });
            if join.kind == JoinKind::Full && !self.grammar.full_join() {
                self.unsupported(
                    "FULL JOIN; a `left_join` and a `right_join` with what the first one has not, \
                     under `union_all`, say the same",
                );
            }
            self.table_in_scope(&join.table, first, joins);
            if join.kind == JoinKind::Cross {
                continue;
            }
            self.raw(" ON ");
            let on = match &join.on {
                Node::All(several) if several.len() > 1 => several,
                one => std::slice::from_ref(one),
            };
            let scopes = self.scopes_of_join(join, joins);
            self.conditions(&with(on, scopes));
        }
    }

    /// `first` is the first table beside it. Its scopes are the caller's.
    pub(super) fn source(&mut self, table: &TableRef, first: Alias) {
        if let (Source::Table(meta), Some(at)) = (&table.source, self.moment()) {
            return self.versions(*meta, table.alias, at);
        }
        match &table.source {
            Source::Table(TableMeta {
                rows: Some(rows), ..
            }) => {
                self.raw("(");
                self.raw(rows.get(self.dialect));
                if self.locks_rows {
                    self.raw(" FOR UPDATE");
                }
                self.raw(") AS ");
                self.alias(table.alias);
            }
            Source::Table(meta) => {
                self.table(*meta);
                let known = self.names.find(table.alias);
                // A table of a named schema is referred to without it, which takes an alias.
                if meta.namespace.is_some() || known.is_some_and(|name| name.title.number > 1) {
                    self.raw(" AS ");
                    self.alias(table.alias);
                }
            }
            Source::Rows(derived) => {
                self.rows(table.alias, derived, first);
            }
            Source::Joined(first_inside, joins) => {
                self.raw("(");
                self.source(first_inside, first);
                self.joins(joins, first);
                self.raw(")");
            }
        }
    }

    fn rows(&mut self, alias: Alias, derived: &DerivedNode, first: Alias) {
        match &derived.rows {
            RowsNode::Query(_) | RowsNode::Set(_) => {
                let columns = derived.rows.columns();
                if derived.lateral {
                    if !self.grammar.lateral(self.dialect) {
                        self.unsupported(
                            "LATERAL; `limit_per`, a window function or a scalar subquery may \
                             say the same",
                        );
                    }
                    self.raw("LATERAL ");
                    self.derived(&derived.rows, &columns);
                } else {
                    let before = self.names.hide_from(first);
                    self.derived(&derived.rows, &columns);
                    self.names.show(before);
                }
                self.raw(" AS ");
                self.alias(alias);
            }
            RowsNode::Cte(cte) => self.cte_source(cte.id, alias),
            RowsNode::Step { id, .. } => self.cte_source(*id, alias),
            RowsNode::Values { kinds, rows } => {
                let names = derived.rows.columns();
                let names = &names[..];
                self.value_list(alias, &ValueList { names, kinds, rows });
            }
            RowsNode::Unnest { kind, values } => self.grammar.unnest(self, alias, *kind, values),
            RowsNode::Series { start, stop, step } => {
                self.number_list(alias, *start, *stop, *step);
            }
            RowsNode::Elements { list, kind } => {
                self.grammar.elements(self, alias, list, *kind);
            }
            RowsNode::Function(function) => self.row_function(alias, function),
        }
    }

    /// A function that gives rows. It sees the tables before it, on every engine.
    fn row_function(&mut self, alias: Alias, function: &RowFunction) {
        if function.columns.len() != function.kinds.len() {
            let called = match function.call {
                RowCall::Raw(sql) => format!("raw_rows({sql:?}, ..)"),
                RowCall::Declared(function) => function.name.to_owned(),
            };
            return self.fail(Error::Invalid(format!(
                "{called} names {} column(s) and has {} in its type",
                function.columns.len(),
                function.kinds.len()
            )));
        }
        let arguments: Vec<&Node> = function.arguments.iter().collect();
        match function.call {
            RowCall::Raw(sql) => self.fragment("raw_rows", sql, &arguments),
            RowCall::Declared(function) => self.declared(function, &arguments),
        }
        self.raw(" AS ");
        self.alias(alias);
        if self.grammar.names_function_columns() {
            self.raw(" (");
            self.list(function.columns, |writer, name| writer.identifier(name));
            self.raw(")");
        }
    }

    /// ` TABLESAMPLE ..` behind the first table.
    fn sample(&mut self, sample: Sample, of: &TableRef) {
        if !of.is_table() {
            return self.fail(Error::Invalid(
                "a sample of what is no table; take it in the query inside".into(),
            ));
        }
        if !(0.0..=100.0).contains(&sample.percent) {
            return self.fail(Error::Invalid(format!(
                "a sample of {} percent: there are 0 to 100",
                sample.percent
            )));
        }
        self.grammar.sample(self, sample);
    }

    /// `(SELECT ..)` with names for its columns.
    fn derived(&mut self, rows: &RowsNode, columns: &[String]) {
        self.raw("(");
        match rows {
            RowsNode::Query(query) => self.query(query, Place::Named(columns)),
            RowsNode::Set(set) => self.compound(set, Place::Named(columns)),
            _ => {}
        }
        self.raw(")");
    }

    fn cte_source(&mut self, id: Alias, alias: Alias) {
        let Some(name) = self.cte_name(id) else {
            self.fail(Error::Invalid(
                "the rows of a recursive CTE's step are used outside of it; use the CTE itself"
                    .into(),
            ));
            return;
        };
        self.identifier(&name);
        if self.names.find(alias).is_some_and(|own| own.text() != name) {
            self.raw(" AS ");
            self.alias(alias);
        }
    }

    /// The name of one of the statement's tables.
    pub(crate) fn alias(&mut self, alias: Alias) {
        match self.names.find(alias) {
            Some(name) => self.title(name.title),
            None => self.unknown_table(alias),
        }
    }

    /// A column of one of the statement's tables.
    pub(super) fn column_name(&mut self, column: &Column) {
        let meta = column.meta();
        self.qualified_column(column.alias, column.at, meta.name, meta.plain);
    }

    /// A column of one of the statement's tables; `own` is what a table itself calls it, and
    /// whether that is plain.
    pub(super) fn qualified_column(
        &mut self,
        alias: Alias,
        at: u16,
        own: &'static str,
        plain: bool,
    ) {
        if let Some(seen) = &mut self.seen {
            seen.push((alias, own));
        }
        if self.excluded == Some(alias) && self.grammar.excluded(self, own) {
            return;
        }
        let Some(name) = self.names.find(alias) else {
            return self.unknown_table(alias);
        };
        let (title, columns) = (name.title, name.columns.clone());
        match columns {
            None => self.dotted(title, own, plain),
            Some((columns, first)) => match columns.get(usize::from(first + at)) {
                Some(name) => self.dotted(title, name, is_plain(name)),
                None => self.fail(Error::Invalid(
                    "the query uses a column that its subquery does not select".into(),
                )),
            },
        }
    }

    fn unknown_table(&mut self, alias: Alias) {
        let message = if self.names.is_beside(alias) {
            "a subquery in FROM uses a column of a table beside it: say `join_lateral`, or put \
             the condition into the join"
        } else {
            "the query uses a column of a table that is not part of it"
        };
        self.fail(Error::Invalid(message.into()));
    }
}
