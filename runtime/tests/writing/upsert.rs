use ormolu::{Dialect, Outcome, Result};

use crate::data::empty;
use crate::models::{Setting, User, setting, user};
use crate::support::sql_of;

/// What the engine tells of a row, if it is one that tells.
fn told(dialect: Dialect, outcome: Outcome) -> Option<Outcome> {
    match (dialect, outcome) {
        (Dialect::Postgres, outcome) => Some(outcome),
        (Dialect::Sqlite, Outcome::Kept) => Some(Outcome::Kept),
        _ => None,
    }
}

testkit::on_every_engine! {
    async fn a_new_row_is_inserted_and_an_old_one_updated(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let upsert = |name| {
            User::upsert(user::new("ann@x", name))
                .on(User::BY_EMAIL)
                .set(|u, new| (u.name.to(new.name), u.visits.to(u.visits + 1)))
        };
        let first = upsert("Ann").run(&db).await?;
        assert_eq!((first.id, first.name.as_str(), first.visits, first.version), (1, "Ann", 7, 1));
        assert_eq!(first.outcome, told(db.dialect(), Outcome::Inserted));
        let again = upsert("Anna").run(&db).await?;
        assert_eq!((again.id, again.name.as_str(), again.visits), (1, "Anna", 8));
        assert_eq!(again.version, 2, "with its on_update");
        assert_eq!(again.outcome, told(db.dialect(), Outcome::Updated));
        assert_eq!(record.count(), 2);
        assert_eq!(record.control().len(), 0, "one statement needs no transaction");
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }

    async fn the_new_row_is_not_what_is_set(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let upsert = User::upsert(user::new("ann@x", "Ann")).on(User::BY_EMAIL);
        let error = upsert.set(|_, new| new.name.to("x")).run(&db).await.unwrap_err();
        let message = "`User.name` can't be set: the statement changes the closure's first User";
        assert_eq!(error.to_string(), message);
        Ok(())
    }

    async fn what_is_there_stays_and_comes_back(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        User::insert(user::new("bob@x", "Bob").bio("first")).run(&db).await?;
        let rows = ["ann@x", "bob@x", "cid@x", "bob@x"].map(|email| user::new(email, "new"));
        let record = db.record();
        let found = User::upsert_all(rows).on(User::BY_EMAIL).do_nothing().run(&db).await?;
        let names: Vec<_> = found.iter().map(|u| (u.email.as_str(), u.name.as_str())).collect();
        assert_eq!(names, [("ann@x", "new"), ("bob@x", "Bob"), ("cid@x", "new"), ("bob@x", "Bob")]);
        assert_eq!(found[1].bio.as_deref(), Some("first"));
        let (new, kept) = match db.dialect() {
            Dialect::Mariadb => (None, None),
            _ => (Some(Outcome::Inserted), Some(Outcome::Kept)),
        };
        let outcomes: Vec<_> = found.iter().map(|u| u.outcome).collect();
        assert_eq!(outcomes, [new, kept, new, kept]);
        assert_eq!(User::select().count(&db).await?, 3);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }

    async fn a_condition_decides_which_rows_change(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        User::insert_all([user::new("a@x", "a").visits(5), user::new("b@x", "b").visits(50)]).run(&db).await?;
        let rows = ["a", "b", "c"].map(|n| user::new(&format!("{n}@x"), "new").visits(20));
        let record = db.record();
        let found = User::upsert_all(rows)
            .on(User::BY_EMAIL)
            .set(|u, new| (u.visits.to(new.visits), u.name.to(new.name)))
            .filter(|u, new| u.visits.lt(new.visits))
            .run(&db)
            .await?;
        let seen: Vec<_> = found.iter().map(|u| (u.name.as_str(), u.visits, u.version)).collect();
        assert_eq!(seen, [("new", 20, 2), ("b", 50, 1), ("new", 20, 1)]);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }

    async fn every_given_value_is_taken_but_the_keys(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = [setting::new("ui", "color", "red"), setting::new("ui", "size", "1")];
        Setting::insert_all(rows.clone()).run(&db).await?;
        let rows = [setting::new("ui", "size", "2"), setting::new("io", "size", "3")];
        let found = Setting::upsert_all(rows).on(Setting::BY_KEY).update_all().run(&db).await?;
        assert_eq!((found[0].value.as_str(), found[1].value.as_str()), ("2", "3"));
        let ann = User::insert(user::new("ann@x", "Ann").bio("x").visits(3)).run(&db).await?;
        let again = user::new("ann@x", "Anna");
        let stored = User::upsert(again).on(User::BY_EMAIL).update_all().run(&db).await?;
        assert_eq!((stored.id, stored.name.as_str(), stored.bio.as_deref()), (ann.id, "Anna", None));
        assert_eq!(stored.visits, 3, "the new row says nothing of it");
        Ok(())
    }

    async fn the_engines_refuse_alike_what_they_would_do_differently(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let twice = [user::new("a@x", "1"), user::new("a@x", "2")];
        let error = User::upsert_all(twice).on(User::BY_EMAIL).update_all().run(&db).await.unwrap_err();
        assert_eq!(error.to_string(), "upsert of User by email: two rows have the same key; only one of them can be stored");
        let keyless = User::upsert(user::new("a@x", "1")).on(User::BY_ID).update_all().run(&db).await.unwrap_err();
        assert_eq!(keyless.to_string(), "upsert of User by id: `id` has no value in a row of the upsert");
        assert_eq!(User::select().count(&db).await?, 0);

        // By the id, with an e-mail address that another row may have.
        let by_id = || User::upsert(user::new("a@x", "1").id(5)).on(User::BY_ID).update_all();
        let refused = by_id().run(&db).await;
        if db.dialect() == Dialect::Mariadb {
            let error = refused.unwrap_err().to_string();
            assert!(error.contains("has other unique keys"), "{error}");
            assert!(error.contains("`.any_key()`"), "{error}");
        } else {
            assert_eq!(refused?.id, 5);
        }
        assert_eq!(by_id().any_key().run(&db).await?.id, 5);
        Ok(())
    }

    /// The engine's collation decides which keys are the same, not the program.
    async fn a_key_of_another_spelling_is_found(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        User::insert(user::new("Ann@x", "Ann")).run(&db).await?;
        let found = User::upsert(user::new("ann@x", "new")).on(User::BY_EMAIL).do_nothing().run(&db).await?;
        let same = db.dialect() == Dialect::Mariadb;
        assert_eq!(found.name, if same { "Ann" } else { "new" });
        assert_eq!(User::select().count(&db).await?, if same { 1 } else { 2 });
        Ok(())
    }

    async fn a_finder_selects_by_the_key(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        User::insert_all([user::new("a@x", "a"), user::new("b@x", "b")]).run(&db).await?;
        let found = User::BY_EMAIL.find(vec!["b@x".to_owned().into_value()]).one(&db).await?;
        assert_eq!(found.name, "b");
        Ok(())
    }
}

use ormolu::SqlType;
