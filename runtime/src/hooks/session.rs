//! What a program does around the flushes and transactions of its sessions.

use std::future::Future;

use futures_util::future::BoxFuture;

use super::HookContext;
use crate::error::Result;
use crate::session::{CommittedWork, PendingWork, UndoneWork, WrittenWork};

/// What happens around the work of a session as a whole. Each of them does nothing unless it is
/// written.
///
/// [`Database::with_session_hooks`](crate::Database::with_session_hooks) gives them to all sessions
/// of a database's handle, [`Session::add_hooks`](crate::Session::add_hooks) to one. Those that were
/// given first run first. What each of them may do is what its argument can do.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// use ormolu::{PendingWork, Result, SessionHooks, WrittenWork};
///
/// struct House;
///
/// impl SessionHooks for House {
///     async fn before_flush(&self, work: &mut PendingWork<'_>) -> Result<()> {
///         for post in work.pending::<Post>() {
///             work[post].published = true;
///         }
///         Ok(())
///     }
///
///     async fn after_flush(&self, work: &mut WrittenWork<'_>) -> Result<()> {
///         for post in work.inserted::<Post>() {
///             let author = work[post].author_id;
///             let user = User::update().key(author).set(|u| u.visits.to(1));
///             user.run(&mut *work).await?;
///         }
///         Ok(())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let db = db.with_session_hooks(House);
/// let mut s = db.session();
/// let ann = s.get::<User>(1).await?;
/// let third = s.add(post::new("Third").author(ann));
/// s.commit().await?;
/// assert!(s[third].published);
/// assert_eq!(User::get(1).one(&db).await?.visits, 1);
/// # Ok(()) }
/// ```
pub trait SessionHooks: Send + Sync + 'static {
    /// The session has begun a transaction, and nothing ran in it yet: the place for settings
    /// that last as long as it does. An error ends it again.
    fn after_begin(&self, cx: &mut HookContext<'_>) -> impl Future<Output = Result<()>> + Send {
        let _ = cx;
        async { Ok(()) }
    }

    /// There is work to flush. Rows may be changed, added and deleted: what they come to is what
    /// is written. An error is that of the flush, before anything was written: the session may be
    /// mended and flushed again.
    ///
    /// A flush that is done again, since it failed or its future was dropped, runs it again.
    fn before_flush(&self, work: &mut PendingWork<'_>) -> impl Future<Output = Result<()>> + Send {
        let _ = work;
        async { Ok(()) }
    }

    /// The work is written, and keys are known. An error fails the flush.
    fn after_flush(&self, work: &mut WrittenWork<'_>) -> impl Future<Output = Result<()>> + Send {
        let _ = work;
        async { Ok(()) }
    }

    /// All work is flushed, and COMMIT is next. What is changed here is flushed once more. An
    /// error fails the commit, after which only a rollback helps.
    ///
    /// Also runs where the session joined a transaction, which its commit does not end.
    fn before_commit(&self, work: &mut PendingWork<'_>) -> impl Future<Output = Result<()>> + Send {
        let _ = work;
        async { Ok(()) }
    }

    /// The work is stored: the session's own transaction is committed. Neither the release of a
    /// savepoint nor the commit of a session that joined a transaction is that.
    ///
    /// An error does not undo it: the commit answers with
    /// [`Error::AfterCommit`](crate::Error::AfterCommit), and the hooks behind this one run first.
    fn after_commit(
        &self,
        work: &mut CommittedWork<'_>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = work;
        async { Ok(()) }
    }

    /// The work is undone, by [`rollback`](crate::Session::rollback) or to a savepoint, in the
    /// database and in memory. A session that is dropped has no such moment.
    fn after_rollback(&self, work: &mut UndoneWork<'_>) -> impl Future<Output = ()> + Send {
        let _ = work;
        async {}
    }
}

/// [`SessionHooks`] of any type.
pub(crate) trait AnySessionHooks: Send + Sync {
    fn after_begin<'a>(&'a self, cx: &'a mut HookContext<'_>) -> BoxFuture<'a, Result<()>>;
    fn before_flush<'a>(&'a self, work: &'a mut PendingWork<'_>) -> BoxFuture<'a, Result<()>>;
    fn after_flush<'a>(&'a self, work: &'a mut WrittenWork<'_>) -> BoxFuture<'a, Result<()>>;
    fn before_commit<'a>(&'a self, work: &'a mut PendingWork<'_>) -> BoxFuture<'a, Result<()>>;
    fn after_commit<'a>(&'a self, work: &'a mut CommittedWork<'_>) -> BoxFuture<'a, Result<()>>;
    fn after_rollback<'a>(&'a self, work: &'a mut UndoneWork<'_>) -> BoxFuture<'a, ()>;
}

impl<H: SessionHooks> AnySessionHooks for H {
    fn after_begin<'a>(&'a self, cx: &'a mut HookContext<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(SessionHooks::after_begin(self, cx))
    }

    fn before_flush<'a>(&'a self, work: &'a mut PendingWork<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(SessionHooks::before_flush(self, work))
    }

    fn after_flush<'a>(&'a self, work: &'a mut WrittenWork<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(SessionHooks::after_flush(self, work))
    }

    fn before_commit<'a>(&'a self, work: &'a mut PendingWork<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(SessionHooks::before_commit(self, work))
    }

    fn after_commit<'a>(&'a self, work: &'a mut CommittedWork<'_>) -> BoxFuture<'a, Result<()>> {
        Box::pin(SessionHooks::after_commit(self, work))
    }

    fn after_rollback<'a>(&'a self, work: &'a mut UndoneWork<'_>) -> BoxFuture<'a, ()> {
        Box::pin(SessionHooks::after_rollback(self, work))
    }
}
