//! Rows of a session and the statements that are not its own.
//!
//! Tests named `b..` are the behaviours of that number that were measured with SQLAlchemy.

use behaviour::models::user::UserPatch;
use behaviour::models::{Comment, Post, Profile, Tag, User, comment, profile, user};
use behaviour::{blog, on_every_engine};
use ormolu::session::RowState;
use ormolu::{Database, Dialect, Handle, Result, Session};

/// Five posts of one user, rated 1 to 5, with their handles.
async fn posts(db: &Database, s: &mut Session) -> Result<Vec<Handle<Post>>> {
    blog(db, 1, 5, 0).await?;
    let found = s.all(Post::select().order_by(|p| p.id)).await?;
    Ok(found.into_iter().collect())
}

fn ratings(s: &Session, posts: &[Handle<Post>]) -> Vec<i32> {
    posts.iter().map(|p| s[*p].rating).collect()
}

/// What can be worked out in memory is: one statement, on every engine, and no other.
#[test]
fn b55_an_update_is_worked_out_in_memory() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let posts = posts(&db, &mut s).await?;
        s[posts[4]].title = "edited".into();
        let record = db.record();
        let update = Post::update()
            .filter(|p| {
                p.rating
                    .ge(2)
                    .and(p.body.is_null())
                    .and(p.rating.in_([3, 4, 5]))
            })
            .set(|p| {
                (
                    p.rating.to(p.rating * 10 + 1),
                    p.title.to("set"),
                    p.body.to("b"),
                )
            });
        assert_eq!(update.run(&mut s).await?, 3);
        assert_eq!(record.count(), 1, "{:?}", record.statements());
        assert_eq!(ratings(&s, &posts), [1, 2, 31, 41, 51]);
        assert_eq!(s[posts[3]].body.as_deref(), Some("b"));
        // What was edited stays so, and is written by the flush.
        assert_eq!(s[posts[4]].title, "edited");
        assert_eq!(s.modified::<Post>(), [posts[4]]);
        s.commit().await?;
        for p in posts {
            let stored = Post::get(s[p].id).one(&db).await?;
            assert_eq!(s[p], *stored);
        }
        Ok(())
    });
}

/// Conditions that engines may see differently come back by RETURNING; where there is none, the
/// rows are out of date and say so.
#[test]
fn b55_what_cannot_be_worked_out_comes_back_or_is_loud() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let posts = posts(&db, &mut s).await?;
        let second = s[posts[1]].id;
        let record = db.record();
        let update = Post::update()
            .filter(|p| p.title.ends_with(".2"))
            .set(|p| p.rating.to(77));
        assert_eq!(update.run(&mut s).await?, 1);
        assert_eq!(record.count(), 1);
        if matches!(db.dialect(), Dialect::Mysql | Dialect::Mariadb) {
            assert_eq!(s.state(posts[0])?, RowState::Stale);
            let refused = s.read(posts[1]).unwrap_err().to_string();
            assert!(refused.contains(&format!("Post {second} ")), "{refused}");
            assert!(s.edit(posts[1]).is_err() && s.try_view(posts[1]).is_err());
            // A query that finds them is enough.
            s.all(Post::select()).await?;
        }
        assert_eq!(ratings(&s, &posts), [1, 77, 3, 4, 5]);
        assert!(!s.has_work());

        // A rollback takes it all back, in memory too.
        let update = Post::update()
            .filter(|p| p.title.like("post%"))
            .set(|p| p.rating.to(0));
        assert_eq!(update.run(&mut s).await?, 5);
        s.rollback().await?;
        assert_eq!(ratings(&s, &posts), [1, 2, 3, 4, 5]);
        Ok(())
    });
}

/// Rows that a statement deleted are deleted here, with what the database deleted along.
#[test]
fn b55_deleted_rows_are_deleted_here() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let posts = posts(&db, &mut s).await?;
        let first = s.add(comment::new("on the first").post(posts[0]));
        let last = s.add(comment::new("on the last").post(posts[4]));
        s.commit().await?;
        let record = db.record();
        let delete = Post::delete().filter(|p| p.rating.lt(3));
        assert_eq!(delete.run(&mut s).await?, 2);
        assert_eq!(record.count(), 1);
        assert_eq!(s.state(posts[1])?, RowState::Deleted);
        assert_eq!(s.state(first)?, RowState::Deleted);
        assert_eq!(s.state(last)?, RowState::Persistent);
        s.savepoint("more").await?;

        // By a condition that is not worked out: RETURNING on all three, which MySQL has not.
        let delete = Post::delete().filter(|p| p.title.ends_with(".5"));
        assert_eq!(delete.run(&mut s).await?, 1);
        let gone = match db.dialect() {
            Dialect::Mysql => RowState::Stale,
            _ => RowState::Deleted,
        };
        assert_eq!((s.state(posts[4])?, s.state(last)?), (gone, gone));
        s.rollback_to("more").await?;
        assert_eq!(s.state(last)?, RowState::Persistent);
        s.rollback().await?;
        assert_eq!(s.state(first)?, RowState::Persistent);
        assert_eq!(s[first].text, "on the first");
        Ok(())
    });
}

/// Rows below parents that the session does not know may be gone: they say so.
#[test]
fn rows_below_unknown_parents_are_out_of_date() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 0).await?;
        let id = Post::select()
            .order_by(|p| p.id)
            .select(|p| p.id)
            .first(&db)
            .await?;
        Comment::insert(comment::new("x").post(id.unwrap()))
            .run(&db)
            .await?;
        let mut s = db.session();
        let c = s.one(Comment::select()).await?;
        let delete = Post::delete().filter(|p| p.title.eq("nothing"));
        assert_eq!(delete.run(&mut s).await?, 0);
        assert_eq!(s.state(c)?, RowState::Stale);
        s.refresh(c).await?;
        assert_eq!(s[c].text, "x");

        // Keys that become NULL by it, too, unless the parent is known.
        let u = s.one(User::select().order_by(|u| u.id).limit(1)).await?;
        let found = s.all(Post::select().order_by(|p| p.id)).await?;
        let owner = s[u].id;
        let delete = User::delete().filter(|u| u.id.eq(owner));
        assert_eq!(delete.run(&mut s).await?, 1);
        assert_eq!(s.state(u)?, RowState::Deleted);
        assert_eq!(s[found[0]].author_id, None);
        assert_eq!(s.state(found[1])?, RowState::Stale);
        s.commit().await?;
        assert_eq!(Post::get(s[found[0]].id).one(&db).await?.author_id, None);
        Ok(())
    });
}

/// Updates by key, with patches of different columns.
#[test]
fn b55_updates_by_key_are_followed() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 0, 0).await?;
        let mut s = db.session();
        let users = s.all(User::select().order_by(|u| u.id)).await?;
        let ids: Vec<i64> = users.iter().map(|u| s[*u].id).collect();
        let nick = |text: &str| UserPatch {
            nick: text.into(),
            ..UserPatch::default()
        };
        let quiet = UserPatch {
            active: false.into(),
            ..UserPatch::default()
        };
        let many = User::update_many([(ids[0], nick("a")), (ids[1], quiet), (ids[2], nick("c"))]);
        assert_eq!(many.run(&mut s).await?, 3);
        assert_eq!(s[users[0]].nick.as_deref(), Some("a"));
        assert!(!s[users[1]].active && s[users[2]].active);
        assert!(!s.has_work());
        User::update()
            .key(ids[1])
            .patch(nick("b"))
            .run(&mut s)
            .await?;
        assert_eq!(s[users[1]].nick.as_deref(), Some("b"));
        s.commit().await?;
        Ok(())
    });
}

/// A row that an upsert meets is here as it is stored now.
#[test]
fn b56_an_upsert_is_followed() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 0, 0).await?;
        let mut s = db.session();
        let users = s.all(User::select().order_by(|u| u.id)).await?;
        let upsert = User::upsert_all([
            user::new("user 1").nick("first"),
            user::new("user 3").nick("third"),
        ]);
        let upserted = upsert
            .on(User::BY_NAME)
            .set(|u, new| u.nick.to(new.nick))
            .run(&mut s)
            .await?;
        assert_eq!(upserted.len(), 2);
        assert_eq!(s[users[0]].nick.as_deref(), Some("first"));
        assert_eq!(s[users[1]].nick, None);
        s.rollback().await?;
        assert_eq!(s[users[0]].nick, None);
        Ok(())
    });
}

/// NULL is neither equal nor unequal, in memory as in SQL.
#[test]
fn null_is_followed_as_the_engine_sees_it() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let posts = posts(&db, &mut s).await?;
        s[posts[0]].body = Some("a".into());
        s[posts[1]].body = Some("b".into());
        s.commit().await?;
        let run = async |s: &mut Session, which: u8| {
            let update = Post::update();
            let update = match which {
                0 => update.filter(|p| p.body.ne("a")),
                1 => update.filter(|p| p.body.eq("a").not()),
                2 => update.filter(|p| p.body.is_distinct_from("a")),
                _ => update.filter(|p| p.body.eq("a").or(p.body.is_null())),
            };
            update.set(|p| p.rating.to(p.rating + 100)).run(s).await
        };
        for which in 0..4 {
            run(&mut s, which).await?;
            for p in &posts {
                let stored = Post::get(s[*p].id).one(&mut s).await?.rating;
                assert_eq!(s[*p].rating, stored, "condition {which}");
            }
        }
        Ok(())
    });
}

/// An invalidated row is loud until it is read again, also through the rows that lead to it.
#[test]
fn b23_an_invalidated_row_is_read_again_or_gone() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 2, 0).await?;
        let mut s = db.session();
        let u = s.one(User::select().with(user::posts())).await?;
        let found = s.view(u).posts().handles();
        s[found[0]].rating = 99;
        s.invalidate(found[0])?;
        assert!(!s.has_work() && s.read(found[0]).is_err());
        assert!(s.try_view(u).is_err());

        // `get` asks the database for such a row.
        let id = Post::select()
            .order_by(|p| p.id)
            .select(|p| p.id)
            .first(&db)
            .await?
            .unwrap();
        let record = db.record();
        let again = s.get::<Post>(id).await?;
        assert_eq!((record.count(), again == found[0]), (1, true));
        assert_eq!(s[found[0]].rating, 1);
        assert_eq!(s.view(u).posts().len(), 2);

        // One that is gone by now is out of the session; the rollback brings it back.
        s.invalidate(found[0])?;
        Post::delete().key(id).run(&db).await?;
        assert!(s.get_optional::<Post>(id).await?.is_none());
        assert_eq!(s.state(found[0])?, RowState::Deleted);
        s.rollback().await?;
        assert_eq!(s.state(found[0])?, RowState::Stale);
        s.invalidate_all();
        assert!(s.read(u).is_err());
        Ok(())
    });
}

/// A row that vanished is named by the refresh; a read needs no database.
#[test]
fn b25_a_refresh_names_the_row_that_vanished() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let mut s = db.session();
        let u = s.one(User::select()).await?;
        User::delete().all_rows().run(&db).await?;
        assert_eq!(s[u].name, "user 1");
        let error = s.refresh(u).await.unwrap_err().to_string();
        assert!(error.contains("User"), "{error}");
        Ok(())
    });
}

/// A row from elsewhere counts as read: no statement, and nothing to write.
#[test]
fn b28_an_attached_row_is_clean() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let cached = User::select().one(&db).await?.into_row();
        let record = db.record();
        let mut s = db.session();
        let u = s.attach(cached.clone());
        s.commit().await?;
        assert_eq!(record.count() + record.control().len(), 0);
        // The session's own edits win over a second copy.
        s[u].nick = Some("edited".into());
        assert_eq!(s.attach(cached), u);
        assert_eq!(s.modified_columns(u)?, ["nick"]);
        Ok(())
    });
}

/// A row leaves the session as a plain struct, and a session ends.
#[test]
fn rows_leave_the_session() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let u = s.one(User::select()).await?;
        s[u].nick = Some("edited".into());
        let row = s.detach(u)?;
        assert_eq!(row.nick.as_deref(), Some("edited"));
        assert_eq!(s.state(u)?, RowState::Detached);
        assert!(!s.has_work() && !s.contains(u));
        // It is read again as another.
        let again = s.get::<User>(row.id).await?;
        assert!(again != u && s[again].nick.is_none());

        let new = s.add(profile::new("x").user(again));
        s.detach(new)?;
        s[again].nick = Some("written".into());
        s.flush().await?;
        let refused = s.detach(again).unwrap_err().to_string();
        assert!(refused.contains("commit or roll back"), "{refused}");
        s.close().await?;
        assert_eq!(Profile::select().count(&db).await?, 0);
        assert_eq!(User::select().one(&db).await?.nick, None);

        let copy = ormolu::New::copy_of(&*Post::select().one(&db).await?);
        let copied = Post::insert(copy).run(&db).await?;
        assert_eq!(
            Post::select()
                .filter(|p| p.title.eq(copied.title))
                .count(&db)
                .await?,
            2
        );
        assert_eq!(Tag::select().count(&db).await?, 0);
        Ok(())
    });
}

/// Statements of the program are lost with a transaction whose future was dropped: the session
/// says so instead of going on without them.
#[test]
fn lost_statements_are_not_passed_over() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        if db.dialect() == Dialect::Sqlite {
            return Ok(()); // nothing waits there
        }
        // An answer may be there at once, seldom.
        for _ in 0..50 {
            let mut s = db.session();
            let p = s.one(Post::select()).await?;
            let update = Post::update().all_rows().set(|p| p.rating.to(9));
            update.run(&mut s).await?;
            s[p].title = "x".into();
            {
                let flush = std::pin::pin!(s.flush());
                let mut context = std::task::Context::from_waker(std::task::Waker::noop());
                if flush.poll(&mut context).is_ready() {
                    continue;
                }
            }
            let refused = s.commit().await.unwrap_err().to_string();
            assert!(refused.contains("can't run again"), "{refused}");
            s.rollback().await?;
            assert_eq!(s[p].rating, 1);
            assert!(s[p].title.starts_with("post"));
            s.commit().await?;
            return Ok(());
        }
        panic!("no flush waited");
    });
}

/// A limit on statements names those that ran; a batch has a session of its own, so that memory
/// does not grow with the job.
#[test]
fn statements_are_limited_and_batches_stay_small() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 100, 0).await?;
        let mut s = db.session();
        s.limit_statements(3);
        for p in s.all(Post::select().limit(5)).await? {
            s[p].rating = 0;
        }
        s.begin().await?;
        User::select().count(&mut s).await?;
        Post::select().count(&mut s).await?;
        let refused = s.flush().await.unwrap_err().to_string();
        assert!(
            refused.contains("the 3 that this session may run"),
            "{refused}"
        );
        assert_eq!(
            refused
                .lines()
                .filter(|line| line.starts_with("SELECT"))
                .count(),
            3
        );
        assert!(refused.contains("refused: UPDATE"), "{refused}");
        s.rollback().await?;

        let mut batches = Post::select().batches(10, &db);
        let mut sizes = vec![];
        while let Some(mut batch) = batches.next().await? {
            for p in &batch.rows {
                batch.session[p].rating = 7;
            }
            sizes.push(batch.session.len());
            batch.commit().await?;
        }
        assert_eq!(sizes, [10; 10]);
        assert_eq!(
            Post::select().filter(|p| p.rating.eq(7)).count(&db).await?,
            100
        );
        Ok(())
    });
}
