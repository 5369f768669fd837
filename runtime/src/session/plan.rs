mod deletes;
mod inserts;
mod moves;
mod step;
mod switches;

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use super::link::Change;
use super::parts::parts;
use super::state::{RowId, RowState};
use super::{Session, SessionError};
pub(super) use inserts::Postponed;
use inserts::Stages;
use moves::Moves;
pub(super) use moves::{Stuck, parked};
pub(super) use step::Work;
pub use step::{Step, StepKind};

/// A table's rank, the table, and columns of it.
type Group = (u16, u32, Vec<u16>);

/// Rows to update.
type Groups = BTreeMap<Group, Vec<u32>>;

/// What a flush will do, in its order. Made without touching the database: print it.
#[derive(Debug, Default)]
pub struct Plan {
    steps: Vec<Step>,
    /// Foreign keys of new rows that close a circle: they are filled by an UPDATE.
    pub(super) postponed: Postponed,
    /// Values that rows would take before others can give them up.
    pub(super) stuck: Vec<Stuck>,
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
        let mut stages = Stages::new(self.switches());
        let replaced: HashSet<RowId> = stages.switched.values().copied().collect();
        let inserts = self.plan_inserts(&mut stages);
        let mut updates = self.update_groups(&leaving, &stages.postponed);
        let settled: HashSet<RowId> = leaving.union(&replaced).copied().collect();
        let moves = self.moves(&updates, &settled);
        let early = |id| leaving.contains(&id) || moves.early.contains(&id);
        let mut steps = self.plan_deletes(early);
        steps.extend(self.plan_leaving(&leaving));
        steps.extend(self.plan_parks(&moves));
        if !moves.early.is_empty() {
            let first = split_off(&mut updates, &moves);
            steps.extend(self.plan_updates(first, &moves));
        }
        steps.extend(inserts);
        steps.extend(self.plan_switches(&stages.switched));
        steps.extend(self.plan_updates(updates, &moves));
        steps.extend(self.plan_links());
        steps.extend(self.plan_deletes(|id| !early(id) && !replaced.contains(&id)));
        Plan {
            steps,
            postponed: stages.postponed,
            stuck: moves.stuck,
        }
    }

    /// The rows to update, by table and changed columns. What is changed back is not there.
    fn update_groups(&self, leaving: &HashSet<RowId>, postponed: &Postponed) -> Groups {
        let mut groups = Groups::new();
        for (id, keys) in postponed {
            let rank = self.graph.tables[id.table as usize].meta().rank;
            let mut columns: Vec<u16> = keys.iter().copied().flatten().copied().collect();
            columns.sort_unstable();
            let group = groups.entry((rank, id.table, columns));
            group.or_default().push(id.row);
        }
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
        groups
    }

    /// Updates, those that take a value of another row after that row's.
    fn plan_updates(&self, groups: Groups, moves: &Moves) -> Vec<Step> {
        let mut staged: BTreeMap<(u32, Group), Vec<u32>> = BTreeMap::new();
        for ((rank, table, columns), rows) in groups {
            if moves.stages.is_empty() {
                staged.insert((0, (rank, table, columns)), rows);
                continue;
            }
            for row in rows {
                let stage = moves.stages.get(&RowId { table, row });
                let group = (rank, table, columns.clone());
                let place = (stage.copied().unwrap_or(0), group);
                staged.entry(place).or_default().push(row);
            }
        }
        let step = |((_, (_, table, columns)), rows)| self.step(Work::Update(columns), table, rows);
        staged.into_iter().map(step).flat_map(parts).collect()
    }

    /// Rows that give up a value of a unique key for now.
    fn plan_parks(&self, moves: &Moves) -> Vec<Step> {
        let mut groups: BTreeMap<(u32, u16), Vec<u32>> = BTreeMap::new();
        for (id, column) in &moves.parked {
            groups.entry((id.table, *column)).or_default().push(id.row);
        }
        let step = |((table, column), rows)| self.step(Work::Park(column), table, rows);
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

    /// Refuses a plan in which rows take values of others that these cannot give up before. The
    /// engine would refuse as well, but only name the constraint, and end the transaction.
    pub(super) fn check_stuck(&self, plan: &Plan) -> Result<(), SessionError> {
        let Some(stuck) = plan.stuck.first() else {
            return Ok(());
        };
        let model = self.graph.tables[stuck.holder.table as usize].meta();
        let name = |at: &u16| model.columns[usize::from(*at)].name;
        let columns: Vec<_> = stuck.key.iter().map(name).collect();
        Err(SessionError::Stuck {
            row: match self.states.get(stuck.taker) {
                RowState::Pending => format!("a new {}", model.name),
                _ => self.named(stuck.taker, model),
            },
            holder: self.named(stuck.holder, model),
            columns: columns.join(", "),
        })
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
            alive.then(|| self.step(Work::Update(columns), id.table, vec![id.row]))
        };
        rows.into_iter().filter_map(step).flat_map(parts).collect()
    }

    fn plan_links(&self) -> Option<Step> {
        let frame = self.frames.last()?;
        let links = &frame.links[frame.flushed.links..];
        let alive = |id: RowId| {
            let state = self.states.get(id);
            state.is_changeable()
        };
        let useful: Vec<u32> = (frame.flushed.links as u32..)
            .zip(links)
            .filter(|(_, link)| link.change == Change::Break || alive(link.from))
            .map(|(at, _)| at)
            .collect();
        let first = links.first()?;
        (!useful.is_empty()).then(|| self.step(Work::Link, first.from.table, useful))
    }

    fn step(&self, work: Work, table: u32, rows: Vec<u32>) -> Step {
        let model = self.graph.tables[table as usize].meta();
        Step {
            work,
            table,
            model,
            rows,
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

/// Takes the rows out of those to update that are written before all others; what of them waits
/// for rows to be inserted stays.
fn split_off(groups: &mut Groups, moves: &Moves) -> Groups {
    let (mut taken, mut left) = (Groups::new(), Groups::new());
    for ((rank, table, columns), rows) in groups.iter_mut() {
        let early = |row: &mut u32| {
            moves.early.contains(&RowId {
                table: *table,
                row: *row,
            })
        };
        for row in rows.extract_if(.., early) {
            let tied = moves.tied.get(&RowId { table: *table, row });
            let waits = |at: &u16| tied.is_some_and(|tied| tied.contains(at));
            let (later, now): (Vec<u16>, Vec<u16>) = columns.iter().partition(|at| waits(at));
            for (into, columns) in [(&mut taken, now), (&mut left, later)] {
                if !columns.is_empty() {
                    let group = into.entry((*rank, *table, columns));
                    group.or_default().push(row);
                }
            }
        }
    }
    groups.retain(|_, rows| !rows.is_empty());
    for (group, rows) in left {
        groups.entry(group).or_default().extend(rows);
    }
    taken
}
