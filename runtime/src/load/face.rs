use std::marker::PhantomData;

use crate::model::{Model, ModelMeta};
use crate::relation::{Cardinality, Relation, RelationMeta};

/// A relationship without its types: what a plan knows of it.
pub(crate) trait Face: Send + Sync {
    /// Names and columns.
    fn meta(&self) -> &'static RelationMeta;
    /// The model that has it.
    fn parent(&self) -> &'static ModelMeta;
    /// The model it leads to.
    fn child(&self) -> &'static ModelMeta;
    /// Whether it is a collection.
    fn many(&self) -> bool;
}

/// The face of `R`.
pub(crate) struct Of<R>(pub(crate) PhantomData<fn() -> R>);

impl<R: Relation> Face for Of<R> {
    fn meta(&self) -> &'static RelationMeta {
        R::META
    }

    fn parent(&self) -> &'static ModelMeta {
        R::Parent::META
    }

    fn child(&self) -> &'static ModelMeta {
        R::Child::META
    }

    fn many(&self) -> bool {
        <R::Cardinality as Cardinality>::MANY
    }
}
