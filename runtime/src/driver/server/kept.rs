use std::hash::BuildHasher;

use hashlink::{DefaultHashBuilder, LruCache};

/// Which statements sqlx keeps prepared on a connection: it does not say so itself.
pub(super) struct KeptStatements {
    texts: LruCache<u64, ()>,
    hasher: DefaultHashBuilder,
    /// Whether the last one had to be prepared.
    fresh: bool,
}

impl KeptStatements {
    pub(super) fn new(capacity: usize) -> Self {
        KeptStatements {
            texts: LruCache::new(capacity),
            hasher: DefaultHashBuilder::default(),
            fresh: false,
        }
    }

    /// Notes that a statement runs.
    pub(super) fn note(&mut self, text: &str) {
        let text = self.hasher.hash_one(text);
        self.fresh = self.texts.insert(text, ()).is_none();
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.fresh
    }
}
