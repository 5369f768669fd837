use super::ColumnId;

/// The column by which a session notices that somebody else changed a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The column. It is NOT NULL, no part of a key and always read.
    pub column: ColumnId,
    /// Who changes it.
    pub by: VersionBy,
    /// Columns whose changes alone are no new version.
    pub unless: Vec<ColumnId>,
}

/// Who changes a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionBy {
    /// Each UPDATE counts it up. The column is a whole number.
    Session,
    /// The database: an `on_update`, a generated column or a trigger.
    Database,
    /// The program.
    Program,
}
