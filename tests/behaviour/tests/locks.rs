//! Rows that a session locks are as they are in the database until its transaction ends.

use std::time::Duration;

use behaviour::models::{Post, User};
use behaviour::{blog, on_every_engine};
use ormolu::session::RowState;
use ormolu::{Database, Dialect, Error};

/// Changes a row behind the session's back.
async fn rename(db: &Database, name: &str) -> ormolu::Result<()> {
    let update = User::update().key(1).set(|u| u.name.to(name));
    update.run(db).await.map(drop)
}

#[test]
fn a_locked_row_is_read_anew_and_keeps_its_edits() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 1).await?;
        let mut s = db.session();
        let ann = s.get::<User>(1).await?;
        rename(&db, "Anna").await?;
        let before = s[ann].clone();
        s[ann].nick = Some("an".into());
        let recorder = db.record();
        s.lock(ann).await?;
        assert_eq!(recorder.count(), 1);
        assert_eq!(recorder.control().len(), 1, "{:?}", recorder.control());
        assert_eq!(s[ann].name, "Anna");
        assert_eq!(s[ann].nick.as_deref(), Some("an"));
        let changes = s.changes(ann)?;
        assert_eq!(changes.len(), 1, "{changes:?}");
        s.commit().await?;
        let stored = User::get(1).one(&db).await?;
        assert_eq!(
            (&*stored.name, stored.nick.as_deref()),
            ("Anna", Some("an"))
        );
        assert_ne!(before.name, stored.name);
        Ok(())
    });
}

/// The other waits, and then reads what the first one wrote: nothing is lost.
#[test]
fn two_that_lock_follow_each_other() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 1).await?;
        let add = async |letter: char| {
            let mut s = db.session();
            let ann = s.get::<User>(1).await?;
            tokio::time::sleep(Duration::from_millis(20)).await;
            s.lock(ann).await?;
            s[ann].name.push(letter);
            tokio::time::sleep(Duration::from_millis(20)).await;
            s.commit().await
        };
        let (a, b, c) = tokio::join!(add('a'), add('b'), add('c'));
        a.and(b).and(c)?;
        let name = User::get(1).one(&db).await?.name.clone();
        let mut added: Vec<char> = name.chars().rev().take(3).collect();
        added.sort_unstable();
        assert_eq!(added, ['a', 'b', 'c'], "{name}");
        Ok(())
    });
}

#[test]
fn a_query_that_locks_opens_the_transaction() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 1).await?;
        let mut s = db.session();
        let ann = s.get::<User>(1).await?;
        rename(&db, "Anna").await?;
        let users = || User::select().filter(|u| u.id.eq(1));
        let plain = s.all(users()).await?;
        assert_ne!(s[plain[0]].name, "Anna");
        let found = s.one(users().for_update().lock_or_noop()).await?;
        assert_eq!((&*s[found].name, &*s[ann].name), ("Anna", "Anna"));
        if db.dialect() != Dialect::Sqlite {
            let mut other = db.session();
            let refused = other.all(users().for_update().no_wait()).await;
            assert!(matches!(refused, Err(Error::Database(_))));
            other.rollback().await?;
        }
        s.rollback().await?;
        assert_eq!(s.state(ann)?, RowState::Persistent);
        Ok(())
    });
}

#[test]
fn what_cannot_be_locked_is_said() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 1).await?;
        let mut s = db.session();
        let post = s.get::<Post>(1).await?;
        Post::delete().key(1).run(&db).await?;
        let gone = s.lock(post).await.unwrap_err();
        assert!(gone.to_string().contains("Post"), "{gone}");
        s.rollback().await?;
        let new = s.add(behaviour::models::tag::new("new"));
        assert!(s.lock(new).await.is_err());
        Ok(())
    });
}
