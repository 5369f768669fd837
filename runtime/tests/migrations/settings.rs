//! What a migration sets is neither in the way of the record nor of the next migration.

use std::time::Duration;

use ormolu::migrate::{Locking, Migration, Migrations};
use ormolu::{Database, Dialect};
use testkit::{Engine, TestDatabase};

use super::{Done, count, migration, tables};

/// As a dump has it.
const POSTGRES: &str = "SET lock_timeout = '7s';\n\
    SELECT pg_catalog.set_config('search_path', '', false);\n\
    CREATE TABLE public.a (b int);\n\
    -- ormolu:step transaction=false\n\
    CREATE INDEX CONCURRENTLY i ON public.a (b);\n\
    -- ormolu:step\n\
    INSERT INTO public.a VALUES (1);";

/// Whatever the first sets, the second finds what was set before.
fn two(first: String) -> Migrations {
    let second = "CREATE TABLE c AS SELECT current_setting('lock_timeout') AS d";
    let first = Migration::new("m1")
        .up(Dialect::Postgres, first.clone())
        .up(Dialect::Mariadb, first);
    let second = Migration::new("m2")
        .after("m1")
        .up(Dialect::Postgres, second)
        .up(
            Dialect::Mariadb,
            "CREATE TABLE c AS SELECT @@foreign_key_checks AS d, @@sql_mode AS e",
        );
    Migrations::new([first, second])
}

#[test]
fn a_search_path_and_settings_end_with_their_migration() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| -> Done {
        for locking in [Locking::Auto, Locking::Row] {
            let db = Database::connect(database.url()).await?;
            let migrations = two(POSTGRES.to_owned());
            let runner = migrations
                .runner(&db)?
                .locking(locking)
                .lock_timeout(Duration::from_secs(3));
            assert_eq!(runner.up("head").await?.ran.len(), 2);
            assert!(runner.status().await?.is_up_to_date());
            assert_eq!(tables(&db).await?, ["a", "c"]);
            assert_eq!(
                count(&db, "SELECT count(*) FROM c WHERE d = '3s'").await?,
                1
            );
            assert_eq!(count(&db, "SELECT count(*) FROM a").await?, 1);
            runner.stamp(&[], true).await?;
            db.execute_script(&["DROP TABLE a, c"]).await?;
        }
        Ok(())
    });
}

#[test]
fn a_tenant_is_where_its_next_migration_runs() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| -> Done {
        let db = Database::connect(database.url()).await?;
        db.execute_script(&["CREATE SCHEMA tenant"]).await?;
        let migrations = two(POSTGRES.replace("public.", "tenant."));
        migrations.runner(&db)?.schema("tenant").up("head").await?;
        assert_eq!(count(&db, "SELECT count(*) FROM tenant.c").await?, 1);
        assert_eq!(
            count(&db, "SELECT count(*) FROM tenant._ormolu_migrations").await?,
            2
        );
        assert!(tables(&db).await?.is_empty());
        Ok(())
    });
}

#[test]
fn a_database_in_use_and_settings_end_with_their_migration() {
    testkit::run(Engine::Mariadb, async |database: TestDatabase| -> Done {
        let name = database.url().rsplit('/').next().unwrap();
        let other = format!("{name}_other");
        for locking in [Locking::Auto, Locking::Row] {
            let db = Database::connect(database.url()).await?;
            let migrations = two(format!(
                "SET foreign_key_checks = 0, sql_mode = 'ANSI';\nCREATE DATABASE {other};\n\
                 USE {other};\nCREATE TABLE a (b int);\nINSERT INTO a VALUES (1);"
            ));
            let runner = migrations.runner(&db)?.locking(locking);
            assert_eq!(runner.up("head").await?.ran.len(), 2);
            assert!(runner.status().await?.is_up_to_date());
            assert_eq!(tables(&db).await?, ["c"]);
            let same = "SELECT count(*) FROM c WHERE d = 1 AND e = @@sql_mode";
            assert_eq!(count(&db, same).await?, 1);
            assert_eq!(
                count(&db, &format!("SELECT count(*) FROM {other}.a")).await?,
                1
            );
            runner.stamp(&[], true).await?;
            let drop = format!("DROP DATABASE {other}");
            db.execute_script(&["DROP TABLE c", &drop]).await?;
        }
        Ok(())
    });
}

#[test]
fn what_is_set_for_a_transaction_ends_with_it() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| -> Done {
        let db = Database::connect(database.url()).await?;
        let up = "CREATE SCHEMA billing;\nSET LOCAL search_path = billing;\n\
                  CREATE TABLE a (b int);\n\
                  -- ormolu:step transaction=false\nCREATE TABLE c (b int);\n\
                  -- ormolu:step\nSET search_path = billing;\n\
                  -- ormolu:step transaction=false\nCREATE TABLE d (b int);";
        Migrations::new([migration("m1", &[], up, "")])
            .run(&db)
            .await?;
        assert_eq!(tables(&db).await?, ["c"]);
        let billing = "SELECT count(*) FROM pg_tables WHERE schemaname = 'billing'";
        assert_eq!(count(&db, billing).await?, 2);
        Ok(())
    });
}

/// A role that may not write the runner's tables.
#[test]
fn a_role_ends_with_its_migration_and_writes_no_record() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| -> Done {
        let role = database.url().rsplit('/').next().unwrap().to_owned() + "_owner";
        for becomes in ["SET ROLE", "SET LOCAL ROLE", "SET SESSION AUTHORIZATION"] {
            let db = Database::connect(database.url()).await?;
            db.execute_script(&[&format!("CREATE ROLE {role}")]).await?;
            let up = format!(
                "CREATE SCHEMA billing AUTHORIZATION {role};\n{becomes} {role};\n\
                 CREATE TABLE billing.a (b int);\n\
                 -- ormolu:step transaction=false\nCREATE TABLE billing.c (b int);"
            );
            let all = Migrations::new([
                migration("m1", &[], up.leak(), ""),
                migration("m2", &["m1"], "CREATE TABLE d (b int)", ""),
            ]);
            all.run(&db).await?;
            let owned = "SELECT count(*) FROM pg_tables WHERE schemaname = 'billing' AND \
                         tableowner <> current_user";
            let both = if becomes.contains("LOCAL") { 1 } else { 2 };
            assert_eq!(count(&db, owned).await?, both, "{becomes}");
            assert_eq!(tables(&db).await?, ["d"]);
            all.runner(&db)?.stamp(&[], true).await?;
            let drop = format!("DROP ROLE {role}");
            db.execute_script(&["DROP SCHEMA billing CASCADE; DROP TABLE d", &drop])
                .await?;
        }
        Ok(())
    });
}

/// What is late is put in its place by the runner, wherever the last one went.
#[test]
fn the_last_migration_may_end_elsewhere() {
    for (engine, elsewhere) in [
        (Engine::Postgres, "SET search_path = pg_catalog"),
        (Engine::Mariadb, "USE mysql"),
    ] {
        testkit::run(engine, async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            let first = || migration("m1", &[], "CREATE TABLE a (b int)", "DROP TABLE a");
            let last = || migration("m3", &["m1"], "CREATE TABLE d (b int)", "DROP TABLE d");
            Migrations::new([first(), last()]).run(&db).await?;
            let up = format!("CREATE TABLE c (b int);\n{elsewhere};");
            let late = migration("m2", &["m1"], up.leak(), "DROP TABLE c");
            let last = migration("m3", &["m2"], "CREATE TABLE d (b int)", "DROP TABLE d");
            let migrations = Migrations::new([first(), late, last]);
            let runner = migrations.runner(&db)?.out_of_order(true);
            assert_eq!(runner.up("head").await?.ran.len(), 1);
            let placed = "SELECT place FROM _ormolu_migrations WHERE id = 'm2'";
            assert_eq!(count(&db, placed).await?, 2);
            Ok(())
        });
    }
}

#[test]
fn the_last_word_is_stored_without_autocommit() {
    testkit::run(Engine::Mariadb, async |database: TestDatabase| -> Done {
        let db = Database::connect(database.url()).await?;
        let up = "SET autocommit = 0;\n-- ormolu:step transaction=false\nCREATE TABLE a (b int);";
        for locking in [Locking::Auto, Locking::Row] {
            let all = Migrations::new([migration("m1", &[], up, "DROP TABLE a")]);
            let runner = all.runner(&db)?.locking(locking);
            runner.up("head").await?;
            assert!(runner.status().await?.is_up_to_date());
            runner.down("base").await?;
            let fails = format!("{up}\nINSERT INTO a VALUES ('x', 1);").leak();
            let wrong = Migrations::new([migration("m1", &[], fails, "DROP TABLE a")]);
            let runner = wrong.runner(&db)?.locking(locking);
            runner.up("head").await.unwrap_err();
            runner.stamp(&[], true).await?;
            db.execute_script(&["DROP TABLE a"]).await?;
        }
        assert_eq!(count(&db, "SELECT count(*) FROM _ormolu_lock").await?, 0);
        Ok(())
    });
}

/// A statement that fails after a change of place leaves no lock behind.
#[test]
fn a_lock_is_given_back_from_elsewhere() {
    testkit::run(Engine::Mariadb, async |database: TestDatabase| -> Done {
        let db = Database::connect(database.url()).await?;
        let wrong = Migrations::new([migration("m1", &[], "USE mysql;\nCREATE TABLE", "")]);
        let runner = wrong.runner(&db)?.locking(Locking::Row);
        runner.up("head").await.unwrap_err();
        assert_eq!(count(&db, "SELECT count(*) FROM _ormolu_lock").await?, 0);
        Ok(())
    });
}
