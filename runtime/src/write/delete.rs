use std::marker::PhantomData;

use super::Unconditional;
use crate::expr::{Alias, Node};
use crate::model::Model;

/// `DELETE` by condition. It runs once it has a condition or `.all_rows()`.
#[must_use = "nothing is deleted before `.run(..)`"]
pub struct Delete<M: Model, W = Unconditional> {
    pub(crate) alias: Alias,
    pub(crate) filter: Vec<Node>,
    state: PhantomData<fn() -> (M, W)>,
}

impl<M: Model> Delete<M> {
    /// A delete of a model's rows.
    #[allow(clippy::new_without_default)] // a builder: there is no default delete
    pub fn new() -> Self {
        Delete {
            alias: Alias::fresh(),
            filter: vec![],
            state: PhantomData,
        }
    }
}
