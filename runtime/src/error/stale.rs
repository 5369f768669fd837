use std::fmt;

use crate::model::ModelMeta;
use crate::value::{Shown, Value};

/// Rows to change or delete were not as they had been read: somebody else was faster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleError {
    /// The model.
    pub model: &'static str,
    /// The key of a row that was not as expected, where that can be told: `id = 7`. Values of
    /// sensitive columns do not show.
    pub key: Option<String>,
    /// How many rows the statement was for.
    pub expected: u64,
    /// How many it found.
    pub matched: u64,
    /// What became of the row.
    pub reason: StaleReason,
}

/// What somebody else did with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaleReason {
    /// It was deleted or got another key.
    Gone,
    /// It was changed.
    Changed {
        /// The version that was read.
        expected: String,
        /// The version that is there.
        found: String,
    },
    /// One or the other: which of the rows it was cannot be told.
    Unknown,
}

impl StaleError {
    /// Not as many rows as a statement was for.
    pub(crate) fn rows(model: &ModelMeta, expected: usize, matched: u64) -> Self {
        StaleError {
            model: model.name,
            key: None,
            expected: expected as u64,
            matched,
            reason: StaleReason::Unknown,
        }
    }

    /// Says which row it was, and what became of it: the version read and the one found.
    pub(crate) fn row(self, key: String, versions: Option<(Value, Value)>) -> Self {
        let reason = match versions {
            None => StaleReason::Gone,
            Some((expected, found)) => StaleReason::Changed {
                expected: Shown(&expected).to_string(),
                found: Shown(&found).to_string(),
            },
        };
        StaleError {
            key: Some(key),
            reason,
            ..self
        }
    }

    /// Whether the row is gone, and not only changed.
    pub fn is_gone(&self) -> bool {
        self.reason == StaleReason::Gone
    }
}

/// `id = 7`, `room = "a", number = 1`
pub(crate) fn key_text(model: &ModelMeta, values: &[Value]) -> String {
    let columns = model.key.iter().map(|at| &model.columns[usize::from(*at)]);
    let parts = columns.zip(values).map(|(column, value)| {
        let shown: &dyn fmt::Display = match column.sensitive {
            true => &"[redacted]",
            false => &Shown(value),
        };
        format!("{} = {shown}", column.name)
    });
    parts.collect::<Vec<_>>().join(", ")
}

impl fmt::Display for StaleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StaleError {
            model,
            expected,
            matched,
            ..
        } = self;
        f.write_str(model)?;
        if let Some(key) = &self.key {
            write!(f, " ({key})")?;
        }
        match &self.reason {
            StaleReason::Gone => {
                f.write_str(" is gone: it was deleted or got another key meanwhile")?;
            }
            StaleReason::Changed { expected, found } => {
                write!(
                    f,
                    " was changed meanwhile: it was read in version {expected}, and is in version \
                     {found} now"
                )?;
            }
            StaleReason::Unknown if matched > expected => {
                f.write_str(": what names one row names several")?;
            }
            StaleReason::Unknown => {
                f.write_str(": rows were deleted, changed or got another key meanwhile")?;
            }
        }
        write!(f, " (expected {expected} row(s), matched {matched})")
    }
}

impl std::error::Error for StaleError {}
