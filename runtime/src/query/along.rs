use std::sync::Arc;

use super::path::{columns, pairs, table};
use super::{
    CteBody, CteNode, DerivedNode, JoinKind, JoinNode, Path, RowsNode, Select, SelectNode, Source,
    TableRef, Tuple,
};
use crate::expr::{Alias, BinaryOp, Call, DerivedColumn, Expr, Function, Node};
use crate::load::Loaded;
use crate::model::{Inner, Model};
use crate::relation::Relation;
use crate::value::{Key, Kind, Value};

type Own<R> = <R as Relation>::Parent;
type Table<R> = <Own<R> as Model>::Table<Inner>;
type Rows<R> = Select<Table<R>, Loaded<Own<R>, <Own<R> as Model>::Bare>>;

/// A row with its distance from where the way began.
type Distant<R> = (Table<R>, Expr<i64, DerivedColumn>);

/// Every row that a relationship of a model to itself leads to from one row, step by step: all
/// below a row of a tree, or all above it. The row itself is among them only where the way leads
/// back to it.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/staff.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = staff().await?;
/// use ormolu::rows_along;
///
/// // Who works for Ann, directly or not, and has somebody to lead?
/// let leads = rows_along::<employee::reports>(1).filter(|e| e.reports().exists());
/// // WITH RECURSIVE "reports" ("id") AS (
/// //     SELECT "employees"."id" FROM "employees" WHERE "employees"."manager_id" = $1 UNION
/// //     SELECT "employees"."id" FROM "reports" JOIN "employees"
/// //         ON "employees"."manager_id" = "reports"."id")
/// // SELECT .. FROM "employees" WHERE "employees"."id" IN (SELECT "reports"."id" FROM "reports") ..
/// # assert_eq!(leads.all(&db).await?.len(), 1);
/// let above = rows_along::<employee::manager>(3).order_by(|e| e.id).all(&db).await?;
/// assert_eq!(above.rows().len(), 2);
/// # Ok(()) }
/// ```
///
/// It is a query as any other, with filters, orders, includes and pages. A ring in the data does
/// no harm.
pub fn rows_along<R>(from: impl Into<<Own<R> as Model>::Key>) -> Rows<R>
where
    R: Relation<Child = <R as Relation>::Parent>,
{
    let cte = way::<R>(&from.into(), None);
    let width = Own::<R>::META.key.len();
    let mut query = SelectNode::all(RowsNode::Cte(cte));
    query.columns.truncate(width);
    let mut select = Rows::<R>::model();
    if let Some(from) = &select.ast.from {
        let among = Node::InQuery {
            left: Box::new(Call::row(key::<Own<R>>(from.alias))),
            query: Box::new(query),
            negated: false,
        };
        select.ast.filter.push(among);
    }
    select
}

/// The rows of [`rows_along`] that are at most so many steps away, each with the least number of
/// steps: 1 for a child or a parent.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/staff.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = staff().await?;
/// use ormolu::levels_along;
///
/// let levels = levels_along::<employee::reports>(1, 10).order_by(|(e, _)| e.id);
/// let levels = levels.select(|(e, steps)| (e.name, steps)).all(&db).await?;
/// assert_eq!(levels, [("Bob".to_owned(), 1), ("Cem".to_owned(), 2)]);
/// # Ok(()) }
/// ```
pub fn levels_along<R>(
    from: impl Into<<Own<R> as Model>::Key>,
    most: u32,
) -> Select<Distant<R>, Tuple<Distant<R>>>
where
    R: Relation<Child = <R as Relation>::Parent>,
{
    let cte = way::<R>(&from.into(), Some(most));
    let width = Own::<R>::META.key.len();
    // A row may be reached by ways of different lengths.
    let mut nearest = SelectNode::all(RowsNode::Cte(cte));
    let steps = nearest.columns.pop();
    nearest.group = nearest.columns.clone();
    let steps = steps.map(|node| Expr::<i64>::new(node).min());
    nearest.columns.extend(steps.map(|steps| steps.node.into()));
    let source = TableRef {
        alias: Alias::fresh(),
        source: Source::query(nearest),
    };
    let kinds = <Own<R> as Model>::Key::KINDS;
    let steps = derived(source.alias, width, Kind::I64);
    let rows = Alias::fresh();
    let own = (0..)
        .zip(kinds)
        .map(|(at, kind)| derived(source.alias, at, *kind).into());
    let on = pairs(key::<Own<R>>(rows).into_iter(), own);
    let select = Select {
        ast: Box::new(SelectNode {
            from: Some(table::<Own<R>>(rows)),
            joins: vec![JoinNode {
                kind: JoinKind::Inner,
                table: source,
                on,
            }],
            ..SelectNode::default()
        }),
        scope: (Own::<R>::table(rows), Expr::new(steps)),
        output: (),
    };
    select.select(|both| both)
}

/// The keys of the rows on the way, with the number of steps where only so many are gone.
fn way<R>(from: &<Own<R> as Model>::Key, most: Option<u32>) -> Arc<CteNode>
where
    R: Relation<Child = <R as Relation>::Parent>,
{
    let values = from.values().into_iter().map(Node::Bind);
    let (mut base, parent) = step::<R>(None);
    base.filter.push(pairs(parent.into_iter(), values));
    let id = Alias::fresh();
    let mut names: Vec<String> = super::rows::column_names(&key::<Own<R>>(id));
    let mut kinds = <Own<R> as Model>::Key::KINDS.to_vec();
    let width = kinds.len();
    if most.is_some() {
        let one = Node::Bind(Value::I64(1));
        base.columns
            .push(Call::node(Function::Cast, vec![one], Kind::I64));
        names.push(unused("steps", &names));
        kinds.push(Kind::I64);
    }
    let (names, kinds): (Arc<[String]>, Arc<[Kind]>) = (names.into(), kinds.into());
    let before = TableRef {
        alias: Alias::fresh(),
        source: Source::Rows(Box::new(DerivedNode {
            rows: RowsNode::Step {
                id,
                name: R::META.name,
                columns: names.clone(),
                kinds: kinds.clone(),
            },
            parts: vec![],
            lateral: false,
        })),
    };
    let at = before.alias;
    let (mut step, parent) = step::<R>(Some(before));
    let own = (0..width).map(|n| derived(at, n, kinds[n]).into());
    if let Some(first) = step.joins.first_mut() {
        first.on = pairs(parent.into_iter(), own);
    }
    if let Some(most) = most {
        let steps: Node = derived(at, width, Kind::I64).into();
        let (one, most) = (Value::I64(1), Value::I64(most.into()));
        step.columns
            .push(Node::binary(BinaryOp::Add, steps.clone(), Node::Bind(one)));
        step.filter
            .push(Node::binary(BinaryOp::Lt, steps, Node::Bind(most)));
    }
    Arc::new(CteNode {
        id,
        name: R::META.name,
        columns: names,
        kinds,
        body: CteBody::Recursion {
            base: Box::new(base),
            step: Box::new(step),
            all: false,
        },
        materialized: None,
    })
}

/// A query for the keys of the rows one step on, and what in it is to be equal to the key of
/// the rows before. With a source of those, the first join is the one that has to say so.
fn step<R>(before: Option<TableRef>) -> (SelectNode, Vec<Node>)
where
    R: Relation<Child = <R as Relation>::Parent>,
{
    let (meta, model) = (R::META, Own::<R>::META);
    let near = Alias::fresh();
    let (mut joins, mut filter) = (vec![], vec![]);
    let (columns, parent) = if meta.link.is_none() && meta.parent_columns == model.key {
        // The key of the row before stands in the row itself.
        filter.extend(meta.condition(near));
        let parent = columns::<Own<R>>(near, meta.child_columns).collect();
        (key::<Own<R>>(near), parent)
    } else if meta.link.is_none() && meta.child_columns == model.key {
        // The key of the next row stands in the one before.
        let next = columns::<Own<R>>(near, meta.parent_columns).collect();
        (next, key::<Own<R>>(near))
    } else {
        let next = Alias::fresh();
        Path::<R>::new(near).push_joins(JoinKind::Inner, next, &mut joins);
        (key::<Own<R>>(next), key::<Own<R>>(near))
    };
    let from = match before {
        None => table::<Own<R>>(near),
        Some(before) => {
            let near = JoinNode {
                kind: JoinKind::Inner,
                table: table::<Own<R>>(near),
                on: Node::All(vec![]),
            };
            joins.insert(0, near);
            before
        }
    };
    let select = SelectNode {
        columns,
        from: Some(from),
        joins,
        filter,
        ..SelectNode::default()
    };
    (select, parent)
}

fn key<M: Model>(alias: Alias) -> Vec<Node> {
    columns::<M>(alias, M::META.key).collect()
}

fn derived(alias: Alias, at: usize, kind: Kind) -> DerivedColumn {
    DerivedColumn {
        alias,
        at: at as u16,
        kind,
    }
}

fn unused(name: &str, names: &[String]) -> String {
    let mut free = name.to_owned();
    while names.iter().any(|other| other.eq_ignore_ascii_case(&free)) {
        free.push('_');
    }
    free
}
