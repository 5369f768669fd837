//! The workloads in Ormolu, and by hand on the drivers in the same process.

mod hand_mariadb;
mod hand_rusqlite;
mod hand_sqlx;
mod hand_tokio_postgres;
mod ours;
mod rows;

#[allow(missing_docs)]
mod models {
    ormolu::include_models!();
}

use std::rc::Rc;

use bench_harness::{Engine, Outcome, Stage, Workload, mariadb_url, postgres_url};
use hand_mariadb::MariaDb;
use hand_rusqlite::Rusqlite;
use hand_sqlx::Sqlx;
use hand_tokio_postgres::TokioPostgres;
use ours::Ours;

fn main() -> Outcome {
    let runtime = Rc::new(tokio::runtime::Runtime::new()?);
    let mut stage = Stage::default();
    stage.enter("rusqlite", Engine::Sqlite, Rusqlite::open()?);
    stage.enter("ormolu", Engine::Sqlite, Ours::sqlite(runtime.clone())?);
    if let Some(url) = postgres_url() {
        stage.enter("sqlx", Engine::Postgres, Sqlx::connect(runtime.clone(), &url)?);
        let tokio_postgres = TokioPostgres::connect(runtime.clone(), &url)?;
        stage.enter("tokio-postgres", Engine::Postgres, tokio_postgres);
        stage.enter("ormolu", Engine::Postgres, Ours::connect(runtime.clone(), &url, &Workload::ALL)?);
    }
    if let Some(url) = mariadb_url() {
        let by_hand = MariaDb::connect(runtime.clone(), &url)?;
        stage.enter("sqlx", Engine::Mariadb, by_hand);
        let ours = Ours::connect(runtime, &url, &hand_mariadb::WORKLOADS)?;
        stage.enter("ormolu", Engine::Mariadb, ours);
    }
    stage.serve()
}
