//! Sequences by their names.

use ormolu_schema::ir::Dialect;

use super::Pairs;
use crate::operation::{AlterSequence, CreateSequence, DropSequence, Operation};

/// What is done to them, by when it is done.
pub(super) struct SequenceDiff<'s> {
    /// Before the tables that may count with them.
    pub(super) made: Vec<Operation<'s>>,
    /// When no table counts with them any more.
    pub(super) dropped: Vec<Operation<'s>>,
}

impl<'s> SequenceDiff<'s> {
    pub(super) fn of(pairs: &Pairs<'s>, dialect: Dialect) -> SequenceDiff<'s> {
        let made = pairs.after.sequences.iter().filter_map(|after| {
            match pairs.before.sequence(&after.name) {
                None => Some(Operation::CreateSequence(CreateSequence {
                    sequence: after,
                })),
                Some(before) if before.count.whole(dialect) == after.count.whole(dialect) => None,
                Some(before) => Some(Operation::AlterSequence(AlterSequence { before, after })),
            }
        });
        let old = pairs.before.sequences.iter();
        let gone = old.filter(|before| pairs.after.sequence(&before.name).is_none());
        SequenceDiff {
            made: made.collect(),
            dropped: gone
                .map(|sequence| Operation::DropSequence(DropSequence { sequence }))
                .collect(),
        }
    }
}
