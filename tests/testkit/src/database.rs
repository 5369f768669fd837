use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use tempfile::TempDir;

use crate::engine::Engine;
use crate::mysql::Server;
use crate::server::port_of;
use crate::{mariadb, postgres};

/// An empty database for one test. Dropped with it.
#[derive(Debug)]
pub struct TestDatabase {
    engine: Engine,
    url: String,
    /// SQLite.
    folder: Option<TempDir>,
    /// Servers.
    name: String,
    port: u16,
}

impl TestDatabase {
    /// The engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether MySQL stands in for MariaDB, because `ORMOLU_MYSQL_URL` names one.
    pub fn is_mysql(&self) -> bool {
        self.engine == Engine::Mariadb && Server::named().is_some()
    }

    /// The URL to connect to it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The server's port on this machine; none on SQLite.
    pub(crate) fn port(&self) -> Option<u16> {
        self.folder.is_none().then_some(self.port)
    }
}

impl Engine {
    /// Makes a database; on SQLite a file.
    ///
    /// # Panics
    /// If that fails.
    pub async fn database(self) -> TestDatabase {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ormolu_{}_{next}", std::process::id());
        match self {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let url = format!("sqlite:{}", folder.path().join("test.db").display());
                let (folder, port) = (Some(folder), 0);
                TestDatabase {
                    engine: self,
                    url,
                    folder,
                    name,
                    port,
                }
            }
            Engine::Postgres | Engine::Mariadb => {
                let port = self.port();
                self.command(port, self.create_command(&name))
                    .await
                    .expect("a new database");
                let url = match self {
                    Engine::Postgres => format!("postgres://postgres@127.0.0.1:{port}/{name}"),
                    _ => match Server::named() {
                        Some(mysql) => mysql.url(&name),
                        None => format!("mariadb://root@127.0.0.1:{port}/{name}"),
                    },
                };
                TestDatabase {
                    engine: self,
                    url,
                    folder: None,
                    name,
                    port,
                }
            }
        }
    }

    fn port(self) -> u16 {
        match self {
            Engine::Postgres => port_of(&postgres::Programs::find().expect("PostgreSQL")),
            _ => match Server::named() {
                Some(mysql) => mysql.port(),
                None => port_of(&mariadb::Programs::find().expect("MariaDB")),
            },
        }
    }

    fn create_command(self, name: &str) -> String {
        match self {
            // Copying files is the fastest way while nothing is synced to disk.
            Engine::Postgres => {
                format!("CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
            }
            _ => format!("CREATE DATABASE {name}"),
        }
    }

    async fn command(self, port: u16, sql: String) -> sqlx::Result<()> {
        if self == Engine::Postgres {
            let options = PgConnectOptions::new_without_pgpass()
                .host("127.0.0.1")
                .port(port);
            let options = options
                .username("postgres")
                .database("postgres")
                .disable_statement_logging();
            let mut connection = PgConnection::connect_with(&options).await?;
            connection.execute(AssertSqlSafe(sql)).await?;
            connection.close().await
        } else {
            let options = match Server::named() {
                Some(mysql) => mysql.options(),
                None => MySqlConnectOptions::new()
                    .host("127.0.0.1")
                    .port(port)
                    .username("root"),
            };
            let options = options.disable_statement_logging();
            let mut connection = MySqlConnection::connect_with(&options).await?;
            connection.execute(AssertSqlSafe(sql)).await?;
            connection.close().await
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.folder.is_some() {
            return;
        }
        let (engine, port) = (self.engine, self.port);
        let sql = match engine {
            Engine::Postgres => format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
            _ => format!("DROP DATABASE IF EXISTS {}", self.name),
        };
        // The test's runtime cannot be blocked on from here; another thread has its own. A
        // database that stays goes with the server.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.is_ok_and(|runtime| {
                let limit = std::time::Duration::from_secs(5);
                let dropped =
                    async { tokio::time::timeout(limit, engine.command(port, sql)).await };
                matches!(runtime.block_on(dropped), Ok(Ok(())))
            })
        });
        let dropped = dropping.join().unwrap_or(false);
        if !dropped {
            eprintln!("the database {} was not dropped", self.name);
        }
    }
}
