use std::time::Duration;

use ormolu::{Access, Database, Error, Result};
use testkit::{Engine, TestDatabase};

use crate::{count, insert, number, with_items};

/// Many tasks that write and read at once.
async fn crowd(database: TestDatabase) {
    let db = with_items(&database).await;
    let tasks: Vec<_> = (0..40)
        .map(|id| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await?;
                insert(tx.connection(), id).await?;
                tokio::task::yield_now().await;
                tx.commit().await?;
                number(&db, "SELECT COUNT(*) FROM items").await
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap().unwrap() > 0);
    }
    assert_eq!(count(&db).await, 40);
}

testkit::on_every_engine! {
    async fn writers_take_turns(database: TestDatabase) {
        crowd(database).await;
    }

    async fn waiting_has_an_end(database: TestDatabase) -> Result<()> {
        let db = Database::builder()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(1))
            .connect(database.url())
            .await?;
        let held = db.connection(Access::Write).await?;
        let error = db.connection(Access::Write).await.unwrap_err();
        assert!(matches!(error, Error::PoolTimeout { .. }), "{error:?}");
        drop(held);
        db.connection(Access::Write).await?;
        Ok(())
    }

    async fn b58_a_connection_lost_while_idle_is_replaced(database: TestDatabase) -> Result<()> {
        if database.engine() == Engine::Sqlite {
            return Ok(());
        }
        let options = Database::builder().max_connections(1).idle_check(Duration::ZERO);
        let db = options.connect(database.url()).await?;
        let (me, kill) = match database.engine() {
            Engine::Postgres => ("SELECT pg_backend_pid()::bigint", "SELECT pg_terminate_backend"),
            _ => ("SELECT CONNECTION_ID()", "KILL"),
        };
        let me = number(&db, me).await?;
        let other = Database::connect(database.url()).await?;
        other.execute_script(&[&format!("{kill} ({me})")]).await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(number(&db, "SELECT 7").await?, 7);
        Ok(())
    }
}

#[test]
fn a_current_thread_runtime_works_too() {
    for engine in Engine::ALL {
        testkit::run_current_thread(engine, crowd);
    }
}

#[test]
fn a_limit_that_would_starve_the_pool_is_refused() {
    testkit::run(Engine::Sqlite, async |database| {
        let options = Database::builder().acquire_timeout(Duration::from_millis(10));
        let error = options.connect(database.url()).await.unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("acquire_timeout is below one second"),
            "{error}"
        );
    });
}

/// What is not kept is not left behind on the server either.
#[test]
fn statements_beyond_the_cache_are_closed() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| {
        let db = Database::builder()
            .max_connections(1)
            .statement_cache(1)
            .connect(database.url())
            .await?;
        for n in 1..=20 {
            assert_eq!(number(&db, &format!("SELECT {n}::int8")).await?, n);
        }
        let kept = "SELECT count(*) FROM pg_prepared_statements";
        assert_eq!(number(&db, kept).await?, 1, "only the question itself");
        let none = Database::builder()
            .statement_cache(0)
            .connect(database.url())
            .await;
        let none = none.unwrap_err().to_string();
        assert!(none.starts_with("statement_cache is 0"), "{none}");
        Ok::<_, Error>(())
    });
}
