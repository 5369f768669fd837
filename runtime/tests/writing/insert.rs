use ormolu::{ConstraintKind, Result};
use testkit::TestDatabase;

use crate::data::empty;
use crate::models::{Post, Setting, Tag, User, post, setting, tag, user};

testkit::on_every_engine! {
    async fn one_row_comes_back_as_stored(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let ann = User::insert(user::new("ann@example.org", "Ann").bio("x")).run(&db).await?;
        assert_eq!((ann.id, ann.visits, ann.version), (1, 7, 1), "what the database made");
        assert_eq!(ann.bio.as_deref(), Some("x"));
        assert_eq!(record.count(), 1);
        let again = User::insert(user::new("ann@example.org", "Ann")).run(&db).await.unwrap_err();
        assert_eq!(again.constraint().unwrap().kind, ConstraintKind::Unique);
        Ok(())
    }

    /// O21: one statement, where SQLAlchemy needs one for each row.
    async fn keys_come_back_in_the_order_of_the_rows(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let tags = Tag::insert_all(["c", "a", "b"].map(tag::new)).run(&db).await?;
        assert_eq!(record.count(), 1);
        let found: Vec<(i64, &str)> = tags.iter().map(|t| (t.id, t.name.as_str())).collect();
        assert_eq!(found, [(1, "c"), (2, "a"), (3, "b")]);
        assert_eq!(Tag::insert_all(Vec::<ormolu::New<Tag>>::new()).run(&db).await?, []);
        Ok(())
    }

    /// O22, better: rows share a statement whatever columns they set, where the engine knows
    /// DEFAULT; on SQLite neighbours that set the same do.
    async fn different_column_sets_stay_in_order(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let new = |n: i32| user::new(&format!("{n}@x"), "n");
        let rows = [new(1), new(2), new(3).visits(40), new(4)];
        let users = User::insert_all(rows).run(&db).await?;
        let one_statement = db.dialect() != ormolu::Dialect::Sqlite;
        assert_eq!(record.count(), if one_statement { 1 } else { 3 });
        assert_eq!(record.control().len(), if one_statement { 0 } else { 2 }, "one transaction");
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(crate::support::sql_of(&record));
        });
        let found: Vec<(i64, i64)> = users.iter().map(|u| (u.id, u.visits)).collect();
        assert_eq!(found, [(1, 7), (2, 7), (3, 40), (4, 7)]);
        Ok(())
    }

    /// O23, better: NULL is a value like any other and splits nothing.
    async fn null_in_the_middle_stays_in_the_statement(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let new = |n: i32| user::new(&format!("{n}@x"), "n");
        let rows = [new(1).bio("a"), new(2), new(3).bio("c")];
        let users = User::insert_all(rows).run(&db).await?;
        assert_eq!(record.count(), 1);
        let bios: Vec<Option<&str>> = users.iter().map(|u| u.bio.as_deref()).collect();
        assert_eq!(bios, [Some("a"), None, Some("c")]);
        Ok(())
    }

    async fn many_rows_take_several_statements_in_one_transaction(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let rows = (0..25_000).map(|n| tag::new(&format!("t{n}")));
        let tags = Tag::insert_all(rows).run(&db).await?;
        let statements = match db.dialect() {
            ormolu::Dialect::Sqlite | ormolu::Dialect::Postgres => 3,
            _ => 25,
        };
        assert_eq!(record.count(), statements);
        assert_eq!(record.control().len(), 2, "one transaction");
        assert!(tags.iter().enumerate().all(|(n, t)| t.name == format!("t{n}")));
        assert!(tags.iter().zip(1..).all(|(t, id)| t.id == id));
        let last = Tag::select().filter(|t| t.id.eq(25_000)).one(&db).await?;
        assert_eq!(last.name, "t24999");
        Ok(())
    }

    async fn links_go_in_with_the_row(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let ann = User::insert(user::new("a@x", "Ann")).run(&db).await?;
        let tags = Tag::insert_all(["a", "b"].map(tag::new)).run(&db).await?;
        let new = post::new("One").author(&ann).tags(&tags).tags([tags[0].id]);
        let one = Post::insert(new).run(&db).await?;
        assert_eq!(one.author_id, ann.id);
        let found = Post::select().with(post::tags()).one(&db).await?;
        assert_eq!(found.view().tags().len(), 2, "a tag named twice is linked once");
        Ok(())
    }

    async fn a_failed_batch_leaves_nothing(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = [user::new("1", "a"), user::new("2", "b").visits(1), user::new("1", "c")];
        let error = User::insert_all(rows).run(&db).await.unwrap_err();
        assert_eq!(error.constraint().unwrap().kind, ConstraintKind::Unique);
        assert_eq!(User::select().count(&db).await?, 0);
        Ok(())
    }

    async fn a_natural_key_needs_nothing_back(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = [setting::new("ui", "color", "red"), setting::new("ui", "size", "10")];
        let stored = Setting::insert_all(rows).run(&db).await?;
        assert_eq!(stored[1].value, "10");
        assert_eq!(Setting::select().count(&db).await?, 2);
        Ok(())
    }
}

/// SQLite says the key of the last row of any table; what triggers do must not be taken for it.
#[test]
fn keys_are_not_those_of_a_trigger() {
    testkit::run(testkit::Engine::Sqlite, insert_under_triggers);
}

async fn insert_under_triggers(database: TestDatabase) -> Result<()> {
    let db = empty(&database).await?;
    let elsewhere = "CREATE TABLE log (n INTEGER PRIMARY KEY, name TEXT)";
    let fires = "CREATE TRIGGER log AFTER INSERT ON tags BEGIN \
                 INSERT INTO log VALUES (70 + new.id, new.name); END";
    db.execute_script(&[elsewhere, fires]).await?;
    let tags = Tag::insert_all(["a", "b"].map(tag::new)).run(&db).await?;
    assert_eq!([tags[0].id, tags[1].id], [1, 2]);

    let ignores = "CREATE TRIGGER gone BEFORE INSERT ON tags WHEN new.name = 'c' BEGIN \
                   SELECT RAISE(IGNORE); END";
    db.execute_script(&[ignores]).await?;
    let error = Tag::insert_all(["c", "d"].map(tag::new))
        .run(&db)
        .await
        .unwrap_err();
    assert!(
        error
            .stale()
            .is_some_and(|stale| (stale.expected, stale.matched) == (2, 1)),
        "{error}"
    );
    assert_eq!(Tag::select().count(&db).await?, 2, "and nothing is stored");
    Ok(())
}
