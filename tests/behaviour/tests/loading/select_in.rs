//! Select-in, the default: one statement for each level, whatever the number of rows.

use behaviour::models::{Book, Post, Shelf, User};
use behaviour::models::{book, post, shelf, user};
use behaviour::{blog, on_every_engine};
use ormolu::Database;

/// O3: the posts of three users in a second statement.
#[test]
fn o3_a_collection_takes_one_more_statement() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 3).await?;
        let record = db.record();
        let users = User::select()
            .order_by(|u| u.id.asc())
            .with(user::posts())
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        assert_eq!(users.len(), 3);
        for user in &users {
            let titles: Vec<&str> = user.posts().iter().map(|p| p.title()).collect();
            assert_eq!(titles.len(), 3);
            assert!(
                user.posts()
                    .iter()
                    .all(|p| p.author_id() == Some(user.id()))
            );
            assert!(
                titles.is_sorted(),
                "in the relationship's order: {titles:?}"
            );
        }
        Ok(())
    });
}

/// O4: tags come from the link table and the tags, without the posts.
#[test]
fn o4_many_to_many_leaves_the_parent_table_out() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 3).await?;
        let record = db.record();
        let users = User::select()
            .with(user::posts().with(post::tags()))
            .all(&db)
            .await?;
        let statements = record.statements();
        assert_eq!(statements.len(), 3);
        let third = &statements[2].sql;
        assert!(
            third.contains("post_tags") && third.contains("tags"),
            "{third}"
        );
        assert!(!third.contains("posts"), "{third}");
        let tags: usize = users
            .iter()
            .flat_map(|u| u.posts())
            .map(|p| p.tags().len())
            .sum();
        assert_eq!(tags, 27);
        Ok(())
    });
}

/// Rows reached by several parents are one row each, and none comes twice.
#[test]
fn shared_rows_of_a_many_to_many_are_shared() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 2, 3).await?;
        let posts = Post::select().with(post::tags()).all(&db).await?;
        let mut of_posts = posts.iter().map(|p| p.tags());
        let (first, second) = (of_posts.next().unwrap(), of_posts.next().unwrap());
        assert_eq!(first.len(), 3);
        for (a, b) in first.iter().zip(second.iter()) {
            assert!(std::ptr::eq(a.row(), b.row()));
        }
        Ok(())
    });
}

/// Scenario 4: a filter on the far side keeps the parents and drops the members.
#[test]
fn b4_a_filtered_many_to_many_keeps_its_parents() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 3).await?;
        let posts = Post::select()
            .with(post::tags().filter(|t| t.name.eq("tag 2")))
            .all(&db)
            .await?;
        assert_eq!(posts.len(), 4);
        for post in &posts {
            let names: Vec<&str> = post.tags().iter().map(|t| t.name()).collect();
            assert_eq!(names, ["tag 2"]);
        }
        Ok(())
    });
}

/// O8: each author once in the key list.
#[test]
fn o8_to_one_asks_for_each_key_once() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 0).await?;
        let record = db.record();
        let posts = Post::select().with(post::author()).all(&db).await?;
        assert_eq!(record.count(), 2);
        assert!(posts.iter().all(|p| p.author().is_some()));
        let shared = posts
            .iter()
            .filter_map(|p| p.author())
            .map(|u| u.row() as *const User);
        let different: std::collections::BTreeSet<_> = shared.collect();
        assert_eq!(different.len(), 3);
        Ok(())
    });
}

/// Scenario 5: composite keys both ways, two statements each.
#[test]
fn b5_composite_keys_load_both_ways() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        for room in ["east", "west"] {
            for number in 1..=2 {
                let shelf = s.add(shelf::new(room, number));
                for n in 1..=2 {
                    s.add(book::new(format!("{room} {number}.{n}")).shelf(shelf));
                }
            }
        }
        s.commit().await?;
        let record = db.record();
        let shelves = Shelf::select().with(shelf::books()).all(&db).await?;
        assert_eq!(record.count(), 2);
        assert_eq!(shelves.len(), 4);
        for shelf in &shelves {
            assert_eq!(shelf.books().len(), 2);
            let prefix = format!("{} {}.", shelf.room, shelf.number);
            assert!(shelf.books().iter().all(|b| b.title.starts_with(&prefix)));
        }
        let record = db.record();
        let books = Book::select().with(book::shelf()).all(&db).await?;
        assert_eq!(record.count(), 2);
        assert!(books.iter().all(|b| b.shelf().number() == b.number()));
        Ok(())
    });
}

/// Scenario 1: a hundred parents in chunks; the children keep their order.
#[test]
fn b1_key_lists_are_cut_into_chunks() {
    on_every_engine(async |db: Database| {
        blog(&db, 100, 5, 0).await?;
        for (chunk, statements) in [(1000, 2), (47, 4), (50, 3), (99, 3), (108, 2)] {
            let record = db.record();
            let users = User::select()
                .order_by(|u| u.id.asc())
                .with(user::posts().chunk(chunk))
                .all(&db)
                .await?;
            assert_eq!(record.count(), statements, "chunks of {chunk}");
            assert_eq!(users.iter().map(|u| u.posts().len()).sum::<usize>(), 500);
            for user in &users {
                let ids: Vec<i64> = user.posts().iter().map(|p| p.id()).collect();
                assert!(ids.is_sorted() && ids.len() == 5);
            }
        }
        Ok(())
    });
}

/// PostgreSQL writes a changed row behind the others, and reads it there.
#[test]
fn rows_that_were_changed_keep_their_place() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 5, 0).await?;
        Post::update()
            .filter(|p| p.id.in_([1, 7]))
            .set(|p| p.title.to("A new title"))
            .run(&db)
            .await?;
        let users = User::select().with(user::posts()).all(&db).await?;
        for user in &users {
            let ids: Vec<i64> = user.posts().iter().map(|p| p.id()).collect();
            assert!(ids.is_sorted() && ids.len() == 5, "{ids:?}");
        }
        Ok(())
    });
}

/// Scenario 2: 500 children of 100 parents, 47 keys a statement.
#[test]
fn b2_to_one_keys_are_cut_into_chunks() {
    on_every_engine(async |db: Database| {
        blog(&db, 100, 5, 0).await?;
        let record = db.record();
        let posts = Post::select()
            .with(post::author().chunk(47))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 4);
        assert!(
            posts
                .iter()
                .all(|p| p.author().map(|u| u.id()) == p.author_id())
        );
        Ok(())
    });
}

/// Parents without children, and no parents at all, cost no statement too many.
#[test]
fn nothing_to_load_is_no_error() {
    on_every_engine(async |db: Database| {
        let record = db.record();
        let users = User::select()
            .with(user::posts().with(post::tags()))
            .all(&db)
            .await?;
        assert!(users.is_empty());
        assert_eq!(
            record.count(),
            1,
            "without parents nothing is asked for children"
        );
        blog(&db, 2, 0, 0).await?;
        let users = User::select()
            .with(user::posts().with(post::tags()))
            .all(&db)
            .await?;
        assert!(users.iter().all(|u| u.posts().is_empty()));
        Ok(())
    });
}
