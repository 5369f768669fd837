//! Loading: what a query with includes returns, and in how many statements.
//!
//! The counts are those of the scenarios measured with SQLAlchemy, or lower.

use behaviour::models::{Book, Employee, Post, Shelf, User};
use behaviour::models::{employee, post, shelf, tag, user};
use behaviour::{blog, on_every_engine};
use ormolu::{Database, Result};

/// O3: the posts of three users in a second statement.
#[test]
fn a_collection_takes_one_more_statement() {
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
fn many_to_many_leaves_the_parent_table_out() {
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

/// O5: the limit counts users, whatever hangs on them.
#[test]
fn limit_counts_parents() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 3).await?;
        let users = User::select()
            .order_by(|u| u.name.desc())
            .limit(2)
            .with(user::posts().with(post::tags()))
            .all(&db)
            .await?;
        let names: Vec<&str> = users.iter().map(|u| u.name()).collect();
        assert_eq!(names, ["user 3", "user 2"]);
        assert!(users.iter().all(|u| u.posts().len() == 3));
        let posts = Post::select()
            .order_by(|p| p.id.asc())
            .limit(4)
            .offset(1)
            .with(post::author().joined())
            .all(&db)
            .await?;
        assert_eq!(posts.len(), 4);
        assert_eq!(posts.first().unwrap().author().unwrap().name(), "user 1");
        Ok(())
    });
}

/// O8: each author once in the key list.
#[test]
fn to_one_asks_for_each_key_once() {
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

/// The joined strategy takes no statement of its own.
#[test]
fn joined_to_one_is_one_statement() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 1).await?;
        let lonely = Post::insert(post::new("nobody's")).run(&db).await?;
        let record = db.record();
        let posts = Post::select()
            .order_by(|p| p.id.asc())
            .with(post::author().joined().with(user::profile()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        assert_eq!(posts.len(), 5);
        let last = posts.iter().last().unwrap();
        assert_eq!(last.id(), lonely.id);
        assert!(last.author().is_none());
        assert!(posts.first().unwrap().author().unwrap().profile().is_none());
        Ok(())
    });
}

/// Scenario 1: a hundred parents in chunks; the children keep their order.
#[test]
fn key_lists_are_cut_into_chunks() {
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

/// Scenario 2: 500 children of 100 parents, 47 keys a statement.
#[test]
fn to_one_keys_are_cut_into_chunks() {
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

/// Scenario 4: a filter on the far side keeps the parents and drops the members.
#[test]
fn a_filtered_many_to_many_keeps_its_parents() {
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

/// Scenario 5: composite keys both ways, two statements each.
#[test]
fn composite_keys_load_both_ways() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        for room in ["east", "west"] {
            for number in 1..=2 {
                let shelf = s.add(shelf::new(room, number));
                for n in 1..=2 {
                    s.add(
                        behaviour::models::book::new(format!("{room} {number}.{n}")).shelf(shelf),
                    );
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
        let books = Book::select()
            .with(behaviour::models::book::shelf())
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        assert!(books.iter().all(|b| b.shelf().number() == b.number()));
        Ok(())
    });
}

/// Scenario 7: two rows for a to-one are an error, not a choice.
#[test]
fn two_rows_for_a_has_one_are_refused() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let user = User::select().one(&db).await?;
        behaviour::models::Profile::insert(behaviour::models::profile::new("one").user(user.id))
            .run(&db)
            .await?;
        let twice = behaviour::models::Profile::insert(
            behaviour::models::profile::new("two").user(user.id),
        )
        .run(&db)
        .await;
        assert!(twice.is_err(), "the unique key holds");
        let users = User::select().with(user::profile()).all(&db).await?;
        assert_eq!(users.first().unwrap().profile().unwrap().motto(), "one");
        Ok(())
    });
}

/// Scenario 13: one entity over two paths, each with what its path loaded.
#[test]
fn one_entity_over_two_paths() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 1).await?;
        let posts = Post::select()
            .order_by(|p| p.id.asc())
            .with(post::author().with(user::profile()))
            .with(post::tags().with(tag::posts().with(post::author().with(user::posts()))))
            .all(&db)
            .await?;
        let first = posts.first().unwrap();
        assert!(first.author().unwrap().profile().is_none());
        let far = first.tags().first().unwrap().posts();
        assert_eq!(far.len(), 2);
        assert_eq!(
            far.iter()
                .map(|p| p.author().unwrap().posts().len())
                .sum::<usize>(),
            2
        );
        Ok(())
    });
}

/// Back references stand on the parent's own row and cost nothing.
#[test]
fn back_references_cost_nothing() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 3, 0).await?;
        let record = db.record();
        let users = User::select()
            .with(user::posts().with(post::author()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        for user in &users {
            for post in user.posts() {
                assert!(std::ptr::eq(post.author().unwrap().row(), user.row()));
            }
        }
        Ok(())
    });
}

/// A limit on a collection holds for each parent.
#[test]
fn a_limit_holds_for_each_parent() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 5, 0).await?;
        let record = db.record();
        let users = User::select()
            .with(
                user::posts()
                    .filter(|p| p.rating.lt(4))
                    .order_by(|p| p.id.desc())
                    .limit(2),
            )
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        for user in &users {
            let ratings: Vec<i32> = user.posts().iter().map(|p| p.rating()).collect();
            assert_eq!(ratings, [3, 2], "the two last of those below 4");
        }
        Ok(())
    });
}

/// A table that points at itself, up and down.
#[test]
fn a_tree_loads_up_and_down() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let boss = s.add(employee::new("boss"));
        let lead = s.add(employee::new("lead").manager(boss));
        s.add(employee::new("one").manager(lead));
        s.add(employee::new("two").manager(lead));
        s.commit().await?;
        let all = Employee::select()
            .order_by(|e| e.id.asc())
            .with(employee::manager())
            .with(employee::reports().with(employee::reports()))
            .all(&db)
            .await?;
        let names: Vec<&str> = all.iter().map(|e| e.name()).collect();
        assert_eq!(names, ["boss", "lead", "one", "two"]);
        let boss = all.first().unwrap();
        assert!(boss.manager().is_none());
        let lead = boss.reports().first().unwrap();
        assert_eq!(
            lead.reports().iter().map(|e| e.name()).collect::<Vec<_>>(),
            ["one", "two"]
        );
        assert_eq!(all.get(2).unwrap().manager().unwrap().name(), "lead");
        Ok(())
    });
}

/// A relationship loaded afterwards is there by type.
#[test]
fn a_result_can_load_more_later() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 0).await?;
        let users = User::select().with(user::profile()).all(&db).await?;
        assert!(users.first().unwrap().try_posts().is_none());
        let users = users
            .load(&db, user::posts().with(post::comments()))
            .await?;
        for user in &users {
            assert_eq!(user.posts().len(), 2);
            assert!(user.posts().iter().all(|p| p.comments().is_empty()));
            assert!(user.profile().is_none());
        }
        Ok(())
    });
}

/// What was loaded is what is serialised.
#[test]
fn json_has_what_was_loaded() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 1).await?;
        let users = User::select()
            .with(user::posts().with(post::tags()))
            .all(&db)
            .await?;
        let json = serde_json::to_value(&users).unwrap();
        let post = &json[0]["posts"][0];
        assert_eq!(post["tags"][0]["name"], "tag 1");
        assert!(post.get("author").is_none() && post.get("comments").is_none());
        assert!(json[0].get("profile").is_none());
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

/// A stream loads includes batch by batch.
#[test]
fn a_stream_loads_includes_by_batch() {
    use futures_util::TryStreamExt;
    on_every_engine(async |db: Database| {
        blog(&db, 25, 2, 0).await?;
        let mut batches = std::pin::pin!(
            User::select()
                .order_by(|u| u.id.asc())
                .with(user::posts())
                .stream(&db, 10)
        );
        let mut sizes = vec![];
        while let Some(batch) = batches.try_next().await? {
            assert!(batch.iter().all(|u| u.posts().len() == 2));
            sizes.push(batch.len());
        }
        assert_eq!(sizes, [10, 10, 5]);
        Ok(())
    });
}

/// `shape!` names a loaded set for signatures.
#[test]
fn a_shape_can_be_named() {
    type Page = ormolu::shape!(user {
        posts: post { tags },
        profile
    });
    async fn page(db: &Database) -> Result<ormolu::All<User, Page>> {
        User::select()
            .with(user::posts().with(post::tags()))
            .with(user::profile())
            .all(db)
            .await
    }
    on_every_engine(async |db: Database| {
        blog(&db, 1, 2, 3).await?;
        let shared = std::sync::Arc::new(page(&db).await?);
        let there = shared.clone();
        let tags = tokio::spawn(async move {
            there
                .iter()
                .flat_map(|u| u.posts())
                .map(|p| p.tags().len())
                .sum::<usize>()
        });
        assert_eq!(tags.await.unwrap(), 6);
        Ok(())
    });
}

/// Scenario 10: limit, offset and an order by another table's column, with joined and collected
/// includes: the parents are right and their collections whole.
#[test]
fn limits_hold_with_an_order_by_a_joined_column() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 2).await?;
        let posts = Post::select()
            .join(|p| p.author())
            .order_by(|(p, u)| (u.name.desc(), p.id.asc()))
            .limit(4)
            .offset(1)
            .with(post::author().joined())
            .with(post::tags())
            .all(&db)
            .await?;
        let got: Vec<(&str, &str)> = posts
            .iter()
            .map(|p| (p.author().unwrap().name(), p.title()))
            .collect();
        let expected = [
            ("user 3", "post 003.2"),
            ("user 3", "post 003.3"),
            ("user 2", "post 002.1"),
            ("user 2", "post 002.2"),
        ];
        assert_eq!(got, expected);
        assert!(posts.iter().all(|p| p.tags().len() == 2));
        Ok(())
    });
}

/// Scenario 11: a join multiplies rows as SQL says; tuples are all kept, `distinct` takes parents
/// once.
#[test]
fn joins_multiply_rows_and_distinct_takes_them_once() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 3, 0).await?;
        let tuples = User::select()
            .join(|u| u.posts())
            .select(|(u, p)| (u, p.title))
            .all(&db)
            .await?;
        assert_eq!(tuples.len(), 6);
        let once = User::select()
            .join(|u| u.posts())
            .distinct()
            .with(user::posts())
            .all(&db)
            .await?;
        assert_eq!(once.len(), 2);
        assert!(once.iter().all(|u| u.posts().len() == 3));
        Ok(())
    });
}
