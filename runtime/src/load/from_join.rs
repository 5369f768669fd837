use std::collections::HashSet;

use super::columns::columns;
use super::face::missing_required;
use super::include::Include;
use super::joined::{Joint, of_first};
use super::plan::{Plan, Strategy};
use super::prepare::refuse_from_join;
use super::rows::read_asked;
use crate::error::{DecodeError, Error, Result};
use crate::expr::{Alias, BinaryOp, Node};
use crate::graph::{Edge, Graph, Keyed, Links, NONE};
use crate::model::{Model, Outer, Whole};
use crate::query::{JoinNode, SelectNode, Source};
use crate::relation::{Cardinality, LinkMeta, Relation};
use crate::value::Decoder;

/// Makes what reads a relationship from the rows of a join.
pub(crate) type Gather = fn(usize, Vec<u16>, Vec<Box<dyn Joint>>) -> Box<dyn Joint>;

impl<R: Relation, S, C> Include<R, S, C> {
    /// Loads it from a join that the query has already: `.join(|p| p.author())` and
    /// `.with(post::author().from_join())`.
    ///
    /// What the query's conditions leave of a collection is what is loaded of it, as with
    /// [`filter`](Include::filter). Its rows stand in the order of the query.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let record = db.record();
    /// let users = User::select()
    ///     .join(|u| u.posts())
    ///     .filter(|(_, p)| p.title.starts_with("S"))
    ///     .with(user::posts().from_join())
    ///     .all(&db)
    ///     .await?;
    /// let ann = users.first().unwrap();
    /// assert_eq!(ann.posts().iter().map(|p| p.title()).collect::<Vec<_>>(), ["Second"]);
    /// # assert_eq!(record.count(), 1);
    /// # Ok(()) }
    /// ```
    ///
    /// A query whose rows are multiplied by such a collection has no LIMIT, since that would
    /// count the rows of the join: that, a second such collection, and a query without the join
    /// are errors.
    pub fn from_join(mut self) -> Self {
        self.plan.choose(Strategy::FromJoin);
        self.plan.gather =
            Some(|at, asked, nested| Box::new(Gathered::<R>::new(at, asked, nested)));
        self
    }
}

impl Plan {
    /// `Model.relationship`, for messages.
    pub(super) fn name(&self) -> String {
        format!("{}.{}", self.face.parent().name, self.face.meta().name)
    }
}

/// Whether the query has a row for each row of the relationship.
pub(super) fn multiplies(plan: &Plan) -> bool {
    plan.source.is_some() && plan.face.is_many()
}

/// Finds the join of a relationship of the rows of `alias`, and those of what is nested.
pub(super) fn prepare(select: &SelectNode, alias: Alias, plan: &mut Plan) -> Result<()> {
    if plan.walk.is_some() {
        return Err(Error::Invalid(format!(
            "all levels of `{}` are to be loaded, and a join of the query has one of them; leave \
             `.from_join()` out",
            plan.name()
        )));
    }
    let own = !(plan.filter.is_empty() && plan.order.is_empty()) || plan.is_limited() || plan.apart;
    if own {
        return Err(Error::Invalid(format!(
            "`{}` is loaded from a join of the query, so that conditions, orders and limits of \
             its own have no place; say them of the query",
            plan.name()
        )));
    }
    let Some(source) = find(select, alias, plan) else {
        let name = plan.face.meta().name;
        return Err(Error::Invalid(format!(
            "`{}` is to be loaded from a join that the query does not have; add \
             `.join(|row| row.{name}())`, or leave `.from_join()` out",
            plan.name()
        )));
    };
    plan.source = Some(source);
    for nested in &mut plan.nested {
        match nested.strategy {
            Strategy::FromJoin if nested.face.is_many() => {
                return Err(Error::Invalid(format!(
                    "`{}` is a collection of rows that are themselves read from a join, which \
                     `from_join` cannot tell apart; leave `.from_join()` out",
                    nested.name()
                )));
            }
            Strategy::FromJoin => prepare(select, source, nested)?,
            _ => refuse_from_join(&nested.nested, "the rows above it come from no join")?,
        }
    }
    Ok(())
}

/// What a query with a collection from a join cannot have beside it.
pub(super) fn check(select: &SelectNode, plans: &[Plan]) -> Result<()> {
    let mut many = plans.iter().filter(|plan| multiplies(plan));
    let Some(first) = many.next() else {
        return Ok(());
    };
    let name = first.name();
    if let Some(second) = many.next() {
        return Err(Error::Invalid(format!(
            "`{name}` and `{}` are both to be loaded from joins, which have each row of one with \
             each row of the other; leave `.from_join()` out at one of them",
            second.name()
        )));
    }
    if select.is_cut() {
        return Err(Error::Invalid(format!(
            "a LIMIT would count the rows of the join that `{name}` is loaded from; leave \
             `.from_join()` out, and say the condition of `{name}` itself"
        )));
    }
    if first.face.parent().key.is_empty() {
        return Err(Error::Invalid(format!(
            "`{name}` cannot be loaded from a join: without a key the rows of `{}` cannot be told \
             apart",
            first.face.parent().name
        )));
    }
    Ok(())
}

/// The table of the join along the relationship of a plan.
fn find(select: &SelectNode, parent: Alias, plan: &Plan) -> Option<Alias> {
    let (meta, child) = (plan.face.meta(), plan.face.child());
    let of_parent = columns(parent, plan.face.parent(), meta.parent_columns);
    let leads = |join: &&JoinNode| {
        let own = columns(join.table.alias, child, meta.child_columns);
        join.table.source == Source::Table(child.source())
            && match meta.link {
                None => compares(&join.on, &own, &of_parent),
                Some(link) => links(select, link, plan, join, &of_parent),
            }
    };
    let join = select.joins.iter().find(leads)?;
    Some(join.table.alias)
}

/// Whether a join leads from a link table that is joined to the parents.
fn links(
    select: &SelectNode,
    link: &'static LinkMeta,
    plan: &Plan,
    join: &JoinNode,
    of_parent: &[Node],
) -> bool {
    let (meta, child) = (plan.face.meta(), plan.face.child());
    let own = columns(join.table.alias, child, meta.child_columns);
    select.joins.iter().any(|via| {
        let named = |names: &[&'static str], nodes: &[Node]| -> Vec<Node> {
            let kinds = nodes.iter().filter_map(Node::kind);
            let columns = names.iter().zip(kinds);
            let column = |(name, kind): (&&'static str, _)| Node::LinkColumn {
                alias: via.table.alias,
                name,
                kind,
            };
            columns.map(column).collect()
        };
        via.table.source == Source::Table(link.table)
            && compares(&via.on, &named(link.parent_columns, of_parent), of_parent)
            && compares(&join.on, &own, &named(link.child_columns, &own))
    })
}

/// Whether a condition demands that all these are equal.
fn compares(on: &Node, left: &[Node], right: &[Node]) -> bool {
    let conditions = match on {
        Node::All(conditions) => conditions.as_slice(),
        one => std::slice::from_ref(one),
    };
    let demanded = |(left, right): (&Node, &Node)| {
        conditions.iter().any(|condition| match condition {
            Node::Binary(BinaryOp::Eq, sides) => sides.0 == *left && sides.1 == *right,
            _ => false,
        })
    };
    left.len() == right.len() && left.iter().zip(right).all(demanded)
}

/// The children of `R` in the rows of a join, each once.
struct Gathered<R: Relation> {
    /// Where their columns begin.
    at: usize,
    /// The deferred columns that were asked for.
    asked: Vec<u16>,
    rows: Vec<R::Child>,
    places: Keyed<<R::Child as Model>::Key>,
    /// The child in each row of the join.
    links: Vec<u32>,
    /// The children of each parent, once rows were merged.
    lists: Option<Links>,
    nested: Vec<Box<dyn Joint>>,
}

impl<R: Relation> Gathered<R> {
    fn new(at: usize, asked: Vec<u16>, nested: Vec<Box<dyn Joint>>) -> Self {
        Gathered {
            at,
            asked,
            rows: vec![],
            places: Keyed::default(),
            links: vec![],
            lists: None,
            nested,
        }
    }
}

impl<R: Relation> Joint for Gathered<R> {
    fn row(&mut self, row: &dyn Decoder) -> Result<()> {
        let in_model = |error: DecodeError| error.in_model(R::Child::META, self.at);
        let Some(mut child) = Outer::row::<R::Child, _>(row, self.at).map_err(in_model)? else {
            if R::META.required {
                return Err(missing_required::<R>());
            }
            self.links.push(NONE);
            return Ok(());
        };
        let next = self.rows.len() as u32;
        let place = match R::Child::META.key.is_empty() {
            true => next,
            false => *self.places.entry(child.key()).or_insert(next),
        };
        self.links.push(place);
        if place == next {
            read_asked(&mut child, &self.asked, row, self.at).map_err(in_model)?;
            self.rows.push(child);
            for joint in &mut self.nested {
                joint.row(row)?;
            }
        }
        Ok(())
    }

    fn reverse(&mut self) {
        self.links.reverse();
    }

    fn merge(&mut self, parents: &[u32], first: &[u32]) {
        if !<R::Cardinality as Cardinality>::MANY {
            self.links = of_first(&self.links, first);
            return;
        }
        let mut of_each: Vec<Vec<u32>> = vec![vec![]; first.len()];
        let mut seen = HashSet::new();
        for pair in parents.iter().copied().zip(self.links.iter().copied()) {
            if pair.1 != NONE && seen.insert(pair) {
                of_each[pair.0 as usize].push(pair.1);
            }
        }
        self.lists = Some(Links::lists(of_each));
    }

    fn place(self: Box<Self>, graph: &mut Graph, parent: u32) -> Result<()> {
        let node = graph.add_node(self.rows);
        graph.nodes[parent as usize].edges.push(Edge {
            slot: R::META.slot,
            node,
            links: self.lists.unwrap_or(Links::One(self.links)),
        });
        for joint in self.nested {
            joint.place(graph, node)?;
        }
        Ok(())
    }
}
