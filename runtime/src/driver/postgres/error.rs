use sqlx::postgres::PgDatabaseError;

use crate::driver::failure::{Damage, Failure};
use crate::driver::server::{Settings, client_failure, redact, timeout};
use crate::error::{ConstraintError, ConstraintKind, DatabaseError, Error, Retry};

/// What a failed statement means. Within a transaction PostgreSQL refuses everything after any
/// error, but for a rollback to a savepoint.
pub(super) fn failure(error: &sqlx::Error, sql: &str, settings: Settings) -> Failure {
    let sqlx::Error::Database(refusal) = error else {
        return client_failure(error, sql);
    };
    let Some(refusal) = refusal.try_downcast_ref::<PgDatabaseError>() else {
        return client_failure(error, sql);
    };
    let code = refusal.code();
    if ends_connection(code) {
        return Failure {
            error: Error::Broken {
                message: format!("{} ({code})", refusal.message()),
                retry: Retry::Reconnect,
            },
            damage: Damage::Connection,
        };
    }
    Failure {
        error: convert(refusal, sql, settings),
        damage: Damage::Savepoint,
    }
}

/// Shutdowns, lost connections and a server that is starting.
fn ends_connection(code: &str) -> bool {
    code.starts_with("08") || matches!(code, "57P01" | "57P02" | "57P03" | "57P05")
}

fn convert(refusal: &PgDatabaseError, sql: &str, settings: Settings) -> Error {
    let code = refusal.code();
    if let ("57014", Some(limit)) = (code, settings.statement_timeout) {
        return timeout(limit, sql);
    }
    let kind = match code {
        "23505" => Some(ConstraintKind::Unique),
        "23503" => Some(ConstraintKind::ForeignKey),
        "23502" => Some(ConstraintKind::NotNull),
        "23514" => Some(ConstraintKind::Check),
        "23P01" => Some(ConstraintKind::Exclusion),
        _ => None,
    };
    if let Some(kind) = kind {
        return Error::Constraint(Box::new(ConstraintError {
            kind,
            name: refusal.constraint().map(str::to_owned),
            table: refusal.table().map(str::to_owned),
            columns: refusal.column().map(str::to_owned).into_iter().collect(),
            statement: sql.to_owned(),
        }));
    }
    Error::Database(Box::new(DatabaseError {
        code: code.to_owned(),
        message: message(refusal, settings),
        statement: sql.to_owned(),
        retry: match code {
            // A serialization failure, a deadlock, a lock that was not free; and a prepared
            // statement whose tables were altered.
            "40001" | "40P01" | "55P03" => Retry::Transaction,
            "0A000" if refusal.message().contains("cached plan") => Retry::Transaction,
            // A standby: somewhere else it is possible.
            "25006" | "53300" => Retry::Reconnect,
            _ => Retry::Never,
        },
    }))
}

/// Class 22 (a value cannot be used) quotes the value.
fn message(refusal: &PgDatabaseError, settings: Settings) -> String {
    if settings.show_values {
        return match refusal.detail() {
            Some(detail) => format!("{}; {detail}", refusal.message()),
            None => refusal.message().to_owned(),
        };
    }
    if refusal.code().starts_with("22") {
        return redact(refusal.message(), '"');
    }
    refusal.message().to_owned()
}
