use ormolu::{Access, Database, Error, FromRow, Result, Retry, Rows, Statement};
use ormolu::{DecodeError, Decoder};
use testkit::{Engine, TlsServer};

/// How an engine calls what is tried here.
struct Names {
    mode: &'static str,
    disable: &'static str,
    prefer: &'static str,
    require: &'static str,
    verify_ca: &'static str,
    verify_full: &'static str,
    authority: &'static str,
    /// Which cipher the connection has, if any.
    cipher: &'static str,
}

const POSTGRES: Names = Names {
    mode: "sslmode",
    disable: "disable",
    prefer: "prefer",
    require: "require",
    verify_ca: "verify-ca",
    verify_full: "verify-full",
    authority: "sslrootcert",
    cipher: "SELECT cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
};

const MARIADB: Names = Names {
    mode: "ssl-mode",
    disable: "disabled",
    prefer: "preferred",
    require: "required",
    verify_ca: "verify_ca",
    verify_full: "verify_identity",
    authority: "ssl-ca",
    cipher: "SELECT variable_value FROM information_schema.session_status \
             WHERE variable_name = 'SSL_CIPHER'",
};

/// Runs a test against the servers with TLS that are here.
fn on_every_server(body: impl AsyncFn(Engine, &Names, TlsServer) -> Result<()>) {
    for (engine, names) in [(Engine::Postgres, &POSTGRES), (Engine::Mariadb, &MARIADB)] {
        let Some(server) = TlsServer::of(engine) else {
            continue;
        };
        println!("on {engine}");
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(body(engine, names, server)).unwrap();
    }
}

struct Cipher(String);

impl FromRow for Cipher {
    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
        Ok(Cipher(row.text(0)?.unwrap_or_default()))
    }
}

/// Whether the connections to a URL are encrypted.
async fn is_encrypted(url: &str, names: &Names) -> Result<bool> {
    let db = Database::connect(url).await?;
    let mut rows = Rows::<Cipher>::new();
    db.connection(Access::Read)
        .await?
        .fetch(&Statement::new(names.cipher.to_owned(), vec![]), &mut rows)
        .await?;
    let rows = rows.into_vec();
    assert_eq!(rows.len(), 1);
    Ok(!rows[0].0.is_empty())
}

async fn refused(url: &str) -> Error {
    let error = Database::connect(url).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!(error.retry(), Retry::Never, "{error}");
    error
}

#[test]
fn the_mode_says_whether_a_connection_is_encrypted() {
    on_every_server(async |_, names, server| {
        for (mode, encrypted) in [
            (names.disable, false),
            (names.prefer, true),
            (names.require, true),
        ] {
            let url = server.url("localhost", &format!("{}={mode}", names.mode));
            assert_eq!(is_encrypted(&url, names).await?, encrypted, "{mode}");
        }
        Ok(())
    });
}

#[test]
fn a_certificate_is_verified_where_the_mode_says_so() {
    on_every_server(async |_, names, server| {
        let verify = |mode: &str| {
            let (of, ca) = (names.mode, server.authority().display());
            format!("{of}={mode}&{}={ca}", names.authority)
        };
        // The certificate is for `localhost`, which is one name of the server; the other is not.
        for (host, mode) in [
            ("localhost", names.verify_full),
            ("localhost", names.verify_ca),
            ("127.0.0.1", names.verify_ca),
        ] {
            let url = server.url(host, &verify(mode));
            assert!(is_encrypted(&url, names).await?, "{mode} at {host}");
        }
        let other_name = refused(&server.url("127.0.0.1", &verify(names.verify_full))).await;
        let unknown = format!("{}={}", names.mode, names.verify_full);
        let unknown = refused(&server.url("localhost", &unknown)).await;
        for error in [other_name, unknown] {
            let message = error.to_string();
            println!("{message}");
            let way_out = format!(
                "; `{}` names the certificate of a private authority, and `{}={}` encrypts \
                 without asking who the server is",
                names.authority, names.mode, names.require
            );
            assert!(message.contains("invalid peer certificate"), "{message}");
            assert!(message.ends_with(&way_out), "{message}");
        }
        Ok(())
    });
}

/// Whoever asks for TLS gets it or nothing.
#[test]
fn a_server_without_tls_is_refused() {
    on_every_server(async |engine, names, _| {
        let database = engine.database().await;
        for mode in [names.require, names.verify_ca, names.verify_full] {
            let error = refused(&format!("{}?{}={mode}", database.url(), names.mode)).await;
            let way_out = format!(
                "; `{}={}` does without TLS, for networks that nobody else is on",
                names.mode, names.disable
            );
            println!("{error}");
            assert!(error.to_string().ends_with(&way_out), "{error}");
        }
        Ok(())
    });
}
