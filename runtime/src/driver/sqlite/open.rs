use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::limit::Limit;
use super::pool::Open;
use super::{aggregate, function};
use crate::driver::address::{FileMode, SqliteAddress};
use crate::driver::options::DatabaseOptions;
use crate::error::{Error, Result, Retry};

/// Opens connections, all alike.
pub(super) struct Opener {
    path: Option<PathBuf>,
    mode: FileMode,
    busy_timeout: Duration,
    statement_timeout: Option<Duration>,
    statement_cache: usize,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    Writer,
    Reader,
    Both,
}

impl Opener {
    pub(super) fn new(address: SqliteAddress, options: &DatabaseOptions) -> Self {
        Opener {
            path: address.path,
            mode: address.mode,
            busy_timeout: options.busy_timeout,
            statement_timeout: options.statement_timeout,
            statement_cache: options.statement_cache,
        }
    }

    pub(super) fn open(&self, role: Role) -> Result<Open> {
        self.try_open(role).map_err(|error| Error::Connect {
            target: match &self.path {
                Some(path) => path.display().to_string(),
                None => ":memory:".into(),
            },
            message: error.to_string(),
            retry: Retry::Never,
        })?
    }

    fn try_open(&self, role: Role) -> rusqlite::Result<Result<Open>> {
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
            | match self.mode {
                FileMode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
                FileMode::Existing => OpenFlags::SQLITE_OPEN_READ_WRITE,
                FileMode::Create => {
                    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
                }
            };
        let raw = match &self.path {
            Some(path) => Connection::open_with_flags(path, flags)?,
            None => Connection::open_in_memory_with_flags(flags)?,
        };
        raw.busy_timeout(self.busy_timeout)?;
        raw.set_prepared_statement_cache_capacity(self.statement_cache);
        // A misspelt column in double quotes must be an error and not a string.
        raw.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        raw.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        raw.pragma_update(None, "foreign_keys", true)?;
        let enforced: bool = raw.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
        if !enforced {
            return Ok(Err(Error::Invalid(
                "this build of SQLite does not enforce foreign keys; it cannot be used".into(),
            )));
        }
        if self.mode != FileMode::ReadOnly && role == Role::Writer {
            self.write_ahead(&raw)?;
        }
        raw.pragma_update(None, "synchronous", "NORMAL")?;
        aggregate::register(&raw)?;
        function::register(&raw)?;
        if role == Role::Reader {
            raw.pragma_update(None, "query_only", true)?;
        }
        let limit = Limit::install(&raw, self.statement_timeout)?;
        Ok(Ok(Open { raw, limit }))
    }

    /// Connections that open a new file at once get in each other's way here, and SQLite does not
    /// wait by itself.
    fn write_ahead(&self, raw: &Connection) -> rusqlite::Result<()> {
        let until = Instant::now() + self.busy_timeout;
        loop {
            match raw.pragma_update(None, "journal_mode", "WAL") {
                Err(error) if is_passing(&error) && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                done => return done,
            }
        }
    }
}

fn is_passing(error: &rusqlite::Error) -> bool {
    use ErrorCode::{DatabaseBusy, DatabaseLocked, SystemIoFailure};
    let code = error.sqlite_error_code();
    matches!(code, Some(DatabaseBusy | DatabaseLocked | SystemIoFailure))
}
