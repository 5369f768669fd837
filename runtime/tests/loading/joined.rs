use std::ptr;

use ormolu::Result;

use crate::data::{blog, empty, run};
use crate::models::{Book, City, Comment, Post, User};
use crate::models::{book, city, comment, post, user};

testkit::on_every_engine! {
    async fn a_chain_of_joins_is_one_statement(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 3, 3, 0).await?;
        run(&db, "INSERT INTO profiles VALUES (1, 2, 'two')").await?;
        let record = db.record();
        let comments = Comment::select()
            .order_by(|c| c.id)
            .with(comment::author().joined().with(user::profile().joined()))
            .with(comment::post().joined().with(post::author().joined()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 1);
        assert_eq!(comments.len(), 9);
        for comment in &comments {
            assert_eq!(comment.author().map(|u| u.id), comment.author_id);
            let motto = comment.author().and_then(|u| u.profile().map(|p| p.motto()));
            assert_eq!(motto, (comment.author_id == Some(2)).then_some("two"));
            assert_eq!(comment.post().id, comment.post_id);
            assert_eq!(comment.post().author().id, comment.post().author_id);
        }
        let first = comments.get(1).unwrap().post();
        assert!(ptr::eq(first.row(), comments.get(2).unwrap().post().row()), "one row each");
        let sql = &record.statements()[0].sql;
        assert_eq!(sql.matches("LEFT JOIN").count(), 2, "{sql}");
        assert_eq!(sql.matches("JOIN").count(), 4, "{sql}");
        Ok(())
    }

    async fn joins_below_a_collection_stand_in_its_statement(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 3, 0).await?;
        let record = db.record();
        let users = User::select()
            .with(user::posts().with(post::comments().with(comment::author().joined())))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 3);
        for comment in users.iter().flat_map(|u| u.posts()).flat_map(|p| p.comments()) {
            assert_eq!(comment.author().map(|u| u.id), comment.author_id);
        }
        Ok(())
    }

    /// The way back goes before the join.
    async fn a_joined_way_back_is_still_free(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 2, 0).await?;
        let record = db.record();
        let users = User::select().with(user::posts().with(post::author().joined())).all(&db).await?;
        assert!(!record.statements()[1].sql.contains("JOIN"));
        for user in &users {
            assert!(user.posts().iter().all(|p| ptr::eq(p.author().row(), user.row())));
        }
        Ok(())
    }

    async fn collections_load_from_joined_rows(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 3, 1).await?;
        let record = db.record();
        let posts = Post::select()
            .with(post::author().joined().with(user::posts().with(post::tags())))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 3);
        assert_eq!(record.statements()[1].rows, 6, "each author's posts once");
        for post in &posts {
            assert_eq!(post.author().posts().len(), 3);
            assert!(post.author().posts().iter().all(|p| p.tags().len() == 1));
        }
        Ok(())
    }

    async fn composite_and_text_keys_join(database: TestDatabase) -> Result<()> {
        let db = empty(database.url()).await?;
        run(&db, "INSERT INTO shelves VALUES (1, 'east', NULL), (2, 'east', 'x')").await?;
        run(&db, "INSERT INTO books VALUES (1, 'a', 'east', 2), (2, 'b', 'east', 1), (3, 'c', 'east', 2)").await?;
        run(&db, "INSERT INTO countries VALUES ('de', 'Germany')").await?;
        run(&db, "INSERT INTO cities VALUES (1, NULL, 'Atlantis'), (2, 'de', 'Bonn')").await?;
        let books = Book::select().order_by(|b| b.id).with(book::shelf().joined()).all(&db).await?;
        let labels: Vec<_> = books.iter().map(|b| (b.shelf().number, b.shelf().label())).collect();
        assert_eq!(labels, [(2, Some("x")), (1, None), (2, Some("x"))]);
        let cities = City::select().order_by(|c| c.id).with(city::country().joined()).all(&db).await?;
        assert!(cities.get(0).unwrap().country().is_none());
        assert_eq!(cities.get(1).unwrap().country().unwrap().name(), "Germany");
        Ok(())
    }
}
