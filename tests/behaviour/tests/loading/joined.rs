//! Joined, on request: the related row comes in the same statement.

use behaviour::models::{Post, User};
use behaviour::models::{post, user};
use behaviour::{blog, on_every_engine};
use ormolu::Database;

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

/// Scenario 11: a join multiplies rows as SQL says; tuples are all kept, `distinct` takes parents
/// once.
#[test]
fn b11_joins_multiply_rows_and_distinct_takes_them_once() {
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
