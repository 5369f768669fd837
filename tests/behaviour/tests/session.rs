//! The unit of work: what a session writes, in how many statements, and what it keeps in memory.

use behaviour::models::{Comment, Country, Post, Tag, User};
use behaviour::models::{comment, country, employee, post, tag, user};
use behaviour::{blog, on_every_engine};
use ormolu::session::RowState;
use ormolu::{Database, Dialect, Error, SessionError};

/// O1: three users with posts and tags in four statements (SQLAlchemy: 15).
#[test]
fn o1_a_graph_is_inserted_table_by_table() {
    on_every_engine(async |db: Database| {
        let record = db.record();
        blog(&db, 3, 3, 3).await?;
        let tables: Vec<String> = record
            .statements()
            .iter()
            .map(|s| {
                s.sql
                    .split_whitespace()
                    .nth(2)
                    .unwrap_or_default()
                    .replace(['"', '`'], "")
            })
            .collect();
        // Without RETURNING the steps are asked in which the keys of several rows were counted.
        let expected = match db.dialect() {
            Dialect::Mysql => 7,
            _ => 4,
        };
        assert_eq!(record.count(), expected, "{tables:?}");
        let at = |table: &str| tables.iter().position(|t| t == table).unwrap();
        assert!(at("users") < at("posts") && at("posts") < at("post_tags"));
        assert!(at("tags") < at("post_tags"));
        assert_eq!(Post::select().count(&db).await?, 9);
        let linked = Post::select().join(|p| p.tags()).count(&db).await?;
        assert_eq!(linked, 27);
        Ok(())
    });
}

/// Keys and references are there after the commit.
#[test]
fn keys_come_back() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(user::new("Ann").nick("a"));
        let first = s.add(post::new("First").author(ann));
        s[first].title.push_str(" post");
        s.commit().await?;
        assert!(s[ann].id > 0);
        assert_eq!(s[first].author_id, Some(s[ann].id));
        let stored = Post::get(s[first].id).one(&db).await?;
        assert_eq!(stored.title, "First post");
        assert_eq!(stored.author_id, Some(s[ann].id));
        Ok(())
    });
}

/// O10: the same row twice is one row and one statement.
#[test]
fn o10_get_asks_once() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let id = User::select().one(&db).await?.id;
        let mut s = db.session();
        let record = db.record();
        let first = s.get::<User>(id).await?;
        let second = s.get::<User>(id).await?;
        assert_eq!(record.count(), 1);
        assert!(first == second);
        assert!(s.get_optional::<User>(id + 1000).await?.is_none());
        Ok(())
    });
}

/// O16: changed and changed back is no statement.
#[test]
fn o16_a_net_zero_change_writes_nothing() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let mut s = db.session();
        let u = s.one(User::select()).await?;
        let name = s[u].name.clone();
        s[u].name = "other".into();
        s[u].name = name;
        let record = db.record();
        s.commit().await?;
        assert_eq!(record.count(), 0);
        Ok(())
    });
}

/// Only the changed columns are written.
#[test]
fn an_update_names_the_changed_columns() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let p = s.one(Post::select()).await?;
        s[p].title = "changed".into();
        let record = db.record();
        s.commit().await?;
        let statements = record.statements();
        assert_eq!(statements.len(), 1);
        let sql = &statements[0].sql;
        assert!(
            sql.contains("title") && !sql.contains("body") && !sql.contains("rating"),
            "{sql}"
        );
        assert_eq!(Post::select().one(&db).await?.title, "changed");
        Ok(())
    });
}

/// Many rows with the same changed column are few statements on servers.
#[test]
fn equal_updates_are_batched() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 200, 0).await?;
        let mut s = db.session();
        let posts = s.all(Post::select().order_by(|p| p.id.asc())).await?;
        for (n, &p) in posts.iter().enumerate() {
            s[p].rating = n as i32 + 1000;
        }
        let record = db.record();
        s.commit().await?;
        if db.dialect() != Dialect::Sqlite {
            // MariaDB has no UNNEST and binds each value: two chunks.
            assert!(record.count() <= 2, "{}", record.count());
        }
        let ratings = Post::select()
            .order_by(|p| p.id.asc())
            .select(|p| p.rating)
            .all(&db)
            .await?;
        assert_eq!(ratings, (1000..1200).collect::<Vec<i32>>());
        Ok(())
    });
}

/// O12: the database sets the keys of unloaded children to NULL: two statements at most.
#[test]
fn o12_deleting_a_parent_frees_its_children() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 3, 0).await?;
        let mut s = db.session();
        let u = s.one(User::select()).await?;
        let posts = s.all(Post::select()).await?;
        s.delete(u)?;
        let record = db.record();
        s.commit().await?;
        assert!(record.count() <= 2, "{}", record.count());
        assert_eq!(User::select().count(&db).await?, 0);
        assert_eq!(
            Post::select()
                .filter(|p| p.author_id.is_null())
                .count(&db)
                .await?,
            3
        );
        for p in &posts {
            assert_eq!(s[p].author_id, None, "rows in memory follow the database");
        }
        Ok(())
    });
}

/// O14: link rows go before the post.
#[test]
fn o14_deleting_a_linked_row_deletes_its_links() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 2).await?;
        let mut s = db.session();
        let p = s.one(Post::select()).await?;
        s.delete(p)?;
        let record = db.record();
        s.commit().await?;
        assert!(record.count() <= 2);
        assert_eq!(Tag::select().count(&db).await?, 2);
        assert_eq!(
            Tag::select()
                .filter(|t| t.posts().any(|p| p.id.gt(0)))
                .count(&db)
                .await?,
            0
        );
        Ok(())
    });
}

/// Children deleted by the database leave the identity map.
#[test]
fn cascaded_rows_are_forgotten() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let p = s.one(Post::select()).await?;
        let c = s.add(comment::new("gone soon").post(p));
        s.commit().await?;
        let id = s[c].id;
        s.delete(p)?;
        s.commit().await?;
        assert!(s.get_optional::<Comment>(id).await?.is_none());
        assert_eq!(Comment::select().count(&db).await?, 0);
        Ok(())
    });
}

/// Links are added and taken away, and none is doubled.
#[test]
fn links_are_added_and_removed() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 2).await?;
        let mut s = db.session();
        let p = s.one(Post::select().with(post::tags())).await?;
        let tags = s.view(p).tags().handles();
        let new = s.add(tag::new("new"));
        s.link(p, post::tags(), [new])?;
        s.link(p, post::tags(), [new])?;
        s.unlink(p, post::tags(), [tags[0]])?;
        s.commit().await?;
        let stored = Post::select().with(post::tags()).one(&db).await?;
        let names: Vec<&str> = stored.view().tags().iter().map(|t| t.name()).collect();
        assert_eq!(names, ["new", "tag 2"]);
        Ok(())
    });
}

/// O19: after a savepoint is rolled back, values and pending rows are as before it.
#[test]
fn o19_a_savepoint_restores_memory() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let mut s = db.session();
        let u = s.one(User::select()).await?;
        s[u].nick = Some("before".into());
        s.savepoint("before").await?;
        s[u].nick = Some("inside".into());
        let added = s.add(tag::new("inside"));
        s.flush().await?;
        assert!(s[added].id > 0);
        s.rollback_to("before").await?;
        assert_eq!(s[u].nick.as_deref(), Some("before"));
        s.commit().await?;
        assert_eq!(Tag::select().count(&db).await?, 0);
        assert_eq!(
            User::select().one(&db).await?.nick.as_deref(),
            Some("before")
        );
        Ok(())
    });
}

/// O20: after a failed flush only a rollback goes on, and the first error is told again.
#[test]
fn o20_a_failed_flush_wants_a_rollback() {
    on_every_engine(async |db: Database| {
        Tag::insert(tag::new("taken")).run(&db).await?;
        let mut s = db.session();
        s.add(tag::new("taken"));
        let first = s.commit().await.expect_err("the name is taken");
        assert!(first.is_unique_violation(), "{first}");
        s.add(tag::new("free"));
        let second = s.commit().await.expect_err("no commit without a rollback");
        assert!(
            matches!(second, Error::Session(SessionError::Failed { .. })),
            "{second}"
        );
        assert!(second.to_string().contains("unique constraint"), "{second}");
        s.rollback().await?;
        s.add(tag::new("free"));
        s.commit().await?;
        let names = Tag::select()
            .order_by(|t| t.name.asc())
            .select(|t| t.name)
            .all(&db)
            .await?;
        assert_eq!(names, ["free", "taken"]);
        Ok(())
    });
}

/// A rollback puts values back and forgets new rows.
#[test]
fn a_rollback_restores_everything() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let p = s.one(Post::select()).await?;
        let title = s[p].title.clone();
        s[p].title = "changed".into();
        s.add(tag::new("new"));
        s.flush().await?;
        s.rollback().await?;
        assert_eq!(Tag::select().count(&db).await?, 0);
        let p = s.one(Post::select()).await?;
        assert_eq!(s[p].title, title);
        s.commit().await?;
        assert_eq!(Post::select().one(&db).await?.title, title);
        Ok(())
    });
}

/// O26: a row deleted behind the session's back is an error, not silence.
#[test]
fn o26_updating_a_vanished_row_is_an_error() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let p = s.one(Post::select()).await?;
        Post::delete().all_rows().run(&db).await?;
        s[p].title = "too late".into();
        let error = s.commit().await.expect_err("the row is gone");
        assert!(
            error.stale().is_some_and(ormolu::StaleError::is_gone),
            "{error}"
        );
        Ok(())
    });
}

/// Rows of one table that point at each other are inserted parents first.
#[test]
fn a_tree_is_inserted_from_its_root() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let root = s.add(employee::new("root"));
        let child = s.add(employee::new("child").manager(root));
        let grandchild = s.add(employee::new("grandchild").manager(child));
        s.commit().await?;
        assert_eq!(s[grandchild].manager_id, Some(s[child].id));
        assert_eq!(s[child].manager_id, Some(s[root].id));
        Ok(())
    });
}

/// Keys the program makes are there before the flush.
#[test]
fn program_made_keys_are_there_at_once() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let se = s.add(country::new("SE", "Sweden"));
        let city = s.add(behaviour::models::city::new("Lund").country(se));
        assert_ne!(s[city].id, ormolu::uuid::Uuid::nil());
        s.commit().await?;
        let loaded = Country::select().with(country::cities()).one(&db).await?;
        assert_eq!(loaded.view().cities().first().unwrap().id(), s[city].id);
        Ok(())
    });
}

/// Dropping a commit half-way loses nothing: the work is still pending and a later commit does it.
#[test]
fn a_dropped_commit_loses_nothing() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        s.add(tag::new("kept"));
        {
            let mut commit = std::pin::pin!(s.commit());
            // One poll, then the future is dropped.
            let _ = futures_util::poll!(commit.as_mut());
        }
        match s.commit().await {
            Ok(()) => {}
            // The COMMIT itself was under way: it may have happened, or happen yet.
            Err(_) => {
                s.rollback().await?;
                s.get_or_insert(tag::new("kept"), Tag::BY_NAME).await?;
                s.commit().await?;
            }
        }
        assert_eq!(Tag::select().count(&db).await?, 1);
        Ok(())
    });
}

/// A session serves a task: it can be sent to one.
#[test]
fn a_session_can_be_sent() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        tokio::spawn(async move {
            s.add(tag::new("from a task"));
            s.commit().await
        })
        .await
        .unwrap()?;
        assert_eq!(Tag::select().count(&db).await?, 1);
        Ok(())
    });
}

/// O13: a deleted child is gone from the database, and its handle says so; its siblings stay.
#[test]
fn o13_a_deleted_child_says_that_it_is_gone() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 3, 0).await?;
        let mut s = db.session();
        let record = db.record();
        let u = s.one(User::select().with(user::posts())).await?;
        let posts = s.view(u).posts().handles();
        s.delete(posts[0])?;
        s.commit().await?;
        assert!(record.count() <= 4, "{}", record.count());
        assert_eq!(s.state(posts[0])?, RowState::Detached);
        assert!(matches!(
            s.edit(posts[0]),
            Err(Error::Session(SessionError::Gone { .. }))
        ));
        assert!(s.edit(posts[1]).is_ok());
        assert_eq!(Post::select().count(&db).await?, 2);
        Ok(())
    });
}

/// Scenario 8: a second query loads a deeper level onto rows that are there, edits kept.
#[test]
fn b8_a_deeper_load_keeps_what_is_edited() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 2).await?;
        let mut s = db.session();
        let u = s.one(User::select().with(user::posts())).await?;
        let p = s.view(u).posts().handles()[0];
        s[p].title = "edited".into();
        let again = s
            .one(User::select().with(user::posts().with(post::tags())))
            .await?;
        assert!(again == u);
        let view = s.view(again).posts().first().unwrap();
        assert_eq!((view.title.as_str(), view.tags().len()), ("edited", 2));
        assert_eq!(s.view(u).posts().len(), 1, "the older proof holds");
        s.commit().await?;
        assert_eq!(Post::select().one(&db).await?.title, "edited");
        Ok(())
    });
}

/// Scenario 14: a target that is in the session is the same row, and reading it costs nothing.
#[test]
fn b14_a_target_in_the_session_is_the_same_row() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 0).await?;
        let mut s = db.session();
        let users = s.all(User::select().order_by(|u| u.id.asc())).await?;
        let posts = s
            .all(Post::select().order_by(|p| p.id.asc()).with(post::author()))
            .await?;
        let record = db.record();
        let first = users[0];
        let post = posts[0];
        let author = s.view(post).author().unwrap();
        assert!(std::ptr::eq(author.row(), &s[first]));
        assert_eq!(record.count(), 0);
        Ok(())
    });
}
