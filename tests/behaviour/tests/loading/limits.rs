//! Limits: of a query and of a collection.

use behaviour::models::{Post, User};
use behaviour::models::{post, user};
use behaviour::{blog, on_every_engine};
use ormolu::Database;

/// O5: the limit counts users, whatever hangs on them.
#[test]
fn o5_limit_counts_parents() {
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

/// Scenario 10: limit, offset and an order by another table's column, with joined and collected
/// includes: the parents are right and their collections whole.
#[test]
fn b10_limits_hold_with_an_order_by_a_joined_column() {
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
