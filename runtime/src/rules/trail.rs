use crate::expr::{BinaryOp, Column, Node};
use crate::load::Loaded;
use crate::model::{Inner, Model};
use crate::query::Select;
use crate::value::Key;

/// A query for rows of a trail.
pub type Trail<T> = Select<<T as Model>::Table<Inner>, Loaded<T, <T as Model>::Bare>>;

/// What happened to the row of a key, for generated code: the rows of the trail `T` whose columns
/// behind their number hold the key.
pub fn audit_of<M: Model, T: Model>(key: M::Key) -> Trail<T> {
    let mut select = Trail::<T>::model();
    if let Some(from) = &select.ast.from {
        let alias = from.alias;
        let equal = |(at, value)| {
            let column = Node::Column(Column {
                alias,
                model: T::META,
                at,
            });
            Node::binary(BinaryOp::Eq, column, Node::Bind(value))
        };
        select.ast.filter = (1..).zip(key.values()).map(equal).collect();
    }
    select
}
