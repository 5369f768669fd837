use super::connection::Connection;
use crate::error::Result;

/// An open transaction. Dropped without [`commit`](Transaction::commit), it is rolled back.
///
/// After an error that the engine does not survive (any error on PostgreSQL; a deadlock and
/// the like elsewhere) further statements and the commit fail with
/// [`Error::Poisoned`](crate::Error::Poisoned), unless a savepoint is rolled back.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let mut tx = db.begin().await?;
/// let cid = User::insert(user::new("Cid")).run(&mut tx).await?;
/// Post::insert(post::new("Hello").author(&cid)).run(&mut tx).await?;
/// tx.commit().await?;
/// # assert_eq!(Post::select().count(&db).await?, 3);
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction {
    connection: Connection,
}

impl Transaction {
    pub(super) fn new(connection: Connection) -> Self {
        Transaction { connection }
    }

    /// Its connection.
    pub fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Stores what it did.
    pub async fn commit(mut self) -> Result<()> {
        self.connection.commit().await
    }

    /// Undoes what it did.
    pub async fn rollback(mut self) -> Result<()> {
        self.connection.rollback().await
    }

    /// Whether a savepoint is open.
    pub(crate) fn in_savepoint(&self) -> bool {
        self.connection.in_savepoint()
    }

    /// Sets a savepoint.
    pub async fn savepoint(&mut self, name: &str) -> Result<()> {
        self.connection.savepoint(name).await
    }

    /// Forgets a savepoint and those set after it; their work stays.
    pub async fn release(&mut self, name: &str) -> Result<()> {
        self.connection.release(name).await
    }

    /// As [`Connection::defer_constraints`].
    pub async fn defer_constraints(&mut self) -> Result<()> {
        self.connection.defer_constraints().await
    }

    /// Undoes what was done since a savepoint, which stays.
    pub async fn rollback_to(&mut self, name: &str) -> Result<()> {
        self.connection.rollback_to(name).await
    }
}
