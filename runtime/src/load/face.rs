use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use super::joined::{Joint, JointOf};
use super::plan::{Origin, Plan};
use super::{many_to_many, select_in};
use crate::driver::Connection;
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::model::{Model, ModelMeta};
use crate::relation::{Cardinality, Relation, RelationMeta};

/// A relationship without its types: what a plan knows of it.
pub(crate) trait Face: Send + Sync {
    /// Names and columns.
    fn meta(&self) -> &'static RelationMeta;
    /// The model that has it.
    fn parent(&self) -> &'static ModelMeta;
    /// The model it leads to.
    fn child(&self) -> &'static ModelMeta;
    /// Whether it is a collection.
    fn is_many(&self) -> bool;
    /// Loads it by a statement of its own. Returns the node of the children.
    fn select_in<'a>(&self, step: Step<'a>) -> BoxFuture<'a, Result<u32>>;
    /// Reads it from the rows of its parents, where its columns stand from `at` on.
    fn joint(&self, at: usize, asked: Vec<u16>, nested: Vec<Box<dyn Joint>>) -> Box<dyn Joint>;
}

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One step of a load: a relationship of the rows of a node.
pub(crate) struct Step<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) graph: &'a mut Graph,
    pub(super) parent: u32,
    pub(super) plan: &'a Plan,
    pub(super) origin: Origin<'a>,
}

impl Step<'_> {
    /// The same step by another plan.
    pub(super) fn by<'s>(&'s mut self, plan: &'s Plan) -> Step<'s> {
        Step {
            connection: self.connection,
            graph: self.graph,
            parent: self.parent,
            plan,
            origin: self.origin,
        }
    }
}

/// The face of `R`.
pub(super) struct Of<R>(pub(super) PhantomData<fn() -> R>);

impl<R: Relation> Face for Of<R> {
    fn meta(&self) -> &'static RelationMeta {
        R::META
    }

    fn parent(&self) -> &'static ModelMeta {
        R::Parent::META
    }

    fn child(&self) -> &'static ModelMeta {
        R::Child::META
    }

    fn is_many(&self) -> bool {
        <R::Cardinality as Cardinality>::MANY
    }

    fn select_in<'a>(&self, step: Step<'a>) -> BoxFuture<'a, Result<u32>> {
        match R::META.link {
            Some(link) => Box::pin(many_to_many::load::<R>(step, link)),
            None => Box::pin(select_in::load::<R>(step)),
        }
    }

    fn joint(&self, at: usize, asked: Vec<u16>, nested: Vec<Box<dyn Joint>>) -> Box<dyn Joint> {
        Box::new(JointOf::<R>::new(at, asked, nested))
    }
}

/// `Model.relationship`, for messages.
pub(super) fn name<R: Relation>() -> String {
    format!("{}.{}", R::Parent::META.name, R::META.name)
}

pub(super) fn missing_required<R: Relation>() -> Error {
    Error::MissingRequired {
        relationship: name::<R>(),
    }
}

pub(super) fn several_for_one<R: Relation>() -> Error {
    Error::SeveralForOne {
        relationship: name::<R>(),
        child: R::Child::META.name,
    }
}

pub(super) fn key_mismatch<R: Relation>() -> Error {
    Error::KeyMismatch {
        relationship: name::<R>(),
    }
}
