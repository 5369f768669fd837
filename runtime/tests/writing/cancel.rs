use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use ormolu::{Database, Error, Result, Retry, Session, SessionError};

use crate::data::empty;
use crate::models::{Post, Tag, User, post, tag, user};

/// Polls a future so many times and drops it, unless it ended before.
async fn drop_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

/// A session with an edit, a delete, a new parent with new children and links.
async fn work(db: &Database, round: usize) -> Result<Session> {
    let rows = [
        user::new(&format!("old{round}@x"), "old"),
        user::new(&format!("gone{round}@x"), "gone"),
    ];
    let rows = User::insert_all(rows).run(db).await?;
    let mut s = db.session();
    let (old, gone) = (
        s.get::<User>(rows[0].id).await?,
        s.get::<User>(rows[1].id).await?,
    );
    s[old].name = format!("new{round}");
    s.delete(gone)?;
    let tag = s.add(tag::new("t"));
    let parent = s.add(user::new(&format!("added{round}@x"), "added"));
    for _ in 0..2 {
        s.add(post::new("p").author(parent).tags([tag]));
    }
    Ok(s)
}

/// Whether a round's work is stored: all of it or nothing.
async fn stored(db: &Database, round: usize) -> Result<bool> {
    let all = User::select()
        .filter(|u| u.name.eq(format!("new{round}")))
        .exists(db)
        .await?;
    let email = format!("added{round}@x");
    let added = User::select()
        .filter(|u| u.email.eq(&email))
        .count(db)
        .await?;
    let email = format!("gone{round}@x");
    let gone = User::select()
        .filter(|u| u.email.eq(&email))
        .count(db)
        .await?;
    assert_eq!(
        (added, gone),
        if all { (1, 0) } else { (0, 1) },
        "half of it in round {round}"
    );
    Ok(all)
}

testkit::on_every_engine! {
    async fn a_dropped_flush_loses_nothing(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        for polls in 0..200 {
            let mut s = work(&db, polls).await?;
            let done = drop_after(polls, s.flush()).await.transpose()?.is_some();
            assert!(!stored(&db, polls).await?);
            s.commit().await?;
            assert!(stored(&db, polls).await?, "dropped after {polls}");
            let rounds = polls as u64 + 1;
            assert_eq!(Post::select().count(&db).await?, 2 * rounds);
            assert_eq!(Tag::select().count(&db).await?, rounds);
            if done {
                return Ok(());
            }
        }
        panic!("the flush never ended");
    }

    async fn a_dropped_commit_is_never_done_twice(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        for polls in 0..200 {
            let mut s = work(&db, polls).await?;
            let done = drop_after(polls, s.commit()).await.transpose()?.is_some();
            match s.commit().await {
                Ok(()) => assert!(stored(&db, polls).await?, "dropped after {polls}"),
                Err(error @ Error::Session(SessionError::CommitCancelled)) => {
                    assert_eq!(error.retry(), Retry::Unknown);
                    s.rollback().await?;
                    stored(&db, polls).await?;
                }
                Err(error) => return Err(error),
            }
            if done {
                return Ok(());
            }
        }
        panic!("the commit never ended");
    }
}
