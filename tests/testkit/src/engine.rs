use std::fmt;
use std::sync::Mutex;

use crate::mysql::Server;
use crate::{mariadb, postgres};

/// An engine to test on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// SQLite, always there.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MariaDB; or MySQL, where `ORMOLU_MYSQL_URL` names one.
    Mariadb,
}

/// The engines that this machine has. Says which are missing, and fails if they must not be.
pub fn engines() -> Vec<Engine> {
    Engine::ALL
        .into_iter()
        .filter(|engine| engine.is_available())
        .collect()
}

impl Engine {
    /// All of them.
    pub const ALL: [Engine; 3] = [Engine::Sqlite, Engine::Postgres, Engine::Mariadb];

    /// The name in `ORMOLU_REQUIRE_ENGINES`.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
            Engine::Mariadb => "mariadb",
        }
    }

    /// Whether it can be tested here; prints a line, once in a process, if not.
    ///
    /// # Panics
    /// If `ORMOLU_REQUIRE_ENGINES` names it and it is missing.
    pub fn is_available(self) -> bool {
        static TOLD: Mutex<Vec<Engine>> = Mutex::new(Vec::new());
        let missing = match self {
            Engine::Sqlite => None,
            Engine::Postgres => postgres::Programs::find().err(),
            Engine::Mariadb if Server::named().is_some() => None,
            Engine::Mariadb => mariadb::Programs::find().err(),
        };
        let Some(missing) = missing else {
            return true;
        };
        assert!(
            !self.is_required(),
            "ORMOLU_REQUIRE_ENGINES asks for {self}, but there is {missing}"
        );
        let mut told = TOLD
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if !told.contains(&self) {
            told.push(self);
            eprintln!("SKIPPED: {missing}");
        }
        false
    }

    pub(crate) fn is_required(self) -> bool {
        std::env::var("ORMOLU_REQUIRE_ENGINES").is_ok_and(|list| {
            list.split(',')
                .map(str::trim)
                .any(|name| name == "all" || name == self.name())
        })
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
