use std::time::Duration;

use ormolu::{Error, Result, count, from, generate_series};

use crate::data::blog;
use crate::models::{Post, User, comment, post, user};

testkit::on_every_engine! {
    async fn a_limit_holds_for_each_parent(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 3, 5, 2).await?;
        let record = db.record();
        let users = User::select()
            .order_by(|u| u.id)
            .with(
                user::posts()
                    .filter(|p| p.title.ne("post 2.5"))
                    .order_by(|p| p.id.desc())
                    .offset(1)
                    .limit(2)
                    .with(post::tags().limit(1)),
            )
            .all(&db)
            .await?;
        assert_eq!(record.count(), 3);
        let of = |n: usize| {
            let posts = users.get(n).unwrap().posts();
            assert!(posts.iter().all(|p| p.tags().len() == 1));
            posts.iter().map(|p| p.title.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of(0), ["post 1.4", "post 1.3"]);
        assert_eq!(of(1), ["post 2.3", "post 2.2"]);
        assert_eq!(of(2), ["post 3.4", "post 3.3"]);
        Ok(())
    }

    /// A plain LIMIT, for which an engine reads no more than that.
    async fn the_limit_of_a_single_parent_is_plain(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 5, 0).await?;
        let record = db.record();
        let user = User::get(2).with(user::posts().offset(1).limit(2)).one(&db).await?;
        let ids: Vec<i64> = user.view().posts().iter().map(|p| p.id).collect();
        assert_eq!(ids, [7, 8]);
        let sql = &record.statements()[1].sql;
        assert!(sql.contains("LIMIT") && !sql.contains("row_number"), "{sql}");
        Ok(())
    }

    async fn a_limit_of_time_holds_for_each_statement(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 2, 2).await?;
        // No engine is through with that in a second.
        let endless = || {
            let numbers = || generate_series(1, 100_000);
            from(numbers())
                .cross_join_query(numbers())
                .cross_join_query(numbers())
                .filter(|(a, b, c)| (a * b + c).eq(-9))
                .select(|_| count())
        };
        let slow = || post::comments().filter(|c| c.id.gt(endless().scalar()));
        let linked = || post::tags().filter(|t| t.id.gt(endless().scalar()));
        let of = User::select().timeout(Duration::from_millis(300));
        for query in [
            of.clone().with(user::posts().with(slow())).all(&db).await.map(drop),
            of.with(user::posts().with(linked())).all(&db).await.map(drop),
        ] {
            let stopped = query.unwrap_err();
            assert!(matches!(stopped, Error::StatementTimeout { .. }), "{stopped:?}");
        }
        let enough = User::select().timeout(Duration::from_secs(9)).with(user::posts());
        assert_eq!(enough.all(&db).await?.len(), 2);
        Ok(())
    }

    /// A joined to-one below a limited collection stands in the same statement.
    async fn a_limit_holds_with_a_join_below(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 3, 4, 0).await?;
        let record = db.record();
        let posts = Post::select()
            .order_by(|p| p.id)
            .with(post::comments().limit(1).with(comment::author().joined()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        for post in &posts {
            assert!(post.comments().len() <= 1);
            for comment in post.comments() {
                assert_eq!(comment.author().map(|u| u.id), comment.author_id);
            }
        }
        assert_eq!(posts.iter().map(|p| p.comments().len()).sum::<usize>(), 9);
        Ok(())
    }

    async fn the_querys_limit_counts_its_own_rows(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 3, 3, 3).await?;
        let users = User::select()
            .order_by(|u| u.name.desc())
            .limit(2)
            .with(user::posts().with(post::tags()))
            .all(&db)
            .await?;
        assert_eq!(users.rows().iter().map(|u| u.id).collect::<Vec<_>>(), [3, 2]);
        assert!(users.iter().all(|u| u.posts().len() == 3));
        let posts = Post::select()
            .order_by(|p| p.id)
            .limit(4)
            .offset(1)
            .with(post::author().joined().with(user::posts()))
            .all(&db)
            .await?;
        assert_eq!(posts.rows().iter().map(|p| p.id).collect::<Vec<_>>(), [2, 3, 4, 5]);
        assert!(posts.iter().all(|p| p.author().id == p.author_id && p.author().posts().len() == 3));
        Ok(())
    }
}
