use crate::expr::{Alias, BinaryOp, Column, Node, OrderNode};
use crate::model::ModelMeta;
use crate::query::{Source, TableRef};
use crate::value::Kind;

/// A column of a table of a statement.
pub(super) fn column(alias: Alias, model: &'static ModelMeta, at: u16) -> Node {
    Node::Column(Column { alias, model, at })
}

/// Some of a table's columns.
pub(super) fn columns(alias: Alias, model: &'static ModelMeta, at: &[u16]) -> Vec<Node> {
    at.iter().map(|at| column(alias, model, *at)).collect()
}

/// All of a table's columns, in the order in which a row is read: NULL for those that are
/// deferred and not asked for.
pub(super) fn row(
    alias: Alias,
    model: &'static ModelMeta,
    asked: &[u16],
) -> impl Iterator<Item = Node> {
    let columns = (0..).zip(model.columns);
    columns.map(
        move |(at, meta)| match meta.deferred && !asked.contains(&at) {
            true => Node::null(meta.kind.bare()),
            false => column(alias, model, at),
        },
    )
}

/// The kinds of some columns.
pub(super) fn kinds(model: &ModelMeta, at: &[u16]) -> Vec<Kind> {
    at.iter()
        .map(|at| model.columns[usize::from(*at)].kind)
        .collect()
}

pub(super) fn table(alias: Alias, model: &ModelMeta) -> TableRef {
    TableRef {
        alias,
        source: Source::Table(model.source()),
    }
}

/// `a = x AND b = y`
pub(super) fn equal(left: Vec<Node>, right: Vec<Node>) -> Node {
    let mut pairs: Vec<Node> = left
        .into_iter()
        .zip(right)
        .map(|(a, b)| Node::binary(BinaryOp::Eq, a, b))
        .collect();
    match pairs.pop() {
        Some(only) if pairs.is_empty() => only,
        Some(last) => {
            pairs.push(last);
            Node::All(pairs)
        }
        None => Node::All(pairs),
    }
}

/// Appends terms that are not there yet: a column ordered by once is not ordered by again.
pub(super) fn then_by(order: &mut Vec<OrderNode>, terms: impl IntoIterator<Item = OrderNode>) {
    for term in terms {
        if order.iter().all(|other| other.node != term.node) {
            order.push(term);
        }
    }
}

pub(super) fn rising(node: Node) -> OrderNode {
    OrderNode {
        node,
        descending: false,
        nulls_first: None,
    }
}
