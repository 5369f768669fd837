use ormolu::Result;

use crate::data::empty;
use crate::models::user::UserPatch;
use crate::models::{Setting, User, setting, user};

async fn three(db: &ormolu::Database) -> Result<()> {
    let rows = ["ann", "bob", "cid"].map(|name| user::new(&format!("{name}@x"), name).bio("b"));
    User::insert_all(rows).run(db).await?;
    Ok(())
}

testkit::on_every_engine! {
    async fn update_by_condition(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        three(&db).await?;
        let rows = User::update()
            .filter(|u| u.name.ne("bob"))
            .set(|u| (u.visits.to(u.visits + 1), u.bio.to(None)))
            .run(&db)
            .await?;
        assert_eq!(rows, 2);
        let users = User::select().order_by(|u| u.id.asc()).all(&db).await?;
        let found: Vec<_> = users.rows().iter().map(|u| (u.visits, u.bio.is_some(), u.version)).collect();
        assert_eq!(found, [(8, false, 2), (7, true, 1), (8, false, 2)], "with its on_update");
        Ok(())
    }

    async fn update_of_all_rows_says_so(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        three(&db).await?;
        assert_eq!(User::update().set(|u| u.name.to("x")).all_rows().run(&db).await?, 3);
        assert_eq!(User::update().all_rows().run(&db).await?, 0, "sets nothing");
        Ok(())
    }

    async fn a_patch_by_key_tells_unset_from_null(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        three(&db).await?;
        let patch = UserPatch { bio: None.into(), ..UserPatch::default() };
        assert_eq!(User::update().key(2).patch(patch).run(&db).await?, 1);
        let bob = User::select().filter(|u| u.id.eq(2)).one(&db).await?;
        assert_eq!((bob.name.as_str(), bob.bio.as_deref()), ("bob", None));
        let patch = UserPatch { name: "Bob".into(), ..UserPatch::default() };
        assert_eq!(User::update().key(9).patch(patch).run(&db).await?, 0);
        Ok(())
    }

    async fn delete_by_condition_by_key_and_whole(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        three(&db).await?;
        assert_eq!(User::delete().filter(|u| u.name.like("a%")).run(&db).await?, 1);
        assert_eq!(User::delete().key(2).run(&db).await?, 1);
        assert_eq!(User::delete().key(2).run(&db).await?, 0);
        assert_eq!(User::delete().all_rows().run(&db).await?, 1);
        let rows = [setting::new("a", "x", "1"), setting::new("a", "y", "2")];
        Setting::insert_all(rows).run(&db).await?;
        let key = || ("a".to_owned(), "y".to_owned());
        assert_eq!(Setting::update().key(key()).set(|s| s.value.to("3")).run(&db).await?, 1);
        assert_eq!(Setting::delete().key(key()).run(&db).await?, 1);
        assert_eq!(Setting::select().count(&db).await?, 1);
        Ok(())
    }
}
