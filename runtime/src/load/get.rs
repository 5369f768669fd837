use std::marker::PhantomData;

use super::include::Include;
use super::plan::Plan;
use crate::model::Model;
use crate::relation::Set;

/// The row of a key: `User::get(1)`.
#[must_use = "nothing is read before `.one(..)` or `.optional(..)`"]
pub struct Get<M: Model, L = <M as Model>::Bare> {
    pub(crate) key: M::Key,
    pub(crate) includes: Vec<Plan>,
    proof: PhantomData<fn() -> L>,
}

impl<M: Model> Get<M, M::Bare> {
    /// The row of a key.
    pub fn new(key: M::Key) -> Self {
        Get {
            key,
            includes: vec![],
            proof: PhantomData,
        }
    }
}

impl<M: Model, L: 'static> Get<M, L> {
    /// Loads a relationship with it.
    pub fn with<R, S, C, Out>(mut self, include: Include<R, S, C>) -> Get<M, Out>
    where
        L: Set<R, S, Out = Out>,
    {
        self.includes.push(include.plan);
        Get {
            key: self.key,
            includes: self.includes,
            proof: PhantomData,
        }
    }
}
