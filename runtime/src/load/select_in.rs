use super::children;
use super::columns::kinds;
use super::face::{Step, key_mismatch, missing_required, several_for_one};
use super::keys::{Cursor, Keys, same};
use super::plan::Plan;
use super::rows::ModelRows;
use super::subquery;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::{InValues, Node};
use crate::graph::{Edge, Links, NONE};
use crate::model::{Model, ModelMeta};
use crate::query::{SelectNode, rows_per_statement, write_select};
use crate::relation::{Cardinality, JoinKey, NearKey, Relation};
use crate::value::{Key, Kind};

/// Loads children by the keys of their parents: one statement, or one for each chunk of keys.
pub(super) async fn load<R: Relation>(step: Step<'_>) -> Result<u32> {
    let Step {
        connection,
        graph,
        parent,
        plan,
        origin,
    } = step;
    let meta = R::META;
    let keys = Keys::of::<R>(graph, parent);
    let children = children::direct(plan, origin);
    let mut sink = ModelRows::<R::Child>::new(plan.undeferred.clone(), children.joints);

    let dialect = connection.dialect();
    let (select, fk, kinds) = (children.select, children.to_parent, children.kinds);
    for select in statements(select, fk, kinds, &keys, plan, dialect)? {
        connection
            .fetch(&write_select(&select, dialect)?, &mut sink)
            .await?;
    }

    let links = if meta.belongs_to {
        Links::One(to_one::<R>(&keys, &sink.rows)?)
    } else {
        if children.arrange {
            put_in_order::<R>(&mut sink.rows);
        }
        Links::Ranges(to_ranges::<R>(&keys, &sink.rows)?)
    };
    let node = sink.place(graph)?;
    graph.nodes[parent as usize].edges.push(Edge {
        slot: meta.slot,
        node,
        links,
    });
    Ok(node)
}

/// The statements for the children of these parents.
pub(super) fn statements<K: Key>(
    select: SelectNode,
    to_parent: Vec<Node>,
    kinds: Vec<Kind>,
    keys: &Keys<K>,
    plan: &Plan,
    dialect: Dialect,
) -> Result<Vec<SelectNode>> {
    if let Some(parents) = &plan.parents {
        let none = keys.distinct().is_empty();
        let all = (!none).then(|| subquery::of_all(select, to_parent, parents, plan));
        return Ok(all.into_iter().collect());
    }
    let chunks = Chunks::new(plan, kinds, dialect, &select)?;
    Ok(chunks.statements(select, to_parent, keys, plan))
}

/// As the database would.
pub(super) fn put_in_order<R: Relation>(children: &mut [R::Child]) {
    let place = |child: &R::Child| (R::Far::of(child), child.key());
    if !children.is_sorted_by_key(place) {
        children.sort_by_cached_key(place);
    }
}

/// How keys are spread over statements.
pub(super) struct Chunks {
    pub(super) size: usize,
    kinds: Vec<Kind>,
}

impl Chunks {
    /// `select` is the statement without keys: what its conditions bind is not free for keys.
    pub(super) fn new(
        plan: &Plan,
        kinds: Vec<Kind>,
        dialect: Dialect,
        select: &SelectNode,
    ) -> Result<Self> {
        let mut most = rows_per_statement(&kinds, dialect);
        if !select.filter.is_empty() {
            let taken = write_select(select, dialect)?.params.len();
            most = most.saturating_sub(taken.div_ceil(kinds.len().max(1)));
        }
        let size = plan.chunk.map_or(most, |chunk| chunk.min(most)).max(1);
        Ok(Chunks { size, kinds })
    }

    /// The statements: `select` for each chunk of keys, which `left` must be among.
    fn statements<K: Key>(
        self,
        select: SelectNode,
        left: Vec<Node>,
        keys: &Keys<K>,
        plan: &Plan,
    ) -> Vec<SelectNode> {
        let distinct = keys.distinct();
        distinct
            .chunks(self.size)
            .map(|chunk| {
                let keys = InValues {
                    left: left.clone(),
                    kinds: self.kinds.clone(),
                    rows: chunk.iter().map(|key| key.values()).collect(),
                    negated: false,
                };
                for_keys(select.clone(), keys, plan, chunk.len())
            })
            .collect()
    }
}

/// The statement for the children of so many parents.
pub(super) fn for_keys(
    mut select: SelectNode,
    keys: InValues,
    plan: &Plan,
    parents: usize,
) -> SelectNode {
    limit(&mut select, plan, &keys.left, parents);
    select.filter.insert(0, Node::InValues(Box::new(keys)));
    select
}

/// A limit holds for each parent. That of a single one is a plain LIMIT, for which an engine
/// need not read all of its children.
fn limit(select: &mut SelectNode, plan: &Plan, group: &[Node], parents: usize) {
    if !plan.is_limited() {
        return;
    }
    if parents == 1 {
        select.limit = plan.limit;
        select.offset = (plan.offset > 0).then_some(plan.offset);
    } else {
        select.per_group = Some(plan.per_parent(group));
    }
}

/// The children of each parent, as ranges: they stand together.
fn to_ranges<R: Relation>(
    keys: &Keys<NearKey<R>>,
    children: &[R::Child],
) -> Result<Vec<(u32, u32)>> {
    let mut ranges = vec![(0, 0); keys.rows()];
    let mut cursor = Cursor::new(keys);
    let mut group = 0..0;
    for (at, child) in children.iter().enumerate() {
        let at = at as u32;
        let key = same::<_, NearKey<R>>(R::Far::of(child));
        let Some(place) = key.and_then(|key| cursor.find(&key)) else {
            return Err(key_mismatch::<R>());
        };
        let first = place != group;
        for position in keys.positions(place.clone()) {
            let range = &mut ranges[position];
            match (first, *range) {
                (true, (0, 0)) => *range = (at, at + 1),
                (false, (from, _)) => *range = (from, at + 1),
                // The engine told texts apart by another rule than it ordered them by.
                (true, _) => return Err(key_mismatch::<R>()),
            }
        }
        group = place;
    }
    if !<R::Cardinality as Cardinality>::MANY {
        if ranges.iter().any(|(from, to)| to - from > 1) {
            return Err(several_for_one::<R>());
        }
        if R::META.required && ranges.iter().any(|(from, to)| from == to) {
            return Err(missing_required::<R>());
        }
    }
    Ok(ranges)
}

/// The row that each parent's key points at.
fn to_one<R: Relation>(keys: &Keys<NearKey<R>>, children: &[R::Child]) -> Result<Vec<u32>> {
    let mut links = vec![NONE; keys.rows()];
    let mut cursor = Cursor::new(keys);
    for (at, child) in children.iter().enumerate() {
        let key = same::<_, NearKey<R>>(R::Far::of(child));
        let Some(place) = key.and_then(|key| cursor.find(&key)) else {
            return Err(key_mismatch::<R>());
        };
        for position in keys.positions(place) {
            if links[position] != NONE {
                return Err(several_for_one::<R>());
            }
            links[position] = at as u32;
        }
    }
    if R::META.required && links.contains(&NONE) {
        return Err(missing_required::<R>());
    }
    if is_text(R::Child::META, R::META.child_columns) && children.len() < keys.distinct().len() {
        // The database may have found 'ANN' by 'ann'.
        return Err(key_mismatch::<R>());
    }
    Ok(links)
}

fn is_text(model: &ModelMeta, at: &[u16]) -> bool {
    kinds(model, at).contains(&Kind::Text)
}
