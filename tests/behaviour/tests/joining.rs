//! Sessions in a transaction of somebody else's.

use behaviour::models::{Tag, tag};
use behaviour::on_every_engine;
use ormolu::{Database, Error, Executor, Join, Result, SessionError};

async fn tags(on: impl Executor) -> Result<u64> {
    Tag::select().count(on).await
}

/// What a session commits in a savepoint goes with the transaction, and its rollback takes back
/// no more than its own work.
#[test]
fn a_session_works_in_a_savepoint() {
    on_every_engine(async |db: Database| {
        let mut tx = db.begin().await?;
        Tag::insert(tag::new("outer")).run(&mut tx).await?;
        let record = db.record();
        let mut s = db.session_in(tx, Join::Savepoint);
        assert_eq!(tags(&mut s).await?, 1, "it sees what the transaction did");
        let kept = s.add(tag::new("kept"));
        s.commit().await?;
        s[kept].name = "changed".into();
        s.add(tag::new("undone"));
        s.flush().await?;
        s.rollback().await?;
        assert_eq!(s[kept].name, "kept");
        s.savepoint("inner").await?;
        s.add(tag::new("inner"));
        s.flush().await?;
        s.rollback_to("inner").await?;
        s.add(tag::new("last"));
        s.commit().await?;
        assert!(!record.control().iter().any(|c| c.starts_with("COMMIT")));
        // A failed flush does no harm to the transaction.
        s.add(tag::new("kept"));
        assert!(s.commit().await.is_err());
        s.rollback().await?;
        s.add(tag::new("left behind"));
        s.flush().await?;
        let mut tx = s.leave().await?;
        assert_eq!(tags(&mut tx).await?, 3);
        tx.rollback().await?;
        assert_eq!(tags(&db).await?, 0);
        Ok(())
    });
}

/// Without a savepoint a COMMIT flushes, and a ROLLBACK is that of the transaction.
#[test]
fn a_session_may_only_roll_back() {
    on_every_engine(async |db: Database| {
        // The default, outside of a savepoint.
        let mut s = db.session_in(db.begin().await?, Join::default());
        s.add(tag::new("a"));
        s.commit().await?;
        s.leave().await?.commit().await?;
        assert_eq!(tags(&db).await?, 1);

        let mut s = db.session_in(db.begin().await?, Join::RollbackOnly);
        s.add(tag::new("b"));
        s.commit().await?;
        s.rollback().await?;
        let error = s.flush().await.err().or(s.begin().await.err());
        assert!(
            matches!(error, Some(ormolu::Error::Session(SessionError::NotJoined))),
            "{error:?}"
        );
        assert!(s.leave().await.is_err());
        assert_eq!(tags(&db).await?, 1);
        Ok(())
    });
}

/// The default within a savepoint is one of its own.
#[test]
fn a_session_in_a_savepoint_sets_another() {
    on_every_engine(async |db: Database| {
        let mut tx = db.begin().await?;
        tx.savepoint("test").await?;
        let mut s = db.session_in(tx, Join::default());
        s.add(tag::new("a"));
        s.flush().await?;
        s.rollback().await?;
        s.add(tag::new("b"));
        s.commit().await?;
        let mut tx = s.leave().await?;
        assert_eq!(tags(&mut tx).await?, 1);
        tx.rollback_to("test").await?;
        assert_eq!(tags(&mut tx).await?, 0);
        Ok(())
    });
}

/// A session in full control ends the transaction, and opens others.
#[test]
fn a_session_may_take_control() {
    on_every_engine(async |db: Database| {
        let mut tx = db.begin().await?;
        Tag::insert(tag::new("outer")).run(&mut tx).await?;
        let mut s = db.session_in(tx, Join::Control);
        s.add(tag::new("a"));
        s.commit().await?;
        assert_eq!(tags(&db).await?, 2);
        s.add(tag::new("b"));
        s.commit().await?;
        assert_eq!(tags(&db).await?, 3);
        Ok(())
    });
}

/// Only `leave` gives the transaction back: a session that is closed within it says that it takes
/// it along.
#[test]
fn a_session_closed_within_a_transaction_says_so() {
    on_every_engine(async |db: Database| {
        for join in [Join::Savepoint, Join::RollbackOnly] {
            let mut s = db.session_in(db.begin().await?, join);
            s.add(tag::new("a"));
            s.commit().await?;
            let error = s.close().await.unwrap_err();
            assert!(
                matches!(error, Error::Session(SessionError::ClosedWithin)),
                "{error}"
            );
            assert_eq!(tags(&db).await?, 0);
        }
        let mut s = db.session_in(db.begin().await?, Join::Control);
        s.add(tag::new("a"));
        s.flush().await?;
        s.close().await?;
        // What it rolled back itself is over before.
        let mut s = db.session_in(db.begin().await?, Join::RollbackOnly);
        s.add(tag::new("b"));
        s.flush().await?;
        s.rollback().await?;
        s.close().await?;
        assert_eq!(tags(&db).await?, 0);
        Ok(())
    });
}
