use ormolu::Result;

use crate::data::blog;
use crate::models::{Post, User, post, user};

testkit::on_every_engine! {
    async fn collections_come_in_chunks_of_parents(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 100, 5, 0).await?;
        let chunks: [(usize, &[u64]); 5] = [
            (1000, &[500]),
            (47, &[235, 235, 30]),
            (50, &[250, 250]),
            (99, &[495, 5]),
            (108, &[500]),
        ];
        for (chunk, rows) in chunks {
            let record = db.record();
            let users = User::select()
                .order_by(|u| u.id.desc())
                .with(user::posts().chunk(chunk))
                .all(&db)
                .await?;
            let found: Vec<u64> = record.statements()[1..].iter().map(|s| s.rows).collect();
            assert_eq!(found, rows, "chunks of {chunk}");
            for (n, user) in users.iter().enumerate() {
                assert_eq!(user.id, 100 - n as i64);
                let first = (user.id - 1) * 5;
                let ids: Vec<i64> = user.posts().iter().map(|p| p.id).collect();
                assert_eq!(ids, (first + 1..=first + 5).collect::<Vec<_>>());
            }
        }
        Ok(())
    }

    async fn to_one_keys_come_once_and_in_chunks(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 100, 5, 0).await?;
        let record = db.record();
        let posts = Post::select().with(post::author().chunk(47)).all(&db).await?;
        let found: Vec<u64> = record.statements()[1..].iter().map(|s| s.rows).collect();
        assert_eq!(found, [47, 47, 6], "each key once");
        assert!(posts.iter().all(|p| p.author().id == p.author_id));
        Ok(())
    }

    /// Rows that several chunks reach are one row.
    async fn chunks_of_a_many_to_many_share_rows(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 4, 1, 3).await?;
        let posts = Post::select().with(post::tags().chunk(1)).all(&db).await?;
        let first = posts.get(0).unwrap();
        for post in &posts {
            assert_eq!(post.tags().len(), 3);
            for (a, b) in post.tags().iter().zip(first.tags()) {
                assert!(std::ptr::eq(a.row(), b.row()));
            }
        }
        Ok(())
    }
}
