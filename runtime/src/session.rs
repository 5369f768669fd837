//! The session: a unit of work over a graph with an identity map.
//!
//! A session knows every row it loaded or was given by a [`Handle`]. Work is collected in memory
//! and written by [`flush`](Session::flush) in an order the database accepts; what a flush will
//! do is a [`Plan`] first, then run. The transaction begins with the first flush; queries before
//! it run on their own. **Queries do not flush by themselves**: what is pending is not seen by
//! them, and no half-done work reaches the database at a line that only reads.

mod add;
mod after_commit;
mod attach;
mod audit;
mod batches;
mod cascade;
mod changes;
mod claim;
mod commit;
mod condition;
mod context;
mod delete;
mod delete_if_there;
mod detach;
mod dirty;
mod doubtful;
mod error;
mod flush;
mod follow;
mod frame;
mod get;
mod get_or_insert;
mod hooks;
mod index;
mod join;
mod joining;
mod limit;
mod link;
mod lock;
mod merge;
mod ordered;
mod parts;
mod pending;
mod plan;
mod pointer;
mod query;
mod read;
mod relate;
mod restrict;
mod retry;
mod rollback;
mod rows;
mod savepoint;
mod session_hooks;
mod soft_delete;
mod stale;
mod state;
mod tenant;
mod unlink;
mod values;
mod view;
mod work;

use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering};

pub use batches::{Batch, Batches};
pub use changes::ColumnChange;
pub use error::SessionError;
pub use join::Join;
pub use merge::Graft;
pub use ordered::Ordered;
pub use plan::{Plan, Step, StepKind};
pub use query::Found;
pub use read::ReadSession;
pub use retry::{Attempts, RetryPolicy, Retryable};
pub use state::RowState;
pub use work::{CommittedWork, PendingWork, UndoneWork, WrittenWork};

use crate::driver::{Access, Begin, Database, Executor, Follow, Lease, Transaction};
use crate::error::Result;
use crate::graph::{Graph, Handle};
use crate::hooks::{AnySessionHooks, HookList};
use crate::model::Model;
use condition::Condition;
pub(crate) use context::Context;
use frame::Frame;
use join::Joined;
use state::{RowId, States};

static TAGS: AtomicU32 = AtomicU32::new(1);

/// A unit of work. Belongs to one task at a time; meant for one request, not for ever.
///
/// Values stay readable after COMMIT; nothing expires by itself. See the module's text for when
/// it flushes.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// let mut s = db.session();
/// let ann = s.one(User::select().filter(|u| u.name.eq("Ann"))).await?;
/// s[ann].visits += 1;
/// s.add(post::new("Third").author(ann));
/// s.commit().await?;
/// // INSERT INTO "posts" ("author_id", "title", "published") VALUES (?, ?, ?)
/// // UPDATE "users" SET "visits" = ? WHERE "id" = ?
/// # let sql: Vec<String> = record.statements().into_iter().skip(1).map(|s| s.sql).collect();
/// # assert_eq!(sql, [
/// #     r#"INSERT INTO "posts" ("author_id", "title", "published") VALUES (?, ?, ?)"#,
/// #     r#"UPDATE "users" SET "visits" = ? WHERE "id" = ?"#,
/// # ]);
/// # assert_eq!(User::get(1).one(&db).await?.visits, 1);
/// # Ok(()) }
/// ```
pub struct Session {
    database: Database,
    begin: Begin,
    transaction: Option<Transaction>,
    graph: Graph,
    states: States,
    /// The work since the last COMMIT, and since each savepoint.
    frames: Vec<Frame>,
    condition: Condition,
    context: Context,
    /// What the program does around its flushes and transactions.
    hooks: HookList<dyn AnySessionHooks>,
    /// Rows that are deleted for good although their model keeps deleted rows.
    purges: HashSet<RowId>,
    /// Set in a transaction that the session did not begin.
    joined: Option<Joined>,
}

impl Database {
    /// Opens a session. It takes a connection only while it needs one.
    pub fn session(&self) -> Session {
        self.session_with(Begin::write())
    }

    /// Opens a session whose transactions begin in a way of their own:
    /// `db.session_with(Isolation::Serializable)`.
    pub fn session_with(&self, begin: impl Into<Begin>) -> Session {
        Session {
            database: self.clone(),
            begin: begin.into(),
            transaction: None,
            graph: Graph {
                identity: true,
                tag: TAGS.fetch_add(1, Ordering::Relaxed),
                ..Graph::default()
            },
            states: States::default(),
            frames: vec![Frame::default()],
            condition: Condition::Sound,
            context: Context::default(),
            hooks: self.session_hooks().clone(),
            purges: HashSet::new(),
            joined: None,
        }
    }
}

impl Session {
    /// The database it works on.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Opens the transaction now, so that further queries see one state of the database with
    /// the session's own writes. Without it the first flush does.
    pub async fn begin(&mut self) -> Result<()> {
        self.ready()?;
        self.open().await
    }

    /// Forgets all rows and all pending work, and rolls back what was not committed: of a
    /// transaction that the session joined, all of it. Handles from before are refused from now
    /// on.
    pub fn clear(&mut self) {
        let context = std::mem::take(&mut self.context);
        let hooks = std::mem::take(&mut self.hooks);
        *self = self.database.session_with(self.begin);
        self.context = context;
        self.hooks = hooks;
    }

    async fn open(&mut self) -> Result<()> {
        if self.joined.is_some() {
            return self.enter_joined().await;
        }
        if self.transaction.is_none() {
            self.begin_own().await?;
        }
        Ok(())
    }

    /// The connection for a statement of the program.
    async fn lend(&mut self, access: Access) -> Result<Lease<'_>> {
        self.ready()?;
        if access == Access::Write {
            self.open().await?;
            self.writes();
            self.frame().foreign = true;
        }
        match &mut self.transaction {
            Some(transaction) => Ok(Lease::borrowed(transaction.connection())),
            None => self.database.lease(access).await,
        }
    }

    /// The number of open savepoints.
    fn depth(&self) -> usize {
        self.frames.len() - 1
    }

    /// A handle of a row that no query loaded.
    fn bare<M: Model>(&self, id: RowId) -> Handle<M> {
        Handle {
            tag: self.graph.tag,
            table: id.table,
            row: id.row,
            node: crate::graph::NONE,
            position: id.row,
            proof: std::marker::PhantomData,
        }
    }
}

/// Statements that are not for the session's rows run in its transaction, if one is open.
///
/// Rows that the session knows follow an UPDATE, DELETE or upsert: see
/// [`RowState::Stale`]. They do not follow raw SQL and statements within a CTE: `refresh` or
/// `invalidate` them.
impl Executor for &mut Session {
    async fn lease(&mut self, access: Access) -> Result<Lease<'_>> {
        self.lend(access).await
    }

    fn follow(&mut self) -> Option<&mut dyn Follow> {
        Some(&mut **self)
    }
}
