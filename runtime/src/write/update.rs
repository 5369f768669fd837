use std::marker::PhantomData;

use super::Unconditional;
use crate::expr::{Alias, Node};
use crate::model::Model;

/// `UPDATE` by condition. It runs once it has a condition or `.all_rows()`.
#[must_use = "nothing is updated before `.run(..)`"]
pub struct Update<M: Model, W = Unconditional> {
    pub(crate) alias: Alias,
    pub(crate) filter: Vec<Node>,
    pub(crate) set: Vec<(u16, Node)>,
    state: PhantomData<fn() -> (M, W)>,
}

impl<M: Model> Update<M> {
    /// An update of a model's rows.
    #[allow(clippy::new_without_default)] // a builder: there is no default update
    pub fn new() -> Self {
        Update {
            alias: Alias::fresh(),
            filter: vec![],
            set: vec![],
            state: PhantomData,
        }
    }
}
