use std::borrow::Cow;

use super::Writer;
use crate::error::Error;
use crate::expr::{Alias, Node};
use crate::query::{Grouping, SelectNode, Source};

impl Writer {
    /// Beside aggregates only what is grouped by has one value. SQLite and MariaDB would take a
    /// column from any of the rows.
    pub(super) fn check_grouped(&mut self, select: &SelectNode) {
        let order = || select.order.iter().map(|term| &term.node);
        let grouped = !select.group.is_empty()
            || !select.having.is_empty()
            || select
                .columns
                .iter()
                .chain(order())
                .any(Node::has_aggregate);
        if !grouped {
            return;
        }
        let mut tables = vec![];
        select.each_table(&mut |table| {
            tables.push(table.alias);
            if let Source::Rows(derived) = &table.source {
                tables.extend(derived.parts.iter().map(|(alias, _)| *alias));
            }
        });
        let check = Check {
            tables,
            keys: &select.group,
        };
        let results = select.columns.iter().chain(&select.having).chain(order());
        if let Some(column) = results.filter_map(|node| check.many_valued(node)).next() {
            let column = self.called(&column);
            self.fail(Error::Invalid(format!(
                "column `{column}` has many values beside an aggregate: add it to \
                 `group_by`, or aggregate it too"
            )));
        }
    }
}

impl Writer {
    /// A column as messages call it.
    fn called(&self, column: &Node) -> String {
        let (alias, at, own) = match column {
            Node::Column(column) => (column.alias, column.at, column.meta().name),
            Node::Derived(column) => (column.alias, column.at, ""),
            Node::LinkColumn { alias, name, .. } => (*alias, 0, *name),
            _ => return String::new(),
        };
        match self.names.find(alias) {
            None => own.to_owned(),
            Some(table) => {
                let of = table.columns.as_ref();
                let derived = of.and_then(|(names, first)| names.get(usize::from(first + at)));
                let column = derived.map_or(own, |name| name);
                format!("{}.{column}", table.text())
            }
        }
    }

    /// The conditions of WHERE and of HAVING. Where the engine's HAVING knows columns only and no
    /// computed keys, a condition on such a key goes to WHERE, which lets the same groups pass.
    pub(super) fn split_having<'s>(
        &mut self,
        select: &'s SelectNode,
    ) -> (Cow<'s, [Node]>, Cow<'s, [Node]>) {
        let computed = |key: &Node| select.group.contains(key) && !matches!(key, Node::Column(_));
        let on_key = |condition: &Node| condition.any(&computed);
        if self.grammar.having_computes() || !select.having.iter().any(on_key) {
            return (
                select.filter.as_slice().into(),
                select.having.as_slice().into(),
            );
        }
        let having = select.having.iter().cloned();
        let (keys, groups): (Vec<Node>, Vec<Node>) = having.partition(on_key);
        if select.grouping != Grouping::Keys {
            self.unsupported("HAVING with a computed key of grouping sets");
        }
        if keys.iter().any(Node::has_aggregate) {
            self.unsupported("HAVING with a computed key and an aggregate in one condition");
        }
        let filter = select.filter.iter().cloned().chain(keys).collect();
        (Cow::Owned(filter), Cow::Owned(groups))
    }
}

struct Check<'a> {
    /// The SELECT's own tables; a column of a query around it has one value.
    tables: Vec<Alias>,
    keys: &'a [Node],
}

impl Check<'_> {
    /// A column with many values in a group.
    fn many_valued(&self, node: &Node) -> Option<Node> {
        if self.keys.contains(node) {
            return None;
        }
        match node {
            Node::Aggregate(_) => None,
            Node::Call(call) if call.is_aggregate() => None,
            _ => {
                if let Some(alias) = node.table() {
                    return self.tables.contains(&alias).then(|| node.clone());
                }
                let mut found = node.subquery().and_then(|query| self.in_query(query));
                node.parts(&mut |part| {
                    if found.is_none() {
                        found = self.many_valued(part);
                    }
                });
                found
            }
        }
    }

    /// A subquery runs for each group, so it may use what the group has one value of.
    fn in_query(&self, query: &SelectNode) -> Option<Node> {
        let conditions = query.joins.iter().map(|join| &join.on);
        let nodes = query.columns.iter().chain(conditions).chain(&query.filter);
        nodes
            .chain(&query.having)
            .find_map(|node| self.many_valued(node))
    }
}
