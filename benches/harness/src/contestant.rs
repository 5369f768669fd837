use crate::{NewRow, Outcome, Seen, Workload};

/// A library on an engine.
pub trait Contestant {
    /// Runs a statement that is not measured.
    fn execute(&mut self, sql: &str) -> Outcome;

    /// Does a piece of work, and looks at what comes of it.
    fn work(&mut self, work: Work, seen: &mut Seen) -> Outcome;

    /// The workloads it takes part in.
    fn workloads(&self) -> Vec<Workload> {
        Workload::SHARED.to_vec()
    }
}

/// What a contestant is asked to do.
pub enum Work {
    /// All rows of `users`.
    Fetch,
    /// The users from 1 to this one, one after the other.
    Lookup(i64),
    /// The users up to [`crate::AUTHORS`] with posts with comments.
    Graph,
    /// These rows into `inserted`, in one transaction, their keys back.
    Insert(Vec<NewRow>),
    /// These rows into `inserted`, each with one of `belongings` (see [`crate::belonging`]), in
    /// one transaction, their keys back.
    Family(Vec<NewRow>),
    /// The first [`crate::UPDATES`] users get the name that [`crate::renamed`] makes of this
    /// stamp, in one transaction.
    Update(u128),
    /// All rows of `inserted`, to see what an insert did; not measured.
    Inserted,
    /// All rows of `belongings`; not measured.
    Belongings,
}
