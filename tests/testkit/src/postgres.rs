use std::fs;
use std::path::{Path, PathBuf};

use crate::programs::{folder_of, versions};
use crate::server::{Account, Program, check};
use crate::tls::Certificate;

/// PostgreSQL's programs.
pub(crate) struct Programs {
    folder: PathBuf,
    tls: bool,
}

/// The name of the server with TLS.
pub(crate) const WITH_TLS: &str = "postgres-tls";

impl Programs {
    /// The error says what is missing.
    pub(crate) fn find() -> Result<Self, String> {
        let installed = versions(Path::new("/usr/lib/postgresql"));
        folder_of("initdb", "ORMOLU_POSTGRES_BIN", &installed)
            .map(|folder| Programs { folder, tls: false })
            .ok_or_else(|| "no initdb (PostgreSQL)".to_owned())
    }

    /// For a server that offers TLS.
    pub(crate) fn with_tls(self) -> Self {
        Programs { tls: true, ..self }
    }
}

/// Speed before durability: the data is thrown away.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
shared_buffers = 128MB
autovacuum_naptime = 1h
logging_collector = off
log_min_messages = warning
dynamic_shared_memory_type = mmap
";

impl Program for Programs {
    fn name(&self) -> &'static str {
        if self.tls { WITH_TLS } else { "postgres" }
    }

    fn account(&self) -> Account {
        Account::of("postgres")
    }

    fn stop_signal(&self) -> &'static str {
        "INT"
    }

    fn start(&self, folder: &Path, port: u16, account: &Account) -> Result<u32, String> {
        let data = folder.join("data");
        check(
            account
                .command(&self.folder.join("initdb"), folder)
                .arg("-D")
                .arg(&data)
                .args([
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                ])
                .args(["--no-sync", "--no-instructions"]),
        )?;
        let mut settings = format!(
            "{SETTINGS}port = {port}\nunix_socket_directories = '{}'\n",
            folder.display()
        );
        if self.tls {
            let made = Certificate::make(folder, account)?;
            settings += &format!(
                "ssl = on\nssl_cert_file = '{}'\nssl_key_file = '{}'\n",
                made.certificate.display(),
                made.key.display()
            );
        }
        let file = data.join("postgresql.auto.conf");
        fs::write(&file, settings).map_err(|error| format!("{}: {error}", file.display()))?;
        check(
            account
                .command(&self.folder.join("pg_ctl"), folder)
                .arg("-D")
                .arg(&data)
                .arg("-l")
                .arg(folder.join("log"))
                .args(["-w", "-t", "30", "start"]),
        )?;
        let pid = fs::read_to_string(data.join("postmaster.pid")).map_err(|e| e.to_string())?;
        let pid = pid.lines().next().and_then(|line| line.trim().parse().ok());
        pid.ok_or_else(|| "postmaster.pid names no process".to_owned())
    }
}
