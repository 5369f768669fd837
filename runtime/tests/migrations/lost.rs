//! The connection is lost, or COMMIT fails: what came first is told, and what stands.

use ormolu::migrate::Migrations;
use ormolu::{Database, Dialect};
use testkit::{Cut, Engine, Proxy, TestDatabase};

use super::{Done, count, migration};

const UNKNOWN: &str = "whether it is done is not known, and the server may still be at it; after \
                       that `ormolu migrate up` finds out, and goes on";

/// Loses the connection once, at this text; then goes on. What the first runner says.
async fn lose(database: &TestDatabase, up: &'static str, at: &str, cut: Cut) -> (Database, String) {
    let migrations = Migrations::new([migration("m1", &[], up, "DROP TABLE a")]);
    let proxy = Proxy::start(database).await;
    let db = Database::connect(proxy.url()).await.unwrap();
    proxy.cut(at, cut);
    let error = migrations.run(&db).await.unwrap_err().to_string();
    assert!(proxy.has_cut());
    let db = Database::connect(database.url()).await.unwrap();
    migrations.run(&db).await.unwrap();
    let status = migrations.runner(&db).unwrap().status().await.unwrap();
    assert!(status.is_up_to_date());
    (db, error)
}

const UP: &str = "CREATE TABLE a (id integer PRIMARY KEY);\n\
                  ALTER TABLE a ADD COLUMN b integer;\n\
                  INSERT INTO a VALUES (7, 8);";

testkit::on_every_engine! {
    async fn a_connection_that_is_lost_in_a_statement_is_told_with_it(database: TestDatabase) -> Done {
        let cut = Cut::Answer { after: 0 };
        let beginning = "migration m1, up, line 2, statement 2 of 3: the connection broke: ";
        match database.engine() {
            Engine::Sqlite => {}
            Engine::Postgres => {
                let (db, error) = lose(&database, UP, "ADD COLUMN b", cut).await;
                assert!(error.starts_with(beginning), "{error}");
                assert!(error.ends_with("\nnothing of the migration was kept"), "{error}");
                assert_eq!(count(&db, "SELECT count(*) FROM a WHERE b = 8").await?, 1);
            }
            Engine::Mariadb => {
                let (db, error) = lose(&database, UP, "ADD COLUMN b", cut).await;
                assert!(error.starts_with(beginning), "{error}");
                assert!(error.ends_with(UNKNOWN), "{error}");
                assert_eq!(count(&db, "SELECT count(*) FROM a WHERE b = 8").await?, 1);
            }
        }
        Ok(())
    }

    async fn a_connection_that_is_lost_at_commit_is_told_with_its_migration(database: TestDatabase) -> Done {
        if database.engine() != Engine::Sqlite {
            let (db, error) = lose(&database, UP, "COMMIT", Cut::Answer { after: 0 }).await;
            let beginning = "migration m1, up, COMMIT after statement 3 of 3: the connection broke";
            assert!(error.starts_with(beginning) && error.ends_with(UNKNOWN), "{error}");
            assert_eq!(count(&db, "SELECT count(*) FROM a WHERE b = 8").await?, 1);
        }
        Ok(())
    }

    async fn a_key_that_is_checked_at_commit_is_told_with_its_migration(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        // MySQL and MariaDB check at once.
        if db.dialect() == Dialect::Mariadb {
            return Ok(());
        }
        let up = "CREATE TABLE a (id integer PRIMARY KEY, \
                  b integer REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);\n\
                  INSERT INTO a VALUES (7, 8);";
        let migrations = Migrations::new([migration("m1", &[], up, "DROP TABLE a")]);
        let error = migrations.run(&db).await.unwrap_err().to_string();
        let beginning = "migration m1, up, COMMIT after statement 2 of 2: ";
        assert!(error.starts_with(beginning), "{error}");
        assert!(error.ends_with("\nnothing of the migration was kept"), "{error}");
        assert!(!migrations.runner(&db)?.status().await?.is_up_to_date());
        Ok(())
    }
}
