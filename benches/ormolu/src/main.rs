//! The workloads in Ormolu, and by hand on the drivers in the same process.

#![allow(clippy::expect_used)] // a workload that fails ends the run

mod hand_rusqlite;
mod hand_sqlx;
mod hand_tokio_postgres;
mod ours;
mod rows;

#[allow(missing_docs)]
mod models {
    ormolu::include_models!();
}

use bench_harness::postgres_url;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    hand_rusqlite::run().expect("rusqlite");
    ours::sqlite(&runtime).expect("ormolu on SQLite");
    let Some(url) = postgres_url() else { return };
    hand_sqlx::run(&runtime, &url).expect("sqlx");
    hand_tokio_postgres::run(&runtime, &url).expect("tokio-postgres");
    ours::postgres(&runtime, &url).expect("ormolu on PostgreSQL");
}
