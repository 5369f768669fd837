use std::path::{Path, PathBuf};

use crate::engine::Engine;
use crate::programs::folder_of;
use crate::server::{Account, check, folder, port_of};
use crate::{mariadb, postgres};

/// A server that offers TLS. Its certificate is for `localhost`, from an authority that nobody
/// else knows.
#[derive(Debug)]
pub struct TlsServer {
    engine: Engine,
    port: u16,
    authority: PathBuf,
}

impl TlsServer {
    /// The server of an engine, shared like those without TLS. `None` if there is no such engine
    /// here, or no `openssl` to make certificates; a line says so.
    ///
    /// # Panics
    /// If `ORMOLU_REQUIRE_ENGINES` names the engine, and for SQLite.
    pub fn of(engine: Engine) -> Option<TlsServer> {
        if !engine.is_available() {
            return None;
        }
        if openssl().is_none() {
            assert!(
                !engine.is_required(),
                "ORMOLU_REQUIRE_ENGINES asks for {engine}, but there is no openssl for its TLS"
            );
            eprintln!("SKIPPED: TLS of {engine}: no openssl");
            return None;
        }
        let (name, port) = match engine {
            Engine::Sqlite => panic!("SQLite has no server"),
            Engine::Postgres => {
                let programs = postgres::Programs::find().expect("PostgreSQL");
                (postgres::WITH_TLS, port_of(&programs.with_tls()))
            }
            Engine::Mariadb => {
                let programs = mariadb::Programs::find().expect("MariaDB");
                (mariadb::WITH_TLS, port_of(&programs.with_tls()))
            }
        };
        let folder = folder(name).expect("the server's folder");
        Some(TlsServer {
            engine,
            port,
            authority: folder.join(AUTHORITY),
        })
    }

    /// The URL of a database that is always there, by a name of this machine.
    pub fn url(&self, host: &str, parameters: &str) -> String {
        let port = self.port;
        match self.engine {
            Engine::Postgres => format!("postgres://postgres@{host}:{port}/postgres?{parameters}"),
            _ => format!("mariadb://root@{host}:{port}/mysql?{parameters}"),
        }
    }

    /// The authority's certificate.
    pub fn authority(&self) -> &Path {
        &self.authority
    }
}

const AUTHORITY: &str = "authority.pem";

/// Certificate and key of a server, in its folder.
pub(crate) struct Certificate {
    pub(crate) authority: PathBuf,
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Certificate {
    /// Makes them, readable by the server's account.
    pub(crate) fn make(folder: &Path, account: &Account) -> Result<Certificate, String> {
        let openssl = openssl().ok_or("no openssl")?;
        let request = |arguments: &str| {
            let new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30";
            let mut command = account.command(&openssl, folder);
            check(command.args(new.split(' ')).args(arguments.split(' ')))
        };
        // An authority may not be a server at the same time, so there are two certificates.
        request("-subj /CN=authority -keyout authority.key -out authority.pem")?;
        request(
            "-subj /CN=localhost -CA authority.pem -CAkey authority.key \
             -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
             -keyout server.key -out server.pem",
        )?;
        Ok(Certificate {
            authority: folder.join(AUTHORITY),
            certificate: folder.join("server.pem"),
            key: folder.join("server.key"),
        })
    }
}

fn openssl() -> Option<PathBuf> {
    folder_of("openssl", "ORMOLU_OPENSSL_BIN", &[]).map(|folder| folder.join("openssl"))
}
