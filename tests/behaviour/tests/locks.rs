//! Rows that a session locks are as they are in the database until its transaction ends.

use std::time::Duration;

use behaviour::family::{Taxi, Vehicle, taxi};
use behaviour::flush::{Node, node};
use behaviour::models::{Post, User};
use behaviour::{blog, on_every_engine, on_every_engine_family, on_every_engine_flush};
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

/// What is loaded with rows that are locked is not locked, and may be older than what is here.
#[test]
fn rows_that_are_loaded_along_are_not_renewed() {
    on_every_engine_flush(async |db: Database| {
        let root = Node::insert(node::new("root")).run(&db).await?;
        let leaf = node::new("leaf").parent_id(Some(root.id));
        let leaf = Node::insert(leaf).run(&db).await?;
        let mut s = db.session();
        if db.dialect() != Dialect::Sqlite {
            s.begin().await?; // another can write meanwhile
        }
        let known = s.get::<Node>(leaf.id).await?;
        Node::update()
            .key(leaf.id)
            .set(|n| n.name.to("new"))
            .run(&db)
            .await?;
        s.lock(known).await?;
        assert_eq!(s[known].name, "new");
        let root = Node::select().filter(|n| n.id.eq(root.id));
        s.one(root.with(node::children()).for_update().lock_or_noop())
            .await?;
        assert_eq!(s[known].name, "new");
        s[known].name.push('!');
        s.commit().await?;
        assert_eq!(Node::get(leaf.id).one(&db).await?.name, "new!");
        Ok(())
    });
}

#[test]
fn rows_in_several_tables_are_locked() {
    on_every_engine_family(async |db: Database| {
        let cab = Taxi::insert(taxi::new("a", "A")).run(&db).await?;
        let mut s = db.session();
        let handle = s.get::<Taxi>(cab.id).await?;
        let change = Taxi::update().key(cab.id).set(|t| t.name.to("b"));
        change.run(&db).await?;
        s[handle].doors = 2;
        s.lock(handle).await?;
        assert_eq!((s[handle].name.as_str(), s[handle].doors), ("b", 2));
        if db.dialect() != Dialect::Sqlite {
            let mut other = db.session();
            let row = Vehicle::select().filter(|v| v.id.eq(cab.id));
            let refused = other.all(row.for_update().no_wait()).await;
            assert!(matches!(refused, Err(Error::Database(_))));
            other.rollback().await?;
        }
        s.commit().await?;
        let stored = Taxi::get(cab.id).one(&db).await?;
        assert_eq!((stored.name.as_str(), stored.doors), ("b", 2));
        Ok(())
    });
}

/// What a transaction saw before does not stand in for what is there: the row is gone.
#[test]
fn a_row_that_is_gone_is_not_locked_and_keeps_its_edits() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 1).await?;
        let mut s = db.session();
        if db.dialect() != Dialect::Sqlite {
            s.begin().await?; // another can write meanwhile
        }
        let post = s.get::<Post>(1).await?;
        s[post].title = "edited".into();
        Post::delete().key(1).run(&db).await?;
        let gone = s.lock(post).await.unwrap_err();
        let Error::Stale(gone) = gone else {
            panic!("{gone}");
        };
        assert!(gone.is_gone());
        assert_eq!(gone.key.as_deref(), Some("id = 1"));
        assert_eq!(s[post].title, "edited");
        s.rollback().await
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
