use std::marker::PhantomData;

use super::plan::Plan;
use crate::model::Model;

/// The output of a query of whole rows of `M`, with what `L` says loaded with them.
pub struct Loaded<M, L> {
    pub(crate) includes: Vec<Plan>,
    proof: PhantomData<fn() -> (M, L)>,
}

impl<M, L> Clone for Loaded<M, L> {
    fn clone(&self) -> Self {
        Loaded::of(self.includes.clone())
    }
}

impl<M: Model> Default for Loaded<M, M::Bare> {
    fn default() -> Self {
        Loaded::new()
    }
}

impl<M, L> Loaded<M, L> {
    /// Nothing loaded with the rows.
    pub(crate) fn new() -> Self {
        Loaded::of(vec![])
    }

    pub(crate) fn of(includes: Vec<Plan>) -> Self {
        Loaded {
            includes,
            proof: PhantomData,
        }
    }
}
