//! The rows of the lock that this process holds. One that nobody holds any longer was left behind by
//! a runner whose future was dropped, or that panicked.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::migrate::process;

static HELD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// What tells a holder apart from any other, as long as it holds.
#[derive(Debug)]
pub(crate) struct Token(String);

impl Token {
    pub(super) fn new() -> Self {
        let token = crate::value::uuid_v7().to_string();
        held().insert(token.clone());
        Token(token)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        held().remove(&self.0);
    }
}

/// Whether a row is one of this process that nobody holds.
pub(super) fn is_left_behind(token: &str, mark: &str) -> bool {
    process::is_own(mark) && !held().contains(token)
}

/// Whoever panicked with it left a whole set.
fn held() -> MutexGuard<'static, BTreeSet<String>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}
