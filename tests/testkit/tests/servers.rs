//! The servers start, are shared, and hand out separate databases.
#![allow(clippy::unwrap_used)]

use sqlx::{Connection, Row};
use testkit::Engine;

testkit::on_every_engine! {
    async fn databases_are_separate(database: TestDatabase) {
        let other = database.engine().database().await;
        assert_ne!(database.url(), other.url());
        assert_eq!(database.engine(), other.engine());
    }
}

#[test]
fn postgres_answers() {
    testkit::run(Engine::Postgres, async |database| {
        let mut connection = sqlx::PgConnection::connect(database.url()).await.unwrap();
        let row = sqlx::query("SELECT current_database()")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert!(database.url().ends_with(&row.get::<String, _>(0)));
    });
}

#[test]
fn mariadb_answers() {
    testkit::run(Engine::Mariadb, async |database| {
        let mut connection = sqlx::MySqlConnection::connect(database.url())
            .await
            .unwrap();
        let row = sqlx::query("SELECT version()")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert!(row.get::<String, _>(0).contains("MariaDB"));
    });
}
