use super::{Insertable, New};
use crate::model::Model;

/// `INSERT` of many rows: [`run`](InsertAll::run) gives them back as stored, in their order.
#[must_use = "nothing is inserted before `.run(..)`"]
pub struct InsertAll<M: Model> {
    rows: Vec<New<M>>,
}

impl<M: Model> InsertAll<M> {
    /// An insert of complete rows.
    pub fn new<N: Insertable<Model = M>>(rows: impl IntoIterator<Item = N>) -> Self {
        InsertAll {
            rows: rows.into_iter().map(Insertable::into_new).collect(),
        }
    }
}
