//! What can be done with a loaded result.

use behaviour::models::User;
use behaviour::models::{post, user};
use behaviour::{blog, on_every_engine};
use ormolu::{Database, Result};

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
