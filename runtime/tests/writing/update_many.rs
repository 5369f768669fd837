use ormolu::{Dialect, Result};

use crate::data::empty;
use crate::models::user::UserPatch;
use crate::models::{User, user};
use crate::support::sql_of;

fn named(name: &str) -> UserPatch {
    UserPatch {
        name: name.into(),
        ..UserPatch::default()
    }
}

fn described(bio: Option<&str>) -> UserPatch {
    UserPatch {
        bio: bio.map(str::to_owned).into(),
        ..UserPatch::default()
    }
}

testkit::on_every_engine! {
    async fn rows_change_by_their_keys(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = (1..=4).map(|n| user::new(&format!("{n}@x"), "old").bio("old"));
        User::insert_all(rows).run(&db).await?;
        let record = db.record();
        let changes = [
            (1, named("one")),
            (2, named("two")),
            (3, described(None)),
            (9, named("nobody")),
            (2, described(Some("both"))),
            (1, named("first")),
            (4, UserPatch::default()),
        ];
        assert_eq!(User::update_many(changes).run(&db).await?, 3, "9 is not there, 4 changes nothing");
        let found = User::select().order_by(|u| u.id.asc()).select(|u| (u.name, u.bio, u.version)).all(&db).await?;
        let row = |name: &str, bio: Option<&str>, version| (name.to_owned(), bio.map(str::to_owned), version);
        assert_eq!(found, [
            row("first", Some("old"), 2),
            row("two", Some("both"), 2),
            row("old", None, 2),
            row("old", Some("old"), 1),
        ]);
        assert_eq!(record.control().len(), 2, "one transaction");
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        assert_eq!(User::update_many(Vec::<(i64, UserPatch)>::new()).run(&db).await?, 0);
        Ok(())
    }

    async fn many_rows_take_few_statements(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = (1..=2500).map(|n| user::new(&format!("{n}@x"), "old"));
        User::insert_all(rows).run(&db).await?;
        let record = db.record();
        let changes = (1..=2500).map(|n| (n, named(&format!("u{n}"))));
        assert_eq!(User::update_many(changes).run(&db).await?, 2500);
        let statements = if db.dialect() == Dialect::Mariadb { 25 } else { 1 };
        assert_eq!(record.count(), statements);
        let last = User::select().filter(|u| u.id.eq(2500)).one(&db).await?;
        assert_eq!(last.name, "u2500");
        Ok(())
    }
}
