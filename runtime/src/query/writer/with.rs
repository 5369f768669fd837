use std::sync::Arc;

use super::Writer;
use super::names::text;
use super::select::Place;
use crate::error::Error;
use crate::expr::{Alias, Node};
use crate::query::{
    Change, ChangeNode, CteBody, CteNode, SelectNode, SetNode, SetOperator, Source,
};

/// The queries of the WITH clause that is in force.
#[derive(Default)]
pub(super) struct With {
    /// Inside of a statement, whose WITH clause it is.
    open: bool,
    /// A query was used that does not stand in the clause yet.
    missing: bool,
    /// The queries in the order of the clause, with their names.
    named: Vec<(Alias, String)>,
}

impl Writer {
    /// A SELECT, after the WITH clause that it and its subqueries need.
    ///
    /// The outermost SELECT takes it. Most have none, so nobody looks for one before it is
    /// missed: then the SELECT is written once more.
    pub(super) fn query(&mut self, select: &SelectNode, place: Place<'_>) {
        self.with_ctes_of(select, |writer| writer.select_in(select, place));
    }

    /// A statement, after the WITH clause that the parts of a SELECT need.
    pub(super) fn with_ctes_of(&mut self, select: &SelectNode, write: impl Fn(&mut Self)) {
        if self.with.open {
            return write(self);
        }
        let (sql, params) = (self.sql.len(), self.params.len());
        let mark = self.names.mark();
        let sound = self.error.is_none();
        let first = self.first.clone();
        self.with.open = true;
        write(self);
        if self.with.missing {
            self.sql.truncate(sql);
            self.params.truncate(params);
            self.names.release(mark);
            self.first = first;
            if sound {
                self.error = None;
            }
            self.with.missing = false;
            self.at_moment_of(&select.lifted, |writer| writer.with_clause(select));
            write(self);
        }
        self.with = With::default();
    }

    /// The name of a query of the clause.
    pub(super) fn cte_name(&mut self, id: Alias) -> Option<String> {
        let known = self.with.named.iter().find(|(known, _)| *known == id);
        if known.is_none() {
            self.with.missing = self.with.named.is_empty();
        }
        known.map(|(_, name)| name.clone())
    }

    fn with_clause(&mut self, select: &SelectNode) {
        let mut used = Used::default();
        used.collect(select);
        for cte in &used.ctes {
            let name = self.free_name(cte.name, &used.tables);
            self.with.named.push((cte.id, name));
        }
        let recursive = used
            .ctes
            .iter()
            .any(|cte| matches!(cte.body, CteBody::Recursion { .. }));
        self.raw(if recursive {
            "WITH RECURSIVE "
        } else {
            "WITH "
        });
        for (at, cte) in used.ctes.iter().enumerate() {
            if at > 0 {
                self.raw(", ");
            }
            let name = self.with.named[at].1.clone();
            self.identifier(&name);
            self.raw(" (");
            self.list(&cte.columns, |writer, column| writer.identifier(column));
            self.raw(") AS ");
            self.grammar.materialized(self, cte.materialized);
            self.raw("(");
            match &cte.body {
                CteBody::Query(query) => self.select_in(query, Place::Inside),
                CteBody::Recursion { base, step, all } => {
                    let columns = base.columns.iter().zip(&step.columns);
                    let cast: Vec<bool> = columns.map(|(a, b)| !is_same_column(a, b)).collect();
                    self.member(base, Place::Recursive(&cast));
                    self.raw(if *all { " UNION ALL " } else { " UNION " });
                    self.member(step, Place::Recursive(&cast));
                }
                CteBody::Change(change) => self.change(change),
            }
            self.raw(")");
        }
        self.raw(" ");
    }

    fn change(&mut self, node: &ChangeNode) {
        if !self.grammar.with_changes() {
            self.unsupported(
                "INSERT, UPDATE or DELETE in a WITH clause; run it by itself, in one transaction \
                 with the query",
            );
        }
        let mark = self.names.mark();
        match &node.change {
            Change::Insert(_, Some(refusal)) => self.fail(Error::Invalid(refusal.clone())),
            Change::Insert(insert, None) => self.insert_query(insert, &[]),
            Change::Update(update) => self.update(update),
            Change::Delete(target) => self.delete(target),
        }
        self.returning_in(&node.returning, Place::Inside);
        self.names.release(mark);
    }

    /// A table of the same name would be hidden.
    fn free_name(&self, base: &'static str, tables: &[&'static str]) -> String {
        let taken = |name: &str| {
            let ctes = self.with.named.iter().map(|(_, name)| &name[..]);
            ctes.chain(tables.iter().copied())
                .any(|other| other.eq_ignore_ascii_case(name))
        };
        let mut number = 1;
        while taken(&text(base, number)) {
            number += 1;
        }
        text(base, number)
    }

    /// `a UNION b` and its like.
    pub(super) fn compound(&mut self, set: &SetNode, place: Place<'_>) {
        if set.all && set.operator != SetOperator::Union && !self.grammar.set_all() {
            self.unsupported(match set.operator {
                SetOperator::Intersect => "INTERSECT ALL",
                _ => "EXCEPT ALL",
            });
        }
        let compared = set.operator != SetOperator::Union || !set.all;
        match self.flat_set(&set.left) {
            // Operators of one strength are read from left to right by every engine, and
            // INTERSECT comes first where they differ.
            Some(left)
                if set.left.order.is_empty()
                    && !set.left.is_cut()
                    && (set.operator != SetOperator::Intersect
                        || left.operator == SetOperator::Intersect) =>
            {
                self.compound(left, place);
            }
            _ => {
                self.compared = compared;
                self.member(&set.left, place);
            }
        }
        self.raw(match (set.operator, set.all) {
            (SetOperator::Union, false) => " UNION ",
            (SetOperator::Union, true) => " UNION ALL ",
            (SetOperator::Intersect, false) => " INTERSECT ",
            (SetOperator::Intersect, true) => " INTERSECT ALL ",
            (SetOperator::Except, false) => " EXCEPT ",
            (SetOperator::Except, true) => " EXCEPT ALL ",
        });
        self.compared = compared;
        self.member(&set.right, place.behind());
    }

    /// One of the queries of a set.
    fn member(&mut self, select: &SelectNode, place: Place<'_>) {
        let simple = select.order.is_empty()
            && !select.is_cut()
            && select.lock.is_none()
            && self.flat_set(select).is_none();
        if simple {
            self.select_in(select, place);
        } else if self.grammar.member_parentheses() && !matches!(place, Place::Recursive(_)) {
            self.raw("(");
            self.select_in(select, place);
            self.raw(")");
        } else {
            self.select_in(&wrapped(select), place);
        }
    }
}

/// Whether two nodes are the same column of a model, whatever its alias.
fn is_same_column(one: &Node, other: &Node) -> bool {
    match (one, other) {
        (Node::Column(one), Node::Column(other)) => {
            std::ptr::eq(one.model, other.model) && one.at == other.at
        }
        _ => false,
    }
}

/// A SELECT of all rows of another one.
fn wrapped(select: &SelectNode) -> SelectNode {
    let alias = Alias::fresh();
    SelectNode {
        columns: super::select::columns_of(alias, select),
        from: Some(crate::query::TableRef {
            alias,
            source: Source::query(select.clone()),
        }),
        ..SelectNode::default()
    }
}

/// What a statement uses, wherever.
#[derive(Default)]
struct Used {
    /// Each behind those that it uses itself.
    ctes: Vec<Arc<CteNode>>,
    tables: Vec<&'static str>,
}

impl Used {
    fn collect(&mut self, select: &SelectNode) {
        select.each_table(&mut |table| {
            if let Source::Table(meta) = &table.source {
                self.tables.push(meta.name);
            }
        });
        select.each_cte(&mut |cte| self.collect_cte(cte));
        select.each_query(&mut |query| self.collect(query));
    }

    fn collect_cte(&mut self, cte: &Arc<CteNode>) {
        if self.ctes.iter().any(|known| known.id == cte.id) {
            return;
        }
        match &cte.body {
            CteBody::Query(query) => self.collect(query),
            CteBody::Recursion { base, step, .. } => {
                self.collect(base);
                self.collect(step);
            }
            CteBody::Change(change) => {
                self.tables.push(change.target().model.table.name);
                change.each_query(&mut |query| self.collect(query));
            }
        }
        self.ctes.push(cte.clone());
    }
}
