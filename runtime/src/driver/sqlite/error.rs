use rusqlite::ErrorCode;
use rusqlite::ffi;

use super::pool::Open;
use crate::driver::failure::{Damage, Failure};
use crate::error::{ConstraintError, ConstraintKind, DatabaseError, Error, Retry};

/// What a failed statement means. SQLite rolls a whole transaction back on some errors (a full
/// disk, say); its own word on that counts.
pub(super) fn failure(open: &Open, error: rusqlite::Error, sql: &str) -> Failure {
    let damage = if open.raw.is_autocommit() {
        Damage::Transaction
    } else {
        Damage::Statement
    };
    Failure {
        error: convert(open, error, sql),
        damage,
    }
}

fn convert(open: &Open, error: rusqlite::Error, sql: &str) -> Error {
    let (code, message) = match error {
        rusqlite::Error::SqliteFailure(code, message) => (code, message),
        rusqlite::Error::SqlInputError { error, msg, .. } => (error, Some(msg)),
        rusqlite::Error::MultipleStatement => {
            return Error::Invalid(format!("more than one statement in one call: {sql}"));
        }
        other => {
            return Error::Database(Box::new(DatabaseError {
                code: "-".into(),
                message: other.to_string(),
                statement: sql.to_owned(),
                retry: Retry::Never,
            }));
        }
    };
    let message = message.unwrap_or_else(|| code.to_string());
    if let (ErrorCode::OperationInterrupted, Some(limit)) = (code.code, open.limit.current()) {
        return Error::StatementTimeout {
            limit,
            statement: sql.to_owned(),
            retry: Retry::Never,
        };
    }
    if let Some(error) = constraint(code.extended_code, &message, sql) {
        return Error::Constraint(Box::new(error));
    }
    Error::Database(Box::new(DatabaseError {
        code: code.extended_code.to_string(),
        message,
        statement: sql.to_owned(),
        retry: match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Retry::Transaction,
            _ => Retry::Never,
        },
    }))
}

/// SQLite names columns for keys (`UNIQUE constraint failed: t.a, t.b`), the name or the text
/// for checks, and nothing for foreign keys.
fn constraint(extended_code: i32, message: &str, sql: &str) -> Option<ConstraintError> {
    let kind = match extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => ConstraintKind::Unique,
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ConstraintKind::ForeignKey,
        // `ON DELETE RESTRICT` is a trigger inside.
        ffi::SQLITE_CONSTRAINT_TRIGGER if message == "FOREIGN KEY constraint failed" => {
            ConstraintKind::ForeignKey
        }
        ffi::SQLITE_CONSTRAINT_NOTNULL => ConstraintKind::NotNull,
        ffi::SQLITE_CONSTRAINT_CHECK => ConstraintKind::Check,
        _ => return None,
    };
    let mut error = ConstraintError {
        kind,
        name: None,
        table: None,
        columns: Vec::new(),
        statement: sql.to_owned(),
    };
    let Some((_, subject)) = message.split_once("constraint failed: ") else {
        return Some(error);
    };
    if let Some(index) = subject
        .strip_prefix("index '")
        .and_then(|rest| rest.strip_suffix('\''))
    {
        error.name = Some(index.to_owned()); // a unique index on an expression
    } else if kind == ConstraintKind::Check {
        error.name = Some(subject.to_owned());
    } else {
        for place in subject.split(", ") {
            if let Some((table, column)) = place.rsplit_once('.') {
                error.table = Some(table.to_owned());
                error.columns.push(column.to_owned());
            }
        }
    }
    Some(error)
}
