//! What one engine builds anew.

use ormolu::Database;
use ormolu::migrate::Migrations;
use testkit::TestDatabase;

use super::{Done, count, migration};

#[test]
fn sqlite_builds_tables_anew_and_checks_foreign_keys_after() {
    testkit::run(
        testkit::Engine::Sqlite,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            let tables = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);\n\
                      CREATE TABLE c (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id) ON DELETE CASCADE);\n\
                      INSERT INTO a VALUES (1, 'x'); INSERT INTO c VALUES (1, 1);";
            let rebuild = "-- ormolu:step foreign_keys=off\n\
                       CREATE TABLE new_a (id INTEGER PRIMARY KEY, b INTEGER);\n\
                       INSERT INTO new_a SELECT id, 5 FROM a;\n\
                       DROP TABLE a;\n\
                       ALTER TABLE new_a RENAME TO a;";
            let losing = rebuild.replace("FROM a;", "FROM a WHERE id > 1;").leak();
            let first = || migration("m1", &[], tables, "");
            let wrong = Migrations::new([first(), migration("m2", &["m1"], losing, "")]);
            assert_eq!(
                wrong.run(&db).await.unwrap_err().to_string(),
                "migration m2 leaves rows that point at nothing in: c; nothing of it was kept"
            );
            assert_eq!(count(&db, "SELECT count(*) FROM c").await?, 1);
            let right = Migrations::new([first(), migration("m2", &["m1"], rebuild, "")]);
            right.run(&db).await?;
            // Rows that point at the table were not deleted with it, and are enforced again.
            assert_eq!(
                count(
                    &db,
                    "SELECT count(*) FROM c JOIN a ON a.id = c.a_id WHERE b = 5"
                )
                .await?,
                1
            );
            let refused = db
                .execute_script(&["INSERT INTO c VALUES (2, 9)"])
                .await
                .unwrap_err();
            assert!(refused.is_foreign_key_violation(), "{refused}");
            Ok(())
        },
    );
}

#[test]
fn postgres_builds_an_invalid_index_again() {
    testkit::run(
        testkit::Engine::Postgres,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            let table = "CREATE TABLE a (id integer PRIMARY KEY, b integer);\nINSERT INTO a VALUES (1, 5), (2, 5);";
            let index =
                "-- ormolu:step transaction=false\nCREATE UNIQUE INDEX CONCURRENTLY a_b ON a (b);";
            let migrations = Migrations::new([
                migration("m1", &[], table, ""),
                migration("m2", &["m1"], index, "DROP INDEX a_b"),
            ]);
            let error = migrations.run(&db).await.unwrap_err().to_string();
            assert!(
                error.starts_with("migration m2, up, line 2, statement 1 of 1: "),
                "{error}"
            );
            let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
            assert_eq!(count(&db, invalid).await?, 1, "PostgreSQL leaves it behind");
            db.execute_script(&["UPDATE a SET b = id"]).await?;
            migrations.run(&db).await?;
            assert_eq!(count(&db, invalid).await?, 0);
            assert_eq!(
                count(
                    &db,
                    "SELECT count(*) FROM pg_indexes WHERE indexname = 'a_b'"
                )
                .await?,
                1
            );
            Ok(())
        },
    );
}
