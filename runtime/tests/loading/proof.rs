use ormolu::{All, Database, One, Result, shape};

use crate::data::blog;
use crate::models::{User, UserView, post, user};

type Page = shape!(user {
    posts: post { tags, comments },
    profile
});

type Both = shape!(user { posts, comments });
type Swapped = shape!(user { comments, posts });

async fn page(db: &Database) -> Result<All<User, Page>> {
    User::select()
        .with(user::profile())
        .with(user::posts().with(post::comments()).with(post::tags()))
        .all(db)
        .await
}

fn tags(user: UserView<'_, impl user::HasPosts<Posts: post::HasTags>>) -> usize {
    user.posts().iter().map(|p| p.tags().len()).sum()
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

fn is_static_send_sync<T: Send + Sync + 'static>(_: &T) {}

testkit::on_every_engine! {
    async fn a_shape_can_be_named_and_shared(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 2, 3).await?;
        let users = assert_send(page(&db)).await?;
        is_static_send_sync(&users);
        let shared = std::sync::Arc::new(users);
        let there = shared.clone();
        let total = tokio::spawn(async move {
            let first = there.get(0).unwrap();
            tokio::task::yield_now().await;
            tags(first) + there.iter().skip(1).map(tags).sum::<usize>()
        });
        assert_eq!(total.await.unwrap(), 12);
        assert_eq!(format!("{:?}", &shared[1]), r#"User { id: 2, name: "user 2", active: false }"#);
        Ok(())
    }

    /// A set is the same type in whatever order it was loaded, and the last include counts.
    async fn sets_have_no_order(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 1, 3, 0).await?;
        let a: One<User, Both> =
            User::get(1).with(user::posts()).with(user::comments()).one(&db).await?;
        let b: One<User, Swapped> = User::get(1)
            .with(user::posts().limit(1))
            .with(user::comments())
            .with(user::posts())
            .one(&db)
            .await?;
        assert_eq!([a, b].map(|user| user.view().posts().len()), [3, 3]);
        Ok(())
    }

    /// JSON has what was loaded and ends where the type ends, back references or not.
    async fn json_has_what_was_loaded(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 1, 1, 1).await?;
        let users = User::select().with(user::posts().with(post::author()).with(post::tags())).all(&db).await?;
        let expected = r#"[{"id":1,"name":"user 1","active":true,"posts":[{"id":1,"author_id":1,"title":"post 1.1","body":null,"author":{"id":1,"name":"user 1","active":true},"tags":[{"id":1,"name":"tag 1"}]}]}]"#;
        assert_eq!(serde_json::to_string(&users).unwrap(), expected);
        let bare = User::get(1).with(user::profile()).one(&db).await?;
        let expected = r#"{"id":1,"name":"user 1","active":true,"profile":null}"#;
        assert_eq!(serde_json::to_string(&bare).unwrap(), expected);
        Ok(())
    }
}
