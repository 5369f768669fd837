//! Database servers for Ormolu's own tests.
//!
//! One server per engine and machine user is started from installed programs, in a temporary
//! folder and on a free loopback port, by the first test that needs it. All test processes
//! share it; a watchdog stops it and removes its files some seconds after the last process
//! that used it has ended, however it ended. Every test gets a database of its own.
//!
//! Environment:
//! - `ORMOLU_POSTGRES_BIN`, `ORMOLU_MARIADB_BIN`, `ORMOLU_OPENSSL_BIN`: folders with the programs,
//!   tried first.
//! - `ORMOLU_MYSQL_URL`: a MySQL that runs on this machine, `mysql://root@127.0.0.1:3306`; the tests
//!   of MariaDB then run there. Its user makes and drops databases. Start it with `--tls-version=`:
//!   the proxy that cuts connections reads what goes through it.
//! - `ORMOLU_TESTKIT_FOLDER`: where the servers' folders are made, for servers apart from those
//!   of other processes.
//! - `ORMOLU_REQUIRE_ENGINES`: engines (`sqlite,postgres,mariadb` or `all`) whose absence fails
//!   the tests instead of skipping them.
#![allow(clippy::expect_used, clippy::panic)] // a test that cannot have its server must fail

mod database;
mod engine;
mod mariadb;
mod mysql;
mod postgres;
mod programs;
mod proxy;
mod run;
mod server;
mod tls;

pub use database::TestDatabase;
pub use engine::{Engine, engines};
pub use proxy::{Cut, Proxy};
pub use run::{Verdict, run, run_current_thread};
pub use tls::TlsServer;
