//! What a session knows of its work, and what hangs on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use behaviour::models::{Post, Tag, User, tag, user};
use behaviour::{blog, on_every_engine};
use ormolu::session::RowState;
use ormolu::{Database, Dialect, Error};

/// Rows by where they stand.
#[test]
fn rows_are_listed_by_their_state() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let (a, b) = (s.add(tag::new("a")), s.add(tag::new("b")));
        assert_eq!(s.pending::<Tag>().len(), 2);
        assert_eq!((s.pending::<User>().len(), s.len()), (0, 2));
        s.commit().await?;
        s[a].name = "aa".into();
        s.delete(b)?;
        let names = |found: Vec<ormolu::Handle<Tag>>| -> Vec<String> {
            found.into_iter().map(|tag| s[tag].name.clone()).collect()
        };
        assert_eq!(names(s.pending()), [""; 0]);
        assert_eq!(names(s.modified()), ["aa"]);
        assert_eq!(names(s.deleting()), ["b"]);
        assert_eq!(names(s.persistent()), ["aa"]);
        assert!(s.contains(b));
        s.commit().await?;
        assert!(!s.contains(b) && s.contains(a));
        assert!(s.modified::<Tag>().is_empty());
        s.clear();
        assert!(s.is_empty() && !s.contains(a));
        Ok(())
    });
}

/// What waits for COMMIT is done after it, once, in its order, and not after a rollback.
#[test]
fn work_after_commit_waits_for_it() {
    on_every_engine(async |db: Database| {
        let done = Arc::new(AtomicU32::new(0));
        let note = |n: u32| {
            let done = done.clone();
            async move {
                // The digits stand in the order of the work.
                let before = done.load(Ordering::Relaxed);
                done.store(before * 10 + n, Ordering::Relaxed);
            }
        };
        let mut s = db.session();
        s.on_commit(note(9));
        s.rollback().await?;

        s.add(tag::new("a"));
        s.on_commit(note(1));
        s.savepoint("inner").await?;
        s.on_commit(note(8));
        s.rollback_to("inner").await?;
        s.on_commit(note(2));
        s.release("inner").await?;
        s.on_commit(note(3));
        assert_eq!(done.load(Ordering::Relaxed), 0);
        s.commit().await?;
        assert_eq!(done.load(Ordering::Relaxed), 123);

        // A COMMIT that fails is none.
        s.add(tag::new("a"));
        s.on_commit(note(7));
        assert!(s.commit().await.is_err());
        s.rollback().await?;
        s.commit().await?;
        assert_eq!(done.load(Ordering::Relaxed), 123);
        Ok(())
    });
}

/// A value of each type hangs on a session for as long as it lives.
#[test]
fn context_outlives_the_work() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        s.set_context(7_u8);
        s.set_context("tenant");
        s.set_context(8_u8);
        s.add(tag::new("a"));
        s.rollback().await?;
        s.clear();
        assert_eq!(s.context::<u8>(), Some(&8));
        assert_eq!(s.context::<&str>(), Some(&"tenant"));
        assert_eq!(s.context::<String>(), None);
        Ok(())
    });
}

/// A row that is there is found by one statement and stays as it is.
#[test]
fn get_or_insert_finds_what_is_there() {
    on_every_engine(async |db: Database| {
        let stored = User::insert(user::new("Ann").nick("old")).run(&db).await?;
        let mut s = db.session();
        let record = db.record();
        let new = user::new("Ann").nick("new");
        let ann = s.get_or_insert(new, User::BY_NAME).await?;
        assert_eq!(
            (s[ann].id, s[ann].nick.as_deref()),
            (stored.id, Some("old"))
        );
        assert_eq!((record.count(), record.control().len()), (1, 0));
        // It is the row that the session knows by its key.
        assert_eq!(s.get::<User>(stored.id).await?, ann);
        assert_eq!(record.count(), 1);
        Ok(())
    });
}

/// A row that is not there is inserted at once; a rollback takes it away again.
#[test]
fn get_or_insert_inserts_what_is_missing() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let ann = s.get_or_insert(user::new("Ann"), User::BY_NAME).await?;
        assert!(s[ann].id > 0);
        assert_eq!(s.get_or_insert(user::new("Ann"), User::BY_NAME).await?, ann);
        s[ann].nick = Some("An".into());
        s.rollback().await?;
        assert!(!s.contains(ann));
        assert_eq!(User::select().count(&db).await?, 0);

        let ann = s.get_or_insert(user::new("Ann"), User::BY_NAME).await?;
        s[ann].nick = Some("An".into());
        s.commit().await?;
        assert_eq!(
            User::find_by_name("Ann").one(&db).await?.nick.as_deref(),
            Some("An")
        );
        Ok(())
    });
}

/// Sessions that want the same row at the same time get the same one.
#[test]
fn get_or_insert_has_no_race() {
    on_every_engine(async |db: Database| {
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut s = db.session();
                    let tag = s.get_or_insert(tag::new("same"), Tag::BY_NAME).await?;
                    let id = s[tag].id;
                    s.commit().await.map(|()| id)
                })
            })
            .collect();
        let mut ids = vec![];
        for task in tasks {
            ids.push(task.await.unwrap()?);
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{ids:?}");
        assert_eq!(Tag::select().count(&db).await?, 1);
        Ok(())
    });
}

/// A read session sees one state of the database, knows rows by their keys, and cannot write.
#[test]
fn a_read_session_sees_one_state() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 0).await?;
        let mut s = db.read_session();
        let users = s.all(User::select().order_by(|u| u.id)).await?;
        assert_eq!(users.len(), 2);
        if db.dialect() != Dialect::Sqlite {
            // In memory SQLite has one connection for all.
            User::insert(user::new("late")).run(&db).await?;
        }
        assert_eq!(s.all(User::select()).await?.len(), 2);
        assert_eq!(User::select().count(&mut s).await?, 2);
        let first = s[users[0]].id;
        let again = s.get::<User>(first).await?;
        assert_eq!(s.read(again)?.name, s[users[0]].name);

        let refused = User::delete().all_rows().run(&mut s).await.unwrap_err();
        assert!(
            refused.to_string().contains("use `db.session()`"),
            "{refused}"
        );
        s.finish().await?;
        let expected = if db.dialect() == Dialect::Sqlite {
            2
        } else {
            3
        };
        assert_eq!(User::select().count(&mut s).await?, expected);
        Ok(())
    });
}

/// Keys that are checked at COMMIT, where the engine can.
#[test]
fn constraints_wait_for_commit() {
    on_every_engine(async |db: Database| {
        let mut tx = db.begin().await?;
        match (db.dialect(), tx.defer_constraints().await) {
            (Dialect::Mysql | Dialect::Mariadb, refused) => {
                assert!(matches!(refused, Err(Error::Unsupported { .. })));
            }
            (_, done) => done?,
        }
        tx.commit().await
    });
}

/// A row from a cache is known by its key and changes as one that was read.
#[test]
fn attached_rows_count_as_read() {
    on_every_engine(async |db: Database| {
        let cached = User::insert(user::new("Ann")).run(&db).await?;
        let mut s = db.session();
        let record = db.record();
        let ann = s.attach(cached.clone());
        assert_eq!(s.get::<User>(cached.id).await?, ann);
        s[ann].nick = Some("An".into());
        assert_eq!(s.attach(cached.clone()), ann);
        assert_eq!(s[ann].nick.as_deref(), Some("An"));
        assert_eq!(record.count(), 0);
        s.commit().await?;
        assert_eq!(record.count(), 1);
        assert_eq!(
            User::get(cached.id).one(&db).await?.nick.as_deref(),
            Some("An")
        );
        Ok(())
    });
}

/// The database set the post's key to NULL, and has it back after the rollback.
#[test]
fn what_was_read_of_undone_work_is_out_of_date() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let ann = s.one(User::select()).await?;
        s.delete(ann)?;
        s.flush().await?;
        let post = s.one(Post::select()).await?;
        assert_eq!(s[post].author_id, None);
        s.rollback().await?;
        assert_eq!(s.state(ann)?, RowState::Persistent);
        assert_eq!(s.state(post)?, RowState::Stale);
        s.refresh(post).await?;
        assert_eq!(s[post].author_id, Some(s[ann].id));
        Ok(())
    });
}
