use super::columns::{column, columns, equal, kinds, rising, row, table, then_by};
use super::joined::{self, Joint};
use super::plan::{Origin, Plan};
use crate::expr::{Alias, Node, OrderNode};
use crate::model::ModelMeta;
use crate::query::{JoinKind, JoinNode, SelectNode, Source, TableRef};
use crate::relation::LinkMeta;
use crate::value::Kind;

/// The statement for the children of a relationship, before it says of which parents.
pub(super) struct Children {
    pub(super) select: SelectNode,
    /// What refers to the parents: columns of the children, or of the link table.
    pub(super) to_parent: Vec<Node>,
    /// How those are stored.
    pub(super) kinds: Vec<Kind>,
    /// What is read along with each child.
    pub(super) joints: Vec<Box<dyn Joint>>,
    /// Whether they are put in order once they are read.
    pub(super) arrange: bool,
}

/// The statement for the rows whose own columns say what they belong to.
pub(super) fn direct(plan: &Plan, origin: Origin<'_>) -> Children {
    let (meta, child) = (plan.face.meta(), plan.face.child());
    let to_parent = columns(plan.alias, child, meta.child_columns);
    let mut select = SelectNode {
        columns: row(plan.alias, child, &plan.undeferred).collect(),
        from: Some(table(plan.alias, child)),
        filter: filter(plan),
        lifted: plan.lifted.clone(),
        options: origin.options(),
        ..SelectNode::default()
    };
    let here = plan.as_origin(origin);
    let joints = joined::join_all(&plan.nested, here, plan.alias, false, &mut select);
    let arrange = !meta.belongs_to && joints.is_empty() && has_rust_order(plan);
    if !meta.belongs_to && !arrange {
        select.order = order(plan, &to_parent);
    }
    Children {
        arrange,
        kinds: kinds(child, meta.child_columns),
        select,
        to_parent,
        joints,
    }
}

/// The statement for the rows that a link table names. The table of the parents is not needed:
/// the link table has their keys.
///
/// The parent's key and the child's stand behind the children's columns: where, says the second
/// part; the child's does only where its columns do not stand together.
pub(super) fn linked(
    plan: &Plan,
    link: &'static LinkMeta,
    child_key: Option<usize>,
    origin: Origin<'_>,
) -> (Children, (usize, usize)) {
    let (meta, parent, child) = (plan.face.meta(), plan.face.parent(), plan.face.child());
    let links = Alias::fresh();
    let to_parent = link_columns(links, link.parent_columns, parent, meta.parent_columns);
    let to_child = link_columns(links, link.child_columns, child, meta.child_columns);
    let mut select = SelectNode {
        columns: row(plan.alias, child, &plan.undeferred).collect(),
        from: Some(TableRef {
            alias: links,
            source: Source::Table(link.table),
        }),
        joins: vec![JoinNode {
            kind: JoinKind::Inner,
            table: table(plan.alias, child),
            on: equal(
                columns(plan.alias, child, meta.child_columns),
                to_child.clone(),
            ),
        }],
        filter: filter(plan),
        lifted: plan.lifted.clone(),
        options: origin.options(),
        order: order(plan, &to_parent),
        ..SelectNode::default()
    };
    let parent_at = select.columns.len();
    select.columns.extend(to_parent.iter().cloned());
    let child_at = child_key.unwrap_or_else(|| {
        select.columns.extend(to_child);
        parent_at + to_parent.len()
    });
    let here = plan.as_origin(origin);
    let joints = joined::join_all(&plan.nested, here, plan.alias, false, &mut select);
    let children = Children {
        kinds: kinds(parent, meta.parent_columns),
        select,
        to_parent,
        joints,
        arrange: false,
    };
    (children, (parent_at, child_at))
}

/// Whether Rust orders the children as the database would. Then the database need not: it sends
/// the first rows at once, and they mostly come in the order in which they were stored.
fn has_rust_order(plan: &Plan) -> bool {
    let (meta, child) = (plan.face.meta(), plan.face.child());
    let numbers = |kind: Kind| matches!(kind, Kind::I16 | Kind::I32 | Kind::I64 | Kind::U64);
    let rising_key = child.key.iter().map(|at| (*at, false));
    let by_key = rising_key
        .take(meta.order.len())
        .eq(meta.order.iter().copied());
    let keys = [meta.child_columns, child.key];
    by_key
        && plan.order.is_empty()
        && !plan.is_limited()
        && !child.key.is_empty()
        && keys
            .iter()
            .all(|at| kinds(child, at).into_iter().all(numbers))
}

/// What holds for the children: what the relationship says, and what the include says.
fn filter(plan: &Plan) -> Vec<Node> {
    let own = plan.face.meta().condition(plan.alias);
    own.into_iter().chain(plan.filter.iter().cloned()).collect()
}

/// Children stand together by parent, then in the asked order or the relationship's, then by
/// primary key, so that the order never hangs on chance.
fn order(plan: &Plan, group: &[Node]) -> Vec<OrderNode> {
    let child = plan.face.child();
    let mut order: Vec<OrderNode> = group.iter().cloned().map(rising).collect();
    if plan.order.is_empty() {
        let own = plan.face.meta().order.iter();
        let own = own.map(|(at, descending)| OrderNode {
            descending: *descending,
            ..rising(column(plan.alias, child, *at))
        });
        then_by(&mut order, own);
    } else {
        then_by(&mut order, plan.order.iter().cloned());
    }
    let key = columns(plan.alias, child, child.key);
    then_by(&mut order, key.into_iter().map(rising));
    order
}

/// Columns of a link table, stored as those they point at.
fn link_columns(alias: Alias, names: &[&'static str], model: &ModelMeta, at: &[u16]) -> Vec<Node> {
    let kinds = kinds(model, at);
    names
        .iter()
        .zip(kinds)
        .map(|(name, kind)| Node::LinkColumn { alias, name, kind })
        .collect()
}
