use std::sync::Arc;

use super::{CteNode, RowsNode, SelectNode, Source, TableRef};
use crate::expr::{Alias, Node};

impl SelectNode {
    /// Shows every expression, without what stands in subqueries.
    pub(crate) fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        let groups = self.per_group.iter().flat_map(|per_group| &per_group.by);
        let order = self.order.iter().map(|term| &term.node);
        self.columns
            .iter()
            .chain(&self.filter)
            .chain(&self.group)
            .chain(&self.having)
            .chain(&self.distinct_on)
            .chain(groups)
            .chain(order)
            .for_each(|node| node.each(visit));
        for join in &self.joins {
            join.on.each(visit);
        }
        self.each_table(&mut |table| match &table.source {
            Source::Joined(_, joins) => joins.iter().for_each(|join| join.on.each(visit)),
            Source::Rows(derived) => derived.rows.each_node(visit),
            Source::Table(_) => {}
        });
    }

    /// Shows every source; of tables joined among themselves, both the whole and the parts.
    pub(crate) fn each_table(&self, visit: &mut dyn FnMut(&TableRef)) {
        self.tables().for_each(|table| table.each(visit));
    }

    /// Shows the queries right inside it: in FROM, and in expressions.
    pub(crate) fn each_query(&self, visit: &mut dyn FnMut(&SelectNode)) {
        self.each_table(&mut |table| {
            let Source::Rows(derived) = &table.source else {
                return;
            };
            match &derived.rows {
                RowsNode::Query(query) => visit(query),
                RowsNode::Set(set) => {
                    visit(&set.left);
                    visit(&set.right);
                }
                _ => {}
            }
        });
        self.each_node(&mut |node| {
            if let Some(query) = node.subquery() {
                visit(query);
            }
        });
    }

    /// Shows the CTEs that it reads.
    pub(crate) fn each_cte(&self, visit: &mut dyn FnMut(&Arc<CteNode>)) {
        self.each_table(&mut |table| {
            if let Source::Rows(derived) = &table.source
                && let RowsNode::Cte(cte) = &derived.rows
            {
                visit(cte);
            }
        });
    }

    /// Shows the table of every column that it uses, in subqueries too.
    pub(crate) fn each_used(&self, visit: &mut dyn FnMut(Alias)) {
        self.each_node(&mut |node| {
            if let Some(alias) = node.table() {
                visit(alias);
            }
        });
        self.each_query(&mut |query| query.each_used(visit));
    }
}

impl TableRef {
    /// Shows it, and the tables in it.
    pub(crate) fn each(&self, visit: &mut dyn FnMut(&TableRef)) {
        visit(self);
        if let Source::Joined(first, joins) = &self.source {
            first.each(visit);
            joins.iter().for_each(|join| join.table.each(visit));
        }
    }
}

impl Node {
    /// Shows the table of every column that it uses, in subqueries too.
    pub(crate) fn each_used(&self, visit: &mut dyn FnMut(Alias)) {
        self.each(&mut |node| {
            if let Some(alias) = node.table() {
                visit(alias);
            }
            if let Some(query) = node.subquery() {
                query.each_used(visit);
            }
        });
    }
}
