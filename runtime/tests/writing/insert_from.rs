use ormolu::{ConstraintKind, Dialect, Result};

use crate::data::empty;
use crate::models::{Note, Tag, User, user};
use crate::support::sql_of;

async fn users(db: &ormolu::Database) -> Result<()> {
    let rows = [("ann", 3), ("bob", 5), ("cid", 3)];
    let rows = rows.map(|(name, visits)| user::new(&format!("{name}@x"), name).visits(visits));
    User::insert_all(rows).run(db).await?;
    Ok(())
}

testkit::on_every_engine! {
    async fn rows_of_a_query_go_into_a_table(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        users(&db).await?;
        let record = db.record();
        let names = User::select().filter(|u| u.visits.eq(3)).order_by(|u| u.id.asc()).select(|u| (u.name, u.id));
        let rows = Note::insert_from(names, |n| (n.text, n.user_id)).run(&db).await?;
        assert_eq!(rows, 2);
        let found = Note::select().order_by(|n| n.id.asc()).select(|n| (n.id, n.text, n.user_id)).all(&db).await?;
        assert_eq!(found, [(1, "ann".to_owned(), Some(1)), (2, "cid".to_owned(), Some(3))]);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }

    async fn it_gives_back_the_new_rows(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        users(&db).await?;
        let names = || User::select().filter(|u| u.visits.eq(5)).select(|u| u.name);
        let found = Tag::insert_from(names(), |t| t.name).returning(|t| (t.id, t.name)).run(&db).await?;
        assert_eq!(found, [(1, "bob".to_owned())]);
        let found = Tag::insert_from(names(), |t| t.name).returning_rows().run(&db).await?;
        assert_eq!((found[0].id, found[0].name.as_str()), (2, "bob"));
        Ok(())
    }

    async fn a_grouped_query_is_a_source_too(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        users(&db).await?;
        let groups = User::select()
            .group_by(|u| u.name)
            .having(|_, u| u.visits.sum().gt(4))
            .select(|name, _| name);
        assert_eq!(Tag::insert_from(groups, |t| t.name).run(&db).await?, 1);
        assert_eq!(Tag::select().one(&db).await?.name, "bob");
        Ok(())
    }

    async fn a_column_without_default_must_be_given(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let names = User::select().select(|u| u.name);
        users(&db).await?;
        let error = User::insert_from(names, |u| u.name).run(&db).await.unwrap_err();
        let kind = error.constraint().map(|constraint| constraint.kind);
        match db.dialect() {
            // It has no default and is no NULL: another kind of error there.
            Dialect::Mariadb => assert!(error.to_string().contains("email"), "{error}"),
            _ => assert_eq!(kind, Some(ConstraintKind::NotNull)),
        }
        assert_eq!(User::select().count(&db).await?, 3);
        Ok(())
    }
}
