use ormolu::{Dialect, Result};

use crate::data::empty;
use crate::models::{Post, Setting, Tag, User, post, setting, tag, user};
use crate::support::sql_of;

async fn three(db: &ormolu::Database) -> Result<()> {
    let rows = ["ann", "bob", "cid"].map(|name| user::new(&format!("{name}@x"), name));
    User::insert_all(rows).run(db).await?;
    Ok(())
}

testkit::on_every_engine! {
    async fn an_update_gives_back_the_new_values(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        three(&db).await?;
        let record = db.record();
        let mut found: Vec<(i64, i64, i64)> = User::update()
            .filter(|u| u.name.ne("bob"))
            .set(|u| u.visits.to(u.visits + 1))
            .returning(|u| (u.id, u.visits, u.visits * 10))
            .run(&db)
            .await?;
        found.sort_unstable();
        assert_eq!(found, [(1, 8, 80), (3, 8, 80)]);
        let one_statement = db.dialect() != Dialect::Mariadb;
        assert_eq!(record.count(), if one_statement { 1 } else { 3 });
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        let rows = User::update().key(2).set(|u| u.name.to("Bob")).returning_rows().run(&db).await?;
        assert_eq!((rows[0].name.as_str(), rows[0].version), ("Bob", 2));
        let none = User::update().key(9).set(|u| u.name.to("x")).returning(|u| u.id).run(&db).await?;
        assert!(none.is_empty());
        Ok(())
    }

    /// Where it is emulated, the rows are those that passed the filter before, by their key.
    async fn the_filter_need_not_hold_afterwards(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = [("a", "x", "1"), ("a", "y", "1"), ("b", "x", "2")];
        Setting::insert_all(rows.map(|(s, n, v)| setting::new(s, n, v))).run(&db).await?;
        let mut tx = db.begin().await?;
        let mut found = Setting::update()
            .filter(|s| s.value.eq("1"))
            .set(|s| s.value.to("9"))
            .returning(|s| (s.scope, s.name, s.value))
            .run(&mut tx)
            .await?;
        tx.commit().await?;
        found.sort();
        let row = |s: &str, n: &str| (s.to_owned(), n.to_owned(), "9".to_owned());
        assert_eq!(found, [row("a", "x"), row("a", "y")]);
        Ok(())
    }

    async fn a_delete_gives_back_what_it_deleted(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        three(&db).await?;
        let record = db.record();
        let gone = User::delete().filter(|u| u.name.eq("bob")).returning(|u| (u.id, u.email)).run(&db).await?;
        assert_eq!(gone, [(2, "bob@x".to_owned())]);
        assert_eq!(record.count(), 1);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        let mut gone = User::delete().all_rows().returning_rows().run(&db).await?;
        gone.sort_by_key(|u| u.id);
        assert_eq!((gone.len(), gone[1].name.as_str()), (2, "cid"));
        Ok(())
    }

    async fn an_insert_gives_back_what_is_asked_for(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let new = |n: i32| user::new(&format!("{n}@x"), "n");
        let rows = [new(1), new(2).visits(40), new(3)];
        let found: Vec<(i64, i64)> = User::insert_all(rows).returning(|u| (u.id, u.visits + 1)).run(&db).await?;
        assert_eq!(found, [(1, 8), (2, 41), (3, 8)]);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        assert_eq!(User::insert(new(4)).returning(|u| u.id).run(&db).await?, 4);
        // Links take the rows' keys, so what is asked for is read by them.
        let tags = Tag::insert_all(["a", "b"].map(tag::new)).run(&db).await?;
        let new = post::new("One").author(1).tags(&tags);
        let title = Post::insert(new).returning(|p| (p.title, p.author_id)).run(&db).await?;
        assert_eq!(title, ("One".to_owned(), 1));
        assert_eq!(Post::select().with(post::tags()).one(&db).await?.view().tags().len(), 2);
        Ok(())
    }

    async fn an_aggregate_is_not_a_thing_to_return(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let error = User::delete().all_rows().returning(|u| u.id.count()).run(&db).await.unwrap_err();
        assert!(error.to_string().contains("an aggregate stands in RETURNING"), "{error}");
        let set = User::update().all_rows().set(|u| u.visits.to(u.version.max().or_value(1)));
        let error = set.run(&db).await.unwrap_err();
        assert!(error.to_string().contains("an aggregate stands in SET"), "{error}");
        Ok(())
    }
}
