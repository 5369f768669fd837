//! A pool of connections to a server.
//!
//! Unlike sqlx's own it asks the server nothing when a connection comes back, and before use
//! only if the connection was idle for long: a lookup is one round trip.

use std::time::{Duration, Instant};

use deadpool::Runtime;
use deadpool::managed::{
    Manager, Metrics, Object, PoolError, RecycleError, RecycleResult, TimeoutType,
};

use super::kept::KeptStatements;
use super::{Server, ServerConnection, Settings};
use crate::driver::failure::{Damage, Failure, Outcome};
use crate::driver::options::DatabaseOptions;
use crate::error::{Error, Result, Retry};

pub(in crate::driver) struct ServerPool<S: Server> {
    pool: deadpool::managed::Pool<Keeper<S>>,
    acquire_timeout: Duration,
    settings: Settings,
}

struct Keeper<S> {
    server: S,
    idle_check: Duration,
    statement_cache: usize,
}

/// A connection in the pool.
struct Kept<C> {
    raw: C,
    statements: KeptStatements,
    /// In a state that only its closing can end.
    tainted: bool,
    returned: Instant,
}

impl<S: Server> ServerPool<S> {
    pub(in crate::driver) fn new(server: S, options: &DatabaseOptions) -> Result<Self> {
        let keeper = Keeper {
            server,
            idle_check: options.idle_check,
            statement_cache: options.statement_cache,
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

    pub(in crate::driver) async fn acquire(&self) -> Result<ServerConnection<S>> {
        // A timer wakes another thread, so there is none where nobody must wait.
        let mut timeouts = self.pool.timeouts();
        timeouts.wait = Some(Duration::ZERO);
        let mut taken = self.pool.timeout_get(&timeouts).await;
        if let Err(PoolError::Timeout(TimeoutType::Wait)) = taken {
            taken = self.pool.get().await;
        }
        match taken {
            Ok(object) => Ok(ServerConnection::new(Held {
                object: Some(object),
                settings: self.settings,
            })),
            Err(PoolError::Backend(error)) => Err(error),
            Err(_) => Err(Error::PoolTimeout {
                waited: self.acquire_timeout,
            }),
        }
    }
}

/// A new connection, set up.
pub(in crate::driver) async fn ready<S: Server>(server: &S) -> Result<S::Connection> {
    let refused = |error| server.refused(&error);
    let mut raw = server.connect().await.map_err(refused)?;
    if let Some(setup) = server.setup() {
        S::command(&mut raw, setup).await.map_err(refused)?;
    }
    Ok(raw)
}

impl<S: Server> Manager for Keeper<S> {
    type Type = Kept<S::Connection>;
    type Error = Error;

    async fn create(&self) -> Result<Self::Type> {
        Ok(Kept {
            raw: ready(&self.server).await?,
            statements: KeptStatements::new(self.statement_cache),
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

    /// Notes that a statement runs.
    pub(super) fn note(&mut self, text: &str) {
        if let Some(kept) = &mut self.object {
            kept.statements.note(text);
        }
    }

    /// Whether the last statement had to be prepared.
    pub(super) fn prepared(&self) -> bool {
        let kept = self.object.as_ref();
        kept.is_some_and(|kept| kept.statements.is_fresh())
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
            let rollback = S::command(&mut kept.raw, "ROLLBACK");
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
