use std::hash::{DefaultHasher, Hash, Hasher};

use hashlink::LruCache;

/// Which statements sqlx keeps prepared on a connection: it does not say so itself.
pub(super) struct KeptStatements {
    texts: LruCache<u64, ()>,
    /// Whether the last one had to be prepared.
    fresh: bool,
}

impl KeptStatements {
    pub(super) fn new(capacity: usize) -> Self {
        KeptStatements {
            texts: LruCache::new(capacity),
            fresh: false,
        }
    }

    /// Notes that a statement runs.
    pub(super) fn note(&mut self, text: &str) {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        self.fresh = self.texts.insert(hasher.finish(), ()).is_none();
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.fresh
    }
}
