use std::collections::{HashMap, HashSet};

use super::after_commit::AfterCommit;
use super::claim::Claim;
use super::doubtful::Known;
use super::link::Link;
use super::pointer::Pointer;
use super::state::{RowId, RowState};

/// The work since the last COMMIT, or since a savepoint.
#[derive(Default)]
pub(super) struct Frame {
    /// The savepoint's name.
    pub(super) name: Option<String>,
    /// Rows added.
    pub(super) inserts: Vec<RowId>,
    /// Rows whose deletion was asked for.
    pub(super) deletes: Vec<RowId>,
    /// Rows whose deletion may find that they are gone.
    pub(super) may_miss: HashSet<RowId>,
    /// Links made and broken.
    pub(super) links: Vec<Link>,
    /// Foreign keys that wait for the keys of rows to be inserted.
    pub(super) pointers: Vec<Pointer>,
    /// Rows that make way for others: they are written before those.
    pub(super) leaving: Vec<RowId>,
    /// Rows that lead where only one row can.
    pub(super) claims: Vec<Claim>,
    /// Rows that statements made out of date.
    pub(super) stale: Vec<RowId>,
    /// Whether statements ran that were not the session's own.
    pub(super) foreign: bool,
    /// How much of each was flushed.
    pub(super) flushed: Flushed,
    /// The states of rows before it, where they changed and the row was not added in it.
    pub(super) before: HashMap<RowId, RowState>,
    /// The rows that were known when it began to change the database.
    pub(super) known: Option<Known>,
    /// What is to be done once it is stored.
    pub(super) after_commit: AfterCommit,
}

/// How many entries of each list of a [`Frame`] are in the database.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flushed {
    pub(super) inserts: usize,
    pub(super) deletes: usize,
    pub(super) links: usize,
    pub(super) pointers: usize,
}

impl Frame {
    /// Takes in the frame of a savepoint that ends well.
    pub(super) fn absorb(&mut self, later: Frame) {
        self.flushed.inserts = self.inserts.len() + later.flushed.inserts;
        self.flushed.deletes = self.deletes.len() + later.flushed.deletes;
        self.flushed.links = self.links.len() + later.flushed.links;
        self.flushed.pointers = self.pointers.len() + later.flushed.pointers;
        self.inserts.extend(later.inserts);
        self.deletes.extend(later.deletes);
        self.links.extend(later.links);
        self.pointers.extend(later.pointers);
        self.leaving.extend(later.leaving);
        self.claims.extend(later.claims);
        self.may_miss.extend(later.may_miss);
        self.known = self.known.take().or(later.known);
        self.stale.extend(later.stale);
        self.foreign |= later.foreign;
        self.after_commit.absorb(later.after_commit);
        for (row, before) in later.before {
            self.before.entry(row).or_insert(before);
        }
    }
}
