//! The conditions that tables bring along. This is the one place that adds them, so that no
//! statement can forget one: whatever names a table is written here.

use std::borrow::Cow;

use super::{Target, Writer};
use crate::expr::{Alias, Node};
use crate::query::{JoinKind, JoinNode, SelectNode, Source, TableRef};
use crate::rules::Lift;

impl Writer {
    /// Writes what some lifts are for; subqueries in it are without those scopes, too.
    pub(super) fn lifting(&mut self, lifts: &[Lift], write: impl FnOnce(&mut Self)) {
        let before = self.lifted.len();
        self.lifted.extend_from_slice(lifts);
        write(self);
        self.lifted.truncate(before);
    }

    /// What holds for the rows of a table.
    fn scopes_of(&self, table: &TableRef) -> impl Iterator<Item = Node> {
        let rules = match &table.source {
            Source::Table(meta) => meta.rules,
            Source::Rows(_) | Source::Joined(..) => None,
        };
        let alias = table.alias;
        rules.into_iter().flat_map(move |rules| {
            let scopes = rules.scopes.iter();
            scopes
                .filter(|scope| !scope.is_lifted(rules.model, &self.lifted))
                .map(move |scope| scope.condition(rules.model, alias))
        })
    }

    /// What a SELECT's WHERE says of its first table.
    pub(super) fn scopes_of_first(&self, select: &SelectNode) -> Vec<Node> {
        match &select.from {
            Some(first) if !keeps_unmatched(&select.joins) => self.scopes_of(first).collect(),
            _ => vec![],
        }
    }

    /// What a join says in its ON.
    pub(super) fn scopes_of_join(&self, join: &JoinNode, joins: &[JoinNode]) -> Vec<Node> {
        match keeps_unmatched(joins) {
            true => vec![],
            false => self.scopes_of(&join.table).collect(),
        }
    }

    /// What an UPDATE or DELETE says in its WHERE; with that of the tables joined where these
    /// have no ON.
    pub(super) fn scopes_of_target(&self, target: &Target, with_joined: bool) -> Vec<Node> {
        let own = target.table();
        let mut all: Vec<Node> = vec![];
        if with_joined {
            let joined = target.joins.iter();
            all.extend(joined.flat_map(|join| self.scopes_of(&join.table)));
        }
        all.extend(self.scopes_of(&own));
        all
    }

    /// A table beside these joins. Where a condition would drop rows that a join keeps without a
    /// match, or has no ON to stand in, the table is a subquery of the rows in scope.
    pub(super) fn table_in_scope(&mut self, table: &TableRef, first: Alias, joins: &[JoinNode]) {
        let apart = keeps_unmatched(joins) && self.scopes_of(table).next().is_some();
        let Source::Table(meta) = &table.source else {
            return self.source(table, first);
        };
        if !apart {
            return self.source(table, first);
        }
        let inner = TableRef {
            alias: Alias::fresh(),
            source: table.source.clone(),
        };
        let names = self.names.mark();
        self.names.declare(inner.alias, meta.name);
        self.raw("(SELECT * FROM ");
        self.source(&inner, inner.alias);
        let scopes: Vec<Node> = self.scopes_of(&inner).collect();
        self.filter(&scopes);
        self.raw(") AS ");
        self.names.release(names);
        self.alias(table.alias);
    }
}

/// Conditions with those of scopes behind them.
pub(super) fn with(own: &[Node], scopes: Vec<Node>) -> Cow<'_, [Node]> {
    match scopes.is_empty() {
        true => Cow::Borrowed(own),
        false => Cow::Owned(own.iter().cloned().chain(scopes).collect()),
    }
}

/// Whether a row of the tables before can be missing, or a join has no condition.
fn keeps_unmatched(joins: &[JoinNode]) -> bool {
    use JoinKind::{Cross, Full, Right};
    joins
        .iter()
        .any(|join| matches!(join.kind, Right | Full | Cross))
}
