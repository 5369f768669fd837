//! What all commands that ask a database share.

use std::future::Future;

use crate::Failure;

/// Runs a future to its end.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| undone(&error))?;
    runtime.block_on(work)
}

/// What a database refused. Errors of databases name no password.
pub(crate) fn undone(error: impl std::fmt::Display) -> Failure {
    Failure::Undone(format!("error: {error}"))
}
