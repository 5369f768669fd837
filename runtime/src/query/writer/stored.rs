//! Which expressions give values as a column stores them.

use crate::expr::{AggregateFn, Function, Node, WindowFn};

/// Whether the values are those of a column, in the form in which it stores them.
pub(super) fn is_stored(node: &Node) -> bool {
    match node {
        Node::Column(_) | Node::Derived(_) => true,
        Node::Scalar(query) => query.columns.first().is_some_and(is_stored),
        Node::Aggregate(aggregate) => passes(aggregate.function),
        Node::Window(call) => match &call.function {
            WindowFn::Lag(shift) | WindowFn::Lead(shift) => is_stored(&shift.value),
            WindowFn::FirstValue(value)
            | WindowFn::LastValue(value)
            | WindowFn::NthValue(value, _) => is_stored(value),
            WindowFn::Aggregate(aggregate) => passes(aggregate.function),
            _ => false,
        },
        Node::Call(call) => match call.function {
            Function::Case { .. } => call.arguments.iter().any(is_stored),
            _ => false,
        },
        _ => false,
    }
}

/// Whether an aggregate is one of the values.
fn passes(function: AggregateFn) -> bool {
    matches!(function, AggregateFn::Min | AggregateFn::Max)
}
