//! Values of unique keys that move from one row to another within a flush.

use std::collections::{HashMap, HashSet};

mod ahead;
mod takers;

use ahead::Wanted;
use takers::{Edge, Takers};

use super::Groups;
use crate::graph::AnyTable;
use crate::model::{ColumnMeta, ModelMeta};
use crate::session::Session;
use crate::session::joining::text;
use crate::session::state::{RowId, RowState};
use crate::value::{Kind, Value};
use crate::write::soft_delete::soft;

/// What an order of the updates must see to.
#[derive(Default)]
pub(super) struct Moves {
    /// Rows to be updated after others, which give their values up: how late.
    pub(super) stages: HashMap<RowId, u32>,
    /// Rows that give a value up before anything else happens, by a value that no row has.
    pub(super) parked: Vec<(RowId, u16)>,
    /// Rows that are deleted or updated before anything else happens.
    pub(super) early: HashSet<RowId>,
    /// Of those that are updated, the columns that wait for rows to be inserted.
    pub(super) tied: HashMap<RowId, Vec<u16>>,
    /// Values that rows which are inserted, or that stand where others are deleted, take.
    wanted: Vec<Wanted>,
    /// Values that cannot be given up before they are taken.
    pub(super) stuck: Vec<Stuck>,
}

/// A row that takes the value of another in a unique key, where that one cannot give it up before.
#[derive(Clone, Copy, Debug)]
pub(in crate::session) struct Stuck {
    pub(in crate::session) taker: RowId,
    pub(in crate::session) holder: RowId,
    pub(in crate::session) key: &'static [u16],
}

impl Session {
    /// The engines check unique keys row by row, so a row must give a value up before another
    /// takes it: it is updated first. Where rows trade values, or a new row takes the value of
    /// one that goes, a row gives it up before all others.
    pub(super) fn moves(&self, updates: &Groups, settled: &HashSet<RowId>) -> Moves {
        let mut moves = Moves::default();
        let mut takers = Takers::default();
        let deleting = self.unflushed(|frame| &frame.deletes[frame.flushed.deletes..]);
        let going =
            |id: &RowId| self.states.get(*id) == RowState::Deleting && !settled.contains(id);
        let deleting: Vec<RowId> = deleting.filter(going).collect();
        for (at, table) in (0..).zip(&self.graph.tables) {
            let model = table.meta();
            for (key, among_alive) in keys(model) {
                // A row that comes back takes the values that it had.
                let deleted_at = soft(model).map(|(_, at)| at).filter(|_| among_alive);
                let touches = |columns: &[u16]| {
                    let counts = |at: &u16| key.contains(at) || Some(*at) == deleted_at;
                    columns.iter().any(counts)
                };
                let own =
                    |(_, table, columns): &(u16, u32, Vec<u16>)| *table == at && touches(columns);
                let moving: Vec<u32> = updates
                    .iter()
                    .filter(|(group, _)| own(group))
                    .flat_map(|(_, rows)| rows.iter().copied())
                    .collect();
                // A row that is kept gives up what holds among the others alone.
                let gives_up = |id: &&RowId| id.table == at && (among_alive || self.goes(**id));
                let going = deleting.iter().filter(gives_up);
                let holds = |row: &u32| {
                    let is_null = |at| matches!(table.stored_value(*row, at), Value::Null(_));
                    deleted_at.is_none_or(is_null)
                };
                let all = going.map(|id| id.row).chain(moving.clone());
                let holding: Vec<u32> = all.filter(holds).collect();
                if !holding.is_empty() {
                    self.match_up(at, key, (&moving, &holding), &mut takers, &mut moves);
                }
            }
        }
        takers.order(&mut moves);
        self.bring_forward(&takers, &deleting, updates, &mut moves);
        moves.parked.sort_unstable();
        moves.parked.dedup();
        moves
    }

    /// Finds out who takes the values of whom in a unique key of a table.
    fn match_up(
        &self,
        at: u32,
        key: &'static [u16],
        (moving, holding): (&[u32], &[u32]),
        takers: &mut Takers,
        moves: &mut Moves,
    ) {
        let table = &*self.graph.tables[at as usize];
        let id = |row| RowId { table: at, row };
        let added = self.unflushed(|frame| &frame.inserts[frame.flushed.inserts..]);
        let pending: Vec<u32> = added
            .filter(|id| id.table == at && self.states.get(*id) == RowState::Pending)
            .filter(|id| key.iter().all(|at| !table.unset(id.row).contains(*at)))
            .map(|id| id.row)
            .collect();
        if moving.is_empty() && pending.is_empty() {
            return; // nobody takes what others give up
        }
        let mut holders: HashMap<String, RowId> = HashMap::new();
        for &row in holding {
            let mut values = vec![];
            table.stored(row, key, &mut values);
            holders.extend(text(&values).map(|text| (text, id(row))));
        }
        for (nth, &row) in moving.iter().chain(&pending).enumerate() {
            let new = nth >= moving.len();
            let values = match new {
                true => self.coming_values(id(row), key),
                false => Some(self.joining_values(id(row), key)),
            };
            let holder = values.and_then(|values| holders.get(&text(&values)?).copied());
            let Some(holder) = holder.filter(|holder| *holder != id(row)) else {
                continue;
            };
            let (taker, column) = (id(row), to_park(table, holder.row, key));
            let edge = Edge {
                holder,
                key,
                column,
            };
            match new || self.states.get(holder) == RowState::Deleting {
                true => moves.wanted.push(Wanted { taker, edge }),
                false => takers.add(taker, edge),
            }
        }
    }

    /// The values that a new row will have in a unique key, also where they are those of rows
    /// that it points at; none if they are not known yet.
    fn coming_values(&self, id: RowId, key: &[u16]) -> Option<Vec<Value>> {
        let table = &self.graph.tables[id.table as usize];
        let mut values = self.joining_values(id, key);
        let mut edited = None;
        for ((to, row), ends) in (0..).map_while(|nth| table.wait(id.row, nth)) {
            for (column, far) in ends.columns.iter().zip(ends.target) {
                let Some(place) = key.iter().position(|at| at == column) else {
                    continue;
                };
                if edited
                    .get_or_insert_with(|| self.changed(id))
                    .contains(column)
                {
                    continue;
                }
                let target = RowId { table: to, row };
                let unset = || self.graph.tables[to as usize].unset(row).contains(*far);
                if self.states.get(target) == RowState::Pending && unset() {
                    return None;
                }
                values[place] = self.joining_values(target, &[*far]).swap_remove(0);
            }
        }
        Some(values)
    }
}

/// All unique keys of a model, and whether each holds among rows that are not deleted softly alone.
fn keys(model: &'static ModelMeta) -> impl Iterator<Item = (&'static [u16], bool)> {
    let all = match model.uniques {
        [] => std::slice::from_ref(&model.key),
        uniques => uniques,
    };
    let all = all.iter().map(|key| (*key, false));
    let alive = model.alive.iter().map(|key| (*key, true));
    all.chain(alive).filter(|(key, _)| !key.is_empty())
}

/// The column of a unique key in which a row gives way: one that may be NULL, else one that it
/// changes anyway, else the last.
fn to_park(table: &dyn AnyTable, row: u32, key: &[u16]) -> Option<u16> {
    let model = table.meta();
    let mut changed = vec![];
    table.changed(row, &mut changed);
    let column = |at: &u16| &model.columns[usize::from(*at)];
    let fit = |at: &&u16| !model.pinned.contains(at) && parked(column(at), row).is_some();
    let nullable = key.iter().find(|at| column(at).nullable);
    let moving = key.iter().filter(fit).find(|at| changed.contains(at));
    let last = key.iter().rfind(fit);
    nullable.or(moving).or(last).copied()
}

/// A value that no row has: NULL where that is allowed, else one that is different for each row.
pub(in crate::session) fn parked(column: &ColumnMeta, row: u32) -> Option<Value> {
    let kind = match column.kind {
        kind if column.nullable => return Some(Value::Null(kind)),
        kind => kind,
    };
    let high = i32::MAX - i32::try_from(row).unwrap_or(0);
    Some(match kind {
        Kind::I16 => Value::I16(i16::MAX - (row % 1_000) as i16),
        Kind::I32 => Value::I32(high),
        Kind::I64 => Value::I64(high.into()),
        Kind::U64 => Value::U64(high.unsigned_abs().into()),
        Kind::Text => Value::Text(short(row)),
        Kind::Uuid => Value::Uuid(uuid::Uuid::now_v7()),
        _ => return None,
    })
}

/// A text of control characters, which no program stores: the first fits into two.
fn short(row: u32) -> String {
    let mut text = String::from('\u{1}');
    let mut rest = row;
    loop {
        text.extend(char::from_u32(1 + rest % 26));
        rest /= 26;
        if rest == 0 {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn parked_texts_are_short_and_different() {
        let texts: std::collections::HashSet<String> = (0..1000).map(short).collect();
        assert_eq!(texts.len(), 1000);
        assert!(texts.iter().all(|text| text.len() <= 4));
        assert_eq!(short(25).len(), 2);
    }
}
