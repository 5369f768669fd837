use std::ops::{Deref, Index};

use crate::graph::Handle;
use crate::model::Model;
use crate::session::Session;

/// Work that was undone: a session to be read, as it is now.
pub struct UndoneWork<'s> {
    pub(in crate::session) session: &'s mut Session,
    pub(in crate::session) savepoint: Option<&'s str>,
}

impl Deref for UndoneWork<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session
    }
}

impl UndoneWork<'_> {
    /// The savepoint that it went back to; `None` where all since the last COMMIT is undone.
    pub fn savepoint(&self) -> Option<&str> {
        self.savepoint
    }
}

/// # Panics
///
/// As a [`Session`] does.
impl<M: Model, L> Index<Handle<M, L>> for UndoneWork<'_> {
    type Output = M;

    fn index(&self, handle: Handle<M, L>) -> &M {
        &self.session[handle]
    }
}
