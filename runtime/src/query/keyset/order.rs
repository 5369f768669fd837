use crate::expr::{AggregateFn, Node, OrderNode, UnaryOp};
use crate::query::{JoinKind, Scope, SelectNode};
use crate::value::Value;

/// Makes an order total, and one that all engines understand alike. `false` if nothing is known
/// that tells the rows apart.
pub(super) fn complete<S: Scope>(order: &mut Vec<OrderNode>, scope: S, query: &SelectNode) -> bool {
    let mut key = vec![];
    let keyed = scope.push_key(&mut key);
    order.extend(key.into_iter().map(|node| OrderNode {
        node,
        descending: false,
        nulls_first: None,
    }));
    let mut seen: Vec<Node> = vec![];
    order.retain(|term| {
        let new = !seen.contains(&term.node);
        if new {
            seen.push(term.node.clone());
        }
        new
    });
    // Any table may be missing from a row then.
    let outer = query.joins.iter().any(|join| join.kind != JoinKind::Inner);
    for term in order {
        term.nulls_first = match may_be_null(&term.node, outer) {
            true => Some(term.nulls_first.unwrap_or(term.descending)),
            false => None,
        };
    }
    keyed
}

/// Whether an expression may be NULL; `true` where that is not known.
fn may_be_null(node: &Node, outer: bool) -> bool {
    match node {
        Node::Column(column) => outer || column.meta().nullable,
        Node::Bind(value) => matches!(value, Value::Null(_)),
        Node::Unary(UnaryOp::IsNull | UnaryOp::IsNotNull | UnaryOp::IsNotTrue, _) => false,
        Node::Unary(_, operand) => may_be_null(operand, outer),
        Node::Coalesce(nodes) => nodes.iter().all(|node| may_be_null(node, outer)),
        Node::Exists(_) => false,
        Node::Scalar(query) => match &query.columns[..] {
            [Node::Aggregate(aggregate)] => aggregate.function != AggregateFn::Count,
            _ => true,
        },
        _ => true,
    }
}

/// The order the other way round.
pub(super) fn reversed(order: &[OrderNode]) -> Vec<OrderNode> {
    let turned = order.iter().map(|term| OrderNode {
        node: term.node.clone(),
        descending: !term.descending,
        nulls_first: term.nulls_first.map(|first| !first),
    });
    turned.collect()
}
