//! Versions of rows. The database writes them; a query reads them in the place of the rows.

use super::Trail;
use crate::expr::{BinaryOp, Column, Node};
use crate::model::{Model, ModelMeta, TableMeta};
use crate::value::Key;

impl TableMeta {
    /// The model of the versions of its rows.
    pub(crate) fn history(&self) -> Option<&'static ModelMeta> {
        Some((self.rules?.history?)())
    }
}

/// The versions of the row of a key, for generated code: rows of `H`, whose first columns are those
/// of `M`.
pub fn history_of<M: Model, H: Model>(key: M::Key) -> Trail<H> {
    let mut select = Trail::<H>::model();
    if let Some(from) = &select.ast.from {
        let alias = from.alias;
        let equal = |(at, value): (&u16, _)| {
            let column = Node::Column(Column {
                alias,
                model: H::META,
                at: *at,
            });
            Node::binary(BinaryOp::Eq, column, Node::Bind(value))
        };
        select.ast.filter = M::META.key.iter().zip(key.values()).map(equal).collect();
    }
    select
}
