/// When a constraint is checked. MySQL and MariaDB know the first only; SQLite the others for
/// foreign keys alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Timing {
    /// With each statement.
    #[default]
    AtOnce,
    /// With each statement, unless a transaction puts it off (`DEFERRABLE`).
    OnRequest,
    /// At COMMIT (`DEFERRABLE INITIALLY DEFERRED`).
    AtCommit,
}
