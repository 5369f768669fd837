mod step;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use super::Session;
use super::link::Change;
use super::parts::parts;
use super::state::{RowId, RowState};
use crate::model::{ColumnSet, ModelMeta};
pub(super) use step::Work;
pub use step::{Step, StepKind};

/// What a flush will do, in its order. Made without touching the database: print it.
#[derive(Debug, Default)]
pub struct Plan {
    steps: Vec<Step>,
}

impl Plan {
    /// Whether a flush would do nothing.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps in their order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

impl Session {
    /// What the next flush will do: what makes way for others, inserts with parents before
    /// children, updates by changed columns, links, and deletes with children before parents.
    pub fn plan(&self) -> Plan {
        let leaving = self.leaving();
        let mut steps = self.plan_deletes(|id| leaving.contains(&id));
        steps.extend(self.plan_leaving(&leaving));
        steps.extend(self.plan_inserts());
        steps.extend(self.plan_updates(&leaving));
        steps.extend(self.plan_links());
        steps.extend(self.plan_deletes(|id| !leaving.contains(&id)));
        Plan { steps }
    }

    /// Inserts by stage: a row comes after those it points at. Within a table rows that leave
    /// the same columns open go together; where rows of the table point at each other, only
    /// neighbours do.
    fn plan_inserts(&self) -> Vec<Step> {
        let mut groups: Vec<(Place, Step)> = vec![];
        let mut known: HashMap<(Place, u32, ColumnSet), usize> = HashMap::new();
        let mut last: HashMap<(Place, u32), usize> = HashMap::new();
        let mut stages: HashMap<RowId, u32> = HashMap::new();
        let parents: Vec<bool> = self
            .graph
            .tables
            .iter()
            .map(|t| self.may_have_children(t.meta()))
            .collect();
        let mut previous: Option<(Place, u32, usize)> = None;
        for id in self.unflushed(|frame| &frame.inserts[frame.flushed.inserts..]) {
            if self.states.get(id) != RowState::Pending {
                continue;
            }
            let table = &self.graph.tables[id.table as usize];
            let model = table.meta();
            let stage = self.stage(id, &stages);
            if parents[id.table as usize] {
                stages.insert(id, stage);
            }
            let place = (stage, model.rank);
            let unset = table.unset(id.row);
            if let Some((before, table, group)) = previous
                && (before, table) == (place, id.table)
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
                groups.push((place, self.step(Work::Insert(unset.clone()), id.table)));
                groups.len() - 1
            });
            known.insert((place, id.table, unset), group);
            last.insert((place, id.table), group);
            previous = Some((place, id.table, group));
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
    fn stage(&self, id: RowId, stages: &HashMap<RowId, u32>) -> u32 {
        let tables = &self.graph.tables;
        let rank = |table: u32| tables[table as usize].meta().rank;
        let after = |(table, row): (u32, u32)| {
            let parent = RowId { table, row };
            if self.states.get(parent) != RowState::Pending {
                return 0;
            }
            let stage = stages.get(&parent).copied().unwrap_or(0);
            stage + u32::from(rank(table) >= rank(id.table))
        };
        let parents = tables[id.table as usize].parents(id.row);
        parents.into_iter().map(after).max().unwrap_or(0)
    }

    /// Whether the stage of a row of the model matters to another.
    fn may_have_children(&self, model: &ModelMeta) -> bool {
        let tables = self.graph.tables.iter();
        tables
            .into_iter()
            .any(|table| table.meta().parents.contains(&model.table))
    }

    /// Updates by table and changed columns. What is changed back is not there.
    fn plan_updates(&self, leaving: &HashSet<RowId>) -> Vec<Step> {
        let mut groups: BTreeMap<(u16, u32, Vec<u16>), Vec<u32>> = BTreeMap::new();
        let waiting = self.waiting_columns();
        for (id, columns) in &waiting {
            // Those that are edited as well follow below.
            if leaving.contains(id) || self.changed(*id).is_empty() {
                let rank = self.graph.tables[id.table as usize].meta().rank;
                let group = groups.entry((rank, id.table, columns.clone()));
                group.or_default().push(id.row);
            }
        }
        for (at, table) in (0..).zip(&self.graph.tables) {
            for row in table.edited() {
                let id = RowId { table: at, row };
                if leaving.contains(&id) {
                    continue;
                }
                let mut columns = self.changed(id);
                if let Some(more) = waiting.get(&id).filter(|_| !columns.is_empty()) {
                    columns.extend(more);
                    columns.sort_unstable();
                }
                if self.states.get(id) == RowState::Persistent && !columns.is_empty() {
                    groups
                        .entry((table.meta().rank, at, columns))
                        .or_default()
                        .push(row);
                }
            }
        }
        let step = |((_, table, columns), rows)| Step {
            rows,
            ..self.step(Work::Update(columns), table)
        };
        groups.into_iter().map(step).flat_map(parts).collect()
    }

    /// The foreign keys that wait for rows to be inserted, by row.
    fn waiting_columns(&self) -> BTreeMap<RowId, Vec<u16>> {
        let mut columns: BTreeMap<RowId, Vec<u16>> = BTreeMap::new();
        for pointer in self.waiting() {
            let known = columns.entry(pointer.child).or_default();
            known.extend(pointer.columns);
            known.sort_unstable();
            known.dedup();
        }
        columns
    }

    fn leaving(&self) -> HashSet<RowId> {
        let leaving = self.frames.last().map(|frame| frame.leaving.iter());
        leaving.into_iter().flatten().copied().collect()
    }

    /// Updates of rows that make way for others, each by itself: they are few.
    fn plan_leaving(&self, leaving: &HashSet<RowId>) -> Vec<Step> {
        let mut rows: Vec<RowId> = leaving.iter().copied().collect();
        rows.sort_unstable();
        let step = |id: RowId| {
            let columns = self.changed(id);
            let alive = self.states.get(id) == RowState::Persistent && !columns.is_empty();
            alive.then(|| Step {
                rows: vec![id.row],
                ..self.step(Work::Update(columns), id.table)
            })
        };
        rows.into_iter().filter_map(step).flat_map(parts).collect()
    }

    fn plan_links(&self) -> Option<Step> {
        let frame = self.frames.last()?;
        let links = &frame.links[frame.flushed.links..];
        let alive = |id: RowId| {
            let state = self.states.get(id);
            matches!(state, RowState::Pending | RowState::Persistent)
        };
        let useful: Vec<u32> = (frame.flushed.links as u32..)
            .zip(links)
            .filter(|(_, link)| link.change == Change::Break || alive(link.from))
            .map(|(at, _)| at)
            .collect();
        let first = links.first()?;
        (!useful.is_empty()).then(|| Step {
            rows: useful,
            ..self.step(Work::Link, first.from.table)
        })
    }

    /// Deletes by table, children first.
    fn plan_deletes(&self, wanted: impl Fn(RowId) -> bool) -> Vec<Step> {
        let mut groups: BTreeMap<(std::cmp::Reverse<u16>, u32), Vec<u32>> = BTreeMap::new();
        for id in self.unflushed(|frame| &frame.deletes[frame.flushed.deletes..]) {
            if self.states.get(id) == RowState::Deleting && wanted(id) {
                let rank = self.graph.tables[id.table as usize].meta().rank;
                groups
                    .entry((std::cmp::Reverse(rank), id.table))
                    .or_default()
                    .push(id.row);
            }
        }
        let step = |((_, table), rows)| Step {
            rows,
            ..self.step(Work::Delete, table)
        };
        groups.into_iter().map(step).flat_map(parts).collect()
    }

    fn step(&self, work: Work, table: u32) -> Step {
        Step {
            work,
            table,
            model: self.graph.tables[table as usize].meta(),
            rows: vec![],
        }
    }

    fn unflushed<'s>(
        &'s self,
        part: impl Fn(&'s super::Frame) -> &'s [RowId],
    ) -> impl Iterator<Item = RowId> + 's {
        self.frames
            .last()
            .map(part)
            .unwrap_or_default()
            .iter()
            .copied()
    }
}

/// The order of an insert: its stage, then its table's rank.
type Place = (u32, u16);
