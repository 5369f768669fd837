//! Children by the query of their parents instead of by their keys.

use std::sync::Arc;

use super::children;
use super::columns::{columns, rising, then_by};
use super::plan::{Origin, Plan, Strategy};
use crate::expr::{Alias, Call, Node};
use crate::model::ModelMeta;
use crate::query::SelectNode;

/// Tells the plans that are loaded by subquery what to repeat, as far as it can be repeated.
///
/// `select` gives the parents, as rows of `alias`.
pub(super) fn prepare(
    select: &SelectNode,
    alias: Alias,
    model: &'static ModelMeta,
    plan: &mut Plan,
) {
    // Scopes that it lifts would be lifted among the parents, too. Of several levels, only the
    // first has the parents of the query.
    let one = !plan.apart && plan.walk.is_none();
    if plan.strategy != Strategy::Subquery || plan.alias == alias || !one {
        return;
    }
    let Some(parents) = keys(select, alias, model, plan) else {
        return;
    };
    plan.parents = Some(Arc::new(parents));
    if plan.is_limited() || plan.nested.iter().all(|p| p.strategy != Strategy::Subquery) {
        return;
    }
    let mut bare = plan.clone();
    let mut nested = std::mem::take(&mut bare.nested);
    let children = match plan.face.meta().link {
        None => children::direct(&bare, Origin::ROWS),
        Some(link) => children::linked(&bare, link, Some(0), Origin::ROWS).0,
    };
    if let Some(parents) = &bare.parents {
        let select = of_all(children.select, children.to_parent, parents, &bare);
        let child = plan.face.child();
        nested
            .iter_mut()
            .for_each(|plan| prepare(&select, bare.alias, child, plan));
    }
    plan.nested = nested;
}

/// A query for the joining values of the parents. `None` where the same statement may give
/// other rows, or where the rows cannot be told from less than their whole.
fn keys(
    select: &SelectNode,
    alias: Alias,
    model: &'static ModelMeta,
    plan: &Plan,
) -> Option<SelectNode> {
    let cut = select.is_cut();
    let whole = select.sample.is_some()
        || select.per_group.is_some()
        || !select.distinct_on.is_empty()
        || (cut && select.distinct);
    if whole || !select.group.is_empty() {
        return None;
    }
    let mut parents = SelectNode {
        columns: columns(alias, model, plan.face.meta().parent_columns),
        lock: None,
        options: None,
        distinct: false,
        undeferred: vec![],
        ..select.clone()
    };
    if !cut {
        parents.order.clear();
        return Some(parents);
    }
    // MySQL knows no LIMIT directly within IN; a query around it is read by every engine.
    let rows = crate::query::RowsNode::Query(Box::new(parents));
    Some(SelectNode::all(rows))
}

/// A total order, so that a limit cuts the same rows off twice.
pub(super) fn settle(select: &mut SelectNode, alias: Alias, model: &'static ModelMeta) {
    if select.is_cut() && !select.with_ties {
        let key = columns(alias, model, model.key);
        then_by(&mut select.order, key.into_iter().map(rising));
    }
}

/// The statement for the children of all parents that a query gives.
pub(super) fn of_all(
    mut select: SelectNode,
    to_parent: Vec<Node>,
    parents: &SelectNode,
    plan: &Plan,
) -> SelectNode {
    if plan.is_limited() {
        select.per_group = Some(plan.per_parent(&to_parent));
    }
    let among = Node::InQuery {
        left: Box::new(Call::row(to_parent)),
        query: Box::new(parents.clone()),
        negated: false,
    };
    select.filter.insert(0, among);
    select
}
