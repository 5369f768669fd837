use super::columns::{column, columns, equal};
use crate::expr::{Alias, BinaryOp, Node};
use crate::model::Model;
use crate::value::Key;

/// The rows whose key comes after another in its order: `a > x OR a = x AND b > y`. `None` for a
/// model without a key.
pub(crate) fn behind<M: Model>(alias: Alias, key: &M::Key) -> Option<Node> {
    let (at, values) = (M::META.key, key.values());
    let step = |n: usize| {
        let greater = Node::binary(
            BinaryOp::Gt,
            column(alias, M::META, at[n]),
            Node::Bind(values[n].clone()),
        );
        if n == 0 {
            return greater;
        }
        let before = values[..n].iter().cloned().map(Node::Bind).collect();
        let same = equal(columns(alias, M::META, &at[..n]), before);
        Node::All(vec![same, greater])
    };
    let mut steps: Vec<Node> = (0..at.len()).map(step).collect();
    match steps.pop() {
        Some(only) if steps.is_empty() => Some(only),
        Some(last) => {
            steps.push(last);
            Some(Node::Any(steps))
        }
        None => None,
    }
}
