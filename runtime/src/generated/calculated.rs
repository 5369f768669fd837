use crate::expr::{Alias, Condition, Expr, Node, Part};
use crate::model::{Inner, Mode, Model, TableHandle};

/// What is computed from the columns of a table handle.
pub type Calculated<T, M> = Expr<T, <<M as Mode>::Column as Part>::Computed>;

/// Computes from the columns of a table what has the type `T` in the table's mode: `Option` on
/// the optional side of a join.
pub fn calculate<H: TableHandle, T, U, W: Part<Computed = W>>(
    handle: H,
    of: impl FnOnce(<H::Model as Model>::Table<Inner>) -> Expr<U>,
) -> Expr<T, W> {
    let node: Node = of(H::Model::table(handle.alias())).node;
    Expr::new(W::computed(node))
}

/// A condition on a row of a table.
pub fn condition<M: Model, C: Condition>(
    alias: Alias,
    of: impl FnOnce(M::Table<Inner>) -> C,
) -> Node {
    of(M::table(alias)).condition()
}

/// `a AND b` of SQL's three truth values.
pub fn both(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// `a OR b` of SQL's three truth values.
pub fn either(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}
