use std::future::Future;
use std::ops::{Deref, DerefMut};

use super::begin::BeginMode;
use super::connection::Connection;
use super::database::Database;
use super::follow::Follow;
use super::sink::FromRow;
use super::stream::RowStream;
use super::transaction::Transaction;
use crate::error::Result;
use crate::hooks::{WithoutAudit, WithoutHooks};
use crate::statement::Statement;

/// What statements can run on: a [`Database`], or a [`Transaction`] by `&mut`.
///
/// The trait has no lifetime of its own, so that a future that runs a query is `Send` wherever
/// it is spawned.
pub trait Executor: Send {
    /// Takes a connection for as long as the lease lives.
    fn lease(&mut self, access: Access) -> impl Future<Output = Result<Lease<'_>>> + Send;

    /// Who knows rows that the statement may change.
    #[doc(hidden)]
    fn follow(&mut self) -> Option<&mut dyn Follow> {
        None
    }

    /// Runs statements without the [hooks](crate::Hooks) of their models, which is said in so
    /// many words: `Post::delete().filter(..).run(db.without_hooks())`.
    fn without_hooks(self) -> WithoutHooks<Self>
    where
        Self: Sized,
    {
        WithoutHooks(self)
    }

    /// Runs statements that leave no trace in the [trails](crate::rules::Audit) of their models:
    /// `Post::delete().filter(..).run(db.without_audit())`.
    fn without_audit(self) -> WithoutAudit<Self>
    where
        Self: Sized,
    {
        WithoutAudit(self)
    }
}

/// What a lease is for. SQLite has many readers and one writer; and where the connection breaks,
/// only what may write leaves a doubt ([`Retry::Unknown`](crate::Retry::Unknown)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Statements that only read.
    Read,
    /// Statements that may write.
    Write,
}

/// A connection for a while: taken from the pool, or that of a transaction.
#[derive(Debug)]
pub struct Lease<'e> {
    held: Held<'e>,
    /// Whether it opened the transaction that it is in.
    own: bool,
    /// Whether statements on it do without the hooks of their models.
    skips_hooks: bool,
    /// Whether statements on it leave no trace.
    skips_audit: bool,
}

#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // the large one is the usual one
enum Held<'e> {
    Own(Connection),
    Borrowed(&'e mut Connection),
}

impl<'e> Lease<'e> {
    pub(super) fn own(connection: Connection) -> Self {
        Lease {
            held: Held::Own(connection),
            own: false,
            skips_hooks: false,
            skips_audit: false,
        }
    }

    /// A lease of somebody else's connection.
    pub fn borrowed(connection: &'e mut Connection) -> Self {
        Lease {
            held: Held::Borrowed(connection),
            own: false,
            skips_hooks: false,
            skips_audit: false,
        }
    }

    pub(crate) fn skipping_audit(mut self) -> Self {
        self.skips_audit = true;
        self
    }

    pub(crate) fn skips_audit(&self) -> bool {
        self.skips_audit
    }

    pub(crate) fn skipping_hooks(mut self) -> Self {
        self.skips_hooks = true;
        self
    }

    pub(crate) fn skips_hooks(&self) -> bool {
        self.skips_hooks
    }

    /// Makes all further statements see one state of the database: opens a read transaction
    /// unless a transaction is open already. [`Lease::finish`] ends it.
    pub async fn snapshot(&mut self) -> Result<()> {
        self.transaction(BeginMode::Read).await
    }

    /// Makes all further statements one piece of work, stored as a whole or not at all: opens a
    /// transaction unless a transaction is open already. [`Lease::finish`] ends it.
    pub(crate) async fn atomic(&mut self) -> Result<()> {
        self.transaction(BeginMode::Write).await
    }

    async fn transaction(&mut self, mode: BeginMode) -> Result<()> {
        if !self.in_transaction() {
            self.begin(mode).await?;
            self.own = true;
        }
        Ok(())
    }

    /// Commits the transaction that it opened, if it did.
    pub async fn finish(mut self) -> Result<()> {
        if self.own {
            self.commit().await?;
        }
        Ok(())
    }

    /// As [`Connection::stream`], with the lease inside the stream.
    pub fn into_stream<T: FromRow>(self, statement: Statement) -> RowStream<'e, T> {
        RowStream::new(|chunks| async move {
            let mut lease = self;
            lease.stream_into(&statement, &chunks).await
        })
    }
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match &self.held {
            Held::Own(connection) => connection,
            Held::Borrowed(connection) => connection,
        }
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        match &mut self.held {
            Held::Own(connection) => connection,
            Held::Borrowed(connection) => connection,
        }
    }
}

impl Executor for &Database {
    async fn lease(&mut self, access: Access) -> Result<Lease<'_>> {
        Database::lease(self, access).await
    }
}

impl Executor for &mut Transaction {
    async fn lease(&mut self, _: Access) -> Result<Lease<'_>> {
        Ok(Lease::borrowed(self.connection()))
    }
}

impl Executor for &mut Connection {
    async fn lease(&mut self, _: Access) -> Result<Lease<'_>> {
        Ok(Lease::borrowed(self))
    }
}
