use super::{Level, Writer};
use crate::expr::{Node, OrderNode};
use crate::query::SelectNode;

/// What the columns of a SELECT are called.
#[derive(Clone, Copy)]
pub(super) enum Naming {
    /// As the engine likes: they are read by position.
    None,
    /// `c1`, `c2`, ...: a derived table may not have two columns of one name.
    Numbered,
}

impl Writer {
    /// A whole SELECT.
    pub(crate) fn select(&mut self, select: &SelectNode) {
        match &select.per_group {
            Some(per_group) => self.per_group(select, per_group),
            None => self.plain(select, Naming::None),
        }
    }

    /// A SELECT that stands in a FROM.
    pub(super) fn derived(&mut self, select: &SelectNode) {
        match &select.per_group {
            Some(per_group) => self.per_group(select, per_group),
            None => self.plain(select, Naming::Numbered),
        }
    }

    fn plain(&mut self, select: &SelectNode, naming: Naming) {
        let mark = self.names.mark();
        self.declare_tables(select);
        self.columns(select, naming);
        self.body(select);
        self.order(&select.order);
        self.grammar.limit(self, select.limit, select.offset);
        self.names.release(mark);
    }

    pub(super) fn columns(&mut self, select: &SelectNode, naming: Naming) {
        self.raw(if select.distinct {
            "SELECT DISTINCT "
        } else {
            "SELECT "
        });
        if select.columns.is_empty() {
            self.raw("1");
        }
        for (i, column) in select.columns.iter().enumerate() {
            if i > 0 {
                self.raw(", ");
            }
            self.column(column);
            if let Naming::Numbered = naming {
                self.raw(" AS ");
                self.identifier(&format!("c{}", i + 1));
            }
        }
    }

    /// A column of the result, in a form that the drivers read.
    fn column(&mut self, node: &Node) {
        let kind = node.kind();
        self.expression(node, self.grammar.column_level(kind));
        self.grammar.column_cast(self, kind);
    }

    /// From FROM to HAVING.
    pub(super) fn body(&mut self, select: &SelectNode) {
        self.from(select);
        if !select.filter.is_empty() {
            self.raw(" WHERE ");
            self.conditions(&select.filter);
        }
        if !select.group.is_empty() {
            self.raw(" GROUP BY ");
            self.list(&select.group, |writer, node| {
                writer.group_term(node, &select.columns);
            });
        }
        if !select.having.is_empty() {
            self.raw(" HAVING ");
            self.conditions(&select.having);
        }
    }

    /// An expression with values in it is named by its position in the result: bound a second
    /// time, no engine would see that it is the same.
    fn group_term(&mut self, node: &Node, columns: &[Node]) {
        match columns.iter().position(|column| column == node) {
            Some(at) if node.has_binds() => self.raw(&(at + 1).to_string()),
            _ => self.collated(node, Level::Or),
        }
    }

    /// A term of an ORDER BY in the words of the standard.
    pub(crate) fn standard_order_term(&mut self, term: &OrderNode) {
        self.collated(&term.node, Level::Or);
        if term.descending {
            self.raw(" DESC");
        }
        match term.nulls_first {
            Some(true) => self.raw(" NULLS FIRST"),
            Some(false) => self.raw(" NULLS LAST"),
            None => {}
        }
    }

    pub(super) fn order(&mut self, order: &[OrderNode]) {
        if order.is_empty() {
            return;
        }
        self.raw(" ORDER BY ");
        self.list(order, |writer, term| {
            writer.grammar.order_term(writer, term);
        });
    }
}
