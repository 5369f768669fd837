//! What a runner knows of the statement within which another ended, whatever others did meanwhile.

use ormolu::migrate::{Interrupted, Migrations, Runner};
use ormolu::{Access, Database, Dialect, Result};

use super::{Done, migration, tables};

/// From now on no migration can be noted as going on: what has run then is as if its runner had
/// been killed right after it.
async fn deafen(db: &Database) -> Result<()> {
    let trigger: &[&str] = match db.dialect() {
        Dialect::Sqlite => &[
            "CREATE TRIGGER deaf BEFORE UPDATE ON _ormolu_migrations BEGIN SELECT RAISE(ABORT, 'deaf'); END",
        ],
        Dialect::Postgres => &[
            "CREATE FUNCTION deaf() RETURNS trigger AS 'BEGIN RAISE ''deaf''; END' LANGUAGE plpgsql",
            "CREATE TRIGGER deaf BEFORE UPDATE ON _ormolu_migrations FOR EACH ROW EXECUTE FUNCTION deaf()",
        ],
        _ => &[
            "CREATE TRIGGER deaf BEFORE UPDATE ON _ormolu_migrations FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'deaf'",
        ],
    };
    db.execute_script(trigger).await
}

async fn hear(db: &Database) -> Result<()> {
    let trigger: &[&str] = match db.dialect() {
        Dialect::Postgres => &["DROP FUNCTION deaf() CASCADE"],
        _ => &["DROP TRIGGER deaf"],
    };
    db.execute_script(trigger).await
}

/// The runner ends right behind the first statement.
async fn interrupt(db: &Database, runner: &Runner<'_>) -> Done {
    deafen(db).await?;
    let error = runner.up("head").await.unwrap_err().to_string();
    assert!(error.contains("deaf"), "{error}");
    Ok(hear(db).await?)
}

/// A statement, and the one that takes it back.
const EVERYWHERE: [[&str; 2]; 6] = [
    ["CREATE TABLE c (id integer PRIMARY KEY)", "DROP TABLE c"],
    [
        "ALTER TABLE a ADD COLUMN b integer",
        "ALTER TABLE a DROP COLUMN b",
    ],
    ["ALTER TABLE a RENAME TO c", "ALTER TABLE c RENAME TO a"],
    ["DROP TABLE u", "CREATE TABLE u (id integer PRIMARY KEY)"],
    ["CREATE VIEW v AS SELECT id FROM a", "DROP VIEW v"],
    [
        "ALTER TABLE a RENAME COLUMN n TO m",
        "ALTER TABLE a RENAME COLUMN m TO n",
    ],
];

const SQLITE: [[&str; 2]; 2] = [
    ["CREATE INDEX i ON a (n)", "DROP INDEX i"],
    [
        "CREATE TRIGGER g AFTER INSERT ON a BEGIN DELETE FROM t; END",
        "DROP TRIGGER g",
    ],
];

const POSTGRES: [[&str; 2]; 16] = [
    ["CREATE INDEX i ON a (n)", "DROP INDEX i"],
    ["DROP INDEX j", "CREATE INDEX j ON t (id)"],
    [
        "CREATE INDEX CONCURRENTLY i ON a (n)",
        "DROP INDEX CONCURRENTLY i",
    ],
    [
        "DROP INDEX CONCURRENTLY j",
        "CREATE INDEX CONCURRENTLY j ON t (id)",
    ],
    [
        "CREATE INDEX CONCURRENTLY i ON billing.a (id)",
        "DROP INDEX CONCURRENTLY billing.i",
    ],
    [
        "DROP INDEX CONCURRENTLY billing.j",
        "CREATE INDEX CONCURRENTLY j ON billing.a (id)",
    ],
    [
        "ALTER TABLE a ADD CONSTRAINT k CHECK (n > 0) NOT VALID",
        "ALTER TABLE a DROP CONSTRAINT k",
    ],
    ["CREATE TYPE e AS ENUM ('x')", "DROP TYPE e"],
    [
        "ALTER TYPE mood RENAME VALUE 'x' TO 'y'",
        "ALTER TYPE mood RENAME VALUE 'y' TO 'x'",
    ],
    [
        "ALTER DOMAIN whole ADD CONSTRAINT k CHECK (VALUE > 0)",
        "ALTER DOMAIN whole DROP CONSTRAINT k",
    ],
    ["CREATE SEQUENCE s", "DROP SEQUENCE s"],
    ["CREATE SCHEMA more", "DROP SCHEMA more"],
    [
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION f()",
    ],
    [
        "CREATE TRIGGER g BEFORE UPDATE ON billing.a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "DROP TRIGGER g ON billing.a",
    ],
    [
        "ALTER TABLE billing.a ADD COLUMN b integer",
        "ALTER TABLE billing.a DROP COLUMN b",
    ],
    [
        "ALTER TABLE parted ATTACH PARTITION part FOR VALUES IN (1)",
        "ALTER TABLE parted DETACH PARTITION part",
    ],
];

const MARIADB: [[&str; 2]; 10] = [
    ["CREATE INDEX i ON a (n)", "DROP INDEX i ON a"],
    [
        "ALTER TABLE a ADD INDEX i (n)",
        "ALTER TABLE a DROP INDEX i",
    ],
    [
        "ALTER TABLE a ADD FOREIGN KEY k (n) REFERENCES t (id)",
        "ALTER TABLE a DROP FOREIGN KEY k, DROP INDEX k",
    ],
    [
        "ALTER TABLE a ADD CONSTRAINT k CHECK (n > 0)",
        "ALTER TABLE a DROP CONSTRAINT k",
    ],
    [
        "ALTER TABLE a MODIFY n bigint",
        "ALTER TABLE a MODIFY n integer",
    ],
    ["RENAME TABLE a TO c", "RENAME TABLE c TO a"],
    [
        "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW SET NEW.n = 1",
        "DROP TRIGGER g",
    ],
    ["CREATE PROCEDURE p() DO 1", "DROP PROCEDURE p"],
    ["CREATE SEQUENCE s", "DROP SEQUENCE s"],
    [
        "ALTER TABLE parted ADD PARTITION (PARTITION q VALUES IN (2))",
        "ALTER TABLE parted DROP PARTITION q",
    ],
];

async fn prepare(db: &Database) -> Done {
    // The runner's own table.
    Migrations::new([]).run(db).await?;
    db.execute_script(&[
        "CREATE TABLE a (id integer PRIMARY KEY, n integer)",
        "CREATE TABLE t (id integer PRIMARY KEY)",
        "CREATE TABLE u (id integer PRIMARY KEY)",
    ])
    .await?;
    let more: &[&str] = match db.dialect() {
        Dialect::Sqlite => &[],
        Dialect::Postgres => &[
            "CREATE INDEX j ON t (id)",
            "CREATE TYPE mood AS ENUM ('x')",
            "CREATE DOMAIN whole AS integer",
            "CREATE SCHEMA billing",
            "CREATE TABLE billing.a (id integer)",
            "CREATE INDEX j ON billing.a (id)",
            "CREATE TABLE parted (id integer) PARTITION BY LIST (id)",
            "CREATE TABLE part (id integer)",
        ],
        _ => {
            &["CREATE TABLE parted (id integer) PARTITION BY LIST (id) (PARTITION p VALUES IN (1))"]
        }
    };
    Ok(db.execute_script(more).await?)
}

/// What others may do meanwhile, each time with names of its own: also a tenant with the same
/// tables, and a table that only its session has.
async fn others(db: &Database, nth: usize) -> Result<()> {
    db.execute_script(&[
        &format!("CREATE TABLE backup{nth} AS SELECT * FROM t"),
        &format!("CREATE INDEX backup_index{nth} ON backup{nth} (id)"),
    ])
    .await?;
    if db.dialect() == Dialect::Postgres {
        let tenant = format!("tenant{nth}");
        db.execute_script(&[
            &format!("CREATE SCHEMA {tenant}"),
            &format!("CREATE TABLE {tenant}.a (id integer PRIMARY KEY, b integer, m integer)"),
            &format!("CREATE TABLE {tenant}.c (id integer PRIMARY KEY)"),
            &format!("CREATE INDEX i ON {tenant}.a (b)"),
            &format!("CREATE TYPE {tenant}.e AS ENUM ('z')"),
        ])
        .await?;
    }
    Ok(())
}

testkit::on_every_engine! {
    async fn a_migration_of_which_all_is_done_does_not_run_again(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        prepare(&db).await?;
        let up = "-- ormolu:step transaction=false\nCREATE TABLE c (id integer PRIMARY KEY);";
        let migrations = Migrations::new([migration("m1", &[], up, "DROP TABLE c")]);
        let runner = migrations.runner(&db)?;
        interrupt(&db, &runner).await?;
        runner.up("head").await?;
        assert!(runner.status().await?.is_up_to_date());
        Ok(())
    }

    async fn another_statement_in_its_place_is_not_taken_for_it(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        prepare(&db).await?;
        let with = |statement: &str| {
            let up = format!("-- ormolu:step transaction=false\n{statement};").leak();
            Migrations::new([migration("m1", &[], up, "DROP TABLE c")])
        };
        interrupt(&db, &with("ALTER TABLE a ADD COLUMN b integer").runner(&db)?).await?;
        let mended = with("CREATE TABLE c (id integer PRIMARY KEY)");
        let runner = mended.runner(&db)?;
        let error = runner.up("head").await.unwrap_err().to_string();
        assert!(error.contains("the database does not show whether that is done"), "{error}");
        runner.interrupted(Interrupted::Again).up("head").await?;
        assert!(tables(&db).await?.contains(&"c".to_owned()));
        // As an older version kept it.
        db.execute_script(&[
            "DROP TABLE c",
            "UPDATE _ormolu_migrations SET state = 'up', done = 0, begun = 'abc'",
        ]).await?;
        let error = mended.runner(&db)?.up("head").await.unwrap_err().to_string();
        assert!(error.contains("the database does not show whether that is done"), "{error}");
        Ok(())
    }

    async fn what_was_under_way_is_known_whatever_others_do(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        prepare(&db).await?;
        let session = Database::connect(database.url()).await?;
        if db.dialect() == Dialect::Postgres {
            let mut own = session.lease(Access::Write).await?;
            own.execute_script(&["CREATE TEMP TABLE a (id integer PRIMARY KEY, b integer)"]).await?;
        }
        let of_engine: &[[&'static str; 2]] = match db.dialect() {
            Dialect::Sqlite => &SQLITE,
            Dialect::Postgres => &POSTGRES,
            _ => &MARIADB,
        };
        for (nth, [statement, back]) in EVERYWHERE.iter().chain(of_engine).enumerate() {
            let up = format!("-- ormolu:step transaction=false\n{statement};");
            let migrations = Migrations::new([migration("m1", &[], up.leak(), "DROP TABLE a")]);
            let runner = migrations.runner(&db)?;
            // Done: it would fail if it ran again.
            interrupt(&db, &runner).await?;
            runner.up("head").await.unwrap_or_else(|error| panic!("{statement}: {error}"));
            db.execute_script(&[back, "DELETE FROM _ormolu_migrations"]).await?;
            // Not done: what takes it back would fail if it had not run.
            interrupt(&db, &runner).await?;
            db.execute_script(&[back]).await?;
            others(&db, nth).await?;
            runner.up("head").await.unwrap_or_else(|error| panic!("{statement}: {error}"));
            let ran = db.execute_script(&[back, "DELETE FROM _ormolu_migrations"]).await;
            ran.unwrap_or_else(|error| panic!("`{statement}` did not run: {error}"));
        }
        Ok(())
    }
}

#[test]
fn what_was_under_way_is_looked_for_in_the_database_in_use() {
    testkit::run(
        testkit::Engine::Mariadb,
        async |database: testkit::TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            prepare(&db).await?;
            let name = database.url().rsplit('/').next().unwrap();
            let [one, two] = ["one", "two"].map(|end| format!("{name}_{end}"));
            let mut up = String::from("-- ormolu:step transaction=false\n");
            for other in [&one, &two] {
                db.execute_script(&[
                    &format!("CREATE DATABASE {other}"),
                    &format!("CREATE TABLE {other}.a (id integer PRIMARY KEY)"),
                ])
                .await?;
                up += &format!("USE {other};\nALTER TABLE a ADD COLUMN b integer;\n");
            }
            let migrations = Migrations::new([migration("m1", &[], up.leak(), "")]);
            let runner = migrations.runner(&db)?;
            db.execute_script(&[
                "CREATE TRIGGER deaf BEFORE UPDATE ON _ormolu_migrations FOR EACH ROW \
                 IF NEW.state = 'applied' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'deaf'; END IF",
            ])
            .await?;
            let error = runner.up("head").await.unwrap_err().to_string();
            assert!(error.contains("deaf"), "{error}");
            hear(&db).await?;
            // Done: it would fail if it ran again.
            runner.up("head").await?;
            let drop = [&one, &two].map(|other| format!("DROP DATABASE {other}"));
            db.execute_script(&[&drop[0], &drop[1]]).await?;
            Ok(())
        },
    );
}

#[test]
fn what_the_mark_leaves_out_is_asked() {
    testkit::run(
        testkit::Engine::Postgres,
        async |database: testkit::TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            prepare(&db).await?;
            for statement in [
                "CREATE INDEX ON a (n)",
                "CREATE INDEX CONCURRENTLY ON a (n)",
                "CREATE STATISTICS many ON id, n FROM a",
            ] {
                let up = format!("-- ormolu:step transaction=false\n{statement};");
                let migrations = Migrations::new([migration("m1", &[], up.leak(), "DROP TABLE a")]);
                let runner = migrations.runner(&db)?;
                interrupt(&db, &runner).await?;
                let error = runner.up("head").await.unwrap_err().to_string();
                assert!(
                    error.contains("the database does not show whether that is done"),
                    "{error}"
                );
                runner.interrupted(Interrupted::Done).up("head").await?;
                db.execute_script(&["DELETE FROM _ormolu_migrations"])
                    .await?;
            }
            Ok(())
        },
    );
}

#[test]
fn an_index_that_is_half_dropped_is_dropped() {
    testkit::run(
        testkit::Engine::Postgres,
        async |database: testkit::TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            prepare(&db).await?;
            let up = "-- ormolu:step transaction=false\nDROP INDEX CONCURRENTLY j;";
            let migrations = Migrations::new([migration("m1", &[], up, "")]);
            let runner = migrations.runner(&db)?;
            interrupt(&db, &runner).await?;
            // As a killed server leaves it.
            db.execute_script(&[
                "CREATE INDEX j ON t (id)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'j'::regclass",
            ])
            .await?;
            runner.up("head").await?;
            let left = super::count(
                &db,
                "SELECT count(*) FROM pg_class WHERE oid = to_regclass('public.j')",
            )
            .await?;
            assert_eq!(left, 0);
            Ok(())
        },
    );
}

#[test]
fn what_is_left_of_an_index_in_another_schema_is_dropped() {
    testkit::run(
        testkit::Engine::Postgres,
        async |database: testkit::TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            prepare(&db).await?;
            // As a build that failed leaves it; one of the same name elsewhere is none of its business.
            let invalid = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = ";
            db.execute_script(&[
                "CREATE INDEX i ON billing.a (id)",
                &format!("{invalid} 'billing.i'::regclass"),
                "CREATE INDEX i ON a (n)",
                &format!("{invalid} 'public.i'::regclass"),
            ])
            .await?;
            let up = "-- ormolu:step transaction=false\nCREATE INDEX CONCURRENTLY i ON \"billing\".\"a\" (id);";
            let migrations = Migrations::new([migration("m1", &[], up, "")]);
            migrations.run(&db).await?;
            let valid = "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = ";
            assert_eq!(
                super::count(&db, &format!("{valid} 'billing.i'::regclass")).await?,
                1
            );
            assert_eq!(
                super::count(&db, &format!("{valid} 'public.i'::regclass")).await?,
                0
            );
            Ok(())
        },
    );
}
