use crate::expr::{Alias, BinaryOp, Column, Node};
use crate::model::Model;
use crate::value::{Key, Value};

/// Mark of an update or delete that has no condition yet, so that it cannot run.
#[derive(Clone, Copy, Debug)]
pub enum Unconditional {}

/// Mark of an update or delete that may run.
#[derive(Clone, Copy, Debug)]
pub enum Conditional {}

/// An update or delete that says which rows it is for.
#[diagnostic::on_unimplemented(
    message = "this statement would change every row of its table",
    label = "no condition",
    note = "add `.filter(|row| ..)` or `.key(..)`; to change every row, say so: `.all_rows()`"
)]
pub trait Restricted {}

impl Restricted for Conditional {}

/// `id = ?` for each column of the key. A model without a key has no row of this key.
pub(super) fn key_is<M: Model>(alias: Alias, key: &M::Key) -> Vec<Node> {
    if M::META.key.is_empty() {
        return vec![Node::Any(vec![])];
    }
    equal::<M>(alias, M::META.key, key.values())
}

/// `a = ?` for each of these columns.
pub(super) fn equal<M: Model>(alias: Alias, columns: &[u16], values: Vec<Value>) -> Vec<Node> {
    let column = |at: &u16| {
        Node::Column(Column {
            alias,
            model: M::META,
            at: *at,
        })
    };
    let equal = |(at, value)| Node::binary(BinaryOp::Eq, column(at), Node::Bind(value));
    columns.iter().zip(values).map(equal).collect()
}
