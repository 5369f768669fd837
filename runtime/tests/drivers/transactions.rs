use std::time::Duration;

use ormolu::{Access, BeginMode, Database, Dialect, Error, Executor, Retry, Statement, Value};
use testkit::Engine;

use crate::{count, insert, number, poisoned, statement, with_items};

testkit::on_every_engine! {
    async fn commit_stores_and_rollback_undoes(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 1).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 2).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn a_dropped_transaction_is_rolled_back_before_anybody_comes_next(database: TestDatabase) {
        let db = Database::builder().max_connections(1).connect(database.url()).await.unwrap();
        db.execute_script(&["CREATE TABLE items (id BIGINT PRIMARY KEY)"]).await.unwrap();
        for _ in 0..3 {
            let mut tx = db.begin().await.unwrap();
            insert(tx.connection(), 1).await.unwrap();
            drop(tx);
        }
        assert_eq!(count(&db).await, 0);
    }

    async fn savepoints_nest(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 1).await.unwrap();
        tx.savepoint("outer").await.unwrap();
        insert(tx.connection(), 2).await.unwrap();
        tx.savepoint("in\"ner`").await.unwrap();
        insert(tx.connection(), 3).await.unwrap();
        tx.rollback_to("in\"ner`").await.unwrap();
        tx.release("outer").await.unwrap();
        let unknown = tx.rollback_to("in\"ner`").await.unwrap_err();
        assert_eq!(unknown.to_string(), "no savepoint `in\"ner`` is open");
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 2);
    }

    /// PostgreSQL answers COMMIT of a failed transaction with success; here it is an error.
    async fn a_failed_statement(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 1).await.unwrap();
        let first = insert(tx.connection(), 1).await.unwrap_err();
        assert!(first.constraint().is_some(), "{first}");
        let second = insert(tx.connection(), 2).await;
        if db.dialect() == Dialect::Postgres {
            assert_eq!(poisoned(second), first.to_string());
            assert_eq!(poisoned(tx.savepoint("too_late").await), first.to_string());
            assert_eq!(poisoned(tx.commit().await), first.to_string());
            assert_eq!(count(&db).await, 0);
        } else {
            second.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(count(&db).await, 2);
        }
    }

    async fn a_savepoint_cures_a_failed_statement(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 1).await.unwrap();
        tx.savepoint("before").await.unwrap();
        insert(tx.connection(), 1).await.unwrap_err();
        tx.rollback_to("before").await.unwrap();
        insert(tx.connection(), 2).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 2);
    }

    async fn a_snapshot_sees_one_state(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut lease = db.lease(Access::Read).await.unwrap();
        lease.snapshot().await.unwrap();
        assert_eq!(number(&mut *lease, "SELECT COUNT(*) FROM items").await.unwrap(), 0);
        let mut writer = db.connection(Access::Write).await.unwrap();
        insert(&mut writer, 1).await.unwrap();
        assert_eq!(number(&mut *lease, "SELECT COUNT(*) FROM items").await.unwrap(), 0);
        lease.finish().await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn a_snapshot_inside_a_transaction_is_that_transaction(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 1).await.unwrap();
        let mut executor = &mut tx;
        let mut lease = executor.lease(Access::Read).await.unwrap();
        lease.snapshot().await.unwrap();
        assert_eq!(number(&mut *lease, "SELECT COUNT(*) FROM items").await.unwrap(), 1);
        lease.finish().await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn a_read_transaction_cannot_write(database: TestDatabase) {
        let db = with_items(&database).await;
        let mut tx = db.begin_with(BeginMode::Read).await.unwrap();
        let error = insert(tx.connection(), 1).await.unwrap_err();
        let Error::Database(refusal) = &error else { panic!("{error:?}") };
        assert!(!refusal.message.is_empty());
        drop(tx);
        assert_eq!(count(&db).await, 0);
    }
}

/// After a deadlock MariaDB goes on in autocommit: what comes next must not be stored.
#[test]
fn a_deadlock_ends_the_transaction() {
    testkit::run(Engine::Mariadb, async |database| {
        let db = with_items(&database).await;
        let mut connection = db.connection(Access::Write).await.unwrap();
        for id in [1, 2] {
            insert(&mut connection, id).await.unwrap();
        }
        let update = |from: i64| {
            let text = "UPDATE items SET id = id + 10 WHERE id = ?";
            statement(Dialect::Mariadb, text, vec![Value::I64(from)])
        };
        let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
        one.connection().execute(&update(1)).await.unwrap();
        two.connection().execute(&update(2)).await.unwrap();
        let (statement_one, statement_two) = (update(2), update(1));
        let (first, second) = tokio::join!(
            one.connection().execute(&statement_one),
            two.connection().execute(&statement_two)
        );
        let (mut loser, error) = match (first, second) {
            (Err(error), Ok(_)) => (one, error),
            (Ok(_), Err(error)) => (two, error),
            other => panic!("expected one deadlock, found {other:?}"),
        };
        assert_eq!(error.retry(), Retry::Transaction, "{error}");
        let next = insert(loser.connection(), 99).await;
        assert!(poisoned(next).contains("Deadlock found"));
        assert!(poisoned(loser.commit().await).contains("1213"));
        assert_eq!(
            number(&db, "SELECT COUNT(*) FROM items WHERE id = 99")
                .await
                .unwrap(),
            0
        );
    });
}

/// Whether the server stored a transaction whose COMMIT got no answer cannot be known.
#[test]
fn a_connection_cut_at_commit_leaves_the_outcome_unknown() {
    for engine in [Engine::Postgres, Engine::Mariadb] {
        testkit::run(engine, async |database| {
            let db = with_items(&database).await;
            let mut tx = db.begin().await.unwrap();
            insert(tx.connection(), 1).await.unwrap();
            let (me, kill) = match db.dialect() {
                Dialect::Postgres => (
                    "SELECT pg_backend_pid()::bigint",
                    "SELECT pg_terminate_backend",
                ),
                _ => ("SELECT CONNECTION_ID()", "KILL"),
            };
            let me = number(&mut tx, me).await.unwrap();
            let mut other = db.connection(Access::Write).await.unwrap();
            other
                .execute_script(&[&format!("{kill} ({me})")])
                .await
                .unwrap();
            tokio::time::sleep(Duration::from_millis(100)).await;
            let error = tx.commit().await.unwrap_err();
            assert!(matches!(error, Error::CommitUnknown { .. }), "{error:?}");
            assert_eq!(error.retry(), Retry::Unknown);
            assert_eq!(count(&db).await, 0);
        });
    }
}

#[test]
fn postgres_conflicts_say_that_the_transaction_may_be_tried_again() {
    testkit::run(Engine::Postgres, async |database| {
        let db = with_items(&database).await;
        let serializable = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE";
        let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
        let mut outcomes = Vec::new();
        for (tx, id) in [(&mut one, 1), (&mut two, 2)] {
            tx.connection()
                .execute_script(&[serializable])
                .await
                .unwrap();
            number(&mut *tx, "SELECT COUNT(*) FROM items")
                .await
                .unwrap();
            insert(tx.connection(), id).await.unwrap();
        }
        outcomes.push(one.commit().await);
        outcomes.push(two.commit().await);
        let error = outcomes
            .into_iter()
            .find_map(Result::err)
            .expect("a conflict");
        assert_eq!(error.retry(), Retry::Transaction, "{error}");
        assert_eq!(count(&db).await, 1);
    });
}

/// A cancelled statement leaves a connection in an unknown state; it must not come back.
#[test]
fn b59_a_cancelled_statement_costs_the_connection_only() {
    for engine in [Engine::Postgres, Engine::Mariadb] {
        testkit::run(engine, async |database| {
            let db = Database::builder()
                .max_connections(1)
                .connect(database.url())
                .await
                .unwrap();
            let sleep = match db.dialect() {
                Dialect::Postgres => "SELECT 1::bigint FROM pg_sleep(3)",
                _ => "SELECT SLEEP(3)",
            };
            let cancelled =
                tokio::time::timeout(Duration::from_millis(100), number(&db, sleep)).await;
            assert!(cancelled.is_err());
            let started = std::time::Instant::now();
            assert_eq!(number(&db, "SELECT 7").await.unwrap(), 7);
            assert!(
                started.elapsed() < Duration::from_secs(2),
                "waited for the cancelled one"
            );

            let mut tx = db.begin().await.unwrap();
            let cancelled =
                tokio::time::timeout(Duration::from_millis(100), number(&mut tx, sleep)).await;
            assert!(cancelled.is_err());
            let error = tx.commit().await.unwrap_err();
            let text =
                "the connection broke: a statement on this connection was cancelled half-way";
            assert_eq!(error.to_string(), text);
            assert_eq!(number(&db, "SELECT 7").await.unwrap(), 7);
        });
    }
}

#[test]
fn sqlite_can_roll_back_by_itself() {
    testkit::run(Engine::Sqlite, async |database| {
        let db = with_items(&database).await;
        let mut tx = db.begin().await.unwrap();
        insert(tx.connection(), 1).await.unwrap();
        let statement = Statement::new("INSERT OR ROLLBACK INTO items (id) VALUES (1)", vec![]);
        let error = tx.connection().execute(&statement).await.unwrap_err();
        assert_eq!(
            poisoned(insert(tx.connection(), 2).await),
            error.to_string()
        );
        assert_eq!(poisoned(tx.commit().await), error.to_string());
        assert_eq!(count(&db).await, 0);
    });
}
