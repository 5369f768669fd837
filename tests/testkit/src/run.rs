use std::fmt::Debug;
use std::future::Future;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::database::TestDatabase;
use crate::engine::Engine;

/// How long a body may take on one engine: one that waits for ever must fail by its name.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// What a test's body may return.
pub trait Verdict {
    /// Fails the test if it must.
    fn check(self, engine: Engine);
}

impl Verdict for () {
    fn check(self, _: Engine) {}
}

impl<E: Debug> Verdict for Result<(), E> {
    fn check(self, engine: Engine) {
        if let Err(error) = self {
            panic!("on {engine}: {error:?}");
        }
    }
}

/// Runs a test on an engine with a database of its own, on a multi-thread runtime. A missing
/// engine skips it.
pub fn run<F, Fut>(engine: Engine, body: F)
where
    F: FnOnce(TestDatabase) -> Fut,
    Fut: Future<Output: Verdict>,
{
    let runtime = || {
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
    };
    run_on(engine, runtime, body);
}

/// As [`run`], on a current-thread runtime.
pub fn run_current_thread<F, Fut>(engine: Engine, body: F)
where
    F: FnOnce(TestDatabase) -> Fut,
    Fut: Future<Output: Verdict>,
{
    run_on(
        engine,
        || Builder::new_current_thread().enable_all().build(),
        body,
    );
}

fn run_on<F, Fut>(engine: Engine, runtime: impl FnOnce() -> std::io::Result<Runtime>, body: F)
where
    F: FnOnce(TestDatabase) -> Fut,
    Fut: Future<Output: Verdict>,
{
    if !engine.is_available() {
        return;
    }
    let runtime = runtime().expect("a runtime");
    let verdict = runtime.block_on(async {
        let body = async { body(engine.database().await).await };
        tokio::time::timeout(LIMIT, body).await
    });
    match verdict {
        Ok(verdict) => verdict.check(engine),
        // What still runs is left alone: to wait for it would be to wait for ever.
        Err(_) => {
            runtime.shutdown_background();
            panic!("on {engine}: not done after {LIMIT:?}");
        }
    }
}

/// Makes one test per engine of each function: `name::sqlite`, `name::postgres` and
/// `name::mariadb`.
///
/// ```
/// testkit::on_every_engine! {
///     async fn has_a_database(database: TestDatabase) {
///         assert!(!database.url().is_empty());
///     }
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! on_every_engine {
    ($(
        $(#[$meta:meta])*
        async fn $name:ident($database:ident: TestDatabase) $(-> $verdict:ty)? $body:block
    )*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($database: $crate::TestDatabase) $(-> $verdict)? $body

            #[test]
            fn sqlite() {
                $crate::run($crate::Engine::Sqlite, body);
            }

            #[test]
            fn postgres() {
                $crate::run($crate::Engine::Postgres, body);
            }

            #[test]
            fn mariadb() {
                $crate::run($crate::Engine::Mariadb, body);
            }
        }
    )*};
}
