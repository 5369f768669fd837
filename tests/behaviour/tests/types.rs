//! The types that a schema chooses, on the way in and out: typed ids, types of the program, text
//! without case, open enumerations.

#[path = "types/ids.rs"]
mod ids;
#[path = "types/moments.rs"]
mod moments;

use behaviour::typed::{
    Article, ArticlePatch, Author, AuthorFilter, AuthorId, AuthorPatch, AuthorTable, Biography,
    Host, HostTable, Stage, article, author, biography, host,
};
use behaviour::{Email, Prefs, Sealed, on_every_engine_typed};
use ormolu::rust_decimal::Decimal;
use ormolu::serde::Deserialize;
use ormolu::serde::de::value::{Error as ReadError, MapDeserializer};
use ormolu::{Coded, Database, Deferred, Dialect, Expr, JsonOf, Patch, Result, sql};

fn ann() -> author::NewAuthor {
    let prefs = Prefs {
        dark: true,
        topics: vec!["rust".into()],
    };
    author::new("ann@example.org", "Ann", prefs, Sealed("s3cret".into()))
}

fn bob() -> author::NewAuthor {
    author::new(
        "bob@example.org",
        "BOB",
        Prefs::default(),
        Sealed("x".into()),
    )
}

#[test]
fn types_of_the_program_go_everywhere() {
    on_every_engine_typed(async |db: Database| {
        Author::insert_all([ann(), bob()]).run(&db).await?;
        let ids = async |found: Result<Vec<AuthorId>>| {
            found.map(|ids| ids.into_iter().map(|id| id.get()).collect::<Vec<_>>())
        };
        let email = Email::from("ann@example.org");

        let read = Author::get(AuthorId::new(1)).one(&db).await?;
        assert_eq!(
            (&read.email, &read.sealed),
            (&email, &Sealed("s3cret".into()))
        );
        assert!(read.prefs.dark && read.old_prefs.is_none());

        let equal = Author::select()
            .filter(|a| a.email.eq(&email))
            .select(|a| a.id);
        assert_eq!(ids(equal.all(&db).await).await?, [1]);
        let sealed = Author::select().filter(|a| a.sealed.eq(Sealed("x".into())));
        assert_eq!(ids(sealed.select(|a| a.id).all(&db).await).await?, [2]);
        let listed = Author::select().filter(|a| a.email.in_([&email, &"no@one".into()]));
        assert_eq!(ids(listed.select(|a| a.id).all(&db).await).await?, [1]);
        let part = Author::select().filter(|a| a.email.starts_with("bob@"));
        assert_eq!(
            part.select(|a| a.email).one(&db).await?.as_str(),
            "bob@example.org"
        );
        let inside = Author::select().filter(|a| a.prefs.get("topics").get(0).as_text().eq("rust"));
        assert_eq!(ids(inside.select(|a| a.id).all(&db).await).await?, [1]);
        let found = Author::find_by_email("bob@example.org").one(&db).await?;
        assert_eq!(found.id.get(), 2);

        let prefs = Prefs {
            dark: false,
            topics: vec!["a".into(), "b".into()],
        };
        let update = Author::update().filter(|a| a.email.eq(&email));
        let changes = |a: AuthorTable| {
            (
                a.old_prefs.to(JsonOf(prefs.clone())),
                a.sealed.to(Sealed("new".into())),
            )
        };
        let changed = update
            .set(changes)
            .returning(|a| (a.sealed, a.email))
            .run(&db)
            .await?;
        assert_eq!(changed, [(Sealed("new".into()), email)]);
        let patch = AuthorPatch {
            email: Patch::Set("anna@example.org".into()),
            ..AuthorPatch::default()
        };
        Author::update()
            .key(AuthorId::new(1))
            .patch(patch)
            .run(&db)
            .await?;

        let mut s = db.session();
        let ann = s.get::<Author>(AuthorId::new(1)).await?;
        assert!(s[ann].packed.is_none());
        s[ann].packed = Some(Coded::from(prefs.clone()));
        s.commit().await?;
        let packed = Author::select().filter(|a| a.packed.eq(Coded::from(prefs.clone())));
        assert_eq!(packed.one(&db).await?.packed.as_deref(), Some(&prefs));
        assert_eq!(s[ann].old_prefs.as_deref(), Some(&prefs));
        assert_eq!(s[ann].sealed, Sealed("new".into()));
        s[ann].prefs.topics.push("sql".into());
        s.commit().await?;
        let read = Author::get(AuthorId::new(1)).one(&db).await?;
        assert_eq!(read.prefs.topics, ["rust", "sql"]);
        assert_eq!(read.email.as_str(), "anna@example.org");
        Ok(())
    });
}

#[test]
fn what_cannot_be_stored_or_read_is_an_error() {
    on_every_engine_typed(async |db: Database| {
        let wrong = author::new("nobody", "N", Prefs::default(), Sealed(String::new()));
        let error = Author::insert(wrong).run(&db).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "a value cannot be stored: an address has an `@`"
        );

        Author::insert(ann()).run(&db).await?;
        let broken = "broken";
        sql!("UPDATE authors SET email = {broken}", broken)
            .execute(&db)
            .await?;
        let error = Author::get(AuthorId::new(1)).one(&db).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "authors.email: expected behaviour::types::Email, found a text without `@`"
        );
        Ok(())
    });
}

#[test]
fn text_without_case_is_compared_in_lower_case() {
    on_every_engine_typed(async |db: Database| {
        Author::insert_all([ann(), bob()]).run(&db).await?;
        let names = async |condition: fn(AuthorTable) -> Expr<bool>| -> Result<String> {
            let select = Author::select().filter(condition).order_by(|a| a.id);
            Ok(select.select(|a| a.nick).all(&db).await?.join(" "))
        };
        assert_eq!(names(|a| a.nick.eq("ANN")).await?, "Ann");
        assert_eq!(names(|a| a.nick.ne("ann")).await?, "BOB");
        assert_eq!(names(|a| a.nick.in_(["aNN", "boB"])).await?, "Ann BOB");
        assert_eq!(names(|a| a.nick.not_in(["bOb"])).await?, "Ann");
        assert_eq!(names(|a| a.nick.contains("NN")).await?, "Ann");
        assert_eq!(names(|a| a.nick.between("ANA", "anz")).await?, "Ann");
        assert_eq!(names(|a| a.nick.lt("aZ")).await?, "Ann");
        let others = |a: AuthorTable| {
            a.nick.in_(
                Author::select()
                    .filter(|a| a.nick.ne("x"))
                    .select(|a| a.nick.upper()),
            )
        };
        assert_eq!(names(others).await?, "Ann BOB");
        Ok(())
    });
}

#[test]
fn the_sql_of_text_without_case() {
    let sql = |dialect: Dialect, condition: fn(AuthorTable) -> Expr<bool>| {
        let select = Author::select().filter(condition).select(|a| a.id);
        let sql = select.to_sql(dialect).unwrap().sql.as_str().to_owned();
        sql.split_once(" WHERE ").unwrap().1.to_owned()
    };
    let [sqlite, postgres, mysql] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];
    let equal = |a: AuthorTable| a.nick.eq("Ann");
    assert_eq!(sql(sqlite, equal), r#"lower("authors"."nick") = lower(?)"#);
    assert_eq!(
        sql(postgres, equal),
        r#"lower("authors"."nick") = lower($1)"#
    );
    assert_eq!(sql(mysql, equal), "lower(`authors`.`nick`) = lower(?)");
    let listed = |a: AuthorTable| a.nick.in_(["Ann", "Bob"]);
    assert_eq!(
        sql(sqlite, listed),
        r#"lower("authors"."nick") IN (SELECT lower(value) FROM json_each(?))"#
    );
    assert_eq!(
        sql(postgres, listed),
        r#"lower("authors"."nick") = ANY(SELECT lower(value) FROM unnest($1) AS value)"#
    );
    assert_eq!(
        sql(mysql, listed),
        "lower(`authors`.`nick`) IN (lower(?), lower(?))"
    );
    let part = |a: AuthorTable| a.nick.contains("n");
    assert_eq!(sql(sqlite, part), r#""authors"."nick" LIKE ? ESCAPE '!'"#);
    assert_eq!(
        sql(postgres, part),
        r#""authors"."nick" ILIKE $1 ESCAPE '!'"#
    );
}

#[test]
fn an_open_enumeration_reads_what_it_does_not_know() {
    on_every_engine_typed(async |db: Database| {
        Author::insert(ann().stage(Stage::Printed)).run(&db).await?;
        let printed = Author::select().filter(|a| a.stage.eq(Stage::Printed));
        assert_eq!(printed.one(&db).await?.stage, Stage::Printed);
        Ok(())
    });
    assert_eq!("sold".parse(), Ok(Stage::Other("sold".into())));
    assert_eq!(
        serde_json::from_str::<Stage>("\"sold\"").unwrap().as_str(),
        "sold"
    );
    assert_eq!(Stage::ALL.len(), 2);
}

#[test]
fn clients_filter_by_them() {
    on_every_engine_typed(async |db: Database| {
        Author::insert_all([ann(), bob()]).run(&db).await?;
        let count = async |query: &str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let filter = AuthorFilter::deserialize(MapDeserializer::<_, ReadError>::new(pairs));
            Author::select()
                .matching(filter.unwrap())
                .count(&db)
                .await
                .unwrap()
        };
        for (query, rows) in [
            ("id=1", 1),
            ("id.gt=1", 1),
            ("email=bob@example.org", 1),
            ("nick=bob", 1),
            ("nick.in=ANN&nick.in=bob", 2),
            ("stage=draft", 2),
            ("language_code=de", 0),
        ] {
            assert_eq!(count(query).await, rows, "{query}");
        }
        Ok(())
    });
}

/// O17: by another query, or by the same when it says so; a read that is not there is no SQL.
#[test]
fn o17_deferred_columns_are_read_when_asked_for() {
    on_every_engine_typed(async |db: Database| {
        let ann = Author::insert(ann()).run(&db).await?.id;
        let new = article::new("First", "Long.").author(ann).notes("Read it.");
        let first = Article::insert(new).run(&db).await?;
        assert_eq!(first.body, Deferred::Read("Long.".into()));
        let second = article::new("Second", "Longer.").author(ann);
        Article::insert(second).run(&db).await?;

        let statements = db.record();
        let plain = Article::select().order_by(|a| a.title).all(&db).await?;
        let sql = &statements.statements()[0].sql;
        assert!(!sql.contains("body") && sql.contains("NULL, NULL"), "{sql}");
        assert!(
            plain
                .iter()
                .all(|a| a.body().is_none() && a.notes().is_none())
        );
        assert_eq!(
            Article::get(first.id).one(&db).await?.body,
            Deferred::Unread
        );
        let json = serde_json::to_value(plain.first().unwrap()).unwrap();
        assert!(json.get("body").is_none() && json.get("title").is_some());

        let read = Article::select().undefer(|a| a.body).order_by(|a| a.title);
        let read = read.all(&db).await?;
        let bodies: Vec<_> = read.iter().map(|a| a.body().cloned()).collect();
        assert_eq!(
            bodies,
            [Some("Long.".to_owned()), Some("Longer.".to_owned())]
        );
        assert!(read.iter().all(|a| a.notes().is_none()));

        // A NULL that was asked for is a value.
        let all = Article::select()
            .undefer_all()
            .order_by(|a| a.title)
            .all(&db)
            .await?;
        let notes: Vec<_> = all.iter().map(|a| a.notes().cloned()).collect();
        assert_eq!(notes, [Some(Some("Read it.".to_owned())), Some(None)]);
        let selected = Article::select()
            .order_by(|a| a.title)
            .select(|a| (a, a.title));
        let selected = selected.all(&db).await?;
        let notes: Vec<_> = selected.iter().map(|(a, _)| a.notes.get()).collect();
        assert_eq!(notes, [Some(&Some("Read it.".to_owned())), Some(&None)]);
        let joined = Author::select()
            .left_join(|a| a.articles())
            .order_by(|(_, b)| b.title)
            .select(|(_, b)| b);
        let joined = joined.all(&db).await?;
        let read = |a: &Option<Article>| a.as_ref().is_some_and(|a| a.notes.is_read());
        assert!(joined.iter().all(read));
        let both = author::articles().undefer(|a| (a.body, a.notes));
        for author in [
            Author::select().with(both.clone()).one(&db).await?,
            Author::get(ann).with(both).one(&db).await?,
        ] {
            let articles = author.view().articles();
            assert!(
                articles
                    .iter()
                    .all(|a| a.body().is_some() && a.notes().is_some())
            );
        }
        let reviewed = biography::new("Born.").author(ann);
        Biography::insert(reviewed).run(&db).await?;

        let mut s = db.session();
        let handle = s.get::<Article>(first.id).await?;
        s[handle].title = "Third".into();
        let before = db.record();
        s.commit().await?;
        assert!(before.statements().iter().all(|s| !s.sql.contains("body")));
        s[handle].body = "Short.".into();
        s.commit().await?;
        let patch = ArticlePatch {
            notes: Patch::Set(None),
            body: "Patched.".into(),
            ..ArticlePatch::default()
        };
        Article::update()
            .key(first.id)
            .patch(patch)
            .run(&db)
            .await?;
        let columns = Article::select().filter(|a| a.id.eq(first.id));
        let stored = columns
            .select(|a| (a.title, a.body, a.notes))
            .one(&db)
            .await?;
        assert_eq!(stored, ("Third".into(), "Patched.".into(), None));
        Ok(())
    });
}

#[test]
fn what_is_sensitive_shows_nowhere() {
    const SECRET: &str = "tok-4711";
    on_every_engine_typed(async |db: Database| {
        let hidden = |what: &str, text: String| {
            assert!(!text.contains(SECRET), "{what}: {text}");
        };
        hidden("builder", format!("{:?}", ann().token(SECRET)));
        let statements = db.record();
        let row = Author::insert(ann().token(SECRET)).run(&db).await?;
        hidden("statements", format!("{:?}", statements.statements()));
        hidden("row", format!("{row:?}"));
        let found = Author::get(row.id).one(&db).await?;
        hidden("result", format!("{found:?} {:?}", found.view()));
        hidden("json", serde_json::to_string(&found).unwrap());
        let patch = AuthorPatch {
            token: Patch::Set(Some(SECRET.into())),
            ..AuthorPatch::default()
        };
        hidden("patch", format!("{patch:?}"));

        let by_token = Author::select().filter(|a| a.token.eq(SECRET));
        hidden("sql for people", by_token.debug_sql(db.dialect()).unwrap());
        let statement = by_token.select(|a| a.id).to_sql(db.dialect()).unwrap();
        hidden("statement", format!("{statement:?}"));
        let twice = Author::insert(bob().token(SECRET))
            .run(&db)
            .await
            .unwrap_err();
        assert!(twice.is_unique_violation());
        hidden("error", format!("{twice} {twice:?}"));
        let long = SECRET.repeat(20);
        let wrong = Author::update()
            .key(row.id)
            .set(|a| a.token.to(long))
            .run(&db)
            .await;
        hidden("error of a value", format!("{wrong:?}"));
        Ok(())
    });
}

#[test]
fn types_spelled_by_engine_hold_their_values() {
    on_every_engine_typed(async |db: Database| {
        let doc = serde_json::json!({"a": [1, null]});
        let cost: Decimal = "12.50".parse().unwrap();
        let new = host::new(
            "10.0.0.1",
            "1010",
            "web,dns",
            "Notes",
            "Label",
            1999,
            doc.clone(),
            cost,
        );
        let row = Host::insert(new.backup("10.0.0.2")).run(&db).await?;
        let read = Host::get(row.id).one(&db).await?.into_row();
        // PostgreSQL writes the mask of an address.
        assert!(read.address.starts_with("10.0.0.1"), "{}", read.address);
        assert_eq!(
            (read.mask.as_str(), read.roles.as_str()),
            ("1010", "web,dns")
        );
        assert_eq!((read.since, read.cost, &read.doc), (1999, cost, &doc));

        let found = |condition: fn(HostTable) -> Expr<bool>| Host::select().filter(condition);
        assert_eq!(found(|h| h.address.eq("10.0.0.1")).count(&db).await?, 1);
        assert_eq!(
            found(|h| h.address.in_(["10.0.0.9", "10.0.0.1"]))
                .count(&db)
                .await?,
            1
        );
        assert_eq!(found(|h| h.backup.ne(h.address)).count(&db).await?, 1);
        assert_eq!(found(|h| h.mask.eq("1010")).count(&db).await?, 1);
        assert_eq!(found(|h| h.since.ge(2000)).count(&db).await?, 0);
        let changed = Host::update().key(row.id);
        let changed = changed.set(|h| (h.address.to("10.1.0.1"), h.backup.to(None)));
        let changed = changed
            .returning(|h| (h.address, h.backup))
            .run(&db)
            .await?;
        assert!(changed[0].0.starts_with("10.1.0.1") && changed[0].1.is_none());
        let many = Host::insert_all((0..3).map(|n| {
            let address = format!("10.2.0.{n}");
            host::new(address, "0001", "mail", "", "", 2001, doc.clone(), cost)
        }));
        assert_eq!(many.run(&db).await?.len(), 3);
        Ok(())
    });
}
