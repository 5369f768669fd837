//! What includes have to know of the statement of their parents, before it runs.

use std::borrow::Cow;

use super::plan::{Plan, Strategy};
use super::{from_join, subquery};
use crate::error::{Error, Result};
use crate::expr::Alias;
use crate::model::{Model, ModelMeta};
use crate::query::SelectNode;

/// Finds the joins that includes are to be read from, and tells those that are loaded by subquery
/// what to repeat.
pub(super) fn prepare<'p, M: Model>(
    select: &mut SelectNode,
    includes: &'p [Plan],
) -> Result<Cow<'p, [Plan]>> {
    match &select.from {
        Some(from) if includes.iter().any(asks) => {
            let alias = from.alias;
            prepare_all(select, alias, M::META, includes).map(Cow::Owned)
        }
        _ => Ok(Cow::Borrowed(includes)),
    }
}

/// Whether an include has to know the statement of its parents.
fn asks(plan: &Plan) -> bool {
    matches!(plan.strategy, Strategy::Subquery | Strategy::FromJoin) || plan.nested.iter().any(asks)
}

fn prepare_all(
    select: &mut SelectNode,
    alias: Alias,
    model: &'static ModelMeta,
    includes: &[Plan],
) -> Result<Vec<Plan>> {
    let mut plans = includes.to_vec();
    if plans.iter().any(|plan| plan.strategy == Strategy::Subquery) {
        subquery::settle(select, alias, model);
    }
    for plan in &mut plans {
        match plan.strategy {
            Strategy::FromJoin => from_join::prepare(select, alias, plan)?,
            _ => refuse_from_join(
                &plan.nested,
                "only a query can have joins, and the rows above it come from another statement",
            )?,
        }
    }
    from_join::check(select, &plans)?;
    for plan in &mut plans {
        subquery::prepare(select, alias, model, plan);
    }
    Ok(plans)
}

/// Includes that are to be read from a join where there can be none are an error.
pub(super) fn refuse_from_join(plans: &[Plan], why: &str) -> Result<()> {
    for plan in plans {
        if plan.strategy == Strategy::FromJoin {
            let name = plan.name();
            return Err(Error::Invalid(format!(
                "`{name}` is to be loaded from a join, but {why}; leave `.from_join()` out"
            )));
        }
        refuse_from_join(&plan.nested, why)?;
    }
    Ok(())
}
