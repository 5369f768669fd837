//! Updates and deletes by condition, which the rows of a session follow.

use std::any::Any;

use super::guard::Guard;
use super::returning::{delete_returns, update_returns};
use super::{apart, soft_delete};
use crate::driver::{Access, Executor, Following, Lease, RowSink};
use crate::error::Result;
use crate::expr::Node;
use crate::hooks;
use crate::model::Model;
use crate::query::writer::{Target, UpdateNode, write_delete, write_update};
use crate::statement::Statement;
use crate::value::Decoder;

pub(super) async fn update<M: Model>(
    mut update: UpdateNode,
    guard: Guard<M::Key>,
    mut on: impl Executor,
) -> Result<u64> {
    if update.set.is_empty() {
        return Ok(0);
    }
    update.target = guard.apply::<M>(update.target)?;
    let following = on.follow().and_then(|follower| follower.updating(&update));
    let mut lease = on.lease(Access::Write).await?;
    hooks::refuse(M::META, &lease)?;
    let dialect = lease.dialect();
    if update.target.model.base().is_some() {
        lease.atomic().await?;
    }
    let returns = needs_rows(&following) && update_returns(&update.target, dialect);
    let (count, rows) = match returns {
        true => {
            let columns = every_column(&update.target);
            let statement = write_update(&update, &columns, dialect)?;
            returned::<M>(&mut lease, &statement).await?
        }
        false => (apart::update(&mut lease, &update).await?, None),
    };
    guard.judge::<M>(&mut lease, count).await?;
    lease.finish().await?;
    done(
        &mut on,
        following,
        rows.as_ref().map(|rows| rows as &dyn Any),
    )?;
    Ok(count)
}

pub(super) async fn delete<M: Model>(
    target: Target,
    guard: Guard<M::Key>,
    for_good: bool,
    mut on: impl Executor,
) -> Result<u64> {
    let target = guard.apply::<M>(target)?;
    if !for_good && soft_delete::soft(target.model).is_some() {
        return delete_softly::<M>(target, guard, on).await;
    }
    let following = on.follow().and_then(|follower| follower.deleting(&target));
    let mut lease = on.lease(Access::Write).await?;
    hooks::refuse(M::META, &lease)?;
    let dialect = lease.dialect();
    let apart = target.model.base().is_some();
    if apart {
        lease.atomic().await?;
    }
    let (count, rows) = if needs_rows(&following) && delete_returns(&target, dialect) {
        let statement = write_delete(&target, &every_column(&target), dialect)?;
        returned::<M>(&mut lease, &statement).await?
    } else if apart {
        (apart::delete(&mut lease, &target).await?, None)
    } else {
        let statement = write_delete(&target, &[], dialect)?;
        (lease.execute(&statement).await?.rows, None)
    };
    guard.judge::<M>(&mut lease, count).await?;
    lease.finish().await?;
    done(
        &mut on,
        following,
        rows.as_ref().map(|rows| rows as &dyn Any),
    )?;
    Ok(count)
}

/// A delete that keeps the rows, and with them rows that hang on them.
async fn delete_softly<M: Model>(
    target: Target,
    guard: Guard<M::Key>,
    mut on: impl Executor,
) -> Result<u64> {
    let following = on
        .follow()
        .and_then(|follower| follower.keeping(target.model));
    let mut lease = on.lease(Access::Write).await?;
    hooks::refuse(M::META, &lease)?;
    if soft_delete::follows(target.model) {
        lease.atomic().await?;
    }
    let found = soft_delete::delete(&mut lease, target).await?;
    guard.judge::<M>(&mut lease, found).await?;
    lease.finish().await?;
    done(&mut on, following, None)?;
    Ok(found)
}

/// Tells a follower that a statement ran, with the rows that it gave back.
pub(super) fn done(
    on: &mut impl Executor,
    following: Option<Following>,
    rows: Option<&dyn Any>,
) -> Result<()> {
    match (on.follow(), following) {
        (Some(follower), Some(following)) => follower.done(following, rows),
        _ => Ok(()),
    }
}

/// Runs a statement that gives back the rows it was for: how many, and these.
async fn returned<M: Model>(
    lease: &mut Lease<'_>,
    statement: &Statement,
) -> Result<(u64, Option<Vec<M>>)> {
    let mut changed = Changed::<M>(vec![]);
    lease.fetch(statement, &mut changed).await?;
    Ok((changed.0.len() as u64, Some(changed.0)))
}

fn needs_rows(following: &Option<Following>) -> bool {
    following
        .as_ref()
        .is_some_and(|following| following.needs_rows)
}

fn every_column(target: &Target) -> Vec<Node> {
    let columns = 0..target.model.columns.len() as u16;
    columns.map(|at| Node::Column(target.column(at))).collect()
}

/// The rows that a statement gives back.
struct Changed<M>(Vec<M>);

impl<M: Model> RowSink for Changed<M> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        self.0.push(M::decode(row, 0)?);
        Ok(())
    }
}
