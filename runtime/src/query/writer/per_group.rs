use super::select::Place;
use super::{Level, Writer};
use crate::error::Error;
use crate::expr::{Node, OrderNode};
use crate::query::{PerGroup, SelectNode};
use crate::value::Value;

impl Writer {
    /// At most so many rows of each group:
    ///
    /// ```sql
    /// SELECT "q"."c1", .. FROM (
    ///     SELECT .. AS "c1", .., row_number() OVER (PARTITION BY .. ORDER BY ..) AS "n" FROM ..
    /// ) AS "q" WHERE "q"."n" <= $1 ORDER BY "q"."c1", "q"."n"
    /// ```
    pub(super) fn per_group(
        &mut self,
        select: &SelectNode,
        per_group: &PerGroup,
        place: Place<'_>,
    ) {
        let leading = select
            .order
            .iter()
            .zip(&per_group.by)
            .take_while(|(term, by)| term.node == **by)
            .count();
        let grouped =
            |by: &Node| select.group.is_empty() || select.group.contains(by) || by.has_aggregate();
        if select.distinct || !per_group.by.iter().all(grouped) {
            self.fail(Error::Invalid(
                "a limit for each group together with `group_by` or `distinct`: make a subquery \
                 of one of them with `.subquery()`"
                    .into(),
            ));
        }
        let (leading_order, inner_order) = select.order.split_at(leading);
        // Group by group if the order says so, otherwise in the order of the query.
        let outer_order = if leading == per_group.by.len() {
            leading_order
        } else {
            &select.order[..]
        };
        // What the outer ORDER BY needs must come out of the inner SELECT.
        let mut inner = select.clone();
        let order_columns: Vec<usize> = outer_order
            .iter()
            .map(|term| position_or_push(&mut inner.columns, &term.node))
            .collect();

        self.numbered_select(select, &inner, place, |writer| {
            writer.row_number(&per_group.by, inner_order);
        });
        self.raw(" WHERE ");
        self.group_window(per_group);
        self.raw(" ORDER BY ");
        for (term, at) in outer_order.iter().zip(order_columns) {
            self.numbered_term(term, at);
            self.raw(", ");
        }
        self.row_number_column();
        self.grammar.limit(self, select.limit, select.offset);
    }

    /// `DISTINCT ON`, or the first row of each group where the engine has none.
    pub(super) fn first_of_each(&mut self, select: &SelectNode, place: Place<'_>) {
        let by = &select.distinct_on;
        let named = select
            .order
            .iter()
            .take_while(|term| by.contains(&term.node));
        let mut order: Vec<OrderNode> = named.cloned().collect();
        let rest = select.order[order.len()..].to_vec();
        for node in by {
            if order.iter().all(|term| term.node != *node) {
                order.push(OrderNode {
                    node: node.clone(),
                    descending: false,
                    nulls_first: None,
                });
            }
        }
        let keys = order.iter().map(|term| term.node.clone()).collect();
        order.extend(rest);
        let ordered = SelectNode {
            order,
            ..select.clone()
        };
        if self.grammar.distinct_on() {
            return self.plain(&ordered, place);
        }
        let per_group = PerGroup {
            by: keys,
            limit: 1,
            offset: 0,
        };
        self.per_group(&ordered, &per_group, place);
    }

    /// `LIMIT .. WITH TIES` where the engine has none: rows by their rank in the order.
    pub(super) fn ranked(&mut self, select: &SelectNode, place: Place<'_>) {
        self.numbered_select(select, select, place, |writer| {
            writer.raw("rank() OVER (");
            writer.order_terms(&select.order);
            writer.raw(")");
        });
        let last = select
            .offset
            .unwrap_or(0)
            .saturating_add(select.limit.unwrap_or(u64::MAX));
        self.raw(" WHERE ");
        self.row_number_column();
        self.raw(" <= ");
        self.bind(count(last));
        self.raw(" ORDER BY ");
        self.row_number_column();
        self.grammar.limit(self, None, select.offset);
    }

    /// `SELECT "q"."c1", .. FROM (SELECT .. AS "c1", .., <number> AS "n" ..) AS "q"`
    fn numbered_select(
        &mut self,
        select: &SelectNode,
        inner: &SelectNode,
        place: Place<'_>,
        number: impl FnOnce(&mut Self),
    ) {
        if select.lock.is_some() {
            self.fail(Error::Invalid(
                "rows cannot be locked in a query that takes some of each group".into(),
            ));
        }
        self.raw("SELECT ");
        if matches!(place, Place::Result) {
            self.behind_first_select();
        }
        for (at, column) in select.columns.iter().enumerate() {
            if at > 0 {
                self.raw(", ");
            }
            match place {
                Place::Result => self.read(column.kind(), |writer| writer.numbered(at)),
                _ => self.numbered(at),
            }
            match place {
                Place::Named(names) => {
                    self.raw(" AS ");
                    self.identifier(names.get(at).map_or("", |name| &name[..]));
                }
                Place::Result | Place::Inside | Place::Recursive(_) => {}
            }
        }
        if select.columns.is_empty() {
            self.raw("1");
        }
        self.raw(" FROM (");
        let names: Vec<String> = (1..=inner.columns.len())
            .map(|at| format!("c{at}"))
            .collect();
        self.scoped(inner, |writer| {
            writer.columns(inner, Place::Named(&names));
            writer.raw(", ");
            number(writer);
            writer.raw(" AS ");
            writer.identifier("n");
            writer.body(inner);
        });
        self.raw(") AS ");
        self.identifier("q");
    }

    fn row_number(&mut self, by: &[Node], order: &[OrderNode]) {
        self.raw("row_number() OVER (PARTITION BY ");
        self.list(by, |writer, node| writer.collated(node, Level::Or));
        self.order(order);
        self.raw(")");
    }

    fn group_window(&mut self, per_group: &PerGroup) {
        let last = per_group.offset.saturating_add(per_group.limit);
        if per_group.offset > 0 {
            self.row_number_column();
            self.raw(" > ");
            self.bind(count(per_group.offset));
            self.raw(" AND ");
        }
        self.row_number_column();
        self.raw(" <= ");
        self.bind(count(last));
    }

    fn numbered(&mut self, at: usize) {
        self.identifier("q");
        self.raw(".");
        self.identifier(&format!("c{}", at + 1));
    }

    /// A term of an ORDER BY that stands in the inner SELECT.
    fn numbered_term(&mut self, term: &OrderNode, at: usize) {
        let nulls = term.nulls_first.filter(|_| !self.grammar.sorts_nulls());
        if let Some(first) = nulls {
            self.numbered(at);
            self.raw(if first {
                " IS NULL DESC, "
            } else {
                " IS NULL, "
            });
        }
        self.numbered(at);
        self.collation(&term.node);
        self.direction(&OrderNode {
            nulls_first: term.nulls_first.filter(|_| nulls.is_none()),
            ..term.clone()
        });
    }

    fn row_number_column(&mut self) {
        self.identifier("q");
        self.raw(".");
        self.identifier("n");
    }
}

/// A number of rows to bind.
pub(crate) fn count(rows: u64) -> Value {
    Value::I64(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn position_or_push(columns: &mut Vec<Node>, node: &Node) -> usize {
    match columns.iter().position(|column| column == node) {
        Some(at) => at,
        None => {
            columns.push(node.clone());
            columns.len() - 1
        }
    }
}
