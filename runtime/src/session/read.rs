use std::ops::Index;

use super::{Found, Session};
use crate::driver::{Access, Begin, Database, Executor, Lease};
use crate::error::{Error, Result};
use crate::graph::Handle;
use crate::load::{Include, Loaded};
use crate::model::Model;
use crate::query::Select;
use crate::relation::Set;
use crate::value::IntoKey;

/// A session that reads: everything it reads is one state of the database, and it has no way to
/// write. Rows of equal key are one row, as in a [`Session`].
///
/// Its transaction begins with the first query and ends when it is dropped, so it should not
/// live long: a server keeps old versions of rows for it.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let mut s = db.read_session();
/// let ann = s.get::<User>(1).await?;
/// let posts = s.all(Post::select().filter(|p| p.author_id.eq(1))).await?;
/// println!("{} wrote {}", s[ann].name, posts.len());
/// # assert_eq!((s[ann].name.as_str(), posts.len()), ("Ann", 2));
/// # Ok(()) }
/// ```
pub struct ReadSession {
    session: Session,
}

impl Database {
    /// Opens a session that reads.
    pub fn read_session(&self) -> ReadSession {
        ReadSession {
            session: self.session_with(Begin::read()),
        }
    }
}

impl ReadSession {
    /// The session, its transaction begun.
    async fn begun(&mut self) -> Result<&mut Session> {
        self.session.begin().await?;
        Ok(&mut self.session)
    }

    /// As [`Session::all`].
    pub async fn all<S, M: Model, L: 'static>(
        &mut self,
        select: Select<S, Loaded<M, L>>,
    ) -> Result<Found<M, L>> {
        self.begun().await?.all(select).await
    }

    /// As [`Session::one`].
    pub async fn one<S, M: Model, L: 'static>(
        &mut self,
        select: Select<S, Loaded<M, L>>,
    ) -> Result<Handle<M, L>> {
        self.begun().await?.one(select).await
    }

    /// As [`Session::optional`].
    pub async fn optional<S, M: Model, L: 'static>(
        &mut self,
        select: Select<S, Loaded<M, L>>,
    ) -> Result<Option<Handle<M, L>>> {
        self.begun().await?.optional(select).await
    }

    /// As [`Session::get`].
    pub async fn get<M: Model>(&mut self, key: impl IntoKey<M::Key>) -> Result<Handle<M>> {
        self.begun().await?.get(key).await
    }

    /// As [`Session::get_optional`].
    pub async fn get_optional<M: Model>(
        &mut self,
        key: impl IntoKey<M::Key>,
    ) -> Result<Option<Handle<M>>> {
        self.begun().await?.get_optional(key).await
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
        self.begun().await?.load(handle, include).await
    }

    /// As [`Session::view`].
    ///
    /// # Panics
    ///
    /// If the handle is of another session.
    pub fn view<M: Model, L: 'static>(&self, handle: Handle<M, L>) -> M::View<'_, L> {
        self.session.view(handle)
    }

    /// As [`Session::try_view`].
    pub fn try_view<M: Model, L: 'static>(&self, handle: Handle<M, L>) -> Result<M::View<'_, L>> {
        self.session.try_view(handle)
    }

    /// As [`Session::read`].
    pub fn read<M: Model, L>(&self, handle: Handle<M, L>) -> Result<&M> {
        self.session.read(handle)
    }

    /// Ends the transaction; the next query begins another, with a later state of the database.
    /// Rows that are here stay as they are.
    pub async fn finish(&mut self) -> Result<()> {
        self.session.undo().await
    }
}

/// # Panics
///
/// If the handle is of another session. [`ReadSession::read`] returns that as an error.
impl<M: Model, L> Index<Handle<M, L>> for ReadSession {
    type Output = M;

    fn index(&self, handle: Handle<M, L>) -> &M {
        &self.session[handle]
    }
}

/// Statements that write are refused.
impl Executor for &mut ReadSession {
    async fn lease(&mut self, access: Access) -> Result<Lease<'_>> {
        if access == Access::Write {
            let refusal = "a read session runs no statement that writes; use `db.session()`";
            return Err(Error::Invalid(refusal.into()));
        }
        self.session.begin().await?;
        match &mut self.session.transaction {
            Some(transaction) => Ok(Lease::borrowed(transaction.connection())),
            None => self.session.database.lease(access).await,
        }
    }
}
