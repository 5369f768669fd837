use ormolu::{Access, Database, Error, Statement};
use testkit::Engine;

use crate::{count, insert, number, with_items};

#[test]
fn a_file_is_opened_as_it_must_be() {
    testkit::run(Engine::Sqlite, async |database| {
        let db = Database::connect(database.url()).await.unwrap();
        for access in [Access::Read, Access::Write] {
            let mut connection = db.connection(access).await.unwrap();
            let foreign_keys = number(&mut connection, "PRAGMA foreign_keys")
                .await
                .unwrap();
            assert_eq!(foreign_keys, 1);
            assert_eq!(
                number(&mut connection, "PRAGMA synchronous").await.unwrap(),
                1
            );
            let wal = "SELECT journal_mode = 'wal' FROM pragma_journal_mode";
            assert_eq!(number(&mut connection, wal).await.unwrap(), 1);
        }
    });
}

#[test]
fn a_reader_cannot_write() {
    testkit::run(Engine::Sqlite, async |database| {
        let db = with_items(&database).await;
        let mut reader = db.connection(Access::Read).await.unwrap();
        let error = insert(&mut reader, 1).await.unwrap_err();
        assert!(error.to_string().contains("readonly"), "{error}");
        assert_eq!(count(&db).await, 0);
    });
}

#[test]
fn a_misspelt_column_in_quotes_is_an_error_and_not_a_string() {
    testkit::run(Engine::Sqlite, async |database| {
        let db = with_items(&database).await;
        let error = number(&db, "SELECT COUNT(*) FROM items WHERE \"nope\" = 'nope'").await;
        let text = error.unwrap_err().to_string();
        assert!(text.starts_with("no such column: \"nope\""), "{text}");
    });
}

#[test]
fn a_database_in_memory_lives_as_long_as_its_pool() {
    testkit::run(Engine::Sqlite, async |_| {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        db.execute_script(&["CREATE TABLE items (id BIGINT PRIMARY KEY)"])
            .await
            .unwrap();
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 1).await.unwrap();
        drop(tx);
        let mut connection = db.connection(Access::Write).await.unwrap();
        insert(&mut connection, 2).await.unwrap();
        drop(connection);
        assert_eq!(count(&db).await, 1);
    });
}

#[test]
fn a_missing_file_is_made_only_if_the_url_allows_it() {
    testkit::run(Engine::Sqlite, async |database| {
        let url = format!("{}.other?mode=rw", database.url());
        let error = Database::connect(&url).await.unwrap_err();
        assert!(matches!(error, Error::Connect { .. }), "{error:?}");
        assert!(
            error.to_string().contains("unable to open database file"),
            "{error}"
        );
    });
}

#[test]
fn decimals_in_text_are_compared_and_added_as_numbers() {
    testkit::run(Engine::Sqlite, async |database| {
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_script(&[
            "CREATE TABLE prices (price TEXT)",
            "INSERT INTO prices VALUES ('9.5'), ('10.25'), ('-3'), ('0.1'), ('0.2'), (NULL)",
        ])
        .await
        .unwrap();
        for (text, wanted) in [
            ("SELECT '10' < '9' COLLATE ormolu_decimal", 0),
            ("SELECT '1.50' = '1.5' COLLATE ormolu_decimal", 1),
            (
                "SELECT COUNT(*) FROM prices WHERE price > '9.6' COLLATE ormolu_decimal",
                1,
            ),
            (
                "SELECT price = '10.25' FROM prices ORDER BY price COLLATE ormolu_decimal DESC LIMIT 1",
                1,
            ),
            ("SELECT ormolu_decimal_sum(price) = '17.05' FROM prices", 1),
            ("SELECT ormolu_decimal_avg(price) = '3.41' FROM prices", 1),
            (
                "SELECT ormolu_decimal_sum(price) IS NULL FROM prices WHERE price IS NULL",
                1,
            ),
            (
                "SELECT ormolu_decimal_sum(price) = '0.3' FROM prices WHERE price IN ('0.1', '0.2')",
                1,
            ),
        ] {
            assert_eq!(number(&db, text).await.unwrap(), wanted, "{text}");
        }
    });
}

#[test]
fn an_insert_tells_its_key() {
    testkit::run(Engine::Sqlite, async |database| {
        let db = with_items(&database).await;
        db.execute_script(&["CREATE TABLE counted (id INTEGER PRIMARY KEY)"])
            .await
            .unwrap();
        let mut connection = db.connection(Access::Write).await.unwrap();
        let statement = Statement::new("INSERT INTO counted DEFAULT VALUES", Vec::new());
        for id in 1..=3 {
            let executed = connection.execute(&statement).await.unwrap();
            assert_eq!((executed.rows, executed.last_insert_id), (1, Some(id)));
        }
        let nothing = Statement::new("UPDATE counted SET id = id WHERE id = 99", Vec::new());
        assert_eq!(connection.execute(&nothing).await.unwrap().rows, 0);
    });
}
