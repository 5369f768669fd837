use ormolu::Result;

use crate::data::blog;
use crate::models::{User, post, user};

testkit::on_every_engine! {
    async fn a_result_loads_more_later(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 2, 1).await?;
        let users = User::select().order_by(|u| u.id).with(user::posts().limit(1)).all(&db).await?;
        let record = db.record();
        let users = users.load(&db, user::comments()).await?;
        assert_eq!(record.count(), 1);
        assert!(users.get(0).unwrap().try_profile().is_none(), "not loaded");
        for user in &users {
            assert_eq!(user.posts().len(), 1, "what was loaded stays");
            assert!(user.comments().iter().all(|c| c.author_id == Some(user.id)));
        }
        let users = users.load(&db, user::posts().with(post::tags())).await?;
        for user in &users {
            assert_eq!(user.posts().len(), 2, "loaded anew");
            assert!(user.posts().iter().all(|p| p.tags().len() == 1));
        }
        let user = User::get(1).one(&db).await?.load(&db, user::posts()).await?;
        assert_eq!(user.view().posts().len(), 2);
        assert_eq!(user.into_row().id, 1);
        Ok(())
    }

    async fn loads_run_in_a_transaction_too(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 1, 2, 1).await?;
        let mut tx = db.begin().await?;
        let users = User::select().with(user::posts().with(post::tags())).all(&mut tx).await?;
        assert_eq!(users.get(0).unwrap().posts().len(), 2);
        let users = users.load(&mut tx, user::comments()).await?;
        assert_eq!(users.len(), 1);
        tx.commit().await
    }
}
