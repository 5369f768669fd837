use std::marker::PhantomData;

use futures_util::future::BoxFuture;

use super::followed;
use super::guard::Guard;
use super::keyed::Keyed;
use super::soft_delete::{delete_children, deletion, follows, soft};
use super::{Delete, InsertAll, Restricted, Update, apart};
use crate::dialect::Dialect;
use crate::driver::{Access, Executor};
use crate::error::Result;
use crate::expr::Node;
use crate::hooks;
use crate::model::Model;
use crate::query::writer::{Target, UpdateNode, write_delete, write_update};
use crate::query::{Change, ChangeNode, Collected, CteBody, Nameable, Project, Scope, Tuple};

/// A statement that changes rows and gives something back of each.
#[must_use = "nothing is changed before `.run(..)`"]
pub struct Returning<Q, P> {
    pub(super) query: Q,
    pub(super) columns: Vec<Node>,
    output: PhantomData<fn() -> P>,
}

impl<Q, P: Project> Returning<Q, P> {
    pub(super) fn new(query: Q, output: P) -> Self {
        let mut columns = vec![];
        output.push_columns(&mut columns);
        Returning::of(query, columns)
    }

    pub(super) fn of(query: Q, columns: Vec<Node>) -> Self {
        Returning {
            query,
            columns,
            output: PhantomData,
        }
    }
}

impl<M: Model, W, S: Scope, P: Project> Returning<Update<M, W, S>, P> {
    /// Runs it. If it sets nothing, no statement runs.
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<Vec<P::Row>>>
    where
        W: Restricted,
        P: 'e,
    {
        let (node, guard) = self.query.into_parts();
        Box::pin(update::<M, P>(node, guard, self.columns, on))
    }
}

impl<M: Model, W, S: Scope, P: Project> Returning<Delete<M, W, S>, P> {
    /// Runs it.
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<Vec<P::Row>>>
    where
        W: Restricted,
        P: 'e,
    {
        let keeps = self.query.keeps();
        let (target, guard) = self.query.into_parts();
        match keeps {
            Some(column) => {
                let node = deletion(target, column);
                Box::pin(soft_delete::<M, P>(node, guard, self.columns, on))
            }
            None => Box::pin(delete::<M, P>(target, guard, self.columns, on)),
        }
    }
}

/// PostgreSQL: see [`cte`](crate::cte). A `returning` of a whole model is one of its rows there.
impl<M: Model, W: Restricted, S: Scope, P: Project> Nameable for Returning<Update<M, W, S>, P> {
    type Project = P;
    type Output = Tuple<P>;

    fn body(self) -> (CteBody, Vec<Node>) {
        let (mut node, guard) = self.query.into_parts();
        node.target = guard.narrow::<M>(node.target);
        let change = Change::Update(node);
        named(change, self.columns)
    }
}

impl<M: Model, W: Restricted, S: Scope, P: Project> Nameable for Returning<Delete<M, W, S>, P> {
    type Project = P;
    type Output = Tuple<P>;

    fn body(self) -> (CteBody, Vec<Node>) {
        let keeps = self.query.keeps();
        let (target, guard) = self.query.into_parts();
        let target = guard.narrow::<M>(target);
        let change = match keeps {
            Some(column) => Change::Update(deletion(target, column)),
            None => Change::Delete(target),
        };
        named(change, self.columns)
    }
}

pub(super) fn named(change: Change, columns: Vec<Node>) -> (CteBody, Vec<Node>) {
    let node = ChangeNode {
        change,
        returning: columns.clone(),
    };
    (CteBody::Change(Box::new(node)), columns)
}

impl<M: Model, P: Project> Returning<InsertAll<M>, P> {
    /// Runs it. What it gives back stands in the order of the rows.
    pub async fn run(self, on: impl Executor) -> Result<Vec<P::Row>> {
        self.query.run_returning::<P>(self.columns, on).await
    }
}

/// Whether one UPDATE of a target gives its rows back.
pub(super) fn update_returns(target: &Target, dialect: Dialect) -> bool {
    matches!(dialect, Dialect::Sqlite | Dialect::Postgres) && target.model.base().is_none()
}

/// Whether one DELETE of a target does.
pub(super) fn delete_returns(target: &Target, dialect: Dialect) -> bool {
    target.model.base().is_none()
        && match dialect {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mariadb => target.joins.is_empty(),
            Dialect::Mysql => false,
        }
}

async fn update<M: Model, P: Project>(
    mut update: UpdateNode,
    guard: Guard<M::Key>,
    columns: Vec<Node>,
    mut on: impl Executor,
) -> Result<Vec<P::Row>> {
    if update.set.is_empty() {
        return Ok(vec![]);
    }
    update.target = guard.apply::<M>(update.target)?;
    let following = on.follow().and_then(|follower| follower.updating(&update));
    let mut lease = on.lease(Access::Write).await?;
    hooks::refuse(M::META, &lease)?;
    let dialect = lease.dialect();
    if update_returns(&update.target, dialect) {
        let mut rows = Collected::<P>(vec![]);
        let statement = write_update(&update, &columns, dialect)?;
        lease.fetch(&statement, &mut rows).await?;
        guard.judge::<M>(&mut lease, rows.0.len() as u64).await?;
        drop(lease);
        followed::done(&mut on, following, None)?;
        return Ok(rows.0);
    }
    let keyed = Keyed::<M>::new(&update.target, dialect)?;
    keyed.keeps_key(&update)?;
    lease.atomic().await?;
    let keys = keyed.lock(&mut lease).await?;
    guard.judge::<M>(&mut lease, keys.len() as u64).await?;
    for chunk in keyed.chunks(&keys) {
        let part = UpdateNode {
            target: keyed.only(chunk),
            set: update.set.clone(),
        };
        apart::update(&mut lease, &part).await?;
    }
    let rows = keyed.read::<P>(&mut lease, &keys, columns).await?;
    lease.finish().await?;
    followed::done(&mut on, following, None)?;
    Ok(rows)
}

/// A delete that keeps the rows: as an update, after what hangs on them.
async fn soft_delete<M: Model, P: Project>(
    mut node: UpdateNode,
    guard: Guard<M::Key>,
    columns: Vec<Node>,
    mut on: impl Executor,
) -> Result<Vec<P::Row>> {
    node.target = guard.apply::<M>(node.target)?;
    let following = on.follow().and_then(|follower| follower.keeping(M::META));
    let mut lease = on.lease(Access::Write).await?;
    hooks::refuse(M::META, &lease)?;
    if let Some((rules, _)) = soft(M::META).filter(|_| follows(M::META)) {
        lease.atomic().await?;
        delete_children(&mut lease, &node.target, rules).await?;
    }
    // Whether hooks are wanted was asked before.
    let held = (&mut *lease).without_hooks().without_audit();
    let rows = update::<M, P>(node, guard, columns, held).await?;
    lease.finish().await?;
    followed::done(&mut on, following, None)?;
    Ok(rows)
}

async fn delete<M: Model, P: Project>(
    target: Target,
    guard: Guard<M::Key>,
    columns: Vec<Node>,
    mut on: impl Executor,
) -> Result<Vec<P::Row>> {
    let target = guard.apply::<M>(target)?;
    let following = on.follow().and_then(|follower| follower.deleting(&target));
    let mut lease = on.lease(Access::Write).await?;
    hooks::refuse(M::META, &lease)?;
    let dialect = lease.dialect();
    let apart = target.model.base().is_some();
    if delete_returns(&target, dialect) {
        let mut rows = Collected::<P>(vec![]);
        let statement = write_delete(&target, &columns, dialect)?;
        lease.fetch(&statement, &mut rows).await?;
        guard.judge::<M>(&mut lease, rows.0.len() as u64).await?;
        drop(lease);
        followed::done(&mut on, following, None)?;
        return Ok(rows.0);
    }
    let keyed = Keyed::<M>::new(&target, dialect)?;
    lease.atomic().await?;
    let keys = keyed.lock(&mut lease).await?;
    guard.judge::<M>(&mut lease, keys.len() as u64).await?;
    let rows = keyed.read::<P>(&mut lease, &keys, columns).await?;
    for chunk in keyed.chunks(&keys) {
        let part = keyed.alone(chunk);
        match apart {
            true => apart::delete(&mut lease, &part).await?,
            false => {
                let statement = write_delete(&part, &[], dialect)?;
                lease.execute(&statement).await?.rows
            }
        };
    }
    lease.finish().await?;
    followed::done(&mut on, following, None)?;
    Ok(rows)
}
