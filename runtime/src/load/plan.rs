use std::sync::Arc;
use std::time::Duration;

use super::face::Face;
use super::from_join::Gather;
use super::recursive::Walk;
use crate::expr::{Alias, Node, OrderNode};
use crate::query::{Options, PerGroup, SelectNode};
use crate::relation::Load;
use crate::rules::Lift;

/// How a relationship is to be loaded from the rows of one step, and what from there on.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The relationship.
    pub(crate) face: &'static dyn Face,
    /// What the child's table is called in `filter` and `order`.
    pub(crate) alias: Alias,
    /// With which statement.
    pub(crate) strategy: Strategy,
    /// Who asked for that.
    pub(crate) chosen: Chosen,
    /// How it is read from the rows of the query's own join.
    pub(crate) gather: Option<Gather>,
    /// The table of that join; known once the query is.
    pub(crate) source: Option<Alias>,
    /// The query of the parents' keys, if it is repeated; known once the query is.
    pub(crate) parents: Option<Arc<SelectNode>>,
    /// How it is loaded again and again until there is no more.
    pub(crate) walk: Option<Walk>,
    /// Conditions on the children, all of which must hold.
    pub(crate) filter: Vec<Node>,
    /// The children's order, instead of the relationship's own.
    pub(crate) order: Vec<OrderNode>,
    /// At most so many children of each parent.
    pub(crate) limit: Option<u64>,
    /// So many children of each parent are passed over.
    pub(crate) offset: u64,
    /// At most so many keys in one statement, if fewer than the engine takes.
    pub(crate) chunk: Option<usize>,
    /// The deferred columns of the children that are read.
    pub(crate) undeferred: Vec<u16>,
    /// The scopes that are lifted.
    pub(crate) lifted: Vec<Lift>,
    /// It lifts scopes that the statement of its parents has, so it takes one of its own.
    pub(crate) apart: bool,
    /// What is loaded with the children.
    pub(crate) nested: Vec<Plan>,
}

/// What the program asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// A statement of its own, by the keys of the parents.
    SelectIn,
    /// In that of the parents, by a join.
    Joined,
    /// A statement of its own, by the query of the parents.
    Subquery,
    /// In that of the parents, by a join that the query has already.
    FromJoin,
}

/// Who chose a strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// Nobody.
    Default,
    /// `load:` in the schema.
    Schema,
    /// The query.
    Query,
}

/// What is done: what the program asked for, unless there is something better or it would be
/// wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// A statement of its own.
    SelectIn,
    /// By a join in the statement of the parents.
    Joined,
    /// It is the way back to the step before: no statement at all.
    LinkBack,
}

impl Plan {
    pub(crate) fn new(face: &'static dyn Face) -> Self {
        let meta = face.meta();
        Plan {
            face,
            alias: Alias::fresh(),
            strategy: match meta.load {
                None | Some(Load::SelectIn) => Strategy::SelectIn,
                Some(Load::Joined) => Strategy::Joined,
                Some(Load::Subquery) => Strategy::Subquery,
            },
            chosen: match meta.load {
                None => Chosen::Default,
                Some(_) => Chosen::Schema,
            },
            gather: None,
            source: None,
            parents: None,
            walk: None,
            filter: vec![],
            order: vec![],
            limit: meta.limit,
            offset: 0,
            chunk: None,
            undeferred: vec![],
            lifted: vec![],
            apart: false,
            nested: vec![],
        }
    }

    /// Lifts scopes, here and in what is loaded from here.
    pub(crate) fn lift(&mut self, lifts: &[Lift]) {
        self.lifted.extend_from_slice(lifts);
        self.nested.iter_mut().for_each(|plan| plan.lift(lifts));
    }

    /// Adds a plan to those of one step. A relationship included twice is loaded as said last:
    /// so does its type.
    pub(crate) fn add(self, plans: &mut Vec<Plan>) {
        let slot = self.face.meta().slot;
        plans.retain(|plan| plan.face.meta().slot != slot);
        plans.push(self);
    }

    /// Whether its statement returns a part of the rows only.
    pub(super) fn is_limited(&self) -> bool {
        self.limit.is_some() || self.offset > 0
    }

    /// Its limit, for each of the groups that belong to one parent.
    pub(super) fn per_parent(&self, by: &[Node]) -> PerGroup {
        PerGroup {
            by: by.to_vec(),
            limit: self.limit.unwrap_or(i64::MAX as u64),
            offset: self.offset,
        }
    }

    pub(super) fn method(&self, origin: Origin<'_>) -> Method {
        let meta = self.face.meta();
        match origin.via {
            Some(via) if via.leads_back(self) => Method::LinkBack,
            _ if self.source.is_some() => Method::Joined,
            // Two rows for a has-one must be noticed, not cut off by a limit.
            _ if self.strategy == Strategy::Joined
                && !self.apart
                && self.walk.is_none()
                && (meta.belongs_to || self.is_by_key() || !origin.limited) =>
            {
                Method::Joined
            }
            _ => Method::SelectIn,
        }
    }

    /// Whether no two children can be those of one parent.
    fn is_by_key(&self) -> bool {
        let key = self.face.child().key;
        !key.is_empty() && self.face.meta().child_columns == key
    }

    /// Whether `next`, from the children, is the way back to the parents. It is only where the
    /// child holds the key: the parents of a belongs-to may have more children than are loaded.
    fn leads_back(&self, next: &Plan) -> bool {
        let meta = self.face.meta();
        let partial = next.walk.is_some() || self.walk.is_some() || next.gather.is_some();
        !partial
            && !meta.belongs_to
            && meta.link.is_none()
            && meta.inverse == Some(next.face.meta().slot)
    }

    /// Chooses how it is loaded.
    pub(crate) fn choose(&mut self, strategy: Strategy) {
        self.strategy = strategy;
        self.chosen = Chosen::Query;
    }

    /// The same by the keys of the parents.
    pub(super) fn by_keys(&self) -> Plan {
        Plan {
            strategy: Strategy::SelectIn,
            parents: None,
            gather: None,
            ..self.clone()
        }
    }

    /// Whether it takes a statement, itself or below.
    pub(super) fn has_statement(&self, origin: Origin<'_>) -> bool {
        self.method(origin) == Method::SelectIn || {
            let here = self.as_origin(origin);
            self.nested.iter().any(|plan| plan.has_statement(here))
        }
    }

    /// What the plans below see.
    pub(super) fn as_origin<'p>(&'p self, origin: Origin<'p>) -> Origin<'p> {
        Origin {
            via: Some(self),
            limited: match self.method(origin) {
                Method::Joined => origin.limited,
                Method::SelectIn | Method::LinkBack => self.is_limited(),
            },
            timeout: origin.timeout,
        }
    }
}

/// Where the rows of a step come from.
#[derive(Clone, Copy)]
pub(super) struct Origin<'p> {
    /// The plan that led there; `None` for the rows of the query itself.
    pub(super) via: Option<&'p Plan>,
    /// Whether their statement returns a part of the rows only.
    pub(super) limited: bool,
    /// How long each statement of the query may take.
    pub(super) timeout: Option<Duration>,
}

impl Origin<'_> {
    /// Rows that are there already.
    pub(super) const ROWS: Self = Origin {
        via: None,
        limited: false,
        timeout: None,
    };

    /// What is said about a statement that goes on from there.
    pub(super) fn options(self) -> Option<Box<Options>> {
        self.timeout.map(|_| {
            Box::new(Options {
                timeout: self.timeout,
                ..Options::default()
            })
        })
    }
}
