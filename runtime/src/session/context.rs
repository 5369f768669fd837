use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;

use super::Session;

/// Values that a program hangs on a session, one of each type.
#[derive(Default)]
pub(crate) struct Context(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl Session {
    /// Keeps a value with the session, in place of one of the same type: who is at work, for
    /// which tenant. It outlives COMMIT, rollback and [`clear`](Session::clear).
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// struct CurrentUser(i64);
    ///
    /// let mut s = db.session();
    /// s.set_context(CurrentUser(1));
    /// let CurrentUser(id) = s.context().unwrap();
    /// assert_eq!(*id, 1);
    /// # Ok(()) }
    /// ```
    pub fn set_context<T: Any + Send + Sync>(&mut self, value: T) {
        self.context.0.insert(TypeId::of::<T>(), Box::new(value));
    }

    /// The value of a type that was kept.
    pub fn context<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.context.get()
    }
}

impl Context {
    pub(crate) fn get<T: Any>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} value(s)", self.0.len())
    }
}
