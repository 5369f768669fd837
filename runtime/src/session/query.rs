use std::marker::PhantomData;

use super::condition::Condition;
use super::{Session, SessionError};
use crate::driver::{Access, Database, Lease, Transaction};
use crate::error::{Error, Result};
use crate::graph::{Handle, NONE, Node, Rows};
use crate::load::{Include, Loaded, Plan, load_into, run_in};
use crate::model::Model;
use crate::query::{Select, SelectNode};
use crate::relation::Set;
use crate::rules::moment;

/// The rows of a query in a session: handles that carry the proof of what was loaded. It does
/// not borrow the session.
///
/// Which rows are in it is a snapshot; what is in the rows is live.
pub struct Found<M: Model, L> {
    handles: Vec<Handle<M, L>>,
}

impl<M: Model, L> std::ops::Deref for Found<M, L> {
    type Target = [Handle<M, L>];

    fn deref(&self) -> &[Handle<M, L>] {
        &self.handles
    }
}

impl<M: Model, L> IntoIterator for Found<M, L> {
    type Item = Handle<M, L>;
    type IntoIter = std::vec::IntoIter<Handle<M, L>>;

    fn into_iter(self) -> Self::IntoIter {
        self.handles.into_iter()
    }
}

impl<'f, M: Model, L> IntoIterator for &'f Found<M, L> {
    type Item = Handle<M, L>;
    type IntoIter = std::iter::Copied<std::slice::Iter<'f, Handle<M, L>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.handles.iter().copied()
    }
}

impl Session {
    /// Runs a query of whole rows. Rows that the session knows already stay as they are, edits
    /// included. Nothing is flushed first: what is pending is not found.
    ///
    /// A query that [locks](Select::for_update) its rows opens the transaction, which holds the
    /// locks, and rows that the session knows take what was read: it is what nobody else changes
    /// any more. Columns that were edited keep the edit.
    pub async fn all<S, M: Model, L: 'static>(
        &mut self,
        select: Select<S, Loaded<M, L>>,
    ) -> Result<Found<M, L>> {
        self.ready()?;
        if select.ast.locks() {
            self.open().await?;
        }
        self.enter();
        let outcome = self
            .load_node::<M>(*select.ast, &select.output.includes)
            .await;
        self.condition = Condition::Sound;
        let node = outcome?;
        let loaded = &self.graph.nodes[node as usize];
        let count = loaded.rows.len();
        let handle = |position| Handle {
            tag: self.graph.tag,
            table: loaded.table,
            row: loaded.rows.index(position),
            node,
            position,
            proof: PhantomData,
        };
        Ok(Found {
            handles: (0..count).map(handle).collect(),
        })
    }

    /// The only row of a query; [`Error::NotFound`] if there is none, [`Error::TooManyRows`] if
    /// there are several.
    pub async fn one<S, M: Model, L: 'static>(
        &mut self,
        select: Select<S, Loaded<M, L>>,
    ) -> Result<Handle<M, L>> {
        self.optional(select).await?.ok_or(Error::NotFound {
            entity: M::META.name,
        })
    }

    /// The only row of a query, if there is one.
    pub async fn optional<S, M: Model, L: 'static>(
        &mut self,
        mut select: Select<S, Loaded<M, L>>,
    ) -> Result<Option<Handle<M, L>>> {
        select.ast.limit = Some(select.ast.limit.map_or(2, |limit| limit.min(2)));
        let found = self.all(select).await?;
        match found.len() {
            0 | 1 => Ok(found.first().copied()),
            _ => Err(Error::TooManyRows {
                entity: M::META.name,
            }),
        }
    }

    /// Loads a relationship of a row that is here already. The new handle has the proof of it
    /// and of what was loaded before; old handles keep what they saw.
    pub async fn load<M, L, R, S, C, Out>(
        &mut self,
        handle: Handle<M, L>,
        include: Include<R, S, C>,
    ) -> Result<Handle<M, Out>>
    where
        M: Model,
        L: Set<R, S, Out = Out>,
        Out: 'static,
    {
        self.ready()?;
        let id = self.id(handle)?;
        let state = self.states.get(id);
        if !state.is_stored() {
            let model = M::META.name;
            return Err(SessionError::NotStored { model, state }.into());
        }
        let node = self.single(handle);
        self.enter();
        let outcome = self.load_plan(include.plan, node).await;
        self.condition = Condition::Sound;
        outcome?;
        Ok(Handle {
            tag: self.graph.tag,
            table: id.table,
            row: id.row,
            node,
            position: 0,
            proof: PhantomData,
        })
    }

    /// A new node of one row with what an older node has of it: nodes only grow, so that every
    /// handle's proof stays true.
    fn single<M: Model, L>(&mut self, handle: Handle<M, L>) -> u32 {
        let mut edges = vec![];
        if handle.node != NONE {
            for edge in &self.graph.nodes[handle.node as usize].edges {
                edges.push(crate::graph::Edge {
                    slot: edge.slot,
                    node: edge.node,
                    links: edge.links.only(handle.position),
                });
            }
        }
        self.graph.nodes.push(Node {
            table: handle.table,
            rows: Rows::Index(vec![handle.row]),
            edges,
        });
        self.graph.nodes.len() as u32 - 1
    }

    async fn load_plan(&mut self, plan: Plan, node: u32) -> Result<()> {
        let mut lease = lease(&mut self.transaction, &self.database).await?;
        lease.snapshot().await?;
        load_into(plan, &mut lease, &mut self.graph, node).await?;
        lease.finish().await
    }

    async fn load_node<M: Model>(&mut self, select: SelectNode, includes: &[Plan]) -> Result<u32> {
        if moment(&select.lifted).is_some() {
            return Err(SessionError::Past {
                model: M::META.name,
            }
            .into());
        }
        let mut lease = lease(&mut self.transaction, &self.database).await?;
        if !includes.is_empty() {
            lease.snapshot().await?;
        }
        let node = run_in::<M>(select, includes, &mut lease, &mut self.graph).await?;
        lease.finish().await?;
        Ok(node)
    }

    /// A query inside of the transaction whose future is dropped ends the transaction.
    fn enter(&mut self) {
        if self.transaction.is_some() {
            self.condition = Condition::Busy;
        }
    }
}

/// The transaction's connection, or one to read.
async fn lease<'l>(
    transaction: &'l mut Option<Transaction>,
    database: &'l Database,
) -> Result<Lease<'l>> {
    match transaction {
        Some(transaction) => Ok(Lease::borrowed(transaction.connection())),
        None => database.lease(Access::Read).await,
    }
}
