//! A pool of connections to a server.
//!
//! Unlike sqlx's own it asks the server nothing when a connection comes back, and before use
//! only if the connection was idle for long: a lookup is one round trip.

use std::future::Future;
use std::time::{Duration, Instant};

use deadpool::Runtime;
use deadpool::managed::{
    Manager, Metrics, Object, PoolError, RecycleError, RecycleResult, TimeoutType,
};

use super::failure::{Damage, Failure, Outcome};
use super::options::DatabaseOptions;
use crate::error::{Error, Result, Retry};

/// How to connect to a server.
pub(super) trait Server: Send + Sync + 'static {
    type Connection: Send;

    fn connect(&self) -> impl Future<Output = Result<Self::Connection>> + Send;

    fn ping(connection: &mut Self::Connection) -> impl Future<Output = sqlx::Result<()>> + Send;

    fn rollback(connection: &mut Self::Connection)
    -> impl Future<Output = sqlx::Result<()>> + Send;
}

/// What a connection needs to know of the options.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) statement_timeout: Option<Duration>,
    pub(super) show_values: bool,
}

pub(super) struct ServerPool<S: Server> {
    pool: deadpool::managed::Pool<Keeper<S>>,
    acquire_timeout: Duration,
    settings: Settings,
}

pub(super) struct Keeper<S> {
    server: S,
    idle_check: Duration,
}

/// A connection in the pool.
pub(super) struct Kept<C> {
    pub(super) raw: C,
    /// In a state that only its closing can end.
    tainted: bool,
    returned: Instant,
}

impl<S: Server> ServerPool<S> {
    pub(super) fn new(server: S, options: &DatabaseOptions) -> Result<Self> {
        let keeper = Keeper {
            server,
            idle_check: options.idle_check,
        };
        let pool = deadpool::managed::Pool::builder(keeper)
            .max_size(usize::try_from(options.max_connections).unwrap_or(usize::MAX))
            .wait_timeout(Some(options.acquire_timeout))
            .create_timeout(Some(options.acquire_timeout))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::Invalid(error.to_string()))?;
        Ok(ServerPool {
            pool,
            acquire_timeout: options.acquire_timeout,
            settings: Settings {
                statement_timeout: options.statement_timeout,
                show_values: options.show_values,
            },
        })
    }

    pub(super) async fn acquire(&self) -> Result<Held<S>> {
        // A timer wakes another thread, so there is none where nobody must wait.
        let mut timeouts = self.pool.timeouts();
        timeouts.wait = Some(Duration::ZERO);
        let mut taken = self.pool.timeout_get(&timeouts).await;
        if let Err(PoolError::Timeout(TimeoutType::Wait)) = taken {
            taken = self.pool.get().await;
        }
        match taken {
            Ok(object) => Ok(Held {
                object: Some(object),
                settings: self.settings,
            }),
            Err(PoolError::Backend(error)) => Err(error),
            Err(_) => Err(Error::PoolTimeout {
                waited: self.acquire_timeout,
            }),
        }
    }
}

impl<S: Server> Manager for Keeper<S> {
    type Type = Kept<S::Connection>;
    type Error = Error;

    async fn create(&self) -> Result<Self::Type> {
        Ok(Kept {
            raw: self.server.connect().await?,
            tainted: false,
            returned: Instant::now(),
        })
    }

    async fn recycle(&self, kept: &mut Self::Type, _: &Metrics) -> RecycleResult<Error> {
        if kept.tainted {
            return Err(RecycleError::message("left in the middle of something"));
        }
        if kept.returned.elapsed() > self.idle_check {
            let ping = S::ping(&mut kept.raw);
            match tokio::time::timeout(Duration::from_secs(5), ping).await {
                Ok(answer) => answer.map_err(|error| RecycleError::message(error.to_string()))?,
                Err(_) => return Err(RecycleError::message("it does not answer")),
            }
        }
        Ok(())
    }
}

/// A connection on loan. Dropped, it goes back to the pool.
pub(super) struct Held<S: Server> {
    /// Gone after `discard` and `abandon`.
    object: Option<Object<Keeper<S>>>,
    pub(super) settings: Settings,
}

impl<S: Server> Held<S> {
    pub(super) fn raw(&mut self) -> Outcome<&mut S::Connection> {
        match &mut self.object {
            Some(kept) => Ok(&mut kept.raw),
            None => Err(Failure {
                error: Error::Broken {
                    message: "it was closed".into(),
                    retry: Retry::Reconnect,
                },
                damage: Damage::Connection,
            }),
        }
    }

    /// Rolls back in the background; whoever takes the connection next comes after that.
    pub(super) fn abandon(&mut self) {
        let Some(mut kept) = self.object.take() else {
            return;
        };
        // Without a runtime, or if the runtime ends first, it is never used again.
        kept.tainted = true;
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            drop(Object::take(kept));
            return;
        };
        runtime.spawn(async move {
            let rollback = S::rollback(&mut kept.raw);
            match tokio::time::timeout(Duration::from_secs(5), rollback).await {
                Ok(Ok(())) => {
                    kept.tainted = false;
                    kept.returned = Instant::now();
                }
                _ => drop(Object::take(kept)),
            }
        });
    }

    /// Closes the connection, which ends the transaction on the server.
    pub(super) fn discard(&mut self) {
        if let Some(kept) = self.object.take() {
            drop(Object::take(kept));
        }
    }
}

impl<S: Server> Drop for Held<S> {
    fn drop(&mut self) {
        if let Some(kept) = &mut self.object {
            kept.returned = Instant::now();
        }
    }
}

/// The server stops a statement at its limit; if it does not answer at all, we do, a little
/// later.
pub(super) async fn within<T>(
    settings: Settings,
    sql: &str,
    work: impl Future<Output = Outcome<T>> + Send,
) -> Outcome<T> {
    let Some(limit) = settings.statement_timeout else {
        return work.await;
    };
    match tokio::time::timeout(limit + Duration::from_secs(2), work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Failure {
            error: timeout(limit, sql),
            damage: Damage::Connection,
        }),
    }
}

pub(super) fn timeout(limit: Duration, sql: &str) -> Error {
    Error::StatementTimeout {
        limit,
        statement: sql.to_owned(),
    }
}

/// A driver error that is not the server's word on a statement.
pub(super) fn client_failure(error: &sqlx::Error, statement: &str) -> Failure {
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

/// Why no connection could be made. Trying again helps if the server is only busy or away.
pub(super) fn connect_error(target: &str, error: &sqlx::Error, insecure: &str) -> Error {
    let transient = match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => {
            matches!(
                error.code().as_deref(),
                Some("57P03" | "53300" | "08004" | "08S01")
            )
        }
        _ => false,
    };
    let hint = if matches!(error, sqlx::Error::Tls(_)) {
        format!(
            "; servers that are not on this machine must show a valid certificate, unless the \
             URL says `{insecure}`"
        )
    } else {
        String::new()
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
pub(super) fn redact(message: &str, quote: char) -> String {
    let mut parts = message.split(quote);
    let mut out = parts.next().unwrap_or("").to_owned();
    while let Some(_value) = parts.next() {
        out.push('\u{2026}');
        out.push_str(parts.next().unwrap_or(""));
    }
    out
}
