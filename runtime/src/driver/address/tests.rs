use super::*;

fn server(url: &str) -> ServerAddress {
    match Address::parse(url).unwrap() {
        Address::Postgres(address) | Address::Mysql(address) => address,
        other => panic!("{other:?}"),
    }
}

#[test]
fn sqlite_urls() {
    let file = |path: &str, mode| {
        Address::Sqlite(SqliteAddress {
            path: Some(path.into()),
            mode,
        })
    };
    for (url, address) in [
        ("sqlite:app.db", file("app.db", FileMode::Create)),
        ("sqlite://app.db", file("app.db", FileMode::Create)),
        (
            "sqlite:./a/b.db?mode=rw",
            file("./a/b.db", FileMode::Existing),
        ),
        (
            "sqlite:/var/lib/app.db",
            file("/var/lib/app.db", FileMode::Create),
        ),
        (
            "sqlite:///var/lib/app.db?mode=ro",
            file("/var/lib/app.db", FileMode::ReadOnly),
        ),
        ("sqlite:a%20b%3F.db", file("a b?.db", FileMode::Create)),
    ] {
        assert_eq!(Address::parse(url).unwrap(), address, "{url}");
    }
    let memory = Address::Sqlite(SqliteAddress {
        path: None,
        mode: FileMode::Create,
    });
    assert_eq!(Address::parse("sqlite::memory:").unwrap(), memory);
}

#[test]
fn server_urls() {
    for (url, target, user, password) in [
        (
            "postgres://localhost/shop",
            "localhost:5432/shop",
            None,
            None,
        ),
        (
            "postgresql://ann@db:6000/shop",
            "db:6000/shop",
            Some("ann"),
            None,
        ),
        (
            "mysql://ann:p%40ss%2F%3A@db/shop",
            "db:3306/shop",
            Some("ann"),
            Some("p@ss/:"),
        ),
        (
            "mariadb://ann:a:b@[::1]:3307/shop",
            "::1:3307/shop",
            Some("ann"),
            Some("a:b"),
        ),
        ("postgres:///shop?host=/run/pg", "/run/pg/shop", None, None),
        (
            "mysql://root@localhost/shop?socket=/run/my.sock",
            "/run/my.sock/shop",
            Some("root"),
            None,
        ),
        (
            "postgres://ann:p@ss@db/shop",
            "db:5432/shop",
            Some("ann"),
            Some("p@ss"),
        ),
    ] {
        let address = server(url);
        assert_eq!(address.target(), target, "{url}");
        assert_eq!(address.user.as_deref(), user, "{url}");
        assert_eq!(address.password.as_deref(), password, "{url}");
        assert!(!format!("{address:?}").contains("p@ss"));
    }
}

#[test]
fn certificates_are_verified_unless_the_server_is_on_this_machine() {
    for (url, tls) in [
        ("postgres://localhost/x", Tls::Prefer),
        ("postgres://127.0.0.1/x", Tls::Prefer),
        ("mysql://[::1]/x", Tls::Prefer),
        ("postgres:///x?host=/run", Tls::Prefer),
        ("postgres://db.example.org/x", Tls::VerifyFull),
        ("mariadb://10.0.0.1/x", Tls::VerifyFull),
        ("postgres://db.example.org/x?sslmode=require", Tls::Require),
        ("postgres://localhost/x?sslmode=verify-ca", Tls::VerifyCa),
        ("mysql://db/x?ssl-mode=DISABLED", Tls::Disable),
        ("mysql://db/x?ssl-mode=verify_identity", Tls::VerifyFull),
    ] {
        assert_eq!(server(url).tls, tls, "{url}");
    }
}

#[test]
fn bad_urls_say_what_is_wrong() {
    for (url, message) in [
        (
            "app.db",
            "it has no scheme; it begins with `sqlite:`, `postgres://`, `mysql://` or `mariadb://`",
        ),
        (
            "postgrse://db/x",
            "unknown scheme `postgrse:`, did you mean `postgres`?",
        ),
        ("oracle://db/x", "unknown scheme `oracle:`"),
        (
            "sqlite:",
            "it names no file; write `sqlite:app.db`, or `sqlite::memory:` for a database in memory",
        ),
        (
            "sqlite:a.db?mode=rwx",
            "`mode` cannot be `rwx`, did you mean `rw`?; it is one of ro, rw, rwc",
        ),
        (
            "sqlite:a.db?cache=shared",
            "unknown parameter `cache`; known are mode",
        ),
        (
            "sqlite::memory:?mode=ro",
            "`mode` has no meaning for a database in memory",
        ),
        ("postgres:db/x", "`//` is missing after the scheme"),
        (
            "mysql://db/x?ssl_mode=VERIFY_IDENTITY",
            "unknown parameter `ssl_mode`, did you mean `ssl-mode`?; known are ssl-mode, ssl-ca, \
             ssl-cert, ssl-key, socket",
        ),
        (
            "postgres://db/x?sslmode=verify_full",
            "`sslmode` cannot be `verify_full`, did you mean `verify-full`?; it is one of disable, \
             prefer, require, verify-ca, verify-full",
        ),
        (
            "postgres://db/x?sslmode",
            "a parameter has no value; write `name=value`",
        ),
        (
            "postgres://db/x?sslmode=prefer&sslmode=disable",
            "the parameter `sslmode` is given twice",
        ),
        (
            "postgres://ann:secret#1/@db/x",
            "the port is not a number from 1 to 65535; special characters in the user or password \
             must be percent-encoded",
        ),
        (
            "postgres://ann:a?secret=1@db/x",
            "there is a `?` before the `@`; special characters in the user or password must be \
             percent-encoded",
        ),
        (
            "postgres://ann:1234/secret@db",
            "there is a `/` before an `@`; special characters in the user, the password or the \
             database's name must be percent-encoded",
        ),
        ("postgres://[::1/x", "`]` is missing after the IPv6 address"),
        (
            "postgres://db/a/b",
            "the database's name contains `/`; write it as `%2F`",
        ),
        (
            "postgres://db/%ff",
            "the database is not UTF-8 after percent-decoding",
        ),
        (
            "postgres://db/a%00b",
            "the database contains a NUL character",
        ),
        (
            "postgres:///x?host=db",
            "`host` is the absolute path of a socket; a host stands before the `/`",
        ),
    ] {
        let error = Address::parse(url).unwrap_err().to_string();
        assert_eq!(error, format!("database URL: {message}"), "{url}");
        assert!(!error.contains("secret"), "{url}");
    }
}
