//! The column that tells versions apart, as it was written.

use crate::ir::VersionBy;
use crate::source::Spanned;

/// The column that tells a row's versions apart.
#[derive(Clone, Debug)]
pub struct Version {
    /// The column, by field or by column name.
    pub column: Spanned<String>,
    /// Who changes it.
    pub by: VersionBy,
    /// Columns whose changes alone are no new version.
    pub unless: Vec<Spanned<String>>,
}
