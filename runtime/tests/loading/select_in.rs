use std::ptr;

use ormolu::Result;

use crate::data::{blog, empty, run};
use crate::models::{Book, Country, Employee, Post, Shelf, Tag, User};
use crate::models::{book, comment, country, employee, post, shelf, tag, user};

testkit::on_every_engine! {
    async fn three_levels_are_three_statements(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 3, 3, 2).await?;
        let record = db.record();
        let users = User::select()
            .order_by(|u| u.id)
            .with(user::posts().with(post::comments()).with(post::tags()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 4);
        assert_eq!(record.control().len(), 2, "one read transaction: {:?}", record.control());
        assert_eq!(users.len(), 3);
        for user in &users {
            let titles: Vec<String> = user.posts().iter().map(|p| p.title.clone()).collect();
            assert_eq!(titles, [1, 2, 3].map(|n| format!("post {}.{n}", user.id)));
            for (n, post) in user.posts().iter().enumerate() {
                assert_eq!(post.comments().len(), n);
                assert!(post.comments().iter().all(|c| c.post_id == post.id));
                assert_eq!(post.tags().iter().map(|t| t.name()).collect::<Vec<_>>(), ["tag 1", "tag 2"]);
            }
        }
        Ok(())
    }

    /// One row for each tag, however many posts have it; a link that is stored twice is one.
    async fn rows_of_a_many_to_many_are_shared_and_not_doubled(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 1, 3, 2).await?;
        run(&db, "INSERT INTO post_tags VALUES (1, 2), (1, 1)").await?;
        let record = db.record();
        let posts = Post::select().order_by(|p| p.id).with(post::tags()).all(&db).await?;
        let second = &record.statements()[1].sql;
        assert!(second.contains("post_tags") && !second.contains("posts"), "{second}");
        let first = posts.get(0).unwrap();
        for post in &posts {
            assert_eq!(post.tags().len(), 2);
            for (a, b) in post.tags().iter().zip(first.tags()) {
                assert!(ptr::eq(a.row(), b.row()));
            }
        }
        Ok(())
    }

    async fn a_filter_and_an_order_reach_across_the_link(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 1, 2, 4).await?;
        let posts = Post::select()
            .with(post::tags().filter(|t| t.id.gt(1)).order_by(|t| t.name.desc()).limit(2))
            .all(&db)
            .await?;
        for post in &posts {
            assert_eq!(post.tags().iter().map(|t| t.id).collect::<Vec<_>>(), [4, 3]);
        }
        Ok(())
    }

    /// Each author is asked for and stored once; comments by nobody have none.
    async fn to_one_rows_are_shared(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 3, 3, 0).await?;
        let record = db.record();
        let comments = crate::models::Comment::select()
            .order_by(|c| c.id)
            .with(comment::author())
            .with(comment::post().with(post::author()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 4);
        assert_eq!(record.statements()[1].rows, 2, "two different authors");
        for comment in &comments {
            assert_eq!(comment.author().map(|u| u.id), comment.author_id);
            assert_eq!(comment.post().id, comment.post_id);
            assert_eq!(comment.post().author().id, comment.post().author_id);
        }
        Ok(())
    }

    async fn composite_keys_load_both_ways(database: TestDatabase) -> Result<()> {
        let db = empty(database.url()).await?;
        run(&db, "INSERT INTO shelves VALUES (1, 'east', NULL), (2, 'east', 'x'), (1, 'west', NULL), (9, 'void', NULL)").await?;
        run(&db, "INSERT INTO books VALUES (1, 'c', 'west', 1), (2, 'b', 'east', 2), (3, 'a', 'east', 1), (4, 'd', 'east', 2)").await?;
        let record = db.record();
        let shelves = Shelf::select().with(shelf::books().with(book::shelf())).all(&db).await?;
        assert_eq!(record.count(), 2);
        let mut found = vec![];
        for shelf in &shelves {
            for book in shelf.books() {
                assert!(ptr::eq(book.shelf().row(), shelf.row()));
                found.push((shelf.room.clone(), shelf.number, book.id));
            }
        }
        found.sort();
        let expected = [("east", 1, 3), ("east", 2, 2), ("east", 2, 4), ("west", 1, 1)];
        assert_eq!(found, expected.map(|(room, n, id)| (room.to_owned(), n, id)));
        let books = Book::select().with(book::shelf()).all(&db).await?;
        assert!(books.iter().all(|b| (b.shelf().room(), b.shelf().number) == (b.room(), b.number)));
        Ok(())
    }

    async fn a_tree_loads_up_and_down(database: TestDatabase) -> Result<()> {
        let db = empty(database.url()).await?;
        run(&db, "INSERT INTO employees VALUES (1, 'boss', NULL), (2, 'lead', 1), (3, 'one', 2), (4, 'two', 2)").await?;
        let record = db.record();
        let all = Employee::select()
            .order_by(|e| e.id)
            .with(employee::manager())
            .with(employee::reports().with(employee::reports()).with(employee::manager()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 4, "the way back is free");
        let names = |e: &[&str], found: Vec<&str>| assert_eq!(found, e);
        let boss = all.get(0).unwrap();
        assert!(boss.manager().is_none());
        names(&["lead"], boss.reports().iter().map(|e| e.name()).collect());
        let lead = boss.reports().first().unwrap();
        names(&["one", "two"], lead.reports().iter().map(|e| e.name()).collect());
        assert!(ptr::eq(lead.manager().unwrap().row(), boss.row()));
        assert_eq!(all.get(3).unwrap().manager().unwrap().name(), "lead");
        Ok(())
    }

    /// A back reference stands on the parent's own row, takes no statement, and what is loaded
    /// with it there does not mix with what was loaded of the parents.
    async fn the_way_back_is_free(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 3, 1).await?;
        run(&db, "INSERT INTO profiles VALUES (7, 1, 'one')").await?;
        let record = db.record();
        let users = User::select()
            .with(user::profile().with(crate::models::profile::user()))
            .with(user::posts().limit(1).with(post::author().with(user::posts())))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 4, "users, profiles, first posts, all posts");
        for user in &users {
            assert_eq!(user.profile().is_some(), user.id == 1);
            if let Some(profile) = user.profile() {
                assert!(ptr::eq(profile.user().row(), user.row()));
            }
            assert_eq!(user.posts().len(), 1);
            for post in user.posts() {
                assert!(ptr::eq(post.author().row(), user.row()));
                assert_eq!(post.author().posts().len(), 3);
            }
        }
        Ok(())
    }

    /// From a to-one up and down again is not the way back: an author has other posts.
    async fn down_again_from_a_parent_asks(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 3, 2).await?;
        let record = db.record();
        let post = Post::select()
            .filter(|p| p.id.eq(2))
            .with(post::author().with(user::posts()))
            .with(post::tags().with(tag::posts()))
            .one(&db)
            .await?;
        assert_eq!(record.count(), 5);
        assert_eq!(post.view().author().posts().len(), 3);
        assert!(post.view().tags().iter().all(|t| t.posts().len() == 6));
        Ok(())
    }

    /// Each path to an entity has what it loaded.
    async fn one_entity_over_two_paths(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 2, 1).await?;
        let users = User::select()
            .order_by(|u| u.id)
            .with(user::comments().with(comment::post()))
            .with(user::posts().with(post::comments().with(comment::author().with(user::posts()))))
            .all(&db)
            .await?;
        let first = users.get(0).unwrap();
        assert_eq!(first.comments().iter().map(|c| c.post().id).collect::<Vec<_>>(), [4]);
        let second = users.get(1).unwrap();
        let comment = second.posts().get(1).unwrap().comments().first().unwrap();
        assert_eq!(comment.author().unwrap().posts().len(), 2);
        assert_eq!(comment.author().unwrap().id, first.id);
        Ok(())
    }

    /// The relationship's own order, which `order_by` replaces.
    async fn collections_have_an_order(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 4, 0).await?;
        let of = async |include| {
            let users = User::select().order_by(|u| u.id).with(include).all(&db).await?;
            let comments = users.get(0).unwrap().comments();
            Ok::<_, ormolu::Error>(comments.iter().map(|c| c.id).collect::<Vec<_>>())
        };
        assert_eq!(of(user::comments()).await?, [9, 8, 7, 12, 11, 10], "by text, descending");
        let by_post = user::comments().order_by(|c| c.post_id.desc());
        assert_eq!(of(by_post).await?, [10, 11, 12, 8, 9, 7], "equals by key");
        Ok(())
    }

    async fn text_keys_match_whatever_the_engine_orders_by(database: TestDatabase) -> Result<()> {
        let db = empty(database.url()).await?;
        run(&db, "INSERT INTO countries VALUES ('b', 'B'), ('C', 'C'), ('a', 'A'), ('Z', 'Z'), ('_', '_')").await?;
        run(&db, "INSERT INTO cities VALUES (1, 'C', '1'), (2, 'a', '2'), (3, '_', '3'), (4, 'b', '4'), (5, 'a', '5'), (6, NULL, '6')").await?;
        let countries = Country::select().with(country::cities()).all(&db).await?;
        let mut found: Vec<(String, Vec<i64>)> = vec![];
        for country in &countries {
            found.push((country.code.clone(), country.cities().iter().map(|c| c.id).collect()));
        }
        found.sort();
        let expected = [("C", vec![1]), ("Z", vec![]), ("_", vec![3]), ("a", vec![2, 5]), ("b", vec![4])];
        assert_eq!(found, expected.map(|(code, ids)| (code.to_owned(), ids)));
        Ok(())
    }

    async fn nothing_to_load_asks_nothing(database: TestDatabase) -> Result<()> {
        let db = empty(database.url()).await?;
        let record = db.record();
        let users = User::select().with(user::posts().with(post::tags())).all(&db).await?;
        assert!(users.is_empty() && record.count() == 1);
        run(&db, "INSERT INTO users VALUES (1, 'a', TRUE)").await?;
        record.clear();
        let users = User::select().with(user::posts().with(post::tags())).all(&db).await?;
        assert!(users.get(0).unwrap().posts().is_empty());
        assert_eq!(record.count(), 2);
        let tags = Tag::select().with(tag::posts()).all(&db).await?;
        assert!(tags.first().is_none());
        Ok(())
    }
}
