//! Values of unique keys that move from one row to another within a flush.

use std::collections::{HashMap, HashSet};

use super::Groups;
use crate::graph::AnyTable;
use crate::model::{ColumnMeta, ModelMeta};
use crate::session::Session;
use crate::session::joining::text;
use crate::session::state::{RowId, RowState};
use crate::value::{Kind, Value};

/// What an order of the updates must see to.
#[derive(Default)]
pub(super) struct Moves {
    /// Rows to be updated after others, which give their values up: how late.
    pub(super) stages: HashMap<RowId, u32>,
    /// Rows that give a value up before anything else happens, by a value that no row has.
    pub(super) parked: Vec<(RowId, u16)>,
}

/// Who takes the values of whom.
#[derive(Default)]
struct Takers {
    from: HashMap<RowId, Vec<(RowId, u16)>>,
}

impl Session {
    /// The engines check unique keys row by row, so a row must give a value up before another
    /// takes it: it is updated first. Where rows trade values, or a new row takes the value of
    /// one that goes, a row gives it up before all others.
    pub(super) fn moves(&self, updates: &Groups, settled: &HashSet<RowId>) -> Moves {
        let mut moves = Moves::default();
        let mut takers = Takers::default();
        let deleting = self.unflushed(|frame| &frame.deletes[frame.flushed.deletes..]);
        let going = |id: &RowId| {
            self.states.get(*id) == RowState::Deleting && self.goes(*id) && !settled.contains(id)
        };
        let deleting: Vec<RowId> = deleting.filter(going).collect();
        for (at, table) in (0..).zip(&self.graph.tables) {
            let model = table.meta();
            let unique = |columns: &&[u16]| !columns.is_empty();
            for key in keys(model).iter().copied().filter(unique) {
                let touches = |columns: &[u16]| columns.iter().any(|at| key.contains(at));
                let own =
                    |(_, table, columns): &(u16, u32, Vec<u16>)| *table == at && touches(columns);
                let moving: Vec<u32> = updates
                    .iter()
                    .filter(|(group, _)| own(group))
                    .flat_map(|(_, rows)| rows.iter().copied())
                    .collect();
                let going = deleting.iter().filter(|id| id.table == at);
                let holding: Vec<u32> = going.map(|id| id.row).chain(moving.clone()).collect();
                if !holding.is_empty() {
                    self.match_up(at, key, (&moving, &holding), &mut takers, &mut moves);
                }
            }
        }
        takers.order(&mut moves);
        moves
    }

    /// Finds out who takes the values of whom in a unique key of a table.
    fn match_up(
        &self,
        at: u32,
        key: &[u16],
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
            let mut values = vec![];
            table.values(row, key, &mut values);
            let holder = text(&values).and_then(|text| holders.get(&text).copied());
            let Some(holder) = holder.filter(|holder| *holder != id(row)) else {
                continue;
            };
            let Some(column) = to_park(table, holder.row, key) else {
                continue;
            };
            let new = nth >= moving.len();
            if new || self.states.get(holder) == RowState::Deleting {
                moves.parked.push((holder, column));
            } else {
                let from = takers.from.entry(id(row)).or_default();
                from.push((holder, column));
            }
        }
    }
}

impl Takers {
    /// Rows come after those whose values they take; in a circle one row gives way.
    fn order(&self, moves: &mut Moves) {
        let mut rows: Vec<RowId> = self.from.keys().copied().collect();
        rows.sort_unstable();
        for row in rows {
            self.visit(row, moves);
        }
        moves.parked.sort_unstable();
        moves.parked.dedup();
    }

    /// Goes from taker to holder as far as it leads, and back: without recursion, since a list
    /// that moves by one place is a chain of all its rows.
    fn visit(&self, row: RowId, moves: &mut Moves) {
        let mut path: Vec<(RowId, usize)> = vec![(row, 0)];
        while let Some((row, nth)) = path.pop() {
            let from = self.from.get(&row).map_or(&[][..], Vec::as_slice);
            if moves.stages.contains_key(&row) {
                continue;
            }
            let Some((holder, column)) = from.get(nth) else {
                let after = |(holder, _): &(RowId, u16)| {
                    moves.stages.get(holder).map_or(0, |stage| stage + 1)
                };
                let stage = from.iter().map(after).max().unwrap_or(0);
                moves.stages.insert(row, stage);
                continue;
            };
            path.push((row, nth + 1));
            match path.iter().any(|(known, _)| known == holder) {
                true => moves.parked.push((*holder, *column)),
                false => path.push((*holder, 0)),
            }
        }
    }
}

/// All unique keys of a model.
fn keys(model: &'static ModelMeta) -> Vec<&'static [u16]> {
    match model.uniques {
        [] => vec![model.key],
        uniques => uniques.to_vec(),
    }
}

/// The column of a unique key in which a row gives way: one that may be NULL, else one that it
/// changes anyway, else the last.
fn to_park(table: &dyn AnyTable, row: u32, key: &[u16]) -> Option<u16> {
    let model = table.meta();
    let mut changed = vec![];
    table.changed(row, &mut changed);
    let column = |at: &u16| &model.columns[usize::from(*at)];
    let fit = |at: &&u16| parked(column(at), row).is_some();
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
