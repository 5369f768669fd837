use std::marker::PhantomData;

use crate::model::Model;

/// Names a row of a session. `Copy`, and carries the proof `L` of what was loaded with it.
pub struct Handle<M: Model, L = <M as Model>::Bare> {
    pub(crate) tag: u32,
    pub(crate) table: u32,
    pub(crate) row: u32,
    pub(crate) node: u32,
    pub(crate) position: u32,
    pub(crate) proof: PhantomData<fn() -> (M, L)>,
}

impl<M: Model, L> Clone for Handle<M, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model, L> Copy for Handle<M, L> {}

impl<M: Model, L, K> PartialEq<Handle<M, K>> for Handle<M, L> {
    fn eq(&self, other: &Handle<M, K>) -> bool {
        (self.tag, self.table, self.row) == (other.tag, other.table, other.row)
    }
}

impl<M: Model, L> Eq for Handle<M, L> {}

impl<M: Model, L> std::fmt::Debug for Handle<M, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}", M::META.name, self.row)
    }
}
