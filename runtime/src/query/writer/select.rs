use super::clause::Clause;
use super::scopes::with;
use super::window::Windows;
use super::{Level, Writer};
use crate::error::Error;
use crate::expr::{Alias, Column, DerivedColumn, Node, OrderNode};
use crate::model::ModelMeta;
use crate::query::{Grouping, RowsNode, SelectNode, SetNode, Source, TableRef};
use crate::value::Kind;

/// Where a SELECT stands, and so what becomes of its columns.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// It is the statement: a driver reads them, by position.
    Result,
    /// In an expression or behind an operator: they are taken by position.
    Inside,
    /// In FROM, under these names.
    Named(&'a [String]),
    /// In a recursive CTE, whose two queries must have the very same types: where they are not
    /// the same column, they are cast.
    Recursive(&'a [bool]),
}

impl Place<'_> {
    /// The place of the second query of a set: the names are those of the first.
    pub(super) fn behind(self) -> Self {
        match self {
            Place::Named(_) => Place::Inside,
            same => same,
        }
    }
}

impl Writer {
    /// A SELECT in an expression, or one whose rows go into a table.
    pub(crate) fn select(&mut self, select: &SelectNode) {
        self.query(select, Place::Inside);
    }

    /// A SELECT that is the statement.
    pub(super) fn statement(&mut self, select: &SelectNode) {
        self.query(select, Place::Result);
    }

    /// A SELECT without a WITH clause.
    pub(super) fn select_in(&mut self, select: &SelectNode, place: Place<'_>) {
        self.lifting(&select.lifted, |writer| writer.select_as(select, place));
    }

    fn select_as(&mut self, select: &SelectNode, place: Place<'_>) {
        self.check(select);
        let read = || matches!(place, Place::Result) && self.casts(&select.columns);
        let sets = !matches!(select.grouping, Grouping::Keys | Grouping::Only(_));
        if sets && !self.grammar.grouping_sets() {
            let apart = self.sets_apart(select);
            self.select_in(&apart, place);
        } else if let Some(per_group) = &select.per_group {
            self.per_group(select, per_group, place);
        } else if !select.distinct_on.is_empty() {
            self.first_of_each(select, place);
        } else if select.with_ties && !self.grammar.with_ties(self.dialect) {
            self.ranked(select, place);
        } else if select.distinct && !select.order.is_empty() && read() {
            self.plain(&ordered_outside(select), place);
        } else if let Some(set) = self.flat_set(select).filter(|_| !read()) {
            self.compound(set, place);
            self.positions(select);
            self.grammar.limit(self, select.limit, select.offset);
        } else {
            self.plain(select, place);
        }
    }

    pub(super) fn plain(&mut self, select: &SelectNode, place: Place<'_>) {
        self.scoped(select, |writer| {
            writer.of_group(select, |writer| writer.columns(select, place));
            writer.body(select);
            writer.order_of(select);
            if select.with_ties {
                writer
                    .grammar
                    .limit_with_ties(writer, select.limit, select.offset);
            } else {
                writer.grammar.limit(writer, select.limit, select.offset);
            }
            writer.lock(select);
        });
    }

    /// Writes what belongs to one SELECT: its names, and what it says more than once.
    pub(super) fn scoped(&mut self, select: &SelectNode, write: impl FnOnce(&mut Self)) {
        let names = self.names.mark();
        let shared = self.share(select);
        let windows = std::mem::replace(&mut self.windows, Windows::of(select));
        self.declare_tables(select);
        self.check_grouped(select);
        self.within(Clause::Result, write);
        self.windows = windows;
        self.unshare(shared);
        self.names.release(names);
    }

    pub(super) fn columns(&mut self, select: &SelectNode, place: Place<'_>) {
        let compared = std::mem::take(&mut self.compared) || select.distinct;
        self.raw("SELECT ");
        if matches!(place, Place::Result) {
            self.behind_first_select();
        }
        if select.distinct {
            self.raw("DISTINCT ");
        }
        if !select.distinct_on.is_empty() && self.grammar.distinct_on() {
            self.raw("DISTINCT ON (");
            self.list(&select.distinct_on, |writer, node| {
                writer.collated(node, Level::Or);
            });
            self.raw(") ");
        }
        if select.columns.is_empty() {
            self.raw("1");
        }
        for (i, column) in select.columns.iter().enumerate() {
            if i > 0 {
                self.raw(", ");
            }
            self.column(
                column,
                match place {
                    Place::Recursive(cast) if cast.get(i) == Some(&false) => Place::Inside,
                    place => place,
                },
            );
            if compared {
                self.collation(column);
            }
            if let Place::Named(names) = place
                && let Some(name) = names.get(i)
            {
                self.raw(" AS ");
                self.identifier(name);
            }
        }
    }

    /// A column of the result: in a form that the drivers read where they do.
    pub(super) fn column(&mut self, node: &Node, place: Place<'_>) {
        let kind = node.kind();
        match place {
            Place::Result => self.read(kind, |writer| {
                writer.expression(node, writer.read_level(kind));
            }),
            Place::Recursive(_) => match kind.and_then(|kind| self.grammar.recursive_cast(kind)) {
                Some((before, after)) => {
                    self.raw(before);
                    self.expression(node, Level::Atom);
                    self.raw(after);
                }
                None => self.expression(node, Level::Or),
            },
            Place::Inside | Place::Named(_) => self.expression(node, Level::Or),
        }
    }

    /// A column of the result that `write` writes, in a form that the drivers read.
    pub(super) fn read(&mut self, kind: Option<Kind>, write: impl FnOnce(&mut Self)) {
        match kind {
            Some(Kind::Wrapped(of)) => {
                self.around(of.read(self.dialect), write);
                self.grammar.column_cast(self, Some(of.kind));
            }
            _ => {
                write(self);
                self.grammar.column_cast(self, kind);
            }
        }
    }

    /// How strongly such a column must bind.
    fn read_level(&self, kind: Option<Kind>) -> Level {
        match kind {
            Some(Kind::Wrapped(_)) => Level::Atom,
            _ => self.grammar.column_level(kind),
        }
    }

    /// What makes equal values of a column equal, behind it.
    pub(super) fn collation(&mut self, node: &Node) {
        if let Some(collation) = self.grammar.collation(node) {
            self.raw(" COLLATE ");
            self.raw(collation);
        }
    }

    /// The columns of a model, of the table with a name if there is one.
    pub(crate) fn columns_of(&mut self, model: &ModelMeta, table: Option<&str>) {
        self.list(model.columns, |writer, column| {
            writer.read(Some(column.kind), |writer| {
                writer.qualified(table, column.name);
            });
        });
    }

    /// From FROM to WINDOW.
    pub(super) fn body(&mut self, select: &SelectNode) {
        self.within(Clause::On, |writer| writer.from(select));
        let (keys, groups) = self.split_having(select);
        let scopes = self.scopes_of_first(select);
        self.filter(&with(&keys, scopes));
        if !select.group.is_empty() {
            self.within(Clause::GroupBy, |writer| writer.group_by(select));
        }
        if !groups.is_empty() {
            self.raw(" HAVING ");
            self.of_group(select, |writer| {
                writer.within(Clause::Having, |writer| writer.conditions(&groups));
            });
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
        self.direction(term);
    }

    pub(super) fn direction(&mut self, term: &OrderNode) {
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

    /// The ORDER BY of a set operation: columns by their positions.
    fn positions(&mut self, select: &SelectNode) {
        if select.order.is_empty() {
            return;
        }
        self.raw(" ORDER BY ");
        self.list(&select.order, |writer, term| {
            if let Some(at) = select.columns.iter().position(|node| *node == term.node) {
                writer.raw(&(at + 1).to_string());
            }
            writer.collation(&term.node);
            writer.direction(term);
        });
    }

    /// The set operation of whose rows the SELECT is all, so that it can be written without it.
    pub(super) fn flat_set<'s>(&self, select: &'s SelectNode) -> Option<&'s SetNode> {
        let from = select.from.as_ref()?;
        let Source::Rows(derived) = &from.source else {
            return None;
        };
        let RowsNode::Set(set) = &derived.rows else {
            return None;
        };
        let whole = select.columns.len() == set.left.columns.len()
            && (0..).zip(&select.columns).all(|(at, node)| match node {
                Node::Derived(column) => column.alias == from.alias && column.at == at,
                Node::Column(column) => match part(&derived.parts, from.alias, column) {
                    Some(position) => position == at,
                    None => false,
                },
                _ => false,
            });
        let bare = select.joins.is_empty()
            && select.filter.is_empty()
            && select.group.is_empty()
            && select.having.is_empty()
            && select.per_group.is_none()
            && select.distinct_on.is_empty()
            && select.lock.is_none()
            && !select.distinct
            && !select.with_ties;
        let orders = select
            .order
            .iter()
            .all(|term| self.grammar.orders_position(term) && select.columns.contains(&term.node));
        (whole && bare && orders).then_some(set)
    }

    /// Whether a driver reads any of the columns in another form than the engine has it.
    fn casts(&self, columns: &[Node]) -> bool {
        columns
            .iter()
            .any(|node| self.read_level(node.kind()) > Level::Or)
    }

    /// What no engine, or not every one, takes for what it means.
    fn check(&mut self, select: &SelectNode) {
        let selected = |term: &OrderNode| select.columns.contains(&term.node);
        if select.distinct && !select.order.iter().all(selected) {
            self.fail(Error::Invalid(
                "a DISTINCT query is ordered by what it does not select, so that equal rows have \
                 no place in the order; select it, or order by what is selected"
                    .into(),
            ));
        }
        if select.with_ties && select.order.is_empty() {
            self.fail(Error::Invalid(
                "`limit_with_ties` without `order_by`: all rows would be equal".into(),
            ));
        }
        if select.per_group.is_some() && (select.with_ties || !select.distinct_on.is_empty()) {
            self.fail(Error::Invalid(
                "`limit_per` together with `distinct_on` or `limit_with_ties`: make a subquery of \
                 the first with `from(..)`"
                    .into(),
            ));
        }
        if select.distinct && (select.with_ties || !select.distinct_on.is_empty()) {
            self.fail(Error::Invalid(
                "`distinct` together with `distinct_on` or `limit_with_ties`: make a subquery of \
                 the first with `from(..)`"
                    .into(),
            ));
        }
    }
}

/// The position of a table's column in the derived source that has it.
fn part(parts: &[(Alias, u16)], source: Alias, column: &Column) -> Option<u16> {
    if column.alias == source {
        return Some(column.at);
    }
    let (_, first) = parts.iter().find(|(alias, _)| *alias == column.alias)?;
    Some(first + column.at)
}

/// The columns of a SELECT as seen from outside.
pub(super) fn columns_of(alias: Alias, select: &SelectNode) -> Vec<Node> {
    let column = |(at, node): (u16, &Node)| {
        Node::Derived(DerivedColumn {
            alias,
            at,
            kind: node.kind().unwrap_or(Kind::Text),
        })
    };
    (0..).zip(&select.columns).map(column).collect()
}

/// `SELECT .. FROM (SELECT DISTINCT ..) ORDER BY ..`: where the columns are cast for the driver,
/// the order would no longer be by what is selected.
fn ordered_outside(select: &SelectNode) -> SelectNode {
    let alias = Alias::fresh();
    let columns = columns_of(alias, select);
    let outside = |term: &OrderNode| {
        let at = select.columns.iter().position(|node| *node == term.node)?;
        Some(OrderNode {
            node: columns[at].clone(),
            ..term.clone()
        })
    };
    let order = select.order.iter().filter_map(outside).collect();
    let inside = SelectNode {
        order: vec![],
        limit: None,
        offset: None,
        ..select.clone()
    };
    SelectNode {
        columns,
        from: Some(TableRef {
            alias,
            source: Source::query(inside),
        }),
        order,
        limit: select.limit,
        offset: select.offset,
        ..SelectNode::default()
    }
}
