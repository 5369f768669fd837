//! What only one engine has: read, compared with itself and with what is created from it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use ormolu::Database;
use ormolu_live::{Error, Options, dialect, drift, read};
use ormolu_migrate::create_all;
use ormolu_schema::ddl::split::split;
use ormolu_schema::print::pretty;
use ormolu_schema::{Input, compile};
use testkit::{Engine, on_every_engine};

const SQLITE: &str = include_str!("engines/sqlite.sql");
const POSTGRES: &str = include_str!("engines/postgres.sql");
const MARIADB: &str = include_str!("engines/mariadb.sql");

async fn open(url: &str) -> Database {
    Database::connect(url).await.unwrap()
}

on_every_engine! {
    async fn each_construct(database: TestDatabase) {
        let engine = database.engine();
        let (text, before) = match engine {
            Engine::Sqlite => (SQLITE, &[][..]),
            // What a schema says nothing of stands in the copy already.
            Engine::Postgres => (POSTGRES, &["CREATE EXTENSION citext"][..]),
            Engine::Mariadb => (MARIADB, &[][..]),
        };
        let db = open(database.url()).await;
        let split = split(text, dialect(&db));
        let statements = split.statements.into_iter().map(|range| &split.text[range]);
        db.execute_script(&statements.collect::<Vec<_>>()).await.unwrap();

        let outcome = read(&db, &Options::default()).await.unwrap();
        let Ok((schema, remarks)) = &outcome.result else {
            panic!("{}", outcome.render(false));
        };
        let remarks: Vec<String> = remarks.iter().map(|d| format!("# {}\n", d.message)).collect();
        insta::with_settings!({ omit_expression => true, snapshot_path => "engines/snapshots",
            prepend_module_to_snapshot => false }, {
            let name = if database.is_mysql() { "mysql".to_owned() } else { engine.to_string() };
            insta::assert_snapshot!(name, pretty(schema) + &remarks.concat());
        });

        assert_eq!(drift(&db, schema, &Options::default()).await.unwrap(), []);
        // What somebody wrote the engine spells otherwise.
        let written = compile(&Input::text("written.sql", text).sql_dialect(dialect(&db)));
        let Ok((written, _)) = &written.result else {
            panic!("{}", written.render(false));
        };
        let lines = drift(&db, written, &Options::default()).await.unwrap();
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, Vec::<String>::new());
        let other = engine.database().await;
        let copy = open(other.url()).await;
        copy.execute_script(before).await.unwrap();
        let created = create_all(schema, dialect(&db)).unwrap();
        let created: Vec<&str> = created.iter().map(String::as_str).collect();
        copy.execute_script(&created).await.unwrap();
        assert_eq!(drift(&copy, schema, &Options::default()).await.unwrap(), []);
    }

    /// On a connection that has read it before, too.
    async fn a_view_that_is_made_anew(database: TestDatabase) {
        let db = open(database.url()).await;
        let make = [
            "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL)",
            "CREATE VIEW v AS SELECT a FROM t WHERE a > 1",
            "CREATE VIEW w AS SELECT a FROM v",
        ];
        db.execute_script(&make).await.unwrap();
        let other = open(database.url()).await;
        for (nth, query) in ["SELECT a FROM t WHERE a > 2", "SELECT b AS a, a AS c FROM t"].iter().enumerate() {
            let before = ormolu_live::ddl(&db, &Options::default()).await.unwrap();
            let make = format!("CREATE VIEW v AS {query}");
            other.execute_script(&["DROP VIEW w", "DROP VIEW v", &make, "CREATE VIEW w AS SELECT a FROM v"]).await.unwrap();
            let known = ormolu_live::ddl(&db, &Options::default()).await.unwrap();
            let fresh = ormolu_live::ddl(&open(database.url()).await, &Options::default()).await.unwrap();
            assert_eq!(known, fresh, "{nth}");
            assert_ne!(known, before, "{nth}");
        }
    }

    async fn a_database_without_tables(database: TestDatabase) {
        let db = open(database.url()).await;
        let outcome = read(&db, &Options::default()).await.unwrap();
        assert_eq!(outcome.result.unwrap().0.models, []);
    }

    async fn namespaces_that_are_not_there(database: TestDatabase) {
        let db = open(database.url()).await;
        let options = Options {
            namespaces: vec!["nowhere".to_owned()],
            ..Options::default()
        };
        let error = read(&db, &options).await.unwrap_err();
        match database.engine() {
            Engine::Postgres => assert_eq!(
                error.to_string(),
                "there is no schema `nowhere` in the database; it has public"
            ),
            _ => assert!(matches!(error, Error::Namespaces { .. }), "{error}"),
        }
    }

    /// However many tables there are, it takes seconds: one, where the machine has nothing else to do.
    async fn a_thousand_tables(database: TestDatabase) {
        let options = Database::builder().statement_cache(2000);
        let db = options.connect(database.url()).await.unwrap();
        let tables = (0..1000).map(|n| match n {
            0 => "CREATE TABLE t0 (id int NOT NULL PRIMARY KEY)".to_owned(),
            _ => format!(
                "CREATE TABLE t{n} (id int NOT NULL PRIMARY KEY, name varchar(40), up int, \
                 FOREIGN KEY (up) REFERENCES t{} (id))",
                n / 10
            ),
        });
        let tables: Vec<String> = tables.collect();
        let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
        db.execute_script(&tables).await.unwrap();
        let begun = std::time::Instant::now();
        let text = ormolu_live::ddl(&db, &Options::default()).await.unwrap();
        println!("{}: {:?}", database.engine(), begun.elapsed());
        assert_eq!(text.matches("CREATE TABLE").count(), 1000);
        assert!(begun.elapsed().as_secs() < 30);
    }
}
