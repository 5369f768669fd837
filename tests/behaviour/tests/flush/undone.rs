//! What a rollback leaves.

use behaviour::models::{Post, User, post, user};
use behaviour::{blog, on_every_engine};
use ormolu::Database;
use ormolu::session::RowState;

/// B52: what failed within a savepoint is taken back to it, and the session goes on; what was
/// done before is there, and rows that nobody touched are not read again.
#[test]
fn b52_a_failed_flush_goes_back_to_its_savepoint() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let clean = s.one(Post::select()).await?;
        let ann = s.add(user::new("Ann"));
        s.savepoint("outer").await?;
        let in_outer = s.add(user::new("Outer"));
        s.savepoint("inner").await?;
        let twice = s.add(user::new("Ann"));
        let error = s.flush().await.unwrap_err();
        assert!(error.is_unique_violation(), "{error}");
        let again = s.flush().await.unwrap_err();
        assert!(
            again.to_string().contains("can only be rolled back"),
            "{again}"
        );
        s.rollback_to("inner").await?;
        assert_eq!(s.state(twice)?, RowState::Detached);
        assert_eq!(s.state(in_outer)?, RowState::Persistent);
        s.add(user::new("Inner"));
        s.flush().await?;
        s.rollback_to("outer").await?;
        assert_eq!(s.state(in_outer)?, RowState::Detached);
        assert_eq!(s.state(ann)?, RowState::Persistent);
        let record = db.record();
        assert_eq!(s[clean].title, "post 001.1");
        assert_eq!(
            s.get::<Post>(s[clean].id).await?,
            s.get::<Post>(s[clean].id).await?
        );
        assert_eq!(record.count(), 0);
        s.commit().await?;
        let names = User::select().order_by(|u| u.id.asc()).all(&db).await?;
        let names: Vec<_> = names.iter().map(|u| u.name.clone()).collect();
        assert_eq!(names, ["user 1", "Ann"]);

        // Without a savepoint all of it is taken back.
        s.add(user::new("Bob"));
        s.add(user::new("Ann"));
        assert!(s.commit().await.is_err());
        s.rollback().await?;
        let bob = s.add(user::new("Bob"));
        s.commit().await?;
        assert_eq!(s.state(bob)?, RowState::Persistent);
        Ok(())
    });
}

/// B53: a rollback restores states, keys, links of memory and what a cascade took.
#[test]
fn b53_a_rollback_restores_states_and_keys() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 2, 1).await?;
        let mut s = db.session();
        let ann = s.one(User::select()).await?;
        let posts = s.all(Post::select().order_by(|p| p.id.asc())).await?;
        let (first, second) = (posts[0], posts[1]);
        let added = s.add(post::new("added").author(ann));
        s[first].title = "changed".into();
        s.delete(second)?;
        s.flush().await?;
        s.delete(ann)?;
        s.flush().await?;
        assert_eq!(s[first].author_id, None, "the database set it to NULL");
        s.rollback().await?;
        assert_eq!(s.state(added)?, RowState::Detached);
        for (state, what) in [(s.state(ann)?, "user"), (s.state(second)?, "post")] {
            assert_eq!(state, RowState::Persistent, "{what}");
        }
        assert_eq!(s[first].author_id, Some(s[ann].id));
        assert_eq!(s[first].title, "post 001.1");
        let record = db.record();
        assert_eq!(
            s.get::<User>(s[ann].id).await?,
            s.get::<User>(s[ann].id).await?
        );
        assert_eq!(record.count(), 0);
        assert!(!s.has_work());
        s[first].title = "after".into();
        s.commit().await?;
        assert_eq!(record.count(), 1);
        Ok(())
    });
}
