use ormolu::session::RowState;
use ormolu::{Database, Error, Result, SessionError};

use crate::data::empty;
use crate::models::user::UserPatch;
use crate::models::{Node, Note, Post, Setting, Tag, User, node, note, post, setting, tag, user};

/// Three users with three posts each, with two tags on each post.
async fn filled(db: &Database) -> Result<()> {
    let mut s = db.session();
    let tags = s.add_all(["a", "b", "c"].map(tag::new));
    for name in ["ann", "bob", "cid"] {
        let user = s.add(user::new(&format!("{name}@x"), name));
        for n in 0..3 {
            s.add(
                post::new(&format!("{name} {n}"))
                    .author(user)
                    .tags(&tags[..2]),
            );
        }
    }
    s.commit().await
}

fn text(record: &ormolu::Recorder) -> String {
    let lines = record
        .statements()
        .into_iter()
        .map(|s| format!("{}\n", s.sql));
    lines.collect()
}

testkit::on_every_engine! {
    /// O1: 4 statements where SQLAlchemy takes 15.
    async fn children_of_pending_parents(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let mut s = db.session();
        let tags = s.add_all(["a", "b", "c"].map(tag::new));
        let mut posts = vec![];
        for name in ["ann", "bob", "cid"] {
            let user = s.add(user::new(&format!("{name}@x"), name));
            for n in 0..3 {
                let new = post::new(&format!("{name} {n}")).author(user);
                posts.push((user, s.add(new.tags(&tags).tags([tags[0]]))));
            }
        }
        let plan = s.plan().to_string();
        assert_eq!(plan, "insert tags: 3\ninsert users: 3\ninsert posts: 9\nlinks: 36\n");
        assert_eq!(record.count(), 0, "a plan touches nothing");
        s.commit().await?;
        assert_eq!(record.count(), 4, "{}", text(&record));
        for (n, (user, post)) in posts.iter().enumerate() {
            assert_eq!(s[*post].id, n as i64 + 1, "keys in the order of adding");
            assert_eq!(s[*post].author_id, s[*user].id);
            assert_eq!(s[*user].visits, 7, "server-made columns as well");
        }
        let stored = Post::select().order_by(|p| p.id.asc()).with(post::tags()).all(&db).await?;
        assert_eq!(stored.iter().map(|p| p.tags().len()).sum::<usize>(), 27, "none doubled");
        assert!(s.plan().is_empty());
        record.clear();
        s.commit().await?;
        assert_eq!(record.control().len(), 0, "nothing to do, no transaction");
        Ok(())
    }

    async fn a_tree_is_inserted_level_by_level(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let mut s = db.session();
        let mut level = vec![s.add(node::new("root"))];
        for depth in 0..3 {
            let parents = std::mem::take(&mut level);
            for parent in parents {
                for n in 0..2 {
                    level.push(s.add(node::new(&format!("{depth}.{n}")).parent(parent)));
                }
            }
        }
        s.commit().await?;
        assert_eq!(record.count(), 4, "one statement for each level");
        let nodes = Node::select().order_by(|n| n.id.asc()).all(&db).await?;
        let parents: Vec<_> = nodes.rows().iter().map(|n| n.parent_id.unwrap_or(0)).collect();
        assert_eq!(parents, [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
        let root = s.get::<Node>(1).await?;
        s.delete(root)?;
        s.commit().await?;
        assert_eq!(s.state(level[0])?, RowState::Detached, "three levels down");
        assert_eq!(Node::select().count(&db).await?, 0);
        Ok(())
    }

    /// O10: the second `get` of a key takes no statement.
    async fn get_reads_a_key_once(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let record = db.record();
        let mut s = db.session();
        let ann = s.get::<User>(1).await?;
        assert_eq!(s.get::<User>(1).await?, ann);
        assert_eq!((s[ann].name.as_str(), record.count()), ("ann", 1));
        assert!(s.get_optional::<User>(99).await?.is_none());
        let missing = s.get::<User>(99).await.unwrap_err();
        assert_eq!(missing.to_string(), "no User found");
        let new = s.add(tag::new("d"));
        s.flush().await?;
        let key = s[new].id;
        assert_eq!(s.get::<Tag>(key).await?, new, "a flushed row is known by its key");
        Ok(())
    }

    /// O12: one statement; the database's cascades are followed in memory.
    async fn a_deleted_parent_takes_its_children_along(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let ann = s.get::<User>(1).await?;
        let note = s.add(note::new("n", ann));
        let post = s.get::<Post>(1).await?;
        s.commit().await?;
        let record = db.record();
        s.delete(ann)?;
        assert_eq!(s.state(ann)?, RowState::Deleting);
        s.flush().await?;
        assert_eq!(record.count(), 1);
        assert_eq!((s.state(ann)?, s.state(post)?), (RowState::Deleted, RowState::Deleted));
        assert_eq!(s[note].user_id, None, "set null");
        assert!(!s.is_modified(note)?);
        assert!(s.get_optional::<Post>(1).await?.is_none(), "no ghost");
        s.rollback().await?;
        assert_eq!((s.state(ann)?, s.state(post)?), (RowState::Persistent, RowState::Persistent));
        assert_eq!(s[note].user_id, Some(1));
        assert_eq!(s.get::<Post>(1).await?, post);
        s.delete(ann)?;
        s.commit().await?;
        assert_eq!(s.state(ann)?, RowState::Detached);
        assert_eq!(s[ann].name, "ann", "values stay readable");
        let gone = s.edit(ann).unwrap_err();
        assert_eq!(gone.to_string(), "this User is detached and can no longer be changed");
        assert!(matches!(s.delete(ann), Err(Error::Session(SessionError::Gone { .. }))));
        assert_eq!(Note::select().count(&db).await?, 1);
        Ok(())
    }

    /// O14: the link rows go with the post. Several rows go in one statement.
    async fn deletes_are_batched_children_first(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let users = s.all(User::select().filter(|u| u.id.le(2))).await?;
        let posts = s.all(Post::select().filter(|p| p.id.le(3))).await?;
        let record = db.record();
        users.iter().try_for_each(|user| s.delete(*user))?;
        posts.iter().try_for_each(|post| s.delete(*post))?;
        assert_eq!(s.plan().to_string(), "delete posts: 3\ndelete users: 2\n");
        s.commit().await?;
        assert_eq!(record.count(), 2);
        assert_eq!(Post::select().count(&db).await?, 3);
        Ok(())
    }

    /// O16: changed and changed back is no change.
    async fn only_what_differs_is_updated(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let ann = s.get::<User>(1).await?;
        let record = db.record();
        s[ann].name = "Anna".into();
        assert_eq!(s.modified_columns(ann)?, ["name"]);
        s[ann].name = "ann".into();
        assert!(!s.is_modified(ann)? && !s.has_work());
        s.commit().await?;
        assert_eq!((record.count(), record.control().len()), (0, 0));
        s.apply(ann, UserPatch { bio: "b".into(), name: "ann".into() })?;
        s.commit().await?;
        let sql = text(&record);
        assert!(sql.contains("bio") && !sql.contains("name"), "{sql}");
        assert_eq!(s[ann].version, 2, "what the statement changed by itself was read back");
        assert_eq!(User::select().filter(|u| u.bio.eq("b")).one(&db).await?.version, 2);
        Ok(())
    }

    async fn many_updates_share_statements(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let mut s = db.session();
        let posts: Vec<_> = {
            let user = s.add(user::new("a@x", "a"));
            (0..250).map(|n| s.add(post::new(&format!("{n}")).author(user))).collect()
        };
        let users = s.add_all((0..120).map(|n| user::new(&format!("{n}@x"), "u")));
        s.commit().await?;
        let record = db.record();
        for (n, post) in posts.iter().enumerate() {
            s[*post].title = format!("'{n}'");
        }
        s.commit().await?;
        let statements = match db.dialect() {
            ormolu::Dialect::Sqlite | ormolu::Dialect::Postgres => 1,
            _ => 3,
        };
        assert_eq!(record.count(), statements, "{}", text(&record));
        let stored = Post::select().order_by(|p| p.id.asc()).all(&db).await?;
        assert!(stored.rows().iter().enumerate().all(|(n, p)| p.title == format!("'{n}'")));
        for (n, user) in users.iter().enumerate() {
            s[*user].visits = 1000 + n as i64;
            s[*user].bio = (n % 2 == 0).then(|| "even".into());
        }
        s.commit().await?;
        assert!(users.iter().all(|user| s[*user].version == 2));
        let even = User::select().filter(|u| u.bio.eq("even")).all(&db).await?;
        assert_eq!(even.len(), 60);
        assert!(even.rows().iter().all(|u| u.visits % 2 == 0 && u.version == 2));
        Ok(())
    }

    async fn composite_and_changed_natural_keys(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let mut s = db.session();
        let key = |scope: &str, name: &str| (scope.to_owned(), name.to_owned());
        let rows: Vec<_> = (0..5).map(|n| s.add(setting::new("ui", &format!("{n}"), "v"))).collect();
        s.commit().await?;
        rows.iter().for_each(|row| s[*row].value = "w".into());
        s.commit().await?;
        s[rows[0]].name = "zero".into();
        s.flush().await?;
        assert_eq!(s.get::<Setting>(key("ui", "zero")).await?, rows[0]);
        assert!(s.get_optional::<Setting>(key("ui", "0")).await?.is_none());
        s.rollback().await?;
        assert_eq!(s.get::<Setting>(key("ui", "0")).await?, rows[0]);
        assert_eq!((s[rows[0]].name.as_str(), s[rows[0]].value.as_str()), ("0", "w"));
        rows[1..].iter().try_for_each(|row| s.delete(*row))?;
        s.commit().await?;
        let left = Setting::select().all(&db).await?;
        assert_eq!(left.rows(), [s[rows[0]].clone()]);
        Ok(())
    }

    async fn rollback_restores_values_states_and_rows(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let (ann, bob) = (s.get::<User>(1).await?, s.get::<User>(2).await?);
        s[ann].name = "x".into();
        s.delete(bob)?;
        let new = s.add(user::new("new@x", "new"));
        s.flush().await?;
        assert!(s[new].id > 3);
        s[ann].name = "y".into();
        s.rollback().await?;
        assert_eq!(s[ann].name, "ann");
        assert_eq!((s.state(bob)?, s.state(new)?), (RowState::Persistent, RowState::Detached));
        assert_eq!(s[new].id, 0, "its key is nobody's");
        assert!(!s.has_work());
        assert_eq!(s.get::<User>(2).await?, bob);
        s.commit().await?;
        assert_eq!(User::select().count(&db).await?, 3);
        Ok(())
    }

    /// O19: what was pending before a savepoint stays, what came after is out.
    async fn savepoints_restore_memory(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let (ann, cid) = (s.get::<User>(1).await?, s.get::<User>(3).await?);
        s[ann].name = "before".into();
        let kept = s.add(tag::new("kept"));
        s.savepoint("one").await?;
        s[ann].name = "after".into();
        s.delete(cid)?;
        let lost = s.add(tag::new("lost"));
        s.flush().await?;
        s.savepoint("two").await?;
        s[ann].name = "later".into();
        s.flush().await?;
        s.rollback_to("two").await?;
        assert_eq!(s[ann].name, "after");
        s.rollback_to("one").await?;
        assert_eq!(s[ann].name, "before");
        assert_eq!((s.state(cid)?, s.state(lost)?), (RowState::Persistent, RowState::Detached));
        s[cid].name = "Cid".into();
        s.release("one").await?;
        assert!(s.rollback_to("one").await.is_err());
        s.commit().await?;
        assert_eq!(s.state(kept)?, RowState::Persistent);
        let users = User::select().order_by(|u| u.id.asc()).all(&db).await?;
        let names: Vec<_> = users.rows().iter().map(|u| u.name.as_str()).collect();
        assert_eq!(names, ["before", "bob", "Cid"]);
        assert_eq!(Tag::select().count(&db).await?, 4);
        Ok(())
    }

    /// O20: after a failed flush nothing but a rollback goes on, and the error is shown again.
    async fn a_failed_flush_waits_for_a_rollback(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let new = s.add(user::new("ann@x", "double"));
        let first = s.flush().await.unwrap_err();
        assert!(first.constraint().is_some(), "{first}");
        for again in [s.flush().await, s.commit().await, s.get::<User>(1).await.map(drop)] {
            let again = again.unwrap_err().to_string();
            assert!(again.starts_with("the session can only be rolled back"), "{again}");
            assert!(again.contains(&first.to_string()), "{again}");
        }
        s.rollback().await?;
        assert_eq!(s.state(new)?, RowState::Detached);
        let bob = s.get::<User>(2).await?;
        s[bob].name = "Bob".into();
        s.savepoint("sp").await?;
        s.add(user::new("ann@x", "double"));
        s.flush().await.unwrap_err();
        s.rollback_to("sp").await?;
        s.commit().await?;
        assert_eq!(User::select().filter(|u| u.name.eq("Bob")).count(&db).await?, 1);
        Ok(())
    }

    /// O26.
    async fn a_row_deleted_behind_the_session_is_stale(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let posts = s.all(Post::select().order_by(|p| p.id.asc())).await?;
        Post::delete().key(2).run(&db).await?;
        posts.iter().for_each(|post| s[*post].title = "x".into());
        let stale = s.commit().await.unwrap_err();
        assert!(stale.stale().is_some_and(|stale| stale.model == "Post" && stale.is_gone()), "{stale}");
        s.rollback().await?;
        s.delete(posts[1])?;
        let stale = s.commit().await.unwrap_err();
        assert_eq!(
            stale.to_string(),
            "Post (id = 2) is gone: it was deleted or got another key meanwhile (expected 1 row(s), \
             matched 0)"
        );
        Ok(())
    }

    async fn links_are_made_and_broken(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let post = s.one(Post::select().filter(|p| p.id.eq(1)).with(post::tags())).await?;
        assert_eq!(s.view(post).tags().len(), 2);
        let new = s.add(tag::new("new"));
        s.link(post, post::tags(), [new])?;
        s.link(post, post::tags(), [1, 3])?;
        s.unlink(post, post::tags(), [2, 3])?;
        s.commit().await?;
        let post = s.load(post, post::tags()).await?;
        let names: Vec<_> = s.view(post).tags().iter().map(|t| t.name.clone()).collect();
        assert_eq!(names, ["a", "new"]);
        Ok(())
    }

    async fn a_pending_row_can_be_edited_and_dropped(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let mut s = db.session();
        let (ann, bob) = (s.add(user::new("a@x", "a")), s.add(user::new("b@x", "b")));
        s[ann].visits = 50;
        s[ann].name = "Ann".into();
        let moved = s.add(post::new("p").author(bob));
        s.flush().await?;
        let other = s.add(post::new("q").author(bob));
        s[other].author_id = s[ann].id;
        let never = s.add(tag::new("never"));
        s.delete(never)?;
        s.commit().await?;
        assert_eq!((s[ann].visits, s[bob].visits), (50, 7), "an edit beats the default");
        assert_eq!(s[moved].author_id, s[bob].id);
        assert_eq!(s[other].author_id, s[ann].id, "an edit beats the reference");
        assert_eq!(s.state(never)?, RowState::Detached);
        assert_eq!(Tag::select().count(&db).await?, 0);
        Ok(())
    }

    async fn handles_of_others_are_refused(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let (mut s, mut other) = (db.session(), db.session());
        let ann = other.get::<User>(1).await?;
        let message = "this handle of a User is not of this session: it was given by another \
                       one, or before `clear()`";
        assert_eq!(s.read(ann).unwrap_err().to_string(), message);
        assert!(s.edit(ann).is_err() && s.delete(ann).is_err() && s.try_view(ann).is_err());
        assert!(s.try_add(post::new("p").author(ann)).is_err());
        assert!(Post::insert(post::new("p").author(ann)).run(&db).await.is_err());
        other.clear();
        assert!(other.read(ann).is_err());
        Ok(())
    }

    async fn queries_do_not_flush(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let mut s = db.session();
        s.add(tag::new("t"));
        assert_eq!(s.all(Tag::select()).await?.len(), 0);
        s.flush().await?;
        assert_eq!(s.all(Tag::select()).await?.len(), 1, "a flushed row is seen from inside");
        assert_eq!(Tag::select().count(&mut s).await?, 1, "so do statements run on the session");
        s.rollback().await?;
        assert_eq!(Tag::select().count(&db).await?, 0);
        Ok(())
    }

    async fn refresh_reads_anew_and_gives_up_edits(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        filled(&db).await?;
        let mut s = db.session();
        let ann = s.get::<User>(1).await?;
        User::update().key(1).set(|u| u.name.to("outside")).run(&db).await?;
        s[ann].name = "mine".into();
        s.refresh(ann).await?;
        assert_eq!(s[ann].name, "outside");
        assert!(!s.has_work());
        Ok(())
    }
}
