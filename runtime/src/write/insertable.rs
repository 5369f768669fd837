use super::New;
use crate::model::Model;

/// A complete row to insert: a generated builder whose required relationships are all set.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not complete",
    label = "not complete",
    note = "a required relationship is not set: each `Missing` in the type stands for one; call its setter, as in `post::new(..).author(user)`"
)]
pub trait Insertable {
    /// The model.
    type Model: Model;
    /// The row with what is still open.
    fn into_new(self) -> New<Self::Model>;
}

impl<M: Model> Insertable for New<M> {
    type Model = M;

    fn into_new(self) -> New<M> {
        self
    }
}

/// Mark of a builder: a required relationship is not set.
#[derive(Clone, Copy, Debug)]
pub enum Missing {}

/// Mark of a builder: a required relationship is set.
#[derive(Clone, Copy, Debug)]
pub enum Given {}
