//! Isolation, and work that is done again.

use std::sync::atomic::{AtomicU32, Ordering};

use behaviour::models::{Tag, User, tag, user};
use behaviour::on_every_engine;
use ormolu::{Begin, Database, Dialect, Error, Isolation, Retry, RetryPolicy, Retryable};

/// Several tasks read a row and write what they read plus one: none is lost.
#[test]
fn serializable_work_that_is_done_again_loses_nothing() {
    on_every_engine(async |db: Database| {
        let ann = User::insert(user::new("Ann").nick("0")).run(&db).await?;
        let attempts = std::sync::Arc::new(AtomicU32::new(0));
        let policy = RetryPolicy::new()
            .attempts(100)
            .begin(Isolation::Serializable);
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (db, attempts, id) = (db.clone(), attempts.clone(), ann.id);
                tokio::spawn(async move {
                    db.retry(policy, |s| {
                        attempts.fetch_add(1, Ordering::Relaxed);
                        Box::pin(async move {
                            let ann = s.get::<User>(id).await?;
                            let count: u32 = s[ann].nick.as_deref().unwrap_or("").parse().unwrap();
                            tokio::task::yield_now().await;
                            s[ann].nick = Some((count + 1).to_string());
                            Ok::<_, Error>(())
                        })
                    })
                    .await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap()?;
        }
        assert_eq!(User::get(ann.id).one(&db).await?.nick.as_deref(), Some("8"));
        assert!(attempts.load(Ordering::Relaxed) >= 8);
        Ok(())
    });
}

#[derive(Debug, PartialEq)]
enum AppError {
    Database(Retry),
    SoldOut,
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        AppError::Database(error.retry())
    }
}

impl Retryable for AppError {
    fn retry(&self) -> Retry {
        match self {
            AppError::Database(retry) => *retry,
            AppError::SoldOut => Retry::Never,
        }
    }
}

/// An error of the program's own ends the work, and nothing of it is stored.
#[test]
fn an_error_that_would_come_again_ends_the_work() {
    on_every_engine(async |db: Database| {
        let mut attempts = 0;
        let outcome = db
            .retry(RetryPolicy::new(), |s| {
                attempts += 1;
                Box::pin(async move {
                    s.add(tag::new("a"));
                    s.flush().await?;
                    Err::<(), _>(AppError::SoldOut)
                })
            })
            .await;
        assert_eq!(outcome, Err(AppError::SoldOut));
        assert_eq!(attempts, 1);
        assert_eq!(Tag::select().count(&db).await?, 0);
        Ok(())
    });
}

/// What may have been stored is done again only where the policy says so; attempts are counted.
#[test]
fn doubt_is_not_done_again_unless_told() {
    on_every_engine(async |db: Database| {
        let policy = RetryPolicy::new()
            .attempts(3)
            .pause(std::time::Duration::ZERO, std::time::Duration::ZERO);
        for (policy, expected) in [(policy, 1), (policy.even_if_unknown(), 3)] {
            let mut attempts = 0;
            let outcome = db
                .retry(policy, |_| {
                    attempts += 1;
                    Box::pin(async { Err::<(), _>(AppError::Database(Retry::Unknown)) })
                })
                .await;
            assert_eq!(outcome, Err(AppError::Database(Retry::Unknown)));
            assert_eq!(attempts, expected);
        }
        Ok(())
    });
}

/// The engines take the levels by their names in the standard.
#[test]
fn isolation_reaches_the_engine() {
    on_every_engine(async |db: Database| {
        let record = db.record();
        for isolation in [
            Isolation::ReadCommitted,
            Isolation::RepeatableRead,
            Isolation::Serializable,
        ] {
            let tx = db.begin_with(isolation).await?;
            tx.commit().await?;
            let tx = db.begin_with(Begin::read().isolation(isolation)).await?;
            tx.commit().await?;
        }
        let begun: Vec<String> = record.control();
        let begun: Vec<&str> = begun.iter().map(String::as_str).collect();
        let expected: &[&str] = match db.dialect() {
            Dialect::Sqlite => &["BEGIN IMMEDIATE", "COMMIT", "BEGIN DEFERRED", "COMMIT"],
            Dialect::Postgres => &[
                "BEGIN ISOLATION LEVEL READ COMMITTED",
                "COMMIT",
                "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
                "COMMIT",
            ],
            Dialect::Mysql | Dialect::Mariadb => &[
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "START TRANSACTION",
                "COMMIT",
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "START TRANSACTION READ ONLY",
                "COMMIT",
            ],
        };
        assert_eq!(&begun[..expected.len()], expected);
        Ok(())
    });
}

/// Only PostgreSQL knows transactions that wait for a safe snapshot.
#[test]
fn deferrable_transactions_are_refused_where_there_are_none() {
    on_every_engine(async |db: Database| {
        let begin = Begin::read()
            .isolation(Isolation::Serializable)
            .deferrable();
        match (db.dialect(), db.begin_with(begin).await) {
            (Dialect::Postgres, begun) => begun?.commit().await?,
            (_, refused) => assert!(matches!(refused, Err(Error::Unsupported { .. }))),
        }
        Ok(())
    });
}
