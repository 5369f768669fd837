use std::path::PathBuf;

use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};

/// A parsed database URL.
///
/// Parsed here and not by the drivers: those skip what they do not know, so that a misspelt
/// `sslmode` would mean no TLS.
#[derive(Debug, PartialEq)]
pub(super) enum Address {
    Sqlite(SqliteAddress),
    Postgres(ServerAddress),
    Mysql(ServerAddress),
}

#[derive(Debug, PartialEq)]
pub(super) struct SqliteAddress {
    /// `None` is a database in memory.
    pub(super) path: Option<PathBuf>,
    pub(super) mode: FileMode,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FileMode {
    ReadOnly,
    Existing,
    Create,
}

/// A server. Its `Debug` shows no password.
#[derive(PartialEq)]
pub(super) struct ServerAddress {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    pub(super) database: Option<String>,
    pub(super) socket: Option<PathBuf>,
    pub(super) tls: Tls,
    pub(super) ca: Option<PathBuf>,
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
    pub(super) application: Option<String>,
}

/// How far to insist on TLS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tls {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl std::fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerAddress")
            .field("target", &self.target())
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

impl ServerAddress {
    /// Where to, for messages: without user and password.
    pub(super) fn target(&self) -> String {
        let database = self.database.as_deref().unwrap_or("");
        match &self.socket {
            Some(socket) => format!("{}/{database}", socket.display()),
            None => format!("{}:{}/{database}", self.host, self.port),
        }
    }
}

const SQLITE_PARAMETERS: &[&str] = &["mode"];
const POSTGRES_PARAMETERS: &[&str] = &[
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "application_name",
    "host",
];
const MYSQL_PARAMETERS: &[&str] = &["ssl-mode", "ssl-ca", "ssl-cert", "ssl-key", "socket"];
const SCHEMES: &[&str] = &["sqlite", "postgres", "postgresql", "mysql", "mariadb"];

impl Address {
    pub(super) fn parse(url: &str) -> Result<Address> {
        if url.contains('\0') {
            return Err(invalid("it contains a NUL character"));
        }
        let Some((scheme, rest)) = url.split_once(':') else {
            return Err(invalid(
                "it has no scheme; it begins with `sqlite:`, `postgres://`, `mysql://` or \
                 `mariadb://`",
            ));
        };
        match scheme {
            "sqlite" => parse_sqlite(rest).map(Address::Sqlite),
            "postgres" | "postgresql" => {
                parse_server(rest, Flavour::Postgres).map(Address::Postgres)
            }
            "mysql" | "mariadb" => parse_server(rest, Flavour::Mysql).map(Address::Mysql),
            other => Err(invalid(format!(
                "unknown scheme `{other}:`{}",
                hint(other, SCHEMES)
            ))),
        }
    }

    #[allow(dead_code)] // used where an engine is not compiled in
    pub(super) fn engine(&self) -> &'static str {
        match self {
            Address::Sqlite(_) => "SQLite",
            Address::Postgres(_) => "PostgreSQL",
            Address::Mysql(_) => "MySQL and MariaDB",
        }
    }

    #[allow(dead_code)]
    pub(super) fn feature(&self) -> &'static str {
        match self {
            Address::Sqlite(_) => "sqlite",
            Address::Postgres(_) => "postgres",
            Address::Mysql(_) => "mysql",
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Flavour {
    Postgres,
    Mysql,
}

fn invalid(message: impl Into<String>) -> Error {
    Error::Url(message.into())
}

fn parse_sqlite(rest: &str) -> Result<SqliteAddress> {
    let (path, query) = split_query(rest);
    let mut mode = None;
    for (name, value) in parameters(query)? {
        match name.as_str() {
            "mode" => {
                mode = Some(match value.as_str() {
                    "ro" => FileMode::ReadOnly,
                    "rw" => FileMode::Existing,
                    "rwc" => FileMode::Create,
                    _ => return Err(bad_value("mode", &value, &["ro", "rw", "rwc"])),
                });
            }
            other => return Err(unknown_parameter(other, SQLITE_PARAMETERS)),
        }
    }
    let path = match path.strip_prefix("//") {
        // `sqlite:///abs` has an empty host; `sqlite://file` is what sqlx calls a relative path.
        Some(path) => path,
        None => path,
    };
    if path == ":memory:" {
        if mode.is_some() {
            return Err(invalid("`mode` has no meaning for a database in memory"));
        }
        return Ok(SqliteAddress {
            path: None,
            mode: FileMode::Create,
        });
    }
    if path.is_empty() {
        return Err(invalid(
            "it names no file; write `sqlite:app.db`, or `sqlite::memory:` for a database in memory",
        ));
    }
    Ok(SqliteAddress {
        path: Some(PathBuf::from(decode(path, "path")?)),
        mode: mode.unwrap_or(FileMode::Create),
    })
}

fn parse_server(rest: &str, flavour: Flavour) -> Result<ServerAddress> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(invalid("`//` is missing after the scheme"));
    };
    let (location, query) = split_query(rest);
    if !location.contains('@') && query.is_some_and(|query| query.contains('@')) {
        // What follows the `?` may be part of a password, and so it is not shown.
        return Err(invalid(
            "there is a `?` before the `@`; special characters in the user or password must be \
             percent-encoded",
        ));
    }
    let (authority, database) = match location.split_once('/') {
        Some((authority, database)) => (authority, Some(database)),
        None => (location, None),
    };
    let (account, endpoint) = match authority.rsplit_once('@') {
        Some((account, endpoint)) => (Some(account), endpoint),
        None => (None, authority),
    };
    let (user, password) =
        match account.map(|account| account.split_once(':').unwrap_or((account, ""))) {
            Some((user, password)) => (
                not_empty(decode(user, "user")?),
                not_empty(decode(password, "password")?),
            ),
            None => (None, None),
        };
    let (host, port) = parse_endpoint(endpoint)?;
    let database = match database {
        // Before the `@` may stand the rest of a password, which would be shown as a name.
        Some(name) if name.contains('@') => {
            return Err(invalid(
                "there is a `/` before an `@`; special characters in the user, the password or the \
                 database's name must be percent-encoded",
            ));
        }
        Some(name) if name.contains('/') => {
            return Err(invalid(
                "the database's name contains `/`; write it as `%2F`",
            ));
        }
        Some(name) => not_empty(decode(name, "database")?),
        None => None,
    };
    let mut address = ServerAddress {
        socket: host.starts_with('/').then(|| PathBuf::from(&host)),
        tls: Tls::Prefer,
        host: if host.is_empty() {
            "localhost".into()
        } else {
            host
        },
        port: port.unwrap_or(match flavour {
            Flavour::Postgres => 5432,
            Flavour::Mysql => 3306,
        }),
        user,
        password,
        database,
        ca: None,
        certificate: None,
        key: None,
        application: None,
    };
    let tls = apply_parameters(&mut address, query, flavour)?;
    address.tls = tls.unwrap_or(if address.socket.is_some() || is_loopback(&address.host) {
        Tls::Prefer
    } else {
        Tls::VerifyFull
    });
    Ok(address)
}

fn apply_parameters(
    address: &mut ServerAddress,
    query: Option<&str>,
    flavour: Flavour,
) -> Result<Option<Tls>> {
    let mut tls = None;
    for (name, value) in parameters(query)? {
        match (flavour, name.as_str()) {
            (Flavour::Postgres, "sslmode") => tls = Some(parse_sslmode(&value)?),
            (Flavour::Mysql, "ssl-mode") => tls = Some(parse_mysql_ssl_mode(&value)?),
            (Flavour::Postgres, "sslrootcert") | (Flavour::Mysql, "ssl-ca") => {
                address.ca = Some(value.into());
            }
            (Flavour::Postgres, "sslcert") | (Flavour::Mysql, "ssl-cert") => {
                address.certificate = Some(value.into());
            }
            (Flavour::Postgres, "sslkey") | (Flavour::Mysql, "ssl-key") => {
                address.key = Some(value.into());
            }
            (Flavour::Postgres, "application_name") => address.application = Some(value),
            (Flavour::Postgres, "host") | (Flavour::Mysql, "socket") => {
                if !value.starts_with('/') {
                    return Err(invalid(format!(
                        "`{name}` is the absolute path of a socket; a host stands before the `/`"
                    )));
                }
                address.socket = Some(value.into());
            }
            (Flavour::Postgres, other) => {
                return Err(unknown_parameter(other, POSTGRES_PARAMETERS));
            }
            (Flavour::Mysql, other) => return Err(unknown_parameter(other, MYSQL_PARAMETERS)),
        }
    }
    Ok(tls)
}

fn parse_endpoint(endpoint: &str) -> Result<(String, Option<u16>)> {
    let (host, port) = if let Some(rest) = endpoint.strip_prefix('[') {
        let Some((host, rest)) = rest.split_once(']') else {
            return Err(invalid("`]` is missing after the IPv6 address"));
        };
        match rest.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if rest.is_empty() => (host, None),
            None => return Err(invalid("after `]` only `:port` may stand")),
        }
    } else {
        match endpoint.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (endpoint, None),
        }
    };
    let port = match port {
        Some(port) => match port.parse::<u16>() {
            Ok(0) | Err(_) => {
                // The text may be part of a password with an unescaped `@`, `/` or `#`.
                return Err(invalid(
                    "the port is not a number from 1 to 65535; special characters in the user or \
                     password must be percent-encoded",
                ));
            }
            Ok(port) => Some(port),
        },
        None => None,
    };
    Ok((decode(host, "host")?, port))
}

fn parse_sslmode(value: &str) -> Result<Tls> {
    Ok(match value {
        "disable" => Tls::Disable,
        "prefer" => Tls::Prefer,
        "require" => Tls::Require,
        "verify-ca" => Tls::VerifyCa,
        "verify-full" => Tls::VerifyFull,
        _ => {
            let modes = ["disable", "prefer", "require", "verify-ca", "verify-full"];
            return Err(bad_value("sslmode", value, &modes));
        }
    })
}

fn parse_mysql_ssl_mode(value: &str) -> Result<Tls> {
    Ok(match value.to_ascii_lowercase().as_str() {
        "disabled" => Tls::Disable,
        "preferred" => Tls::Prefer,
        "required" => Tls::Require,
        "verify_ca" => Tls::VerifyCa,
        "verify_identity" => Tls::VerifyFull,
        lower => {
            let modes = [
                "disabled",
                "preferred",
                "required",
                "verify_ca",
                "verify_identity",
            ];
            return Err(bad_value("ssl-mode", lower, &modes));
        }
    })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

fn split_query(text: &str) -> (&str, Option<&str>) {
    match text.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (text, None),
    }
}

fn parameters(query: Option<&str>) -> Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = Vec::new();
    for pair in query
        .unwrap_or("")
        .split('&')
        .filter(|pair| !pair.is_empty())
    {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(invalid("a parameter has no value; write `name=value`"));
        };
        let name = decode(name, "parameter")?;
        if all.iter().any(|(other, _)| *other == name) {
            return Err(invalid(format!("the parameter `{name}` is given twice")));
        }
        all.push((name, decode(value, "parameter")?));
    }
    Ok(all)
}

fn decode(text: &str, part: &str) -> Result<String> {
    let decoded = percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| invalid(format!("the {part} is not UTF-8 after percent-decoding")))?;
    if decoded.contains('\0') {
        return Err(invalid(format!("the {part} contains a NUL character")));
    }
    Ok(decoded.into_owned())
}

fn not_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn unknown_parameter(name: &str, known: &[&str]) -> Error {
    invalid(format!(
        "unknown parameter `{name}`{}; known are {}",
        hint(name, known),
        known.join(", ")
    ))
}

fn bad_value(name: &str, value: &str, known: &[&str]) -> Error {
    invalid(format!(
        "`{name}` cannot be `{value}`{}; it is one of {}",
        hint(value, known),
        known.join(", ")
    ))
}

/// `, did you mean ..?` if something known is near.
fn hint(name: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|candidate| (distance(&name.to_ascii_lowercase(), candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= candidate.len().div_ceil(3));
    near.map_or(String::new(), |(_, candidate)| {
        format!(", did you mean `{candidate}`?")
    })
}

/// Edit distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
