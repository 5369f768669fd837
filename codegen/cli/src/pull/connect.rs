//! The database that is read.

use std::borrow::Cow;
use std::future::Future;

use ormolu::Database;

use crate::Failure;

/// As many tables as a database is thought to have: MySQL has a statement for each.
const STATEMENTS: usize = 10_000;

/// Connects to the database of a URL, or of the environment.
pub(super) async fn open(url: Option<&str>) -> Result<Database, Failure> {
    let environment = || std::env::var("DATABASE_URL").ok();
    let Some(url) = url.map(str::to_owned).or_else(environment) else {
        let message = "error: no database: give `--url`, or set DATABASE_URL";
        return Err(Failure::Undone(message.to_owned()));
    };
    let options = Database::builder().statement_cache(STATEMENTS);
    let connected = options.connect(&read_only(&url)).await;
    connected.map_err(|error| Failure::Undone(format!("error: {error}")))
}

/// A file of SQLite is not made by looking for it, nor changed.
fn read_only(url: &str) -> Cow<'_, str> {
    match url.strip_prefix("sqlite:") {
        Some(rest) if !rest.contains(":memory:") && !rest.contains("mode=") => {
            let join = if rest.contains('?') { '&' } else { '?' };
            format!("{url}{join}mode=ro").into()
        }
        _ => url.into(),
    }
}

/// Runs a future to its end.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Failure::Undone(format!("error: {error}")))?;
    runtime.block_on(work)
}
