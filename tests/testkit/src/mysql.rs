//! A MySQL in the place of MariaDB, where the environment names one.

use std::str::FromStr;

use sqlx::mysql::MySqlConnectOptions;

/// What names the server: `mysql://root@127.0.0.1:3306`.
const VARIABLE: &str = "ORMOLU_MYSQL_URL";

/// A server that runs already, on this machine.
pub(crate) struct Server {
    url: String,
    options: MySqlConnectOptions,
}

impl Server {
    /// The one of the environment; none where it names none.
    ///
    /// # Panics
    /// If what it names is no URL of a server.
    pub(crate) fn named() -> Option<Server> {
        let url = std::env::var(VARIABLE).ok().filter(|url| !url.is_empty())?;
        let options = MySqlConnectOptions::from_str(&url);
        let options = options.unwrap_or_else(|error| panic!("{VARIABLE}: {error}"));
        let url = url.trim_end_matches('/').to_owned();
        Some(Server { url, options })
    }

    /// The URL of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("{}/{database}", self.url)
    }

    pub(crate) fn port(&self) -> u16 {
        self.options.get_port()
    }

    /// As whom to connect to it.
    pub(crate) fn options(self) -> MySqlConnectOptions {
        self.options
    }
}
