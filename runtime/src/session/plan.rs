use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::Session;
use super::link::Change;
use super::parts::parts;
use super::state::{RowId, RowState};
use crate::model::{ColumnSet, ModelMeta};

/// What a flush will do, in its order. Made without touching the database: print it.
#[derive(Debug, Default)]
pub struct Plan {
    steps: Vec<Step>,
}

/// One step of a [`Plan`]: rows that share a statement, as far as the engine's limits allow.
#[derive(Debug, Clone)]
pub struct Step {
    pub(super) work: Work,
    pub(super) table: u32,
    pub(super) model: &'static ModelMeta,
    pub(super) rows: Vec<u32>,
}

/// What is done to the rows of a [`Step`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Work {
    /// Inserts them, with these columns left to the database.
    Insert(ColumnSet),
    /// Updates these columns.
    Update(Vec<u16>),
    /// Deletes the links asked to be broken, then inserts those asked to be made.
    Link,
    /// Deletes them.
    Delete,
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

impl Step {
    /// How many rows it is for.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.model.table.name;
        let rows = self.rows.len();
        let name = |column: &u16| self.model.columns[usize::from(*column)].name;
        match &self.work {
            Work::Insert(_) => write!(f, "insert {table}: {rows}"),
            Work::Update(columns) => {
                let names: Vec<_> = columns.iter().map(name).collect();
                write!(f, "update {table} ({}): {rows}", names.join(", "))
            }
            Work::Link => write!(f, "links: {rows}"),
            Work::Delete => write!(f, "delete {table}: {rows}"),
        }
    }
}

impl Session {
    /// What the next flush will do: inserts with parents before children, updates by changed
    /// columns, links, and deletes with children before parents.
    pub fn plan(&self) -> Plan {
        let mut steps = self.plan_inserts();
        steps.extend(self.plan_updates());
        steps.extend(self.plan_links());
        steps.extend(self.plan_deletes());
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
    fn plan_updates(&self) -> Vec<Step> {
        let mut groups: BTreeMap<(u16, u32, Vec<u16>), Vec<u32>> = BTreeMap::new();
        for (at, table) in (0..).zip(&self.graph.tables) {
            for row in table.edited() {
                let id = RowId { table: at, row };
                let columns = self.changed(id);
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
    fn plan_deletes(&self) -> Vec<Step> {
        let mut groups: BTreeMap<(std::cmp::Reverse<u16>, u32), Vec<u32>> = BTreeMap::new();
        for id in self.unflushed(|frame| &frame.deletes[frame.flushed.deletes..]) {
            if self.states.get(id) == RowState::Deleting {
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
