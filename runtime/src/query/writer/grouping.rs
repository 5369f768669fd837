use super::Writer;
use super::select::columns_of;
use crate::error::Error;
use crate::expr::{Alias, Node, OrderNode, count};
use crate::query::{
    DerivedNode, Grouping, RowsNode, SelectNode, SetNode, SetOperator, Source, TableRef,
};

impl Writer {
    /// ` GROUP BY ..`
    pub(super) fn group_by(&mut self, select: &SelectNode) {
        let (before, after) = match &select.grouping {
            Grouping::Keys => ("", ""),
            Grouping::Rollup => ("ROLLUP (", ")"),
            Grouping::Cube => ("CUBE (", ")"),
            Grouping::Only(set) => return self.keys(" GROUP BY ", set, &select.columns),
            Grouping::Sets(sets) => {
                self.raw(" GROUP BY GROUPING SETS (");
                self.list(sets, |writer, set| {
                    writer.raw("(");
                    writer.keys("", set, &select.columns);
                    writer.raw(")");
                });
                return self.raw(")");
            }
        };
        self.keys(
            &format!(" GROUP BY {before}"),
            &select.group,
            &select.columns,
        );
        self.raw(after);
    }

    fn keys(&mut self, before: &str, keys: &[Node], columns: &[Node]) {
        if !keys.is_empty() {
            self.raw(before);
            self.list(keys, |writer, key| writer.group_term(key, columns));
        }
    }

    /// Writes what is computed for a group: where it is one of a set that leaves keys out, those
    /// are NULL in it.
    pub(super) fn of_group(&mut self, select: &SelectNode, write: impl FnOnce(&mut Self)) {
        let absent = match &select.grouping {
            Grouping::Only(set) => {
                let keys = select.group.iter();
                keys.filter(|key| !set.contains(key)).cloned().collect()
            }
            _ => vec![],
        };
        let outer = std::mem::replace(&mut self.absent, absent);
        write(self);
        self.absent = outer;
    }

    /// Grouping sets where the engine has none: a SELECT for each, with UNION ALL between them.
    pub(super) fn sets_apart(&mut self, select: &SelectNode) -> SelectNode {
        self.check_sets(select);
        let mut inner = SelectNode {
            distinct: false,
            order: vec![],
            limit: None,
            offset: None,
            ..select.clone()
        };
        for term in &select.order {
            if !inner.columns.contains(&term.node) {
                inner.columns.push(term.node.clone());
            }
        }
        if !inner.columns.iter().any(Node::has_aggregate) {
            // Without a GROUP BY it takes an aggregate to make one row of all.
            inner.columns.push(count().node.into());
        }
        let sets = select.grouping.sets(&select.group);
        let mut queries = sets.into_iter().map(|set| of_set(&inner, set));
        let first = queries.next().unwrap_or_default();
        let all = queries.fold(first, union_all);
        let alias = Alias::fresh();
        let mut columns = columns_of(alias, &inner);
        let order = select.order.iter().filter_map(|term| {
            let at = inner.columns.iter().position(|node| *node == term.node)?;
            Some(OrderNode {
                node: columns[at].clone(),
                ..term.clone()
            })
        });
        let order = order.collect();
        columns.truncate(select.columns.len());
        let from = match all.from {
            // What unites them is a set already, and nothing else.
            Some(from) if all.grouping == Grouping::Keys => TableRef { alias, ..from },
            _ => source(alias, RowsNode::Query(Box::new(all))),
        };
        SelectNode {
            distinct: select.distinct,
            columns,
            from: Some(from),
            order,
            limit: select.limit,
            offset: select.offset,
            ..SelectNode::default()
        }
    }

    fn check_sets(&mut self, select: &SelectNode) {
        let window = |node: &Node| node.any(&|part| matches!(part, Node::Window(_)));
        let order = select.order.iter().map(|term| &term.node);
        if select.columns.iter().chain(order).any(window) {
            self.unsupported("window functions over grouping sets");
        }
        if select.group.len() > 6 && select.grouping == Grouping::Cube {
            self.unsupported("`cube` of more than 6 keys");
        }
        if let Grouping::Sets(sets) = &select.grouping
            && sets.iter().flatten().any(|key| !select.group.contains(key))
        {
            self.fail(Error::Invalid(
                "a set of `grouping_sets` has a key that is not among its keys".into(),
            ));
        }
    }
}

/// The groups of one set.
fn of_set(inner: &SelectNode, set: Vec<Node>) -> SelectNode {
    SelectNode {
        grouping: Grouping::Only(set),
        ..inner.clone()
    }
}

fn union_all(left: SelectNode, right: SelectNode) -> SelectNode {
    let alias = Alias::fresh();
    SelectNode {
        columns: columns_of(alias, &left),
        from: Some(source(
            alias,
            RowsNode::Set(Box::new(SetNode {
                operator: SetOperator::Union,
                all: true,
                left,
                right,
            })),
        )),
        ..SelectNode::default()
    }
}

fn source(alias: Alias, rows: RowsNode) -> TableRef {
    TableRef {
        alias,
        source: Source::Rows(Box::new(DerivedNode {
            rows,
            parts: vec![],
            lateral: false,
        })),
    }
}
