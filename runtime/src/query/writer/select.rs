use super::clause::Clause;
use super::window::Windows;
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

    /// A SELECT whose rows go into a table, as they are.
    pub(super) fn stored(&mut self, select: &SelectNode, naming: Naming) {
        self.stored = true;
        match naming {
            Naming::None => self.select(select),
            Naming::Numbered => self.derived(select),
        }
        self.stored = false;
    }

    fn plain(&mut self, select: &SelectNode, naming: Naming) {
        self.scoped(select, |writer| {
            writer.columns(select, naming);
            writer.body(select);
            writer.order_of(select);
            writer.grammar.limit(writer, select.limit, select.offset);
        });
    }

    /// Writes what belongs to one SELECT: its names, and what it says more than once.
    pub(super) fn scoped(&mut self, select: &SelectNode, write: impl FnOnce(&mut Self)) {
        self.check_grouped(select);
        let names = self.names.mark();
        let shared = self.share(select);
        let windows = std::mem::replace(&mut self.windows, Windows::of(select));
        self.declare_tables(select);
        self.within(Clause::Result, write);
        self.windows = windows;
        self.unshare(shared);
        self.names.release(names);
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
    pub(super) fn column(&mut self, node: &Node) {
        if self.stored {
            return self.expression(node, Level::Or);
        }
        let kind = node.kind();
        self.expression(node, self.grammar.column_level(kind));
        self.grammar.column_cast(self, kind);
    }

    /// From FROM to WINDOW.
    pub(super) fn body(&mut self, select: &SelectNode) {
        self.within(Clause::On, |writer| writer.from(select));
        let (keys, groups) = self.split_having(select);
        self.filter(&keys);
        if !select.group.is_empty() {
            self.raw(" GROUP BY ");
            self.within(Clause::GroupBy, |writer| {
                writer.list(&select.group, |writer, node| {
                    writer.group_term(node, &select.columns);
                });
            });
        }
        if !groups.is_empty() {
            self.raw(" HAVING ");
            self.within(Clause::Having, |writer| writer.conditions(&groups));
        }
        self.window_clause();
    }

    /// ` WHERE ..`
    pub(super) fn filter(&mut self, conditions: &[Node]) {
        if !conditions.is_empty() {
            self.raw(" WHERE ");
            self.within(Clause::Where, |writer| writer.conditions(conditions));
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

    /// ` ORDER BY ..`
    pub(super) fn order(&mut self, order: &[OrderNode]) {
        if !order.is_empty() {
            self.raw(" ");
            self.order_terms(order);
        }
    }

    /// `ORDER BY ..`
    pub(super) fn order_terms(&mut self, order: &[OrderNode]) {
        self.raw("ORDER BY ");
        self.list(order, |writer, term| {
            writer.grammar.order_term(writer, term);
        });
    }
}
