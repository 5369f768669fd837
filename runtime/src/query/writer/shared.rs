use super::{Level, Writer};
use crate::expr::{Node, OrderNode};
use crate::query::SelectNode;

/// Expressions with values in them that a SELECT says more than once: selected, grouped by and
/// sorted by. Bound a second time, no engine would see that they are the same.
///
/// Where placeholders have numbers, the second time has those of the first; elsewhere the
/// expression is named by its position in the result.
#[derive(Default)]
pub(super) struct Shared {
    /// Each with the numbers it was written with.
    nodes: Vec<(Node, Option<Vec<usize>>)>,
    /// The numbers of all placeholders since there were such expressions.
    written: Vec<usize>,
    /// The numbers to write once more, the next one last.
    again: Vec<usize>,
}

impl Shared {
    /// The number of a placeholder that was written before.
    pub(super) fn again(&mut self) -> Option<usize> {
        self.again.pop()
    }

    pub(super) fn wrote(&mut self, number: usize) {
        if !self.nodes.is_empty() {
            self.written.push(number);
        }
    }
}

impl Writer {
    /// Takes note of what a SELECT may say more than once. Returns where to go back to.
    pub(super) fn share(&mut self, select: &SelectNode) -> usize {
        let mark = self.shared.nodes.len();
        if self.grammar.numbered() {
            let order = select.order.iter().map(|term| &term.node);
            let said = select
                .group
                .iter()
                .chain(order)
                .filter(|node| node.has_binds());
            let new = said.map(|node| (node.clone(), None));
            self.shared.nodes.extend(new);
        }
        mark
    }

    pub(super) fn unshare(&mut self, mark: usize) {
        self.shared.nodes.truncate(mark);
    }

    /// Whether an expression may be a shared one, or a key that is left out.
    pub(super) fn repeats(&self) -> bool {
        !self.shared.nodes.is_empty() || !self.absent.is_empty()
    }

    /// An expression, with the placeholders it had before if it is a shared one.
    pub(super) fn shared(&mut self, node: &Node) {
        if self.absent.contains(node) {
            return self.raw(self.grammar.null(node.kind()));
        }
        let replaying = !self.shared.again.is_empty();
        let known = self
            .shared
            .nodes
            .iter()
            .position(|(shared, _)| shared == node);
        let Some(at) = known.filter(|_| !replaying) else {
            return self.bare(node);
        };
        match self.shared.nodes[at].1.clone() {
            Some(mut numbers) => {
                numbers.reverse();
                self.shared.again = numbers;
                self.bare(node);
            }
            None => {
                let from = self.shared.written.len();
                self.bare(node);
                let numbers = self.shared.written[from..].to_vec();
                self.shared.nodes[at].1 = Some(numbers);
            }
        }
    }

    /// A term of a GROUP BY.
    pub(super) fn group_term(&mut self, node: &Node, columns: &[Node]) {
        match self.position(node, columns) {
            Some(position) => self.collated(&position, Level::Or),
            None => self.collated(node, Level::Or),
        }
    }

    /// ` ORDER BY ..` of a whole SELECT.
    pub(super) fn order_of(&mut self, select: &SelectNode) {
        if select.order.is_empty() {
            return;
        }
        self.raw(" ORDER BY ");
        self.list(&select.order, |writer, term| {
            // Where NULLS FIRST is a term of its own, a position would be a number in it.
            let whole = term.nulls_first.is_none() || writer.grammar.sorts_nulls();
            match writer
                .position(&term.node, &select.columns)
                .filter(|_| whole)
            {
                Some(node) => {
                    let term = OrderNode {
                        node,
                        ..term.clone()
                    };
                    writer.grammar.order_term(writer, &term);
                }
                None => writer.grammar.order_term(writer, term),
            }
        });
    }

    /// The position of an expression with values in it, where it has to be named by that.
    fn position(&self, node: &Node, columns: &[Node]) -> Option<Node> {
        if self.grammar.numbered() || !node.has_binds() {
            return None;
        }
        let at = columns.iter().position(|column| column == node)?;
        Some(Node::Position(at, node.kind()))
    }
}
