/// What a session could do wrong: with one of these the sequences must fail, or they show nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// A change of a column is not written.
    EditIsLost,
    /// A broken link stays in the database.
    LinkStays,
    /// A rollback keeps the work.
    RollbackCommits,
}

impl Bug {
    pub(crate) const ALL: [Bug; 3] = [Bug::EditIsLost, Bug::LinkStays, Bug::RollbackCommits];
}
