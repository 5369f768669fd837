/// Puts the checks of foreign keys off until the running transaction commits.
///
/// Only SQLite needs it: it cannot drop a single foreign key of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeferForeignKeys;
