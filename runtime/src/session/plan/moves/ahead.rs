//! What is written or deleted before anything else, for new rows to take its values.

use std::collections::{BTreeMap, HashSet};

use super::takers::{Edge, Takers};
use super::{Moves, Stuck};
use crate::model::Cascade;
use crate::session::Session;
use crate::session::joining::text;
use crate::session::plan::Groups;
use crate::session::state::{RowId, RowState};
use crate::write::soft_delete::soft;

/// A value that has to be free before rows are inserted, or before others are deleted.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) taker: RowId,
    pub(super) edge: Edge,
}

/// What keeps rows from being written before others are inserted.
struct Ties<'s> {
    session: &'s Session,
    /// Foreign keys that wait for the keys of new rows.
    waiting: BTreeMap<RowId, Vec<u16>>,
    /// New rows, by table.
    new: BTreeMap<u32, Vec<u32>>,
    /// The values of those that others point at, by the foreign key.
    targets: BTreeMap<(u32, &'static [&'static str]), HashSet<String>>,
}

impl Session {
    /// The holder of a wanted value is written, or deleted, before everything else. What hangs on
    /// that, or has to come before it, may forbid it: then it holds another value for a while.
    pub(super) fn bring_forward(
        &self,
        takers: &Takers,
        deleting: &[RowId],
        updates: &Groups,
        moves: &mut Moves,
    ) {
        let mut open = std::mem::take(&mut moves.wanted);
        if open.is_empty() {
            return;
        }
        let mut ties = Ties::new(self);
        while let Some(Wanted { taker, edge }) = open.pop() {
            let Edge {
                holder,
                key,
                column,
            } = edge;
            if self.states.get(holder) == RowState::Deleting {
                match column {
                    Some(column)
                        if self.goes(holder) && self.is_left(holder, deleting, updates) =>
                    {
                        moves.parked.push((holder, column));
                    }
                    _ => self.delete_ahead(holder, deleting, updates, moves),
                }
                continue;
            }
            let tied = ties.of(holder);
            let of = takers.of(holder);
            let free = tied.is_empty() && of.iter().all(|edge| edge.column.is_some());
            if let Some(column) = column.filter(|_| !free) {
                moves.parked.push((holder, column));
                continue;
            }
            let model = self.graph.tables[holder.table as usize].meta();
            if tied
                .iter()
                .any(|at| key.contains(at) || model.key.contains(at))
            {
                moves.stuck.push(Stuck { taker, holder, key });
            }
            if moves.early.insert(holder) {
                // It takes values of its own, whose holders give them up before.
                let before = |edge: &Edge| Wanted {
                    taker: holder,
                    edge: *edge,
                };
                open.extend(of.iter().map(before));
                if !tied.is_empty() {
                    moves.tied.insert(holder, tied);
                }
            }
        }
    }

    /// A row is deleted early, after those that are deleted and may point at it.
    fn delete_ahead(&self, holder: RowId, deleting: &[RowId], updates: &Groups, moves: &mut Moves) {
        let mut open = vec![holder];
        while let Some(id) = open.pop() {
            if !self.goes(id) {
                // Else what moves away would be deleted with it.
                if !self.moves_away(id, updates) {
                    moves.early.insert(id);
                }
            } else if moves.early.insert(id) {
                let model = self.graph.tables[id.table as usize].meta();
                let hangs = |other: &&RowId| {
                    let meta = self.graph.tables[other.table as usize].meta();
                    self.goes(**other) && meta.parents.contains(&model.table)
                };
                open.extend(deleting.iter().filter(hangs));
            }
        }
    }

    /// Whether rows that point at one that is deleted, or at others that would have to be deleted
    /// before it, are moved elsewhere by then.
    fn is_left(&self, id: RowId, deleting: &[RowId], updates: &Groups) -> bool {
        let mut known = HashSet::from([id.table]);
        let mut open = vec![id.table];
        while let Some(at) = open.pop() {
            let model = self.graph.tables[at as usize].meta();
            if model
                .cascades
                .iter()
                .any(|key| self.is_updated(key, updates))
            {
                return true;
            }
            let below = deleting.iter().map(|other| other.table).filter(|other| {
                let meta = self.graph.tables[*other as usize].meta();
                meta.parents.contains(&model.table)
            });
            open.extend(below.filter(|other| known.insert(*other)));
        }
        false
    }

    /// The values of new rows that a foreign key can lead to, of those that know them.
    fn given(&self, table: u32, rows: &[u32], key: &Cascade) -> HashSet<String> {
        let of = &self.graph.tables[table as usize];
        let target = of.meta().positions(key.target_columns);
        let known = |row: &u32| {
            let unset = of.unset(*row);
            target.iter().all(|at| !unset.contains(*at))
        };
        let rows: Vec<u32> = rows.iter().copied().filter(known).collect();
        self.joining_texts(table, &rows, &target)
    }

    fn is_updated(&self, key: &Cascade, updates: &Groups) -> bool {
        updates.keys().any(|(_, at, columns)| {
            let meta = self.graph.tables[*at as usize].meta();
            let own = || meta.positions(key.columns);
            meta.tables().any(|table| table == key.table)
                && own().iter().any(|at| columns.contains(at))
        })
    }

    /// Whether rows that would be deleted softly with this one are moved elsewhere.
    fn moves_away(&self, id: RowId, updates: &Groups) -> bool {
        let model = self.graph.tables[id.table as usize].meta();
        let Some((rules, _)) = soft(model) else {
            return false;
        };
        rules.children.iter().any(|child| {
            let hanging = (child.model)().table;
            updates.keys().any(|(_, table, columns)| {
                let meta = self.graph.tables[*table as usize].meta();
                meta.tables().any(|table| table == hanging)
                    && columns.iter().any(|at| child.columns.contains(at))
            })
        })
    }
}

impl<'s> Ties<'s> {
    fn new(session: &'s Session) -> Self {
        let mut new: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for id in session.unflushed(|frame| &frame.inserts[frame.flushed.inserts..]) {
            if session.states.get(id) == RowState::Pending {
                new.entry(id.table).or_default().push(id.row);
            }
        }
        Ties {
            session,
            waiting: session.waiting_columns(),
            new,
            targets: BTreeMap::new(),
        }
    }

    /// The changed columns of a row that lead to new rows, whether they know their keys or not.
    fn of(&mut self, id: RowId) -> Vec<u16> {
        let session = self.session;
        let mut tied = self.waiting.get(&id).cloned().unwrap_or_default();
        let meta = session.graph.tables[id.table as usize].meta();
        let changed = session.changed(id);
        for (at, rows) in &self.new {
            let parent = session.graph.tables[*at as usize].meta();
            for key in parent.cascades {
                let own = meta.positions(key.columns);
                let points = meta.tables().any(|table| table == key.table);
                if !points || !own.iter().any(|at| changed.contains(at)) {
                    continue;
                }
                let targets = self
                    .targets
                    .entry((*at, key.target_columns))
                    .or_insert_with(|| session.given(*at, rows, key));
                let values = text(&session.joining_values(id, &own));
                if values.is_some_and(|values| targets.contains(&values)) {
                    tied.extend(own);
                }
            }
        }
        tied.sort_unstable();
        tied.dedup();
        tied
    }
}
