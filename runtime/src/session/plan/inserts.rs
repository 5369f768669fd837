//! The order of rows to insert.

use std::collections::{BTreeMap, HashMap};

use super::{Step, Work};
use crate::graph::ByPlace;
use crate::model::{ColumnSet, ModelMeta};
use crate::session::Session;
use crate::session::parts::parts;
use crate::session::state::{RowId, RowState};

/// A foreign key of a new row, by its columns.
type Edge = (RowId, &'static [u16]);

/// A row that is waited for, and the columns of the foreign key.
type Wait = (RowId, &'static [u16]);

/// The order of an insert: its stage, then its table's rank.
type Place = (u32, u16);

/// Foreign keys of new rows that are NULL at first, and are filled by an UPDATE: by row their
/// columns.
pub(in crate::session) type Postponed = BTreeMap<RowId, Vec<&'static [u16]>>;

impl Session {
    /// Inserts by stage: a row comes after those it points at. Within a table rows that leave
    /// the same columns open go together; where rows of the table point at each other, only
    /// neighbours do.
    pub(super) fn plan_inserts(&self, stages: &mut Stages) -> Vec<Step> {
        let mut groups: Vec<(Place, Step)> = vec![];
        let mut known: HashMap<(Place, u32, ColumnSet), usize> = HashMap::new();
        let mut last: HashMap<(Place, u32), usize> = HashMap::new();
        let parents: Vec<bool> = self
            .graph
            .tables
            .iter()
            .map(|t| self.may_have_children(t.meta()))
            .collect();
        // By table: rows and their children may well be added in turns.
        let mut previous: Vec<Option<(Place, usize)>> = vec![None; parents.len()];
        for id in self.unflushed(|frame| &frame.inserts[frame.flushed.inserts..]) {
            if self.states.get(id) != RowState::Pending || stages.switched.contains_key(&id) {
                continue;
            }
            let table = &self.graph.tables[id.table as usize];
            let model = table.meta();
            let stage = self.stage(id, stages);
            if parents[id.table as usize] {
                stages.of.insert(id, stage);
            }
            let place = (stage, model.rank);
            let unset = table.unset(id.row);
            if let Some((before, group)) = previous[id.table as usize]
                && before == place
                && matches!(&groups[group].1.work, Work::Insert(known) if *known == unset)
            {
                groups[group].1.rows.push(id.row);
                continue;
            }
            let group = match model.parents.contains(&model.table) {
                true => last
                    .get(&(place, id.table))
                    .copied()
                    .filter(|group| groups[*group].1.work == Work::Insert(unset.clone())),
                false => known.get(&(place, id.table, unset.clone())).copied(),
            };
            let group = group.unwrap_or_else(|| {
                groups.push((
                    place,
                    self.step(Work::Insert(unset.clone()), id.table, vec![]),
                ));
                groups.len() - 1
            });
            known.insert((place, id.table, unset), group);
            last.insert((place, id.table), group);
            previous[id.table as usize] = Some((place, group));
            groups[group].1.rows.push(id.row);
        }
        groups.sort_by_key(|(place, step)| (*place, step.table));
        groups
            .into_iter()
            .flat_map(|(_, step)| parts(step))
            .collect()
    }

    /// A row's stage is that of its latest parent, or the next if the parent's table comes
    /// later or is the row's own.
    fn stage(&self, id: RowId, stages: &mut Stages) -> u32 {
        if stages.settled
            && let Some(stage) = stages.of.get(&id)
        {
            return *stage;
        }
        let own = &self.graph.tables[id.table as usize];
        let mut stage = 0;
        for ((table, row), _) in (0..).map_while(|nth| own.wait(id.row, nth)) {
            let parent = RowId { table, row };
            if self.states.get(parent) != RowState::Pending {
                continue;
            }
            if let Some(known) = stages.of.get(&parent) {
                stage = stage.max(self.next_stage(*known, parent, id));
            } else if !stages.switched.contains_key(&parent) {
                // A row that was added later, or a circle.
                self.settle_stages(id, stages);
                return stages.of.get(&id).copied().unwrap_or(0);
            }
        }
        stage
    }

    fn next_stage(&self, stage: u32, parent: RowId, child: RowId) -> u32 {
        let rank = |id: RowId| self.graph.tables[id.table as usize].meta().rank;
        stage + u32::from(rank(parent) >= rank(child))
    }

    /// Finds the stages of a row and of all that it points at, whatever the order they were added
    /// in. Where that leads back, one of the foreign keys that may be NULL is postponed.
    fn settle_stages(&self, start: RowId, stages: &mut Stages) {
        stages.settled = true;
        let mut path: Vec<(RowId, usize)> = vec![(start, 0)];
        while let Some((row, nth)) = path.pop() {
            if stages.of.contains_key(&row) {
                continue;
            }
            let waits = self.open_waits(row, stages);
            let Some((parent, columns)) = waits.get(nth).copied() else {
                let below = |(parent, _): &Wait| {
                    let stage = stages.of.get(parent).copied().unwrap_or(0);
                    self.next_stage(stage, *parent, row)
                };
                let stage = waits.iter().map(below).max().unwrap_or(0);
                stages.of.insert(row, stage);
                continue;
            };
            path.push((row, nth + 1));
            if stages.of.contains_key(&parent) {
                continue;
            }
            match path.iter().position(|(known, _)| *known == parent) {
                None => path.push((parent, 0)),
                Some(from) => {
                    self.open_circle(&path[from..], (row, columns), stages);
                    path = vec![(start, 0)];
                }
            }
        }
    }

    /// The new rows that a row waits for, but for those of postponed keys.
    fn open_waits(&self, row: RowId, stages: &Stages) -> Vec<Wait> {
        let waits = self.graph.tables[row.table as usize].waits(row.row);
        let parents = waits.into_iter().map(|((table, row), columns)| {
            let parent = RowId { table, row };
            (parent, columns)
        });
        let open = |(parent, columns): &Wait| {
            self.states.get(*parent) == RowState::Pending
                && !stages.switched.contains_key(parent)
                && !stages.passes(row, columns)
        };
        parents.filter(open).collect()
    }

    /// Opens a circle at a foreign key that may be NULL: at one of a row that was added before the
    /// row it points at, if there is such.
    fn open_circle(&self, circle: &[(RowId, usize)], last: Edge, stages: &mut Stages) {
        let earlier = circle.iter().filter_map(|(row, nth)| {
            let waits = self.open_waits(*row, stages);
            let (parent, columns) = waits.get(nth.checked_sub(1)?)?;
            Some(((*row, *columns), *parent))
        });
        let first = circle.first().map(|(row, _)| (last, *row));
        let may_wait = |((row, columns), _): &(Edge, RowId)| {
            let model = self.graph.tables[row.table as usize].meta();
            let null = |at: &u16| model.columns[usize::from(*at)].nullable;
            !columns.is_empty() && columns.iter().all(null)
        };
        let edges: Vec<(Edge, RowId)> = first.into_iter().chain(earlier).filter(may_wait).collect();
        let added = |id: RowId| {
            let mut rows = self.unflushed(|frame| &frame.inserts[frame.flushed.inserts..]);
            rows.position(|row| row == id)
        };
        let ahead = |(child, parent): &&(Edge, RowId)| added(child.0) < added(*parent);
        match edges.iter().find(ahead).or(edges.first()) {
            Some(((row, columns), _)) => {
                stages.postponed.entry(*row).or_default().push(columns);
            }
            // All are NOT NULL: then the schema says that the database checks them at COMMIT.
            None => stages.unchecked.push(last),
        }
    }

    /// Whether the stage of a row of the model matters to another.
    fn may_have_children(&self, model: &ModelMeta) -> bool {
        let tables = self.graph.tables.iter();
        tables
            .into_iter()
            .any(|table| table.meta().parents.contains(&model.table))
    }
}

/// The order of new rows as far as it is known.
#[derive(Default)]
pub(super) struct Stages {
    of: ByPlace<RowId, u32>,
    /// Whether the stages of rows are known before their turn.
    settled: bool,
    /// New rows that take the place of others.
    pub(super) switched: HashMap<RowId, RowId>,
    pub(super) postponed: Postponed,
    unchecked: Vec<Edge>,
}

impl Stages {
    pub(super) fn new(switched: HashMap<RowId, RowId>) -> Self {
        Stages {
            switched,
            ..Stages::default()
        }
    }

    /// Whether a foreign key has no say in the order.
    fn passes(&self, row: RowId, columns: &'static [u16]) -> bool {
        let postponed = self.postponed.get(&row);
        postponed.is_some_and(|known| known.contains(&columns))
            || self.unchecked.contains(&(row, columns))
    }
}
