//! The order of rows to delete that point at each other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Step, Work};
use crate::dialect::Dialect;
use crate::model::{CascadeAction, ForeignKeyMeta, ModelMeta};
use crate::session::Session;
use crate::session::joining::text;
use crate::session::parts::parts;
use crate::session::state::{RowId, RowState};
use crate::value::Value;

/// What an order by tables does not say.
#[derive(Default)]
struct Order {
    /// Within a table, rows of a lower level go first.
    levels: HashMap<RowId, u32>,
    /// Rows whose foreign keys become NULL before anything is deleted: they close a circle.
    unhooked: BTreeMap<(u32, Vec<u16>), Vec<u32>>,
}

impl Session {
    /// Deletes by table, children first; within a table that points at itself the deepest rows
    /// first. Where rows point at each other in a circle, keys become NULL before.
    pub(super) fn plan_deletes(&self, wanted: impl Fn(RowId) -> bool) -> Vec<Step> {
        let deletes = self.unflushed(|frame| &frame.deletes[frame.flushed.deletes..]);
        let going = |id: &RowId| self.states.get(*id) == RowState::Deleting && wanted(*id);
        let rows: Vec<RowId> = deletes.filter(going).collect();
        let gone: Vec<RowId> = rows.iter().copied().filter(|id| self.goes(*id)).collect();
        let order = self.delete_order(&gone);
        let mut groups: BTreeMap<(Reverse<u16>, u32, u32), Vec<u32>> = BTreeMap::new();
        for id in rows {
            let rank = self.graph.tables[id.table as usize].meta().rank;
            let level = order.levels.get(&id).copied().unwrap_or(0);
            let group = groups.entry((Reverse(rank), id.table, level));
            group.or_default().push(id.row);
        }
        let unhooks = order
            .unhooked
            .into_iter()
            .map(|((table, columns), rows)| self.step(Work::Unhook(columns), table, rows));
        let deletes = groups
            .into_iter()
            .map(|((_, table, _), rows)| self.step(Work::Delete, table, rows));
        unhooks.chain(deletes).flat_map(parts).collect()
    }

    fn delete_order(&self, rows: &[RowId]) -> Order {
        let mut order = Order::default();
        let tables: HashSet<u32> = rows.iter().map(|id| id.table).collect();
        let mut tables: Vec<u32> = tables.into_iter().collect();
        tables.sort_unstable();
        for at in tables {
            let model = self.graph.tables[at as usize].meta();
            for key in model.circular {
                let pairs = self.pairs(rows, at, key);
                if pairs.is_empty() {
                    continue;
                }
                let columns = model.positions(key.columns);
                let circle = match key.target == key.table {
                    true => levels(&pairs, &mut order.levels),
                    false => self.too_late(&pairs),
                };
                let null = |at: &u16| model.columns[usize::from(*at)].nullable;
                if !circle.is_empty() && columns.iter().all(null) {
                    let rows = order.unhooked.entry((at, columns)).or_default();
                    rows.extend(circle.iter().map(|id| id.row));
                }
            }
        }
        order
    }

    /// The rows whose targets, by their tables, go first.
    fn too_late(&self, pairs: &[(RowId, RowId)]) -> Vec<RowId> {
        let place = |id: RowId| {
            let rank = self.graph.tables[id.table as usize].meta().rank;
            (Reverse(rank), id.table)
        };
        let late = pairs
            .iter()
            .filter(|(child, to)| place(*child) > place(*to));
        late.map(|(child, _)| *child).collect()
    }

    /// The rows of a table that point, by a foreign key, at rows that are deleted as well, with
    /// those; none if the database acts by itself.
    fn pairs(&self, rows: &[RowId], at: u32, key: &ForeignKeyMeta) -> Vec<(RowId, RowId)> {
        let values = |id: &RowId, columns: &[u16]| {
            let mut values: Vec<Value> = vec![];
            self.graph.tables[id.table as usize].stored(id.row, columns, &mut values);
            text(&values)
        };
        let meta = |id: &RowId| self.graph.tables[id.table as usize].meta();
        let mut targets: HashMap<String, RowId> = HashMap::new();
        for id in rows {
            let model = meta(id);
            if model.table == key.target && !acts(model, key) {
                let target = values(id, &model.positions(key.target_columns));
                targets.extend(target.map(|target| (target, *id)));
            }
        }
        if targets.is_empty() {
            return vec![];
        }
        let columns = self.graph.tables[at as usize].meta().positions(key.columns);
        // InnoDB refuses to delete a row that points at itself; the others do not mind.
        let itself = matches!(self.database.dialect(), Dialect::Mysql | Dialect::Mariadb);
        let children = rows.iter().filter(|id| id.table == at);
        let pair = |id: &RowId| {
            let target = targets.get(&values(id, &columns)?)?;
            (itself || target != id).then_some((*id, *target))
        };
        children.filter_map(pair).collect()
    }
}

/// Whether the database does something with the foreign key when the row pointed at goes.
fn acts(target: &ModelMeta, key: &ForeignKeyMeta) -> bool {
    target.cascades.iter().any(|cascade| {
        cascade.table == key.table
            && cascade.columns == key.columns
            && matches!(
                cascade.action,
                CascadeAction::Delete | CascadeAction::SetNull | CascadeAction::SetDefault
            )
    })
}

/// Puts rows on the levels above all that point at them. Answers one row of each circle, which
/// must let go.
fn levels(pairs: &[(RowId, RowId)], levels: &mut HashMap<RowId, u32>) -> Vec<RowId> {
    let mut up: HashMap<RowId, RowId> = pairs.iter().copied().collect();
    let mut below: HashMap<RowId, u32> = HashMap::new();
    for (_, target) in pairs {
        *below.entry(*target).or_default() += 1;
    }
    let mut children: Vec<RowId> = up.keys().copied().collect();
    children.sort_unstable();
    let mut open: HashSet<RowId> = children.iter().copied().collect();
    let is_leaf = |id: &RowId| !below.contains_key(id);
    let mut free: Vec<RowId> = children.iter().copied().filter(is_leaf).collect();
    let mut circle = vec![];
    let mut rest = children.iter();
    loop {
        while let Some(child) = free.pop() {
            open.remove(&child);
            let Some(target) = up.get(&child) else {
                continue;
            };
            let level = levels.get(&child).copied().unwrap_or(0) + 1;
            let known = levels.entry(*target).or_default();
            *known = level.max(*known);
            let left = below.entry(*target).or_default();
            *left = left.saturating_sub(1);
            if *left == 0 && open.contains(target) {
                free.push(*target);
            }
        }
        // All that is left is circles: one row of each lets go of the next.
        let Some(next) = rest.find(|id| open.contains(*id)) else {
            return circle;
        };
        circle.push(*next);
        if let Some(target) = up.remove(next) {
            let left = below.entry(target).or_default();
            *left = left.saturating_sub(1);
            if *left == 0 && open.contains(&target) {
                free.push(target);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::levels;
    use crate::session::state::RowId;

    #[test]
    fn rows_go_from_the_deepest_up_and_circles_open() {
        let id = |row| RowId { table: 0, row };
        // 1 -> 0, 2 -> 1, 3 -> 0; 5 -> 6 -> 5
        let pairs = [(1, 0), (2, 1), (3, 0), (5, 6), (6, 5)].map(|(a, b)| (id(a), id(b)));
        let mut found = HashMap::new();
        assert_eq!(levels(&pairs, &mut found), [id(5)]);
        let level = |row| found.get(&id(row)).copied().unwrap_or(0);
        assert_eq!([0, 1, 2, 3].map(level), [2, 1, 0, 0]);
        assert!(level(5) > level(6), "6 still points at 5");
        assert_eq!(levels(&[(id(7), id(7))], &mut HashMap::new()), [id(7)]);
    }
}
