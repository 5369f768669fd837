use std::sync::Mutex;

use futures_util::future::BoxFuture;

use super::Session;

/// What is to be done after a COMMIT. Locked by nobody: the lock is there so that a session can
/// be looked at from several threads.
#[derive(Default)]
pub(super) struct AfterCommit(Mutex<Vec<BoxFuture<'static, ()>>>);

impl AfterCommit {
    fn list(&mut self) -> &mut Vec<BoxFuture<'static, ()>> {
        self.0
            .get_mut()
            .unwrap_or_else(|poison| poison.into_inner())
    }

    /// Takes in what a savepoint that ends well has added.
    pub(super) fn absorb(&mut self, mut later: AfterCommit) {
        self.list().append(later.list());
    }

    pub(super) async fn run(&mut self) {
        for work in std::mem::take(self.list()) {
            work.await;
        }
    }
}

impl Session {
    /// Does something once the work is stored: send the mail, forget the cached page. It is
    /// dropped by a rollback, also by one to a savepoint set before. In a session that joined a
    /// transaction its own commit counts, whatever becomes of that; a
    /// [hook](crate::SessionHooks::after_commit) waits for a real one.
    ///
    /// [`commit`](Session::commit) waits for it, one after the other in their order. What must
    /// not be lost if the program ends in between belongs into a table, written by the same
    /// transaction.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let (sender, mut mails) = tokio::sync::mpsc::unbounded_channel();
    /// let mut s = db.session();
    /// s.add(user::new("Cid"));
    /// s.on_commit(async move {
    ///     sender.send("welcome, Cid").ok();
    /// });
    /// assert!(mails.try_recv().is_err());
    /// s.commit().await?;
    /// assert_eq!(mails.try_recv().ok(), Some("welcome, Cid"));
    /// # Ok(()) }
    /// ```
    pub fn on_commit(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.frame().after_commit.list().push(Box::pin(work));
    }
}
