use super::Session;
use crate::error::Result;
use crate::graph::{Handle, View};
use crate::model::Model;

impl Session {
    /// A view of a row, with all that the handle proves loaded. It borrows the session, so that
    /// no view outlives a change.
    ///
    /// # Panics
    ///
    /// If the handle is of another session; [`try_view`](Session::try_view) returns that as an
    /// error.
    #[allow(clippy::panic)] // as with a wrong index: there is no such row
    pub fn view<M: Model, L: 'static>(&self, handle: Handle<M, L>) -> M::View<'_, L> {
        match self.try_view(handle) {
            Ok(view) => view,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`view`](Session::view), with an error for a handle of another session.
    pub fn try_view<M: Model, L: 'static>(&self, handle: Handle<M, L>) -> Result<M::View<'_, L>> {
        self.check_fresh(handle)?;
        let row = self.read(handle)?;
        Ok(View::new(&self.graph, row, handle.node, handle.position).into())
    }
}
