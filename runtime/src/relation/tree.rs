use std::cell::RefCell;
use std::marker::PhantomData;

use serde::ser::SerializeMap;

use super::{Relation, Shape, Yes};
use crate::graph::View;

/// The loaded set of rows with which a relationship `R` of their model to itself is loaded, and
/// with those rows again, to the end: what `recursive_all` loads.
pub struct Tree<R>(PhantomData<fn() -> R>);

impl<M: crate::model::Model, R: Relation<Parent = M, Child = M>> Shape<M> for Tree<R> {
    type Slots = (R, Yes<Self>, ());

    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, M, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        let place = view.place();
        if ABOVE.with_borrow(|above| above.contains(&place)) {
            return Ok(());
        }
        ABOVE.with_borrow_mut(|above| above.push(place));
        let written = <Self::Slots as super::SlotList<M>>::serialize(view, map);
        ABOVE.with_borrow_mut(|above| above.pop());
        written
    }
}

thread_local! {
    /// The rows that are being written, from the outermost to the innermost: rows may lead back
    /// to themselves, and JSON has an end.
    static ABOVE: RefCell<Vec<(usize, u32, u32)>> = const { RefCell::new(vec![]) };
}
