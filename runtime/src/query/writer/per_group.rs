use super::select::Naming;
use super::{Level, Writer};
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
    pub(super) fn per_group(&mut self, select: &SelectNode, per_group: &PerGroup) {
        let leading = select
            .order
            .iter()
            .zip(&per_group.by)
            .take_while(|(term, by)| term.node == **by)
            .count();
        let (outer_order, inner_order) = select.order.split_at(leading);
        // What the outer ORDER BY needs must come out of the inner SELECT.
        let mut inner = select.clone();
        let order_columns: Vec<usize> = outer_order
            .iter()
            .map(|term| position_or_push(&mut inner.columns, &term.node))
            .collect();

        self.raw("SELECT ");
        self.numbered(0..select.columns.len());
        self.raw(" FROM (");
        self.scoped(&inner, |writer| {
            writer.columns(&inner, Naming::Numbered);
            writer.row_number(&per_group.by, inner_order);
            writer.body(&inner);
        });
        self.raw(") AS ");
        self.identifier("q");
        self.raw(" WHERE ");
        self.group_window(per_group);
        self.raw(" ORDER BY ");
        for (term, at) in outer_order.iter().zip(order_columns) {
            self.numbered(at..at + 1);
            self.raw(if term.descending { " DESC, " } else { ", " });
        }
        self.row_number_column();
        self.grammar.limit(self, select.limit, select.offset);
    }

    fn row_number(&mut self, by: &[Node], order: &[OrderNode]) {
        self.raw(", row_number() OVER (PARTITION BY ");
        self.list(by, |writer, node| writer.collated(node, Level::Or));
        self.order(order);
        self.raw(") AS ");
        self.identifier("n");
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

    fn numbered(&mut self, columns: std::ops::Range<usize>) {
        for (i, at) in columns.enumerate() {
            if i > 0 {
                self.raw(", ");
            }
            self.identifier("q");
            self.raw(".");
            self.identifier(&format!("c{}", at + 1));
        }
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
