use super::{BinaryOp, Node, OrderNode, UnaryOp};
use crate::value::Value;

/// The rows behind a place in an order: what a keyset page begins with.
///
/// NULLs of a term stand where its `nulls_first` says; a term without one is never NULL.
#[derive(Clone, Debug, PartialEq)]
pub struct Seek {
    /// The terms of the order, each with its value at the place. Never empty.
    pub terms: Vec<(OrderNode, Value)>,
}

impl Seek {
    /// The one direction of all terms, if `(a, b) > (x, y)` means the same.
    pub(crate) fn as_row(&self) -> Option<BinaryOp> {
        let (first, _) = self.terms.first()?;
        let uniform = self
            .terms
            .iter()
            .all(|(term, _)| term.descending == first.descending && term.nulls_first.is_none());
        (uniform && self.terms.len() > 1).then(|| strictly_behind(first))
    }

    /// The condition in comparisons of single values. An index over the first terms finds the
    /// place: `a >= x AND (a > x OR b > y)`.
    pub(crate) fn spelled_out(&self) -> Node {
        behind(&self.terms)
    }
}

fn strictly_behind(term: &OrderNode) -> BinaryOp {
    if term.descending {
        BinaryOp::Lt
    } else {
        BinaryOp::Gt
    }
}

fn behind(terms: &[(OrderNode, Value)]) -> Node {
    let Some(((term, value), rest)) = terms.split_first() else {
        return Node::Any(vec![]);
    };
    let compare = |op| {
        let right = Node::Bind(value.clone());
        Node::binary(op, term.node.clone(), right)
    };
    let is = |op| Node::Unary(op, Box::new(term.node.clone()));
    let strictly = strictly_behind(term);
    let further = (!rest.is_empty()).then(|| behind(rest));
    match (value, term.nulls_first) {
        (Value::Null(_), Some(true)) => or([Some(is(UnaryOp::IsNotNull)), further]),
        (Value::Null(_), _) => match further {
            Some(further) => Node::All(vec![is(UnaryOp::IsNull), further]),
            None => Node::Any(vec![]),
        },
        (_, Some(false)) => {
            let tied = further.map(|further| Node::All(vec![compare(BinaryOp::Eq), further]));
            or([Some(compare(strictly)), Some(is(UnaryOp::IsNull)), tied])
        }
        _ => match further {
            None => compare(strictly),
            Some(further) => {
                let from = match strictly {
                    BinaryOp::Lt => BinaryOp::Le,
                    _ => BinaryOp::Ge,
                };
                let beyond = or([Some(compare(strictly)), Some(further)]);
                Node::All(vec![compare(from), beyond])
            }
        },
    }
}

fn or<const N: usize>(conditions: [Option<Node>; N]) -> Node {
    super::logic::disjunction(conditions.into_iter().flatten())
}
