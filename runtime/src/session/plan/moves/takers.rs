use std::collections::{HashMap, HashSet};

use super::{Moves, Stuck};
use crate::session::state::RowId;

/// Who takes the values of whom.
#[derive(Default)]
pub(super) struct Takers {
    from: HashMap<RowId, Vec<Edge>>,
}

/// A value that a row takes of another.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) holder: RowId,
    /// The unique key.
    pub(super) key: &'static [u16],
    /// The column in which the holder can give way before all others.
    pub(super) column: Option<u16>,
}

impl Takers {
    pub(super) fn add(&mut self, taker: RowId, edge: Edge) {
        self.from.entry(taker).or_default().push(edge);
    }

    /// The values that a row takes.
    pub(super) fn of(&self, taker: RowId) -> &[Edge] {
        self.from.get(&taker).map_or(&[], Vec::as_slice)
    }

    /// Rows come after those whose values they take; in a circle one row gives way.
    pub(super) fn order(&self, moves: &mut Moves) {
        let mut rows: Vec<RowId> = self.from.keys().copied().collect();
        rows.sort_unstable();
        let mut open = HashSet::new();
        for row in rows {
            while !self.visit(row, &mut open, moves) {}
        }
    }

    /// Goes from taker to holder as far as it leads, and back: without recursion, since a list
    /// that moves by one place is a chain of all its rows. Where that leads in a circle, one of
    /// its holders gives way, and whoever takes of that one need not wait: then it is to be asked
    /// again.
    fn visit(&self, row: RowId, open: &mut HashSet<(RowId, RowId)>, moves: &mut Moves) -> bool {
        let mut path: Vec<(RowId, usize)> = vec![(row, 0)];
        while let Some((row, nth)) = path.pop() {
            if moves.stages.contains_key(&row) {
                continue;
            }
            let from = self.of(row);
            let waits = |edge: &&Edge| !open.contains(&(row, edge.holder));
            let Some(edge) = from.get(nth) else {
                let after =
                    |edge: &Edge| moves.stages.get(&edge.holder).map_or(0, |stage| stage + 1);
                let stage = from.iter().filter(waits).map(after).max().unwrap_or(0);
                moves.stages.insert(row, stage);
                continue;
            };
            path.push((row, nth + 1));
            if !waits(&edge) {
                continue;
            }
            let Some(start) = path.iter().position(|(known, _)| *known == edge.holder) else {
                path.push((edge.holder, 0));
                continue;
            };
            let circle = path[start..].iter().rev().filter_map(|(taker, next)| {
                let edge = self.from.get(taker)?.get(next.checked_sub(1)?)?;
                Some((*taker, *edge))
            });
            let circle: Vec<(RowId, Edge)> = circle.collect();
            let gives_way = circle.iter().find(|(_, edge)| edge.column.is_some());
            let (taker, edge) = *gives_way.unwrap_or(&(row, *edge));
            open.insert((taker, edge.holder));
            match edge.column {
                Some(column) => moves.parked.push((edge.holder, column)),
                None => moves.stuck.push(Stuck {
                    taker,
                    holder: edge.holder,
                    key: edge.key,
                }),
            }
            return false;
        }
        true
    }
}
