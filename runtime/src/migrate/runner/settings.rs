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
    /// The search path, or the database, in which the runner's tables are.
    home: String,
    /// The statements that make it so again.
    renew: Vec<String>,
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
                let all = ["RESET ALL".to_owned(), "RESET ROLE".to_owned()];
                all.into_iter()
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
        if self.settings.home.is_empty() {
            return Ok(None);
        }
        let place = self.place().await?;
        if place == self.settings.home {
            return Ok(None);
        }
        let home = self.way_to(&self.settings.home);
        self.execute_script(&[&home]).await?;
        // A database that was dropped is no place.
        let is_any = self.dialect() == Dialect::Postgres || !place.is_empty();
        Ok(is_any.then(|| self.way_to(&place)))
    }

    pub(super) async fn go_back(&mut self, back: Option<String>) -> Result<()> {
        match back {
            Some(back) => self.execute_script(&[&back]).await,
            None => Ok(()),
        }
    }

    async fn place(&mut self) -> Result<String> {
        if self.dialect() != Dialect::Postgres {
            return database(self).await;
        }
        let sql = "SELECT current_setting('search_path')".to_owned();
        let places: Vec<(String,)> = fetch(self, sql).await?;
        let place = places.into_iter().next();
        Ok(place.map(|(place,)| place).unwrap_or_default())
    }

    /// What is set within a transaction holds for it alone, so that `SET LOCAL` stays local.
    fn way_to(&self, place: &str) -> String {
        let dialect = self.dialect();
        match dialect {
            Dialect::Postgres => {
                let (place, is_local) = (literal(place, dialect), self.in_transaction());
                format!("SELECT set_config('search_path', {place}, {is_local})")
            }
            _ => format!("USE {}", quoted(place, dialect)),
        }
    }
}
