use super::face::{BoxFuture, Step};
use super::include::Include;
use super::plan::{Origin, Plan, Strategy};
use crate::error::{Error, Result};
use crate::graph::{Edge, Graph, Keyed, Links, NONE};
use crate::model::Model;
use crate::relation::{Cardinality, Relation, Set, Tree};

/// Loads a relationship of a model to itself until there is no more.
#[derive(Clone, Copy)]
pub(crate) struct Walk {
    pub(super) run: for<'a> fn(Step<'a>) -> BoxFuture<'a, Result<u32>>,
    /// By one statement, not by one for each level.
    pub(super) at_once: bool,
}

/// So many levels of a relationship.
#[derive(Debug)]
pub struct Level<const N: usize>;

/// What is loaded with the rows of the first of several levels of `R`, where `S` is loaded with
/// the rows of each.
#[diagnostic::on_unimplemented(
    message = "`recursive` loads 1 to 8 levels of a relationship of a model to itself",
    label = "not so many levels, or the relationship leads to another model",
    note = "`recursive_all()` loads all there are"
)]
pub trait Levels<R, S> {
    /// The loaded set.
    type Below: 'static;
}

impl<R, S: 'static> Levels<R, S> for Level<1> {
    type Below = S;
}

macro_rules! levels {
    ($($before:literal $level:literal),*) => {$(
        impl<M, R, S> Levels<R, S> for Level<$level>
        where
            M: Model,
            R: Relation<Parent = M, Child = M>,
            Level<$before>: Levels<R, S>,
            S: Set<R, <Level<$before> as Levels<R, S>>::Below, Out: 'static>,
        {
            type Below = S::Out;
        }
    )*};
}

levels!(1 2, 2 3, 3 4, 4 5, 5 6, 6 7, 7 8);

impl<M: Model, R: Relation<Parent = M, Child = M>, S: 'static, C> Include<R, S, C> {
    /// Loads so many levels of it, 1 to 8: `category::children().recursive::<3>()` is
    /// `category::children().with(category::children().with(category::children()))`, typed like
    /// that, with one statement for each level. What else is loaded, and conditions, orders and
    /// limits, hold at every level.
    pub fn recursive<const N: usize>(self) -> Include<R, <Level<N> as Levels<R, S>>::Below, C>
    where
        Level<N>: Levels<R, S>,
    {
        let mut level = self.plan;
        if level.strategy == Strategy::Subquery {
            // Each level would repeat all those above it.
            level.strategy = Strategy::SelectIn;
        }
        let mut plan = level.clone();
        for _ in 1..N {
            let below = std::mem::replace(&mut plan, level.clone());
            below.add(&mut plan.nested);
        }
        Include::of(plan)
    }
}

impl<M: Model, R: Relation<Parent = M, Child = M>, C> Include<R, M::Bare, C> {
    /// Loads all its levels: the whole subtree of each row, or its way up to the root. Each level
    /// takes one statement.
    ///
    /// Where a statement costs more than its rows, [`recursive_cte`](Self::recursive_cte) loads them by
    /// one.
    ///
    /// Every row is asked about once: rows that lead back to themselves do so in the result, too,
    /// and the load ends all the same. JSON of a row leaves out what is below the same row
    /// farther down.
    pub fn recursive_all(self) -> Include<R, Tree<R>, C> {
        let mut plan = self.plan;
        plan.walk = Some(Walk {
            run: |step| Box::pin(walk::<M, R>(step)),
            at_once: false,
        });
        Include::of(plan)
    }
}

/// Loads level by level. All rows become one node, with edges to itself.
async fn walk<M: Model, R: Relation<Parent = M, Child = M>>(step: Step<'_>) -> Result<u32> {
    let Step {
        connection,
        graph,
        parent,
        plan,
        origin,
    } = step;
    if M::META.key.is_empty() {
        return Err(Error::Invalid(format!(
            "all levels of `{}` cannot be loaded: without a key its rows cannot be told apart",
            plan.name()
        )));
    }
    let level = Plan {
        walk: None,
        ..plan.by_keys()
    };
    let mut found = Found::<M>::default();
    let mut first = vec![];
    let mut rows = rows_of_node::<M>(graph, parent);
    loop {
        let mut scratch = Graph::default();
        let above = scratch.add_node(rows);
        let step = Step {
            connection: &mut *connection,
            graph: &mut scratch,
            parent: above,
            plan: &level,
            origin: Origin {
                timeout: origin.timeout,
                ..Origin::ROWS
            },
        };
        let below = plan.face.select_in(step).await?;
        let places = found.take(rows_taken::<M>(&mut scratch, below));
        let links = links_of(&scratch, above, R::META.slot, &places.all);
        match first.is_empty() {
            true if found.links.is_empty() => first = links,
            _ => found.links.extend(links),
        }
        if places.new.is_empty() {
            break;
        }
        rows = places.new;
    }
    Ok(place::<M, R>(graph, parent, first, found))
}

/// The rows that were found, each once, with those that each leads to.
pub(super) struct Found<M: Model> {
    pub(super) rows: Vec<M>,
    places: Keyed<M::Key>,
    pub(super) links: Vec<Vec<u32>>,
}

impl<M: Model> Default for Found<M> {
    fn default() -> Self {
        Found {
            rows: vec![],
            places: Keyed::default(),
            links: vec![],
        }
    }
}

/// The rows of a level.
pub(super) struct Places<M> {
    /// Where each of them stands.
    all: Vec<u32>,
    /// Those that were not there before.
    new: Vec<M>,
}

impl<M: Model> Found<M> {
    pub(super) fn take(&mut self, rows: Vec<M>) -> Places<M> {
        let mut places = Places {
            all: Vec::with_capacity(rows.len()),
            new: vec![],
        };
        for row in rows {
            let next = self.rows.len() as u32;
            let place = *self.places.entry(row.key()).or_insert(next);
            places.all.push(place);
            if place == next {
                self.rows.push(row.clone());
                places.new.push(row);
            }
        }
        places
    }
}

pub(super) fn rows_of_node<M: Model>(graph: &Graph, node: u32) -> Vec<M> {
    let node = &graph.nodes[node as usize];
    let rows = graph.rows::<M>(node.table);
    (0..node.rows.len())
        .map(|at| rows[node.rows.index(at) as usize].clone())
        .collect()
}

/// The rows of a node that nobody reads any more.
fn rows_taken<M: Model>(graph: &mut Graph, node: u32) -> Vec<M> {
    let table = graph.nodes[node as usize].table;
    let table = graph.table_mut::<M>(table);
    table.map_or(vec![], |table| std::mem::take(&mut table.rows))
}

/// The targets of each row of a node, by where they stand among all.
fn links_of(graph: &Graph, node: u32, slot: u16, places: &[u32]) -> Vec<Vec<u32>> {
    let node = &graph.nodes[node as usize];
    let Some(edge) = node.edge(slot) else {
        return vec![vec![]; node.rows.len() as usize];
    };
    let place = |at: &u32| places[*at as usize];
    match &edge.links {
        Links::One(to) => to
            .iter()
            .map(|at| (*at != NONE).then(|| place(at)).into_iter().collect())
            .collect(),
        Links::Ranges(ranges) => ranges
            .iter()
            .map(|(from, to)| places[*from as usize..*to as usize].to_vec())
            .collect(),
        Links::Lists { offsets, to } => offsets
            .windows(2)
            .map(|pair| {
                to[pair[0] as usize..pair[1] as usize]
                    .iter()
                    .map(place)
                    .collect()
            })
            .collect(),
    }
}

/// Moves what was found into the graph.
pub(super) fn place<M: Model, R: Relation>(
    graph: &mut Graph,
    parent: u32,
    first: Vec<Vec<u32>>,
    found: Found<M>,
) -> u32 {
    let node = graph.add_node(found.rows);
    for (from, links) in [(parent, first), (node, found.links)] {
        graph.nodes[from as usize].edges.push(Edge {
            slot: R::META.slot,
            node,
            links: edges::<R>(links),
        });
    }
    node
}

fn edges<R: Relation>(links: Vec<Vec<u32>>) -> Links {
    if !<R::Cardinality as Cardinality>::MANY {
        let one = |to: Vec<u32>| to.first().copied().unwrap_or(NONE);
        return Links::One(links.into_iter().map(one).collect());
    }
    Links::lists(links)
}
