use std::fmt;

/// A value that the schema does not allow: see `validate` of a column. The value does not show,
/// unless the program's own check puts it into the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidValue {
    /// The model.
    pub model: &'static str,
    /// The column's name in the database.
    pub column: &'static str,
    /// What is wrong with it: `is blank`.
    pub reason: String,
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} {}", self.model, self.column, self.reason)
    }
}

/// All values of a statement or a flush that the schema does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValues(pub(crate) Vec<InvalidValue>);

/// So many are named in a message.
const SHOWN: usize = 8;

impl InvalidValues {
    /// Them, in the order of their rows.
    pub fn all(&self) -> &[InvalidValue] {
        &self.0
    }

    /// An error, if there is any.
    pub(crate) fn check(faults: Vec<InvalidValue>) -> super::Result<()> {
        match faults.is_empty() {
            true => Ok(()),
            false => Err(InvalidValues(faults).into()),
        }
    }
}

impl fmt::Display for InvalidValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, fault) in self.0.iter().take(SHOWN).enumerate() {
            let before = if nth == 0 { "" } else { "; " };
            write!(f, "{before}{fault}")?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for InvalidValues {}
