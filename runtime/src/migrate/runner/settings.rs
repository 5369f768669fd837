//! What is set for the runner's connection. A migration may set more, and go to another schema: the
//! next one finds what the first one found, and the runner its tables, also after the last.

use std::time::Duration;

use super::own::OwnConnection;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::migrate::literal::{literal, quoted};
use crate::migrate::table::{database, fetch};

/// Of MySQL and MariaDB, which have no word for all of them: what dumps and migrations set.
const MYSQL: [&str; 11] = [
    "autocommit",
    "sql_mode",
    "foreign_key_checks",
    "unique_checks",
    "time_zone",
    "character_set_client",
    "character_set_results",
    "collation_connection",
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "group_concat_max_len",
];

/// Of PostgreSQL, what says where the runner's tables are and who may write them. Another user takes
/// the role back, so that it comes first.
const SESSION: [&str; 3] = ["session_authorization", "role", "search_path"];

/// How long a statement waits for a table that others use.
pub(super) fn lock_timeout(longest: Duration, dialect: Dialect) -> Vec<String> {
    let seconds = longest.as_secs().max(1);
    match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres => vec![format!("SET lock_timeout = {}", longest.as_millis().max(1))],
        Dialect::Mysql | Dialect::Mariadb => vec![
            format!("SET SESSION lock_wait_timeout = {seconds}"),
            format!("SET SESSION innodb_lock_wait_timeout = {seconds}"),
        ],
    }
}

/// What a connection is to be like before and after each migration.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// Where the runner's tables are.
    home: Place,
    /// The statements that make it so again.
    renew: Vec<String>,
}

/// Where a statement looks for a table, and as whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Place {
    /// There is one only.
    #[default]
    Here,
    /// PostgreSQL: the user, the role, the search path.
    Session([String; 3]),
    /// MySQL, MariaDB.
    Database(String),
}

impl OwnConnection {
    /// Takes the settings of now as those of each migration.
    pub(super) async fn keep_settings(&mut self) -> Result<()> {
        let dialect = self.dialect();
        let renew = match dialect {
            Dialect::Sqlite => return Ok(()),
            Dialect::Postgres => {
                let sql = "SELECT format('SELECT set_config(%L, %L, false)', name, setting) \
                           FROM pg_settings WHERE source = 'session'";
                let own: Vec<(String,)> = fetch(self, sql.to_owned()).await?;
                let all = ["RESET ALL", "RESET SESSION AUTHORIZATION", "RESET ROLE"];
                all.into_iter()
                    .map(str::to_owned)
                    .chain(own.into_iter().map(|(sql,)| sql))
                    .collect()
            }
            Dialect::Mysql | Dialect::Mariadb => {
                let keep = MYSQL.map(|name| format!("@ormolu_{name} = @@{name}"));
                let keep = format!("SET {}", keep.join(", "));
                self.execute_script(&[&keep]).await?;
                let renew = MYSQL.map(|name| format!("{name} = @ormolu_{name}"));
                vec![format!("SET SESSION {}", renew.join(", "))]
            }
        };
        let home = self.place().await?;
        self.settings = Settings { home, renew };
        Ok(())
    }

    /// Makes the settings what they were before the first migration.
    pub(super) async fn renew_settings(&mut self) -> Result<()> {
        let renew = self.settings.renew.clone();
        let renew: Vec<&str> = renew.iter().map(String::as_str).collect();
        self.execute_script(&renew).await?;
        self.go_home().await.map(drop)
    }

    /// Goes where the runner's tables are, for a statement about them. Where a migration had gone
    /// elsewhere: what leads back there.
    pub(super) async fn go_home(&mut self) -> Result<Option<String>> {
        let place = self.place().await?;
        if place == self.settings.home {
            return Ok(None);
        }
        if let Some(home) = self.way_to(&self.settings.home) {
            self.execute_script(&[&home]).await?;
        }
        Ok(self.way_to(&place))
    }

    pub(super) async fn go_back(&mut self, back: Option<String>) -> Result<()> {
        match back {
            Some(back) => self.execute_script(&[&back]).await,
            None => Ok(()),
        }
    }

    async fn place(&mut self) -> Result<Place> {
        match self.dialect() {
            Dialect::Sqlite => Ok(Place::Here),
            Dialect::Mysql | Dialect::Mariadb => Ok(Place::Database(database(self).await?)),
            Dialect::Postgres => {
                let sql = SESSION.map(|name| format!("current_setting('{name}')"));
                let sql = format!("SELECT {}", sql.join(", "));
                let places: Vec<(String, String, String)> = fetch(self, sql).await?;
                let (user, role, path) = places.into_iter().next().unwrap_or_default();
                Ok(Place::Session([user, role, path]))
            }
        }
    }

    /// The statement that goes there. A database that was dropped is no place. What PostgreSQL is
    /// told within a transaction holds for it alone, so that `SET LOCAL` stays local.
    fn way_to(&self, place: &Place) -> Option<String> {
        match place {
            Place::Here => None,
            Place::Session(place) => {
                let is_local = self.in_transaction();
                let set = SESSION.iter().zip(place).map(|(name, value)| {
                    let value = literal(value, Dialect::Postgres);
                    format!("set_config('{name}', {value}, {is_local})")
                });
                Some(format!("SELECT {}", set.collect::<Vec<_>>().join(", ")))
            }
            Place::Database(name) if name.is_empty() => None,
            Place::Database(name) => Some(format!("USE {}", quoted(name, self.dialect()))),
        }
    }
}
