use super::include::Include;
use super::plan::{Origin, Plan};
use super::run::load_into;
use crate::driver::{Access, Executor};
use crate::error::Result;
use crate::graph::{All, One};
use crate::model::Model;
use crate::relation::Set;
use crate::rules::Lift;

impl<M: Model, L: 'static> All<M, L> {
    /// Loads a relationship of rows that are here already. What was loaded before stays; a
    /// relationship that was loaded already is loaded anew.
    pub async fn load<R, S, C, Out>(
        mut self,
        db: impl Executor,
        include: Include<R, S, C>,
    ) -> Result<All<M, Out>>
    where
        L: Set<R, S, Out = Out>,
        Out: 'static,
    {
        self.load_plan(db, include.plan).await?;
        Ok(All::new(self.graph, self.node))
    }

    /// The node may be changed: the proof of what it had is consumed with `self`.
    async fn load_plan(&mut self, mut db: impl Executor, mut plan: Plan) -> Result<()> {
        if let Some(at) = self.graph.moment {
            plan.lift(&[Lift::AsOf(at)]);
        }
        let mut lease = db.lease(Access::Read).await?;
        let below = plan.as_origin(Origin::ROWS);
        if plan.nested.iter().any(|plan| plan.has_statement(below)) {
            lease.snapshot().await?;
        }
        load_into(plan, &mut lease, &mut self.graph, self.node).await?;
        lease.finish().await
    }
}

impl<M: Model, L: 'static> One<M, L> {
    /// As [`All::load`].
    pub async fn load<R, S, C, Out>(
        self,
        db: impl Executor,
        include: Include<R, S, C>,
    ) -> Result<One<M, Out>>
    where
        L: Set<R, S, Out = Out>,
        Out: 'static,
    {
        Ok(One(self.0.load(db, include).await?))
    }
}
