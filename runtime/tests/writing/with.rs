use ormolu::{Dialect, Error, Result, cte, exists, from};

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
    async fn rows_of_a_cte_go_into_a_table(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        users(&db).await?;
        let record = db.record();
        let often = cte("often", User::select().filter(|u| u.visits.gt(4)).select(|u| (u.name, u.id)));
        let rows = Note::insert_from(from(&often), |n| (n.text, n.user_id)).run(&db).await?;
        assert_eq!(rows, 1);
        let named = from(&often).select(|o| o.1);
        User::update().set(|u| u.visits.to(9)).filter(|u| u.id.in_(named)).run(&db).await?;
        let of_nine = User::select().filter(|u| u.visits.eq(9));
        assert_eq!(of_nine.one(&db).await?.name, "bob");
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }

    async fn rows_move_in_one_statement_on_postgresql(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        users(&db).await?;
        let record = db.record();
        let gone = cte("gone", User::delete().filter(|u| u.visits.eq(3)).returning(|u| u.name));
        let moved = Tag::insert_from(from(&gone), |t| t.name).run(&db).await;
        if db.dialect() != Dialect::Postgres {
            let refused = moved.unwrap_err();
            assert!(matches!(refused, Error::Unsupported { .. }), "{refused}");
            assert_eq!(User::select().count(&db).await?, 3);
            return Ok(());
        }
        assert_eq!(moved?, 2);
        assert_eq!(User::select().select(|u| u.name).all(&db).await?, ["bob"]);
        let counted = cte(
            "counted",
            User::update()
                .set(|u| u.visits.to(6))
                .filter(|u| exists(Tag::select().filter(|t| t.name.ne(u.name))))
                .returning(|u| (u.id, u.visits)),
        );
        let visits = from(&counted).select(|c| c.1.sum());
        assert_eq!(visits.one(&db).await?, Some(6));
        insta::assert_snapshot!(sql_of(&record));
        Ok(())
    }

    async fn inserted_rows_are_read_on_in_one_statement_on_postgresql(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let added = || cte(
            "added",
            User::insert_all([user::new("ann@x", "ann").visits(2), user::new("bob@x", "bob").visits(4)])
                .returning(|u| (u.name, u.id)),
        );
        let noted = Note::insert_from(from(&added()), |n| (n.text, n.user_id)).run(&db).await;
        if db.dialect() != Dialect::Postgres {
            let refused = noted.unwrap_err();
            assert!(matches!(refused, Error::Unsupported { .. }), "{refused}");
            assert_eq!(User::select().count(&db).await?, 0);
            return Ok(());
        }
        assert_eq!(noted?, 2);
        let names = User::select().order_by(|u| u.id).select(|u| (u.name, u.visits));
        assert_eq!(names.all(&db).await?, [("ann".to_owned(), 2), ("bob".to_owned(), 4)]);
        let mut texts = Note::select().select(|n| n.text).all(&db).await?;
        texts.sort();
        assert_eq!(texts, ["ann", "bob"]);
        let one = cte("one", User::insert(user::new("cid@x", "cid")).returning(|u| u.name));
        assert_eq!(from(&one).all(&db).await?, ["cid"]);
        let copied = User::select().filter(|u| u.name.eq("ann")).select(|u| (u.name, u.id));
        let copied = Note::insert_from(copied, |n| (n.text, n.user_id)).returning(|n| n.text);
        assert_eq!(from(&cte("copied", copied)).all(&db).await?, ["ann"]);
        insta::assert_snapshot!(sql_of(&record));
        let unlike = [user::new("a@x", "a").visits(1), user::new("b@x", "b")];
        let unlike = cte("unlike", User::insert_all(unlike).returning(|u| u.id));
        let refused = from(&unlike).all(&db).await.unwrap_err();
        insta::assert_snapshot!(refused.to_string());
        Ok(())
    }
}
