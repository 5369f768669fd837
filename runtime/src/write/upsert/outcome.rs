use std::ops::Deref;

/// A row of an upsert. Derefs to the row.
#[derive(Clone, Debug, PartialEq)]
pub struct Upserted<M> {
    /// The row as it is stored now.
    pub row: M,
    /// What was done, where the engine tells: PostgreSQL always, SQLite for an upsert that
    /// leaves rows as they are, MySQL and MariaDB never.
    pub outcome: Option<Outcome>,
}

/// What an upsert did with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Inserted,
    /// It was there, and was changed.
    Updated,
    /// It was there, and was left as it is.
    Kept,
}

impl<M> Deref for Upserted<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.row
    }
}
