use std::fs::File;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::programs::folder_of;
use crate::server::{Account, Program, check};
use crate::tls::Certificate;

/// MariaDB's programs.
pub(crate) struct Programs {
    server: PathBuf,
    install: PathBuf,
    tls: bool,
}

/// The name of the server with TLS.
pub(crate) const WITH_TLS: &str = "mariadb-tls";

impl Programs {
    /// The error says what is missing.
    pub(crate) fn find() -> Result<Self, String> {
        let usual = [
            "/usr/sbin",
            "/usr/bin",
            "/usr/local/bin",
            "/opt/homebrew/bin",
        ]
        .map(PathBuf::from);
        let find = |program: &str| {
            folder_of(program, "ORMOLU_MARIADB_BIN", &usual)
                .map(|folder| folder.join(program))
                .ok_or_else(|| format!("no {program} (MariaDB)"))
        };
        Ok(Programs {
            server: find("mariadbd")?,
            install: find("mariadb-install-db")?,
            tls: false,
        })
    }

    /// For a server that offers TLS.
    pub(crate) fn with_tls(self) -> Self {
        Programs { tls: true, ..self }
    }
}

/// Speed before durability: the data is thrown away.
const STORAGE: &[&str] = &[
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=nosync",
    "--innodb-log-file-size=32M",
];

const SETTINGS: &[&str] = &[
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--skip-log-bin",
    "--innodb-doublewrite=0",
    "--innodb-file-per-table=0",
    "--innodb-buffer-pool-size=128M",
    "--max-connections=300",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
    "--performance-schema=off",
];

impl Program for Programs {
    fn name(&self) -> &'static str {
        if self.tls { WITH_TLS } else { "mariadb" }
    }

    fn account(&self) -> Account {
        Account::of("mysql")
    }

    fn stop_signal(&self) -> &'static str {
        "TERM"
    }

    fn start(&self, folder: &Path, port: u16, account: &Account) -> Result<u32, String> {
        let data = format!("--datadir={}", folder.join("data").display());
        check(
            account
                .command(&self.install, folder)
                .args([
                    "--no-defaults",
                    &data,
                    "--auth-root-authentication-method=normal",
                ])
                .args(["--skip-test-db", "--skip-name-resolve"])
                .args(STORAGE),
        )?;
        let log = folder.join("log");
        let log = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let mut command = account.command(&self.server, folder);
        command
            .args(["--no-defaults", &data, &format!("--port={port}")])
            .arg(format!("--socket={}", folder.join("socket").display()))
            .arg(format!("--pid-file={}", folder.join("pid").display()))
            .args(SETTINGS)
            .args(STORAGE)
            .stderr(log)
            .stdout(Stdio::null());
        if self.tls {
            let made = Certificate::make(folder, account)?;
            command
                .arg(format!("--ssl-ca={}", made.authority.display()))
                .arg(format!("--ssl-cert={}", made.certificate.display()))
                .arg(format!("--ssl-key={}", made.key.display()));
        }
        let mut server = command
            .spawn()
            .map_err(|error| format!("{}: {error}", self.server.display()))?;
        let give_up = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Ok(Some(status)) = server.try_wait() {
                let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
                return Err(format!("mariadbd ended with {status}: {log}"));
            }
            if Instant::now() > give_up {
                // It is not ready, so nobody else uses it.
                let _ = server.kill();
                return Err("mariadbd was not ready within 30 s".to_owned());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server.id())
    }
}
