use sqlx::mysql::MySqlDatabaseError;

use crate::driver::failure::{Damage, Failure};
use crate::driver::server::{Settings, client_failure, redact, timeout};
use crate::error::{ConstraintError, ConstraintKind, DatabaseError, Error, Retry};

/// What a failed statement means. After a deadlock the server has rolled everything back and
/// goes on in autocommit, so the transaction must not.
pub(super) fn failure(error: &sqlx::Error, sql: &str, settings: Settings) -> Failure {
    let sqlx::Error::Database(refusal) = error else {
        return client_failure(error, sql);
    };
    let Some(refusal) = refusal.try_downcast_ref::<MySqlDatabaseError>() else {
        return client_failure(error, sql);
    };
    let number = refusal.number();
    let damage = match number {
        // The server shuts down, killed the connection, or lost its cluster.
        1047 | 1053 | 1927 | 3169 => {
            return Failure {
                error: Error::Broken {
                    message: format!("{} ({number})", refusal.message()),
                    retry: Retry::Reconnect,
                },
                damage: Damage::Connection,
            };
        }
        // A deadlock; errors at COMMIT; a conflict in group replication.
        1213 | 1180 | 3101 => Damage::Transaction,
        // Whether a lock timeout rolls everything back is a setting of the server.
        1205 => Damage::Savepoint,
        _ => Damage::Statement,
    };
    Failure {
        error: convert(refusal, sql, settings),
        damage,
    }
}

fn convert(refusal: &MySqlDatabaseError, sql: &str, settings: Settings) -> Error {
    let number = refusal.number();
    if let (1969 | 3024, Some(limit)) = (number, settings.statement_timeout) {
        return timeout(limit, sql);
    }
    if let Some(error) = constraint(number, refusal.message(), sql) {
        return Error::Constraint(Box::new(error));
    }
    // These quote a value.
    let quotes_value = matches!(number, 1292 | 1366 | 1367 | 1411 | 1525 | 1690 | 3140);
    let message = if quotes_value && !settings.show_values {
        redact(refusal.message(), '\'')
    } else {
        refusal.message().to_owned()
    };
    Error::Database(Box::new(DatabaseError {
        code: number.to_string(),
        message,
        statement: sql.to_owned(),
        retry: match number {
            1205 | 1213 | 1180 | 3101 | 1020 => Retry::Transaction,
            // Read-only here, or too many connections: elsewhere or later it is possible.
            1290 | 1792 | 1836 | 1040 => Retry::Reconnect,
            _ => Retry::Never,
        },
    }))
}

/// The servers name constraints in their messages only.
fn constraint(number: u16, message: &str, sql: &str) -> Option<ConstraintError> {
    let kind = match number {
        1062 | 1022 | 1586 => ConstraintKind::Unique,
        1216 | 1217 | 1451 | 1452 => ConstraintKind::ForeignKey,
        1048 | 1364 => ConstraintKind::NotNull,
        3819 | 4025 => ConstraintKind::Check,
        _ => return None,
    };
    let mut error = ConstraintError {
        kind,
        name: None,
        table: None,
        columns: Vec::new(),
        statement: sql.to_owned(),
    };
    match number {
        // Duplicate entry '..' for key 'table.key' (MySQL 8) or 'key' (MariaDB). The value may
        // hold quotes, so the key is taken from the end.
        1062 | 1586 => {
            if let Some(key) = last_quoted(message, '\'') {
                match key.split_once('.') {
                    Some((table, key)) => {
                        error.table = Some(table.to_owned());
                        error.name = Some(key.to_owned());
                    }
                    None => error.name = Some(key.to_owned()),
                }
            }
        }
        // .. (`database`.`table`, CONSTRAINT `name` FOREIGN KEY ..
        1451 | 1452 => {
            error.name = between(message, "CONSTRAINT `", "`");
            error.table = message
                .split_once("(`")
                .and_then(|(_, rest)| between(rest, "`.`", "`"));
        }
        // Column 'name' cannot be null; Field 'name' doesn't have a default value
        1048 | 1364 => error.columns.extend(between(message, "'", "'")),
        // Check constraint 'name' is violated.
        3819 => error.name = between(message, "'", "'"),
        // CONSTRAINT `name` failed for `database`.`table`
        4025 => {
            error.name = between(message, "CONSTRAINT `", "`");
            error.table = last_quoted(message, '`').map(str::to_owned);
        }
        _ => {}
    }
    Some(error)
}

fn last_quoted(message: &str, quote: char) -> Option<&str> {
    let end = message.rfind(quote)?;
    let start = message.get(..end)?.rfind(quote)?;
    message.get(start + 1..end)
}

fn between(message: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = message.split_once(before)?;
    rest.split_once(after).map(|(name, _)| name.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
