use super::{Insertable, New};
use crate::model::Model;

/// `INSERT` of one row: [`run`](Insert::run) gives it back as stored.
#[must_use = "nothing is inserted before `.run(..)`"]
pub struct Insert<M: Model> {
    row: New<M>,
}

impl<M: Model> Insert<M> {
    /// An insert of a complete row.
    pub fn new(row: impl Insertable<Model = M>) -> Self {
        Insert {
            row: row.into_new(),
        }
    }
}
