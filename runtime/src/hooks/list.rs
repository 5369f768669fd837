use std::fmt;
use std::sync::Arc;

/// Hooks in their order. Clones share them.
pub(crate) struct HookList<H: ?Sized>(Option<Arc<Vec<Arc<H>>>>);

impl<H: ?Sized> HookList<H> {
    /// The same with one more, which runs last.
    pub(crate) fn with(&self, hooks: Arc<H>) -> Self {
        let mut all = self.0.as_deref().cloned().unwrap_or_default();
        all.push(hooks);
        HookList(Some(Arc::new(all)))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &H> {
        self.0
            .iter()
            .flat_map(|all| all.iter())
            .map(|hooks| &**hooks)
    }
}

// Derived, these would ask as much of `H`.
impl<H: ?Sized> Clone for HookList<H> {
    fn clone(&self) -> Self {
        HookList(self.0.clone())
    }
}

impl<H: ?Sized> Default for HookList<H> {
    fn default() -> Self {
        HookList(None)
    }
}

impl<H: ?Sized> fmt::Debug for HookList<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hook(s)", self.iter().count())
    }
}
