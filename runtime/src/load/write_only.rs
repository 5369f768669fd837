use std::marker::PhantomData;

use super::Include;
use crate::relation::Relation;

/// A collection that the schema says is never loaded: `user::events()`. It names the relationship
/// where a session links rows; `.with(..)` does not take it.
#[derive(Clone, Copy, Debug)]
pub struct WriteOnly<R>(PhantomData<fn() -> R>);

impl<R: Relation> WriteOnly<R> {
    /// The name of a relationship, for generated code.
    #[doc(hidden)]
    #[allow(clippy::new_without_default)] // generated code names the relationship
    pub fn new() -> Self {
        WriteOnly(PhantomData)
    }
}

/// What names a relationship of a model: `user::posts()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relationship",
    note = "name it by the function that the model's module has for it: `user::posts()`"
)]
pub trait Named {
    /// The relationship.
    type Relation: Relation;
}

impl<R: Relation, S, C> Named for Include<R, S, C> {
    type Relation = R;
}

impl<R: Relation> Named for WriteOnly<R> {
    type Relation = R;
}
