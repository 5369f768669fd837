use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};

/// How many statements may run, with those that did.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: usize,
    /// Locked for the length of a push.
    ran: Mutex<Vec<String>>,
}

impl Budget {
    pub(crate) fn new(limit: usize) -> Self {
        Budget {
            limit,
            ran: Mutex::default(),
        }
    }

    /// Takes a statement into account, or refuses it.
    pub(super) fn spend(&self, sql: &str) -> Result<()> {
        let mut ran = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        if ran.len() < self.limit {
            ran.push(sql.to_owned());
            return Ok(());
        }
        Err(Error::StatementLimit {
            limit: self.limit,
            refused: sql.to_owned(),
            ran: ran.join("\n"),
        })
    }
}
