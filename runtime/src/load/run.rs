use super::columns::row;
use super::face::{BoxFuture, Step};
use super::from_join;
use super::joined;
use super::link_back::link_back;
use super::plan::{Method, Origin, Plan, Strategy};
use super::prepare::{prepare, refuse_from_join};
use super::rows::ModelRows;
use crate::driver::Connection;
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::model::Model;
use crate::query::{SelectNode, write_select};
use crate::rules::moment;

/// Runs a query of whole rows of `M` with its includes. Returns the node of its rows.
///
/// The first table of the statement is the model's; its columns are set here.
pub(crate) async fn run_in<M: Model>(
    mut select: SelectNode,
    includes: &[Plan],
    connection: &mut Connection,
    graph: &mut Graph,
) -> Result<u32> {
    graph.moment = moment(&select.lifted);
    let includes = &*prepare::<M>(&mut select, includes)?;
    let origin = origin(&select);
    let locks = select.locks();
    let rows = fetch::<M>(select, includes, connection).await?;
    let node = match locks {
        true => renewed(rows, graph)?,
        false => rows.place(graph)?,
    };
    attach(includes, origin, connection, graph, node).await?;
    Ok(node)
}

/// Places rows that are locked: those that are here take what was read. What is loaded from them
/// is not locked, and may be older than what is here.
fn renewed<M: Model>(rows: ModelRows<M>, graph: &mut Graph) -> Result<u32> {
    let Some(known) = graph.find_table::<M>() else {
        return rows.place(graph);
    };
    graph.tables[known as usize].set_renewing(true);
    let node = rows.place(graph);
    graph.tables[known as usize].set_renewing(false);
    node
}

/// The rows of a query, with those of its includes that are joined to them.
pub(super) async fn fetch<M: Model>(
    mut select: SelectNode,
    includes: &[Plan],
    connection: &mut Connection,
) -> Result<ModelRows<M>> {
    let mut sink = sink::<M>(&mut select, includes);
    connection
        .fetch(&write_select(&select, connection.dialect())?, &mut sink)
        .await?;
    if includes.iter().any(from_join::multiplies) {
        sink.merge();
    }
    Ok(sink)
}

/// Makes a statement select the rows of its first table and of what is joined to them.
pub(super) fn sink<M: Model>(select: &mut SelectNode, includes: &[Plan]) -> ModelRows<M> {
    let mut joints = vec![];
    if let Some(from) = &select.from {
        let alias = from.alias;
        select.columns = row(alias, M::META, &select.undeferred).collect();
        joints = joined::join_all(includes, origin(select), alias, false, select);
    }
    ModelRows::new(select.undeferred.clone(), joints)
}

/// What the includes of a query see.
pub(super) fn origin(select: &SelectNode) -> Origin<'static> {
    Origin {
        via: None,
        limited: select.limit.is_some() || select.offset.is_some(),
        timeout: select.options.as_ref().and_then(|options| options.timeout),
    }
}

/// Loads relationships of rows that are in a graph already: `joined` ones by a statement too.
pub(crate) async fn load_into(
    mut plan: Plan,
    connection: &mut Connection,
    graph: &mut Graph,
    node: u32,
) -> Result<()> {
    let why = "rows that are here already come from no join";
    refuse_from_join(std::slice::from_ref(&plan), why)?;
    if plan.strategy != Strategy::SelectIn {
        plan = plan.by_keys();
    }
    let slot = plan.face.meta().slot;
    graph.nodes[node as usize]
        .edges
        .retain(|edge| edge.slot != slot);
    attach(&[plan], Origin::ROWS, connection, graph, node).await
}

/// Loads a relationship by a statement of its own.
async fn by_statement(mut step: Step<'_>) -> Result<u32> {
    let plan = step.plan;
    let found = match plan.walk {
        Some(walk) => (walk.run)(step.by(plan)).await,
        None => plan.face.select_in(step.by(plan)).await,
    };
    match found {
        // The query of the parents gives others by now: the transaction lets that be seen.
        Err(Error::KeyMismatch { .. }) if plan.parents.is_some() => {
            plan.face.select_in(step.by(&plan.by_keys())).await
        }
        found => found,
    }
}

/// Loads what is not joined with the rows of a node, and what is loaded from there on.
pub(super) fn attach<'a>(
    plans: &'a [Plan],
    origin: Origin<'a>,
    connection: &'a mut Connection,
    graph: &'a mut Graph,
    node: u32,
) -> BoxFuture<'a, Result<()>> {
    attach_from(None, plans, origin, connection, graph, node)
}

/// `before` is the node that `origin.via` led here from.
fn attach_from<'a>(
    before: Option<u32>,
    plans: &'a [Plan],
    origin: Origin<'a>,
    connection: &'a mut Connection,
    graph: &'a mut Graph,
    node: u32,
) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        for plan in plans {
            let slot = plan.face.meta().slot;
            let child = match (plan.method(origin), before, origin.via) {
                (Method::LinkBack, Some(parent), Some(via)) => {
                    link_back(graph, parent, via, node, plan)
                }
                (Method::Joined, ..) => match graph.nodes[node as usize].edge(slot) {
                    Some(edge) => edge.node,
                    None => continue,
                },
                _ => {
                    let step = Step {
                        connection: &mut *connection,
                        graph: &mut *graph,
                        parent: node,
                        plan,
                        origin,
                    };
                    by_statement(step).await?
                }
            };
            if !plan.nested.is_empty() {
                let here = plan.as_origin(origin);
                attach_from(Some(node), &plan.nested, here, connection, graph, child).await?;
            }
        }
        Ok(())
    })
}
