use std::marker::PhantomData;

use super::columns::{columns, equal, table};
use super::include::Include;
use super::plan::{Method, Origin, Plan};
use super::prepare::refuse_from_join;
use super::rows::ModelRows;
use super::run::{attach, fetch, sink};
use crate::dialect::Dialect;
use crate::driver::{Access, Connection, Executor};
use crate::error::{Error, Result};
use crate::expr::{Alias, Node};
use crate::graph::{All, Graph, One};
use crate::model::{ColumnMeta, Model};
use crate::query::{SelectNode, write_select};
use crate::relation::Set;
use crate::rules::{Lift, ScopeName};
use crate::statement::Statement;
use crate::value::Key;

/// The row of a key: `User::get(1)`.
#[must_use = "nothing is read before `.one(..)` or `.optional(..)`"]
pub struct Get<M: Model, L = <M as Model>::Bare> {
    pub(crate) key: M::Key,
    pub(crate) includes: Vec<Plan>,
    lifted: Vec<Lift>,
    proof: PhantomData<fn() -> L>,
}

impl<M: Model> Get<M, M::Bare> {
    /// The row of a key.
    pub fn new(key: M::Key) -> Self {
        Get {
            key,
            includes: vec![],
            lifted: vec![],
            proof: PhantomData,
        }
    }
}

impl<M: Model, L> Clone for Get<M, L> {
    fn clone(&self) -> Self {
        Get {
            key: self.key.clone(),
            includes: self.includes.clone(),
            lifted: self.lifted.clone(),
            proof: PhantomData,
        }
    }
}

impl<M: Model, L: 'static> Get<M, L> {
    /// Loads a relationship with it.
    pub fn with<R, S, C, Out>(mut self, include: Include<R, S, C>) -> Get<M, Out>
    where
        L: Set<R, S, Out = Out>,
    {
        let mut plan = include.plan;
        plan.lift(&self.lifted);
        plan.add(&mut self.includes);
        Get {
            key: self.key,
            includes: self.includes,
            lifted: self.lifted,
            proof: PhantomData,
        }
    }

    /// Without one scope of the schema, also in what is loaded with it.
    pub fn unscoped(self, scope: ScopeName) -> Self {
        self.lifting(Lift::One(scope))
    }

    /// Without any scope, but for those that keep tenants apart.
    pub fn unscoped_all(self) -> Self {
        self.lifting(Lift::All)
    }

    /// Also if it is deleted softly.
    pub fn with_deleted(self) -> Self {
        self.lifting(Lift::Deleted)
    }

    fn lifting(mut self, lift: Lift) -> Self {
        self.lifted.push(lift);
        self.includes.iter_mut().for_each(|plan| plan.lift(&[lift]));
        self
    }

    /// The row; [`Error::NotFound`] if there is none.
    pub async fn one(self, db: impl Executor) -> Result<One<M, L>> {
        let found = self.optional(db).await?;
        found.ok_or(Error::NotFound {
            entity: M::META.name,
        })
    }

    /// The row, if there is one.
    pub async fn optional(self, mut db: impl Executor) -> Result<Option<One<M, L>>> {
        refuse_from_join(&self.includes, "a row by its key has no joins")?;
        let mut lease = db.lease(Access::Read).await?;
        let here = Origin::ROWS;
        if self.includes.iter().any(|plan| plan.has_statement(here)) {
            lease.snapshot().await?;
        }
        let rows = self.fetch(&mut lease).await?;
        let mut graph = Graph::default();
        let node = rows.place(&mut graph)?;
        if graph.len(node) > 0 {
            attach(&self.includes, here, &mut lease, &mut graph, node).await?;
        }
        lease.finish().await?;
        Ok(One::new(All::new(graph, node)))
    }

    async fn fetch(&self, connection: &mut Connection) -> Result<ModelRows<M>> {
        let joined = |plan: &Plan| plan.method(Origin::ROWS) == Method::Joined;
        if self.includes.iter().any(joined) {
            return fetch(self.select(), &self.includes, connection).await;
        }
        let mut rows = ModelRows::new(vec![], vec![]);
        let statement = self.statement(connection.dialect())?;
        connection.fetch(&statement, &mut rows).await?;
        Ok(rows)
    }

    /// The statement that the generator wrote, unless the table has scopes or there is SQL around
    /// a column's values: that stands in the program, where the generator does not see it.
    pub(crate) fn statement(&self, dialect: Dialect) -> Result<Statement> {
        let wrapped = M::META.columns.iter().any(ColumnMeta::is_wrapped);
        if !wrapped && !M::META.table.is_scoped() {
            let text = M::META.get.get(dialect);
            return Ok(Statement::new(text, self.key.values()));
        }
        let mut select = self.select();
        sink::<M>(&mut select, &[]);
        write_select(&select, dialect)
    }

    pub(crate) fn select(&self) -> SelectNode {
        let alias = Alias::fresh();
        let key = columns(alias, M::META, M::META.key);
        let values = self.key.values().into_iter().map(Node::Bind).collect();
        SelectNode {
            from: Some(table(alias, M::META)),
            filter: vec![equal(key, values)],
            lifted: self.lifted.clone(),
            ..SelectNode::default()
        }
    }
}
