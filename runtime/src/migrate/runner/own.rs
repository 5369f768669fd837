use std::ops::{Deref, DerefMut};

use futures_util::FutureExt;

use super::settings::Settings;
use crate::dialect::Dialect;
use crate::driver::Connection;

/// A connection that nobody uses afterwards, since a lock and settings of the runner are on it.
#[derive(Debug)]
pub(super) struct OwnConnection {
    connection: Option<Connection>,
    pub(super) settings: Settings,
}

impl OwnConnection {
    pub(super) fn new(connection: Connection) -> Self {
        OwnConnection {
            connection: Some(connection),
            settings: Settings::default(),
        }
    }

    fn held(&self) -> &Connection {
        match &self.connection {
            Some(connection) => connection,
            None => unreachable!("taken out only by `drop`"),
        }
    }
}

impl Deref for OwnConnection {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.held()
    }
}

impl DerefMut for OwnConnection {
    fn deref_mut(&mut self) -> &mut Connection {
        match &mut self.connection {
            Some(connection) => connection,
            None => unreachable!("taken out only by `drop`"),
        }
    }
}

impl Drop for OwnConnection {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else {
            return;
        };
        if connection.dialect() != Dialect::Sqlite {
            connection.retire();
            return;
        }
        // A database in memory is its connection, so that one stays, with its foreign keys on.
        // Statements of SQLite are done at once.
        if connection.in_transaction() {
            let _ = connection.rollback().now_or_never();
        }
        let _ = connection
            .execute_script(&["PRAGMA foreign_keys = ON"])
            .now_or_never();
    }
}
