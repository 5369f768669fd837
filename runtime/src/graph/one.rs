use std::ops::Deref;

use serde::ser::{Serialize, Serializer};

use super::All;
use crate::model::Model;
use crate::relation::Shape;

/// Exactly one row with all that was loaded with it.
pub struct One<M, L>(pub(crate) All<M, L>);

impl<M: Model, L: 'static> One<M, L> {
    /// The one row of a result; `None` if there are none or several.
    pub(crate) fn new(all: All<M, L>) -> Option<Self> {
        (all.len() == 1).then_some(One(all))
    }

    /// A view of the row.
    pub fn view(&self) -> M::View<'_, L> {
        self.0.graph.view::<M, L>(self.0.node, 0).into()
    }

    /// The plain row, without what was loaded with it.
    pub fn into_row(self) -> M {
        self.row().clone()
    }

    fn row(&self) -> &M {
        self.0.graph.view::<M, L>(self.0.node, 0).row()
    }
}

impl<M: Model, L: 'static> Deref for One<M, L> {
    type Target = M;

    fn deref(&self) -> &M {
        self.row()
    }
}

impl<M: Model + std::fmt::Debug, L: 'static> std::fmt::Debug for One<M, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.row().fmt(f)
    }
}

impl<M: Model, L: Shape<M>> Serialize for One<M, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0
            .graph
            .view::<M, L>(self.0.node, 0)
            .serialize(serializer)
    }
}
