use futures_util::{StreamExt, TryStreamExt};
use ormolu::{Access, Database, DatabaseOptions, Dialect, Error, Result, Rows, Statement, Value};
use testkit::Engine;

use crate::{Number, count, insert, number, statement, with_items};

/// Rows 1 to n without a table.
fn series(dialect: Dialect, n: i64) -> Statement {
    let text = match dialect {
        Dialect::Postgres => format!("SELECT n FROM generate_series(1::bigint, {n}) AS s(n)"),
        Dialect::Mariadb => format!("SELECT CAST(seq AS SIGNED) FROM seq_1_to_{n}"),
        _ => format!(
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {n}) \
             SELECT n FROM s"
        ),
    };
    Statement::new(text, Vec::new())
}

testkit::on_every_engine! {
    async fn fetch_reads_all_rows(database: TestDatabase) -> Result<()> {
        let db = Database::connect(database.url()).await?;
        let mut rows = Rows::<Number>::new();
        let statement = series(db.dialect(), 10_000);
        db.lease(Access::Read).await?.fetch(&statement, &mut rows).await?;
        let rows = rows.into_vec();
        assert_eq!(rows.len(), 10_000);
        assert_eq!(rows.last(), Some(&Number(10_000)));
        Ok(())
    }

    async fn a_stream_reads_all_rows(database: TestDatabase) -> Result<()> {
        let db = Database::connect(database.url()).await?;
        let lease = db.lease(Access::Read).await?;
        let stream = lease.into_stream::<Number>(series(db.dialect(), 10_000));
        let rows: Vec<Number> = stream.try_collect().await?;
        assert_eq!(rows.len(), 10_000);
        assert_eq!(rows.last(), Some(&Number(10_000)));
        assert_eq!(number(&db, "SELECT 7").await?, 7);
        Ok(())
    }

    async fn a_stream_may_end_early(database: TestDatabase) -> Result<()> {
        let db = Database::builder().max_connections(1).connect(database.url()).await?;
        for _ in 0..3 {
            let lease = db.lease(Access::Read).await?;
            let stream = lease.into_stream::<Number>(series(db.dialect(), 1_000_000));
            let rows: Vec<Number> = stream.take(100).try_collect().await?;
            assert_eq!(rows.len(), 100);
            assert_eq!(number(&db, "SELECT 7").await?, 7);
        }
        Ok(())
    }

    async fn a_stream_that_fails_gives_the_rows_before_the_error(database: TestDatabase) -> Result<()> {
        let db = Database::connect(database.url()).await?;
        let text = match db.dialect() {
            Dialect::Sqlite => "SELECT 1 AS n UNION ALL SELECT 'two'".to_owned(),
            Dialect::Postgres => "SELECT 1 / (3 - n) FROM generate_series(2, 3) AS s(n)".to_owned(),
            _ => "SELECT EXP(1000 * (seq - 1)) DIV 1 FROM seq_1_to_2".to_owned(),
        };
        let mut connection = db.connection(Access::Read).await?;
        let mut stream = connection.stream::<Number>(Statement::new(text, Vec::new()));
        assert_eq!(stream.next().await.unwrap()?, Number(1));
        let error = stream.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Database(_) | Error::Decode { .. }), "{error:?}");
        assert!(stream.next().await.is_none());
        Ok(())
    }

    async fn text_with_nul_is_refused(database: TestDatabase) {
        let db = Database::connect(database.url()).await.unwrap();
        let error = number(&db, "SELECT 1\0; DROP TABLE x").await.unwrap_err();
        assert_eq!(error.to_string(), "the statement's text contains a NUL character");
    }

    async fn two_statements_in_one_are_refused(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut connection = db.connection(Access::Write).await.unwrap();
        let text = "INSERT INTO items (id) VALUES (1); DELETE FROM items";
        connection.execute(&Statement::new(text, Vec::new())).await.unwrap_err();
        drop(connection);
        assert_eq!(count(&db).await, 0);
    }

    async fn a_wrong_number_of_values_is_refused(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut connection = db.connection(Access::Write).await.unwrap();
        let text = "INSERT INTO items (id) VALUES (?)";
        let statement = statement(db.dialect(), text, Vec::new());
        connection.execute(&statement).await.unwrap_err();
        assert_eq!(count(&db).await, 0);
    }

    /// sqlx alone would send the second with the types of the first.
    async fn one_text_with_values_of_several_types(database: TestDatabase) -> Result<()> {
        let db = Database::builder().max_connections(1).connect(database.url()).await?;
        let text = match db.dialect() {
            Dialect::Postgres => "SELECT LENGTH(CAST($1 AS TEXT))::bigint",
            _ => "SELECT LENGTH(CAST(? AS CHAR))",
        };
        let mut connection = db.connection(Access::Read).await?;
        for (value, length) in [
            (Value::I64(12), 2),
            (Value::Text("long text".into()), 9),
            (Value::I16(1), 1),
            (Value::I64(12345), 5),
            (Value::Text("x".into()), 1),
        ] {
            let mut rows = Rows::<Number>::new();
            connection.fetch(&Statement::new(text, vec![value]), &mut rows).await?;
            assert_eq!(rows.into_vec(), [Number(length)]);
        }
        Ok(())
    }

    async fn a_recorder_counts_statements_and_not_transactions(database: TestDatabase) -> Result<()> {
        let db = with_items(&database).await;
        let recorder = db.record();
        let mut tx = db.begin().await?;
        insert(tx.connection(), 1).await?;
        tx.savepoint("s").await?;
        tx.commit().await?;
        assert_eq!(count(&db).await, 1);
        assert_eq!(recorder.count(), 2);
        let first = &recorder.statements()[0];
        assert!(first.sql.starts_with("INSERT INTO items (id) VALUES ("));
        assert_eq!((first.params, first.rows), (1, 1));
        let control = recorder.control();
        assert_eq!(control.len(), 3);
        assert_eq!(control.last().unwrap(), "COMMIT");
        Ok(())
    }

    async fn statements_are_prepared_once_while_they_are_kept(database: TestDatabase) -> Result<()> {
        let db = DatabaseOptions::new().statement_cache(2).connect(database.url()).await?;
        let before = db.statistics();
        // The last one was pushed out by the two before it.
        for sql in ["SELECT 1", "SELECT 1", "SELECT 2", "SELECT 3", "SELECT 1"] {
            number(&db, sql).await?;
        }
        let after = db.statistics();
        assert_eq!(after.statements - before.statements, 5);
        assert_eq!(after.prepared - before.prepared, 4);
        Ok(())
    }

    async fn a_slow_statement_is_stopped(database: TestDatabase) -> Result<()> {
        let limit = std::time::Duration::from_millis(200);
        let db = DatabaseOptions::new().statement_timeout(limit).connect(database.url()).await?;
        let slow = match db.dialect() {
            Dialect::Postgres => "SELECT 1::bigint FROM pg_sleep(20)".to_owned(),
            Dialect::Mariadb => {
                "SELECT COUNT(*) FROM seq_1_to_1000000 a JOIN seq_1_to_1000000 b \
                 ON a.seq <> b.seq"
                    .to_owned()
            },
            _ => format!("SELECT COUNT(*) FROM ({})", series(db.dialect(), 1_000_000_000).sql.as_str()),
        };
        let started = std::time::Instant::now();
        let error = number(&db, &slow).await.unwrap_err();
        assert!(started.elapsed() < std::time::Duration::from_secs(2));
        assert_eq!(error.to_string(), format!("stopped after 200ms: {slow}"));
        assert_eq!(number(&db, "SELECT 7").await?, 7);
        Ok(())
    }
}

#[test]
fn the_server_says_which_engine_it_is() {
    for (engine, dialect) in [
        (Engine::Sqlite, Dialect::Sqlite),
        (Engine::Postgres, Dialect::Postgres),
        (Engine::Mariadb, Dialect::Mariadb),
    ] {
        testkit::run(engine, async |database| {
            let url = database.url().replace("mariadb:", "mysql:");
            assert_eq!(Database::connect(&url).await.unwrap().dialect(), dialect);
        });
    }
}
