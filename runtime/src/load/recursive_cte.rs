//! All levels of a relationship of a model to itself by one statement.

use std::collections::HashMap;
use std::sync::Arc;

use super::children::{self, Children};
use super::columns::{columns, equal, kinds, table};
use super::face::{Step, key_mismatch, missing_required, several_for_one};
use super::include::Include;
use super::keys::{Keys, same};
use super::plan::{Origin, Plan};
use super::recursive::{Found, Walk, place, rows_of_node};
use super::rows::ModelRows;
use super::select_in::{Chunks, put_in_order};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::expr::{Alias, Call, DerivedColumn, InValues, Node};
use crate::model::{Model, ModelMeta};
use crate::query::{
    CteBody, CteNode, DerivedNode, JoinKind, JoinNode, RowsNode, SelectNode, Source, TableRef,
    write_select,
};
use crate::relation::{Cardinality, JoinKey, NearKey, Relation, Tree};
use crate::value::{Key, Kind, Value};

impl<M: Model, R: Relation<Parent = M, Child = M>, C> Include<R, M::Bare, C> {
    /// Loads all its levels, as [`recursive_all`](Self::recursive_all), by one statement, a
    /// recursive CTE: for deep trees on a server that is far away.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/staff.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = staff().await?;
    /// # use models::Employee;
    /// # let record = db.record();
    /// let ann = Employee::get(1).with(employee::reports().recursive_cte()).one(&db).await?;
    /// // WITH RECURSIVE "reports" ("id") AS (
    /// //     SELECT "employees"."id" FROM "employees" WHERE "employees"."manager_id" IN (?) UNION
    /// //     SELECT "employees"."id" FROM "reports" JOIN "employees"
    /// //         ON "employees"."manager_id" = "reports"."id")
    /// // SELECT .. FROM "employees" WHERE "employees"."id" IN (SELECT "reports"."id" FROM "reports")
    /// let bob = ann.view().reports().first().unwrap();
    /// assert_eq!(bob.reports().len(), 1);
    /// # assert_eq!(record.count(), 2);
    /// # Ok(()) }
    /// ```
    ///
    /// Conditions hold at every level. Limits for each parent and relationships over a link table
    /// are an error: load these with `recursive_all`.
    pub fn recursive_cte(self) -> Include<R, Tree<R>, C> {
        let mut plan = self.plan;
        plan.walk = Some(Walk {
            run: |step| Box::pin(load::<M, R>(step)),
            at_once: true,
        });
        Include::of(plan)
    }
}

/// The statement for all levels below, or above, some keys.
pub(super) struct Descent {
    children: Children,
    /// What the conditions of the relationship and the include say, at every level.
    filter: Vec<Node>,
}

impl Descent {
    pub(super) fn new(plan: &Plan, origin: Origin<'_>) -> Result<Self> {
        let cannot = |why: &str| {
            Err(Error::Invalid(format!(
                "all levels of `{}` cannot be loaded by one statement: {why}",
                plan.name()
            )))
        };
        if plan.face.child().key.is_empty() {
            return cannot("without a key its rows cannot be told apart");
        }
        if plan.face.meta().link.is_some() {
            return cannot("it goes over a link table; take `.recursive_all()`");
        }
        if plan.is_limited() {
            return cannot("a limit holds for each parent; take `.recursive_all()`");
        }
        let mut children = children::direct(plan, origin);
        let filter = std::mem::take(&mut children.select.filter);
        Ok(Descent { children, filter })
    }

    /// How many keys a statement takes.
    pub(super) fn chunks(&self, plan: &Plan, dialect: Dialect) -> Result<Chunks> {
        let none = self.select(plan, None);
        Chunks::new(plan, self.children.kinds.clone(), dialect, &none)
    }

    /// What the first level is found by.
    pub(super) fn keys(&self, rows: Vec<Vec<Value>>) -> InValues {
        InValues {
            left: self.children.to_parent.clone(),
            kinds: self.children.kinds.clone(),
            rows,
            negated: false,
        }
    }

    pub(super) fn select(&self, plan: &Plan, keys: Option<InValues>) -> SelectNode {
        let mut query = SelectNode::all(RowsNode::Cte(Arc::new(self.cte(plan, keys))));
        let child = plan.face.child();
        query.columns.truncate(child.key.len());
        let among = Node::InQuery {
            left: Box::new(Call::row(columns(plan.alias, child, child.key))),
            query: Box::new(query),
            negated: false,
        };
        let mut select = self.children.select.clone();
        select.filter.push(among);
        select
    }

    /// The keys of the rows on the way, with what leads on from them.
    fn cte(&self, plan: &Plan, keys: Option<InValues>) -> CteNode {
        let (child, meta) = (plan.face.child(), plan.face.meta());
        let id = Alias::fresh();
        let at = carried(child, meta.parent_columns);
        let names: Arc<[String]> = at.iter().map(|at| name(child, *at)).collect();
        let kinds: Arc<[Kind]> = kinds(child, &at).into();
        let level = SelectNode {
            columns: columns(plan.alias, child, &at),
            from: Some(table(plan.alias, child)),
            filter: self.filter.clone(),
            lifted: plan.lifted.clone(),
            ..SelectNode::default()
        };
        let before = Alias::fresh();
        let own = meta.parent_columns.iter().map(|column| {
            let at = at.iter().position(|other| other == column);
            let at = at.unwrap_or_default();
            Node::from(DerivedColumn {
                alias: before,
                at: at as u16,
                kind: kinds[at],
            })
        });
        let step = SelectNode {
            from: Some(TableRef {
                alias: before,
                source: Source::Rows(Box::new(DerivedNode {
                    rows: RowsNode::Step {
                        id,
                        name: meta.name,
                        columns: names.clone(),
                        kinds: kinds.clone(),
                    },
                    parts: vec![],
                    lateral: false,
                })),
            }),
            joins: vec![JoinNode {
                kind: JoinKind::Inner,
                table: table(plan.alias, child),
                on: equal(self.children.to_parent.clone(), own.collect()),
            }],
            ..level.clone()
        };
        let mut base = level;
        if let Some(keys) = keys {
            base.filter.insert(0, Node::InValues(Box::new(keys)));
        }
        CteNode {
            id,
            name: meta.name,
            columns: names,
            kinds,
            body: CteBody::Recursion {
                base: Box::new(base),
                step: Box::new(step),
                all: false, // so that rings end
            },
            materialized: None,
        }
    }
}

/// The key, and the columns that are equal to those of the next row where these are others.
fn carried(child: &ModelMeta, near: &[u16]) -> Vec<u16> {
    let more = near.iter().filter(|at| !child.key.contains(at));
    child.key.iter().chain(more).copied().collect()
}

fn name(model: &ModelMeta, at: u16) -> String {
    model.columns[usize::from(at)].name.to_owned()
}

/// Loads all levels. All rows become one node, with edges to itself.
async fn load<M: Model, R: Relation<Parent = M, Child = M>>(step: Step<'_>) -> Result<u32> {
    let Step {
        connection,
        graph,
        parent,
        plan,
        origin,
    } = step;
    let descent = Descent::new(plan, origin)?;
    let dialect = connection.dialect();
    let keys = Keys::of::<R>(graph, parent);
    let size = descent.chunks(plan, dialect)?.size;
    let mut found = Found::<M>::default();
    for chunk in keys.distinct().chunks(size) {
        let keys = descent.keys(chunk.iter().map(|key| key.values()).collect());
        let select = descent.select(plan, Some(keys));
        let mut sink = ModelRows::<M>::new(plan.undeferred.clone(), vec![]);
        connection
            .fetch(&write_select(&select, dialect)?, &mut sink)
            .await?;
        if descent.children.arrange {
            put_in_order::<R>(&mut sink.rows);
        }
        found.take(sink.rows);
    }
    let ways = Ways::<R>::of(&found.rows);
    let first = ways.from(&rows_of_node::<M>(graph, parent))?;
    found.links = ways.from(&found.rows)?;
    if !ways.all_used(&first, &found.links) {
        return Err(key_mismatch::<R>());
    }
    Ok(place::<M, R>(graph, parent, first, found))
}

/// The rows by what leads to them.
struct Ways<R: Relation> {
    rows: u32,
    to: HashMap<NearKey<R>, Vec<u32>>,
}

impl<M: Model, R: Relation<Parent = M, Child = M>> Ways<R> {
    fn of(rows: &[M]) -> Self {
        let mut to: HashMap<NearKey<R>, Vec<u32>> = HashMap::new();
        for (at, row) in (0..).zip(rows) {
            if let Some(key) = same::<_, NearKey<R>>(R::Far::of(row)) {
                to.entry(key).or_default().push(at);
            }
        }
        Ways {
            rows: rows.len() as u32,
            to,
        }
    }

    /// The rows that each of these leads to.
    fn from(&self, rows: &[M]) -> Result<Vec<Vec<u32>>> {
        let many = <R::Cardinality as Cardinality>::MANY;
        let next = |row: &M| {
            let key = R::Near::of(row);
            let next = key.as_ref().and_then(|key| self.to.get(key));
            match next.map_or(&[][..], Vec::as_slice) {
                [] if !many && R::META.required => Err(missing_required::<R>()),
                [_, _, ..] if !many => Err(several_for_one::<R>()),
                next => Ok(next.to_vec()),
            }
        };
        rows.iter().map(next).collect()
    }

    /// Whether something leads to every row: the database may have found 'ANN' by 'ann'.
    fn all_used(&self, first: &[Vec<u32>], links: &[Vec<u32>]) -> bool {
        let mut used = vec![false; self.rows as usize];
        for at in first.iter().chain(links).flatten() {
            used[*at as usize] = true;
        }
        !used.contains(&false)
    }
}
