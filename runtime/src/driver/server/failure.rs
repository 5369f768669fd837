use std::io::ErrorKind;
use std::time::Duration;

use crate::driver::failure::{Damage, Failure};
use crate::error::{Error, Retry};

pub(in crate::driver) fn timeout(limit: Duration, sql: &str) -> Error {
    Error::StatementTimeout {
        limit,
        statement: sql.to_owned(),
        retry: Retry::Never,
    }
}

/// A driver error that is not the server's word on a statement.
pub(in crate::driver) fn client_failure(error: &sqlx::Error, statement: &str) -> Failure {
    match error {
        sqlx::Error::Encode(_) | sqlx::Error::InvalidArgument(_) => Failure::ours(Error::Invalid(
            format!("a value cannot be sent to the server: {error}, in: {statement}"),
        )),
        other => Failure {
            error: Error::Broken {
                message: other.to_string(),
                retry: Retry::Reconnect,
            },
            damage: Damage::Connection,
        },
    }
}

/// How an engine's URL speaks of TLS.
pub(in crate::driver) struct TlsParameters {
    /// Names the certificate of an authority.
    pub(in crate::driver) authority: &'static str,
    /// Encrypts for whatever certificate.
    pub(in crate::driver) unverified: &'static str,
    /// Does without.
    pub(in crate::driver) without: &'static str,
}

/// Why no connection could be made. Trying again helps if the server is only busy or away.
pub(in crate::driver) fn connect_error(
    target: &str,
    error: &sqlx::Error,
    tls: &TlsParameters,
) -> Error {
    let mut hint = String::new();
    let transient = match error {
        // So a certificate that does not hold is told.
        sqlx::Error::Io(error) if error.kind() == ErrorKind::InvalidData => {
            let (authority, unverified) = (tls.authority, tls.unverified);
            hint = format!(
                "; `{authority}` names the certificate of a private authority, and \
                 `{unverified}` encrypts without asking who the server is"
            );
            false
        }
        sqlx::Error::Tls(_) => {
            let without = tls.without;
            hint = format!("; `{without}` does without TLS, for networks that nobody else is on");
            false
        }
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => {
            matches!(
                error.code().as_deref(),
                Some("57P03" | "53300" | "08004" | "08S01")
            )
        }
        _ => false,
    };
    Error::Connect {
        target: target.to_owned(),
        message: format!("{error}{hint}"),
        retry: if transient {
            Retry::Reconnect
        } else {
            Retry::Never
        },
    }
}

/// Replaces what stands in quotes: in some messages of the servers that is a value.
pub(in crate::driver) fn redact(message: &str, quote: char) -> String {
    let mut parts = message.split(quote);
    let mut out = parts.next().unwrap_or("").to_owned();
    while let Some(_value) = parts.next() {
        out.push('\u{2026}');
        out.push_str(parts.next().unwrap_or(""));
    }
    out
}
