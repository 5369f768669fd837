use std::ops::{Deref, Index, IndexMut};

use crate::driver::{Access, Executor, Follow, Lease};
use crate::error::Result;
use crate::graph::Handle;
use crate::load::{Include, Loaded};
use crate::model::Model;
use crate::query::Select;
use crate::relation::Set;
use crate::session::{Found, Session};
use crate::value::IntoKey;
use crate::write::{Changes, Insertable};

/// Work that is not stored yet: a session with all that reads it, and with what changes its rows,
/// but without a way to flush, commit or undo them.
///
/// Statements run on it as `&mut *work`, in the session's transaction.
///
/// ```compile_fail,E0596
/// async fn hook(work: &mut ormolu::PendingWork<'_>) -> ormolu::Result<()> {
///     work.commit().await
/// }
/// ```
pub struct PendingWork<'s>(pub(in crate::session) &'s mut Session);

impl Deref for PendingWork<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.0
    }
}

impl PendingWork<'_> {
    /// As [`Session::add`].
    ///
    /// # Panics
    ///
    /// As [`Session::add`].
    pub fn add<N: Insertable>(&mut self, new: N) -> Handle<N::Model> {
        self.0.add(new)
    }

    /// As [`Session::try_add`].
    pub fn try_add<N: Insertable>(&mut self, new: N) -> Result<Handle<N::Model>> {
        self.0.try_add(new)
    }

    /// As [`Session::edit`].
    pub fn edit<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<&mut M> {
        self.0.edit(handle)
    }

    /// As [`Session::apply`].
    pub fn apply<M: Model, L>(
        &mut self,
        handle: Handle<M, L>,
        changes: impl Changes<M>,
    ) -> Result<()> {
        self.0.apply(handle, changes)
    }

    /// As [`Session::delete`].
    pub fn delete<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.0.delete(handle)
    }

    /// As [`Session::get`].
    pub async fn get<M: Model>(&mut self, key: impl IntoKey<M::Key>) -> Result<Handle<M>> {
        self.0.get(key).await
    }

    /// As [`Session::get_optional`].
    pub async fn get_optional<M: Model>(
        &mut self,
        key: impl IntoKey<M::Key>,
    ) -> Result<Option<Handle<M>>> {
        self.0.get_optional(key).await
    }

    /// As [`Session::all`].
    pub async fn all<S, M: Model, L: 'static>(
        &mut self,
        select: Select<S, Loaded<M, L>>,
    ) -> Result<Found<M, L>> {
        self.0.all(select).await
    }

    /// As [`Session::one`].
    pub async fn one<S, M: Model, L: 'static>(
        &mut self,
        select: Select<S, Loaded<M, L>>,
    ) -> Result<Handle<M, L>> {
        self.0.one(select).await
    }

    /// As [`Session::load`].
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
        self.0.load(handle, include).await
    }
}

/// # Panics
///
/// As a [`Session`] does.
impl<M: Model, L> Index<Handle<M, L>> for PendingWork<'_> {
    type Output = M;

    fn index(&self, handle: Handle<M, L>) -> &M {
        &self.0[handle]
    }
}

/// # Panics
///
/// As a [`Session`] does.
impl<M: Model, L> IndexMut<Handle<M, L>> for PendingWork<'_> {
    fn index_mut(&mut self, handle: Handle<M, L>) -> &mut M {
        &mut self.0[handle]
    }
}

impl Executor for &mut PendingWork<'_> {
    async fn lease(&mut self, access: Access) -> Result<Lease<'_>> {
        self.0.lend(access).await
    }

    fn follow(&mut self) -> Option<&mut dyn Follow> {
        Some(&mut *self.0)
    }
}
