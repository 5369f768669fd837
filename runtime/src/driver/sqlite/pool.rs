use std::cell::Cell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limit::{Limit, Running};
use super::open::{Opener, Role};
use super::{Sqlite, blocking};
use crate::driver::address::SqliteAddress;
use crate::driver::executor::Access;
use crate::driver::failure::Failure;
use crate::driver::options::DatabaseOptions;
use crate::error::{Error, Result};

/// The connections to one database: a file has one writer and several readers; a database in
/// memory has one connection for both.
pub(in crate::driver) struct Pool {
    opener: Opener,
    writer: Slots,
    readers: Option<Slots>,
    acquire_timeout: Duration,
    block_in_place: bool,
}

struct Slots {
    role: Role,
    permits: Arc<Semaphore>,
    idle: Arc<Idle>,
}

#[allow(clippy::vec_box)] // they move at every lease, and are large
type Idle = Mutex<Vec<Box<Open>>>;

/// An open connection.
pub(super) struct Open {
    pub(super) raw: rusqlite::Connection,
    pub(super) limit: Limit,
}

impl Slots {
    fn new(role: Role, count: usize) -> Self {
        Slots {
            role,
            permits: Arc::new(Semaphore::new(count)),
            idle: Arc::default(),
        }
    }
}

impl Pool {
    pub(in crate::driver) fn open(
        address: SqliteAddress,
        options: &DatabaseOptions,
    ) -> Result<Self> {
        let memory = address.path.is_none();
        let role = if memory { Role::Both } else { Role::Writer };
        let readers = usize::try_from(options.max_connections).unwrap_or(usize::MAX);
        let readers = readers.min(Semaphore::MAX_PERMITS);
        let pool = Pool {
            opener: Opener::new(address, options),
            writer: Slots::new(role, 1),
            readers: (!memory).then(|| Slots::new(Role::Reader, readers)),
            acquire_timeout: options.acquire_timeout,
            block_in_place: options.block_in_place,
        };
        let first = blocking(pool.block_in_place, || pool.opener.open(role))?;
        lock(&pool.writer.idle).push(Box::new(first));
        Ok(pool)
    }

    pub(in crate::driver) async fn acquire(&self, access: Access) -> Result<Sqlite> {
        let slots = match (access, &self.readers) {
            (Access::Read, Some(readers)) => readers,
            _ => &self.writer,
        };
        let permit = match slots.permits.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => self.queue(slots).await?,
        };
        let open = lock(&slots.idle).pop();
        let open = match open {
            Some(open) => open,
            None => Box::new(blocking(self.block_in_place, || {
                self.opener.open(slots.role)
            })?),
        };
        Ok(Sqlite {
            held: Some(Held {
                open: Some(open),
                idle: slots.idle.clone(),
                fresh: Cell::new(false),
                _permit: permit,
            }),
            block_in_place: self.block_in_place,
        })
    }

    async fn queue(&self, slots: &Slots) -> Result<OwnedSemaphorePermit> {
        let timeout = Error::PoolTimeout {
            waited: self.acquire_timeout,
        };
        let turn = slots.permits.clone().acquire_owned();
        match tokio::time::timeout(self.acquire_timeout, turn).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(timeout),
        }
    }
}

/// A connection taken out of the pool. Dropped, it is rolled back and given back.
pub(super) struct Held {
    /// Always there, but in `drop`.
    open: Option<Box<Open>>,
    idle: Arc<Idle>,
    /// Whether the last statement had to be prepared.
    pub(super) fresh: Cell<bool>,
    _permit: OwnedSemaphorePermit,
}

impl Held {
    fn open(&self) -> &Open {
        match &self.open {
            Some(open) => open,
            None => unreachable!("a connection is taken out only by `drop`"),
        }
    }

    pub(super) fn raw(&self) -> &rusqlite::Connection {
        &self.open().raw
    }

    /// Starts the clock for a statement, if there is a limit.
    pub(super) fn start_limit(&self, own: Option<Duration>) -> Option<Running<'_>> {
        self.open().limit.start(own)
    }

    pub(super) fn failure(&self, error: rusqlite::Error, sql: &str) -> Failure {
        super::error::failure(self.open(), error, sql)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        if open.raw.is_autocommit() || open.raw.execute_batch("ROLLBACK").is_ok() {
            lock(&self.idle).push(open);
        }
    }
}

#[allow(clippy::vec_box)] // they move at every lease, and are large
fn lock(idle: &Idle) -> std::sync::MutexGuard<'_, Vec<Box<Open>>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
