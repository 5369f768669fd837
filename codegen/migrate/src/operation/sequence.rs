use ormolu_schema::ir::Sequence;

/// Makes a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateSequence<'s> {
    /// What to make.
    pub sequence: &'s Sequence,
}

/// Lets a sequence count otherwise. Where it has come to stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterSequence<'s> {
    /// How it counted.
    pub before: &'s Sequence,
    /// How it counts.
    pub after: &'s Sequence,
}

/// Drops a sequence, and with it where it has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropSequence<'s> {
    /// What to drop.
    pub sequence: &'s Sequence,
}
