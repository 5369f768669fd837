use std::marker::PhantomData;

use super::columns::{columns, equal, table};
use super::include::Include;
use super::plan::{Method, Origin, Plan};
use super::rows::ModelRows;
use super::run::{attach, fetch};
use crate::driver::{Access, Connection, Executor};
use crate::error::{Error, Result};
use crate::expr::{Alias, Node};
use crate::graph::{All, Graph, One};
use crate::model::Model;
use crate::query::SelectNode;
use crate::relation::Set;
use crate::statement::Statement;
use crate::value::Key;

/// The row of a key: `User::get(1)`.
#[must_use = "nothing is read before `.one(..)` or `.optional(..)`"]
pub struct Get<M: Model, L = <M as Model>::Bare> {
    pub(crate) key: M::Key,
    pub(crate) includes: Vec<Plan>,
    proof: PhantomData<fn() -> L>,
}

impl<M: Model> Get<M, M::Bare> {
    /// The row of a key.
    pub fn new(key: M::Key) -> Self {
        Get {
            key,
            includes: vec![],
            proof: PhantomData,
        }
    }
}

impl<M: Model, L> Clone for Get<M, L> {
    fn clone(&self) -> Self {
        Get {
            key: self.key.clone(),
            includes: self.includes.clone(),
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
        include.plan.add(&mut self.includes);
        Get {
            key: self.key,
            includes: self.includes,
            proof: PhantomData,
        }
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

    /// The statement that the generator wrote, unless something is joined to it.
    async fn fetch(&self, connection: &mut Connection) -> Result<ModelRows<M>> {
        let joined = |plan: &Plan| plan.method(Origin::ROWS) == Method::Joined;
        if self.includes.iter().any(joined) {
            return fetch(self.select(), &self.includes, connection).await;
        }
        let text = M::META.get.get(connection.dialect());
        let mut rows = ModelRows::new(vec![], vec![]);
        connection
            .fetch(&Statement::new(text, self.key.values()), &mut rows)
            .await?;
        Ok(rows)
    }

    fn select(&self) -> SelectNode {
        let alias = Alias::fresh();
        let key = columns(alias, M::META, M::META.key);
        let values = self.key.values().into_iter().map(Node::Bind).collect();
        SelectNode {
            from: Some(table(alias, M::META)),
            filter: vec![equal(key, values)],
            ..SelectNode::default()
        }
    }
}
