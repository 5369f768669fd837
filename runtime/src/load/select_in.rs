use super::columns::{column, columns, kinds, rising, row, table, then_by};
use super::face::{Step, key_mismatch, missing_required, several_for_one};
use super::joined;
use super::keys::{Cursor, Keys, same};
use super::plan::Plan;
use super::rows::ModelRows;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::{InValues, Node, OrderNode};
use crate::graph::{Edge, Links, NONE};
use crate::model::{Model, ModelMeta};
use crate::query::{PerGroup, SelectNode, rows_per_statement, write_select};
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
    let (meta, child) = (R::META, R::Child::META);
    let keys = Keys::of::<R>(graph, parent);
    let fk = columns(plan.alias, child, meta.child_columns);

    let mut select = SelectNode {
        columns: row(plan.alias, child, &plan.undeferred).collect(),
        from: Some(table(plan.alias, child)),
        filter: plan.filter.clone(),
        lifted: plan.lifted.clone(),
        ..SelectNode::default()
    };
    let here = plan.as_origin(origin);
    let joints = joined::join_all(&plan.nested, here, plan.alias, false, &mut select);
    let arrange = joints.is_empty() && has_rust_order::<R>(plan);
    if !meta.belongs_to && !arrange {
        select.order = order::<R>(plan, &fk);
    }
    let mut sink = ModelRows::<R::Child>::new(plan.undeferred.clone(), joints);

    let dialect = connection.dialect();
    let chunks = Chunks::new(plan, kinds(child, meta.child_columns), dialect, &select)?;
    for select in chunks.statements(select, fk, &keys, plan) {
        connection
            .fetch(&write_select(&select, dialect)?, &mut sink)
            .await?;
    }

    let links = if meta.belongs_to {
        Links::One(to_one::<R>(&keys, &sink.rows)?)
    } else {
        if arrange {
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

/// Children stand together by parent, then in the asked order or the relationship's, then by
/// primary key, so that the order never hangs on chance.
pub(super) fn order<R: Relation>(plan: &Plan, group: &[Node]) -> Vec<OrderNode> {
    let child = R::Child::META;
    let mut order: Vec<OrderNode> = group.iter().cloned().map(rising).collect();
    if plan.order.is_empty() {
        then_by(
            &mut order,
            R::META.order.iter().map(|(at, descending)| OrderNode {
                descending: *descending,
                ..rising(column(plan.alias, child, *at))
            }),
        );
    } else {
        then_by(&mut order, plan.order.iter().cloned());
    }
    then_by(
        &mut order,
        columns(plan.alias, child, child.key)
            .into_iter()
            .map(rising),
    );
    order
}

/// Whether Rust orders the children as the database would. Then the database need not: it sends
/// the first rows at once, and they mostly come in the order in which they were stored.
fn has_rust_order<R: Relation>(plan: &Plan) -> bool {
    let (meta, child) = (R::META, R::Child::META);
    let numbers = |kind: Kind| matches!(kind, Kind::I16 | Kind::I32 | Kind::I64 | Kind::U64);
    let rising_key = child.key.iter().map(|at| (*at, false));
    let by_key = rising_key
        .take(meta.order.len())
        .eq(meta.order.iter().copied());
    let keys = [meta.child_columns, child.key];
    by_key
        && plan.order.is_empty()
        && !plan.is_limited()
        && !child.key.is_empty()
        && keys
            .iter()
            .all(|at| kinds(child, at).into_iter().all(numbers))
}

/// As [`order`] says it.
fn put_in_order<R: Relation>(children: &mut [R::Child]) {
    let place = |child: &R::Child| (R::Far::of(child), child.key());
    if !children.is_sorted_by_key(place) {
        children.sort_by_cached_key(place);
    }
}

/// How keys are spread over statements.
pub(super) struct Chunks {
    size: usize,
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
        if !plan.filter.is_empty() {
            let taken = write_select(select, dialect)?.params.len();
            most = most.saturating_sub(taken.div_ceil(kinds.len().max(1)));
        }
        let size = plan.chunk.map_or(most, |chunk| chunk.min(most)).max(1);
        Ok(Chunks { size, kinds })
    }

    /// The statements: `select` for each chunk of keys, which `left` must be among.
    pub(super) fn statements<K: Key>(
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
                let mut select = select.clone();
                select.filter.insert(
                    0,
                    Node::InValues(Box::new(InValues {
                        left: left.clone(),
                        kinds: self.kinds.clone(),
                        rows: chunk.iter().map(|key| key.values()).collect(),
                        negated: false,
                    })),
                );
                limit(&mut select, plan, &left, chunk.len());
                select
            })
            .collect()
    }
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
        select.per_group = Some(PerGroup {
            by: group.to_vec(),
            limit: plan.limit.unwrap_or(i64::MAX as u64),
            offset: plan.offset,
        });
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
