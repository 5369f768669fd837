//! Faults: what is reported when a connection breaks, and what is stored then.
//!
//! A proxy cuts the connection, so that the test knows what the program under test cannot:
//! whether the server did what it was asked.

use behaviour::models::{Post, User, user};
use behaviour::{Faulty, blog, on_every_server};
use futures_util::TryStreamExt;
use ormolu::{Database, Dialect, Error, Result, Retry};
use testkit::Cut;

/// Both ways to lose a COMMIT, and how many rows are stored then. The program sees no difference.
const LOST: [(Cut, u64); 2] = [(Cut::Question, 0), (Cut::Answer { after: 0 }, 1)];

async fn stored(db: &Database) -> Result<u64> {
    User::select().count(db).await
}

#[test]
fn a_transaction_does_not_know_whether_a_lost_commit_is_stored() {
    on_every_server(async |Faulty { db, direct, proxy }| {
        for (cut, rows) in LOST {
            User::delete().all_rows().run(&direct).await?;
            let mut transaction = db.begin().await?;
            User::insert(user::new("Ann")).run(&mut transaction).await?;
            proxy.cut("COMMIT", cut);
            let lost = transaction.commit().await.unwrap_err();
            assert!(matches!(lost, Error::CommitUnknown { .. }), "{lost:?}");
            assert_eq!(lost.retry(), Retry::Unknown);
            assert_eq!(stored(&direct).await?, rows, "{cut:?}: once or not at all");
            assert_eq!(stored(&db).await?, rows, "the pool has another connection");
        }
        Ok(())
    });
}

#[test]
fn a_session_does_not_know_whether_a_lost_commit_is_stored() {
    on_every_server(async |Faulty { db, direct, proxy }| {
        for (cut, rows) in LOST {
            User::delete().all_rows().run(&direct).await?;
            let mut session = db.session();
            session.add(user::new("Ann"));
            proxy.cut("COMMIT", cut);
            let lost = session.commit().await.unwrap_err();
            assert_eq!(lost.retry(), Retry::Unknown, "{lost:?}");
            let again = session.commit().await.unwrap_err();
            assert!(
                again
                    .to_string()
                    .contains("whether the transaction is stored is unknown"),
                "{again}"
            );
            assert_eq!(
                stored(&direct).await?,
                rows,
                "{cut:?}: nothing is done twice"
            );

            // The way on: look, and do again what is missing.
            session.rollback().await?;
            if !User::select()
                .filter(|u| u.name.eq("Ann"))
                .exists(&db)
                .await?
            {
                session.add(user::new("Ann"));
                session.commit().await?;
            }
            assert_eq!(stored(&direct).await?, 1);
        }
        Ok(())
    });
}

/// Before its COMMIT a transaction is gone with its connection, whatever the server did.
#[test]
fn what_breaks_before_the_commit_can_be_done_again() {
    on_every_server(async |Faulty { db, direct, proxy }| {
        for (cut, _) in LOST {
            let mut transaction = db.begin().await?;
            User::insert(user::new("Ann")).run(&mut transaction).await?;
            proxy.cut("Bob", cut);
            let bob = User::insert(user::new("Bob")).run(&mut transaction).await;
            let lost = bob.unwrap_err();
            assert!(matches!(lost, Error::Broken { .. }), "{lost:?}");
            assert_eq!(lost.retry(), Retry::Reconnect);
            let refused = transaction.commit().await.unwrap_err();
            assert!(matches!(refused, Error::Poisoned { .. }), "{refused:?}");
            assert_eq!(refused.retry(), Retry::Reconnect);
            assert_eq!(stored(&direct).await?, 0, "{cut:?}");

            let mut session = db.session();
            session.add(user::new("Ann"));
            proxy.cut("Ann", cut);
            let lost = session.commit().await.unwrap_err();
            assert_eq!(lost.retry(), Retry::Reconnect, "{lost:?}");
            assert_eq!(stored(&direct).await?, 0, "{cut:?}");
            session.rollback().await?;
            session.add(user::new("Ann"));
            session.commit().await?;
            assert_eq!(stored(&direct).await?, 1, "{cut:?}: done once");
            User::delete().all_rows().run(&direct).await?;
        }
        Ok(())
    });
}

#[test]
fn a_transaction_that_could_not_begin_did_nothing() {
    on_every_server(async |Faulty { db, direct, proxy }| {
        let begin = match db.dialect() {
            ormolu::Dialect::Postgres => "BEGIN",
            _ => "START TRANSACTION",
        };
        for (cut, _) in LOST {
            proxy.cut(begin, cut);
            let lost = db.begin().await.unwrap_err();
            assert_eq!(lost.retry(), Retry::Reconnect, "{lost:?}");
        }
        assert_eq!(stored(&direct).await?, 0);
        Ok(())
    });
}

/// A statement without a transaction commits by itself, so the same holds for its answer. Without
/// RETURNING what MySQL filled in is read in the same transaction, and that is lost as a whole.
#[test]
fn a_lone_write_does_not_know_either() {
    on_every_server(async |Faulty { db, direct, proxy }| {
        for (cut, rows) in LOST {
            User::delete().all_rows().run(&direct).await?;
            proxy.cut("Ann", cut);
            let lost = User::insert(user::new("Ann")).run(&db).await.unwrap_err();
            assert!(matches!(lost, Error::Broken { .. }), "{lost:?}");
            let (retry, inserted) = match db.dialect() {
                Dialect::Mysql => (Retry::Reconnect, 0),
                _ => (Retry::Unknown, rows),
            };
            assert_eq!(lost.retry(), retry, "{cut:?}");
            let all = stored(&direct).await?;
            assert_eq!(all, inserted, "{cut:?}: once or not at all");

            User::delete().all_rows().run(&direct).await?;
            User::insert(user::new("Bob")).run(&direct).await?;
            proxy.cut("Eve", cut);
            let update = User::update().all_rows().set(|u| u.name.to("Eve"));
            let lost = update.run(&db).await.unwrap_err();
            assert_eq!(lost.retry(), Retry::Unknown, "{cut:?}");
            let changed = User::select().filter(|u| u.name.eq("Eve"));
            assert_eq!(changed.count(&direct).await?, rows, "{cut:?}");
        }
        Ok(())
    });
}

/// Reading can be done again, also where it needed a transaction to see one state.
#[test]
fn a_lost_read_can_be_done_again() {
    on_every_server(async |Faulty { db, direct, proxy }| {
        blog(&direct, 2, 2, 0).await?;
        for (cut, _) in LOST {
            proxy.cut("user 1", cut);
            let ann = User::select().filter(|u| u.name.eq("user 1"));
            let lost = ann.clone().one(&db).await.unwrap_err();
            assert_eq!(lost.retry(), Retry::Reconnect, "{lost:?}");
            assert_eq!(ann.one(&db).await?.name, "user 1");

            proxy.cut("COMMIT", cut);
            let lost = User::select()
                .with(user::posts())
                .all(&db)
                .await
                .unwrap_err();
            assert!(
                proxy.has_cut(),
                "the snapshot of several statements ends by COMMIT"
            );
            assert_eq!(lost.retry(), Retry::Reconnect, "{lost:?}");
        }
        Ok(())
    });
}

/// A result that is cut short is never taken for a whole one.
#[test]
fn a_cut_result_is_an_error() {
    on_every_server(async |Faulty { db, direct, proxy }| {
        const ROWS: usize = 5000;
        blog(&direct, 1, ROWS, 0).await?;
        let cut = Cut::Answer { after: 40_000 };

        proxy.cut("posts", cut);
        let lost = Post::select().all(&db).await.unwrap_err();
        assert!(matches!(lost, Error::Broken { .. }), "{lost:?}");
        assert_eq!(lost.retry(), Retry::Reconnect);

        proxy.cut("posts", cut);
        let titles = Post::select().order_by(|p| p.id.asc()).select(|p| p.title);
        let mut rows = titles.stream(&db);
        let mut read = 0;
        let lost = loop {
            match rows.try_next().await {
                Ok(Some(_)) => read += 1,
                Ok(None) => panic!("the stream ended well after {read} rows"),
                Err(error) => break error,
            }
        };
        assert!(read > 0 && read < ROWS, "{read} rows before the cut");
        assert_eq!(lost.retry(), Retry::Reconnect, "{lost:?}");
        assert!(rows.try_next().await?.is_none(), "nothing after the error");
        drop(rows);
        assert_eq!(Post::select().count(&db).await?, ROWS as u64);
        Ok(())
    });
}
