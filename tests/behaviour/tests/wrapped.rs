//! Types with SQL around their values: hexadecimal digits in the program, bytes in the column.

use behaviour::wrapped::{
    Badge, BadgePatch, BadgeTable, Pass, Stamp, badge, pass, schema, stamp, zone,
};
use behaviour::{Token, on_every_engine_empty};
use ormolu::{
    Database, Deferred, Dialect, Expr, Patch, Result, case, from, json_object, lit, row, sql,
    values,
};

fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        schema::create_all(&db).await?;
        body(db).await
    });
}

#[test]
fn they_are_read_and_compared() {
    on_every_engine(async |db: Database| {
        let token = |digits: &str| Token::from(digits);
        let badge = |digits: &str, note: &str| badge::new(digits, note);
        let stored = async |id: i64| -> Result<i64> {
            let query = sql!("SELECT length(token) FROM badges WHERE id = {id}", id);
            Ok(query.fetch_as::<(i64,)>().one(&db).await?.0)
        };

        let first = Badge::insert(badge("c0ffee", "a").spare(token("01")))
            .run(&db)
            .await?;
        assert_eq!(
            (first.token, first.spare),
            (token("c0ffee"), Some(token("01")))
        );
        assert_eq!(stored(first.id).await?, 3);
        let others = [badge("beef", "b"), badge("0a", "c").spare(token("02"))];
        let others = Badge::insert_all(others).run(&db).await?;
        let tokens: Vec<_> = others.iter().map(|badge| badge.token.clone()).collect();
        assert_eq!(tokens, [token("beef"), token("0a")]);
        assert_eq!(stored(3).await?, 1);

        // In conditions, orders and results of every form.
        let notes = async |condition: fn(BadgeTable) -> Expr<bool>| -> Result<String> {
            let select = Badge::select().filter(condition).order_by(|b| b.token);
            Ok(select.select(|b| b.note).all(&db).await?.concat())
        };
        assert_eq!(notes(|b| b.token.eq(Token::from("beef"))).await?, "b");
        assert_eq!(notes(|b| b.token.ne(Token::from("beef"))).await?, "ca");
        assert_eq!(notes(|b| b.token.gt(Token::from("0b"))).await?, "ba");
        assert_eq!(
            notes(|b| b
                .token
                .in_(["beef", "0a", "x"].map(Token::from).into_iter().take(2)))
            .await?,
            "cb"
        );
        assert_eq!(
            notes(|b| b.token.between(Token::from("0a"), Token::from("bf"))).await?,
            "cb"
        );
        assert_eq!(
            notes(|b| b.spare.or_value(Token::from("02")).eq(Token::from("02"))).await?,
            "cb"
        );
        assert_eq!(
            notes(|b| row((b.token, b.note)).eq((Token::from("0a"), "c"))).await?,
            "c"
        );
        assert_eq!(notes(|b| b.token.stored().starts_with("c0f")).await?, "a");
        assert_eq!(
            notes(|b| b.spare.is_not_distinct_from(Token::from("01"))).await?,
            "a"
        );
        assert_eq!(
            notes(|b| b.token.in_(
                Badge::select()
                    .filter(|b| b.spare.is_null())
                    .select(|b| b.token)
            ))
            .await?,
            "b"
        );

        let read = Badge::select().order_by(|b| b.id).select(|b| {
            let known = case()
                .when(b.note.eq("a"), Token::from("ff"))
                .else_(b.token);
            (b.token, b.spare, known, b.token.stored().length())
        });
        let read = read.all(&db).await?;
        assert_eq!(
            read[0],
            (token("c0ffee"), Some(token("01")), token("ff"), 6)
        );
        assert_eq!(read[1], (token("beef"), None, token("beef"), 4));
        let inner = Badge::select()
            .filter(|b| b.id.gt(1))
            .select(|b| (b.token, b.note));
        let outer = from(inner)
            .filter(|q| q.0.ne(Token::from("beef")))
            .select(|q| q.0);
        assert_eq!(outer.all(&db).await?, [token("0a")]);
        let both = Badge::select()
            .select(|b| b.token)
            .union(Badge::select().select(|_| lit(Token::from("ee"))));
        let mut both = both.all(&db).await?;
        both.sort();
        assert_eq!(both, ["0a", "beef", "c0ffee", "ee"].map(Token::from));
        let document = Badge::select()
            .filter(|b| b.id.eq(2))
            .select(|b| json_object((("token", b.token), ("note", b.note))));
        assert_eq!(
            document.one(&db).await?,
            serde_json::json!({"token": "beef", "note": "b"})
        );
        let tops = Badge::select()
            .limit_per(1, |b| b.spare.is_null())
            .order_by(|b| b.token.desc())
            .select(|b| b.token);
        let mut tops = tops.all(&db).await?;
        tops.sort();
        assert_eq!(tops, ["beef", "c0ffee"].map(Token::from));
        let list = values([(Token::from("beef"), 1_i64), (Token::from("aa"), 2)]);
        let joined = Badge::select()
            .join_query(list, |(b, v)| b.token.eq(v.0))
            .select(|(b, v)| (b.note, v.0, v.1));
        assert_eq!(joined.all(&db).await?, [("b".to_owned(), token("beef"), 1)]);
        let rows = sql!("SELECT {b.*} FROM badges b WHERE b.note = 'b'").fetch_as::<Badge>();
        assert_eq!(rows.one(&db).await?.token, token("beef"));
        let found = Badge::find_by_token("0a").one(&db).await?;
        assert_eq!(
            (found.note.as_str(), &found.spare),
            ("c", &Some(token("02")))
        );
        assert_eq!(Badge::get(2).one(&db).await?.token, token("beef"));
        Ok(())
    });
}

#[test]
fn they_are_written() {
    on_every_engine(async |db: Database| {
        let token = |digits: &str| Token::from(digits);
        Badge::insert_all([
            badge::new("aa", "a"),
            badge::new("bb", "b"),
            badge::new("cc", "c"),
        ])
        .run(&db)
        .await?;
        let tokens = async || -> Result<String> {
            let all = Badge::select().order_by(|b| b.id).select(|b| b.token);
            let all = all.all(&db).await?;
            Ok(all
                .into_iter()
                .map(|token| token.0)
                .collect::<Vec<_>>()
                .join(" "))
        };

        let update = Badge::update().filter(|b| b.token.eq(Token::from("aa")));
        let changed = update
            .set(|b| b.token.to(Token::from("a1")))
            .returning(|b| (b.token, b.spare))
            .run(&db)
            .await?;
        assert_eq!(changed, [(token("a1"), None)]);
        let patch = |digits: &str| BadgePatch {
            token: Patch::Set(digits.into()),
            spare: Patch::Set(Some(digits.into())),
            ..BadgePatch::default()
        };
        Badge::update_many([(1, patch("a2")), (2, patch("b2"))])
            .run(&db)
            .await?;
        assert_eq!(tokens().await?, "a2 b2 cc");
        let swap = Badge::update()
            .filter(|b| b.id.eq(1))
            .set(|b| b.spare.to(None));
        swap.run(&db).await?;
        let spares = Badge::select()
            .order_by(|b| b.id)
            .select(|b| b.spare)
            .all(&db)
            .await?;
        assert_eq!(spares, [None, Some(token("b2")), None]);

        let again = badge::new("b2", "again").spare(token("99"));
        Badge::upsert(again)
            .on(Badge::BY_TOKEN)
            .set(|b, new| (b.note.to(new.note), b.spare.to(new.spare)))
            .run(&db)
            .await?;
        let row = Badge::find_by_token("b2").one(&db).await?;
        assert_eq!(
            (row.note.as_str(), &row.spare),
            ("again", &Some(token("99")))
        );
        Badge::insert_from(
            Badge::select()
                .filter(|b| b.spare.is_not_null())
                .select(|b| (b.spare.or_value(Token::from("00")), b.note)),
            |b| (b.token, b.note),
        )
        .run(&db)
        .await?;
        assert_eq!(tokens().await?, "a2 b2 cc 99");
        assert_eq!(
            Badge::copy_in([badge::new("d1", "d"), badge::new("d2", "d")])
                .run(&db)
                .await?,
            2
        );
        assert_eq!(tokens().await?, "a2 b2 cc 99 d1 d2");

        let mut s = db.session();
        let row = s.get::<Badge>(1).await?;
        assert_eq!(s[row].token, token("a2"));
        s[row].token = token("a3");
        s[row].spare = Some(token("33"));
        let two = [s.add(badge::new("e1", "e")), s.add(badge::new("e2", "e"))];
        s.commit().await?;
        assert_eq!(tokens().await?, "a3 b2 cc 99 d1 d2 e1 e2");
        s.refresh(row).await?;
        assert_eq!(
            (s[row].token.clone(), s[row].spare.clone()),
            (token("a3"), Some(token("33")))
        );
        s[row].spare = None;
        s[two[0]].spare = Some(token("ee"));
        s.delete(two[1])?;
        s.commit().await?;
        assert_eq!(Badge::get(1).one(&db).await?.spare, None);
        assert_eq!(
            Badge::find_by_token("e1").one(&db).await?.spare,
            Some(token("ee"))
        );
        // Rows of a session follow a statement.
        Badge::update()
            .filter(|b| b.id.eq(1))
            .set(|b| (b.token.to(token("a4")), b.spare.to(token("44"))))
            .run(&mut s)
            .await?;
        assert_eq!(
            (&s[row].token, &s[row].spare),
            (&token("a4"), &Some(token("44")))
        );
        Badge::update()
            .filter(|b| b.token.eq(token("a4")))
            .set(|b| b.spare.to(None))
            .run(&mut s)
            .await?;
        s.refresh(row).await?;
        assert_eq!(s[row].spare, None);
        s.commit().await?;
        let late = Badge::select()
            .filter(|b| b.id.eq(1))
            .undefer(|b| b.late)
            .one(&db)
            .await?;
        assert_eq!(late.late, Deferred::Read(None));
        let mut s = db.session();
        let row = s.get::<Badge>(1).await?;
        s[row].late = Deferred::Read(Some(token("1a7e")));
        s.commit().await?;
        let late = Badge::select()
            .filter(|b| b.id.eq(1))
            .undefer(|b| b.late)
            .one(&db)
            .await?;
        assert_eq!(late.late, Deferred::Read(Some(token("1a7e"))));
        Ok(())
    });
}

#[test]
fn they_are_keys() {
    on_every_engine(async |db: Database| {
        let key = |digits: &str| Token::from(digits);
        let mut s = db.session();
        let zone = s.add(zone::new("north"));
        let first = s.add(pass::new("aa", "first").zones([zone]));
        s.add(pass::new("bb", "second"));
        s.add(stamp::new().pass(first));
        s.add(stamp::new().pass(first));
        s.commit().await?;

        assert_eq!(Pass::get(key("aa")).one(&db).await?.note, "first");
        let passes = Pass::select()
            .order_by(|p| p.token)
            .with(pass::stamps())
            .with(pass::zones())
            .all(&db)
            .await?;
        let counts: Vec<_> = passes
            .iter()
            .map(|p| (p.stamps().len(), p.zones().len()))
            .collect();
        assert_eq!(counts, [(2, 1), (0, 0)]);
        let stamps = Stamp::select()
            .with(stamp::pass().joined())
            .all(&db)
            .await?;
        assert!(stamps.iter().all(|stamp| stamp.pass().note == "first"));
        let with = Pass::select()
            .filter(|p| p.stamps().any(|s| s.id.gt(0)))
            .select(|p| p.token);
        assert_eq!(with.all(&db).await?, [key("aa")]);

        let mut s = db.session();
        let all = s.all(Pass::select()).await?;
        for pass in all {
            s[pass].note.push('!');
        }
        s.commit().await?;
        let first = s.get::<Pass>(key("aa")).await?;
        assert_eq!(s[first].note, "first!");
        let second = s.get::<Pass>(key("bb")).await?;
        s.delete(second)?;
        s.commit().await?;
        assert_eq!(Pass::select().count(&db).await?, 1);

        let page = Pass::select()
            .keyset(|p| p.token.asc())
            .page(5, &db)
            .await
            .unwrap_err();
        assert_eq!(
            page.to_string(),
            "keyset pages: a column whose type has SQL around its values is sorted in the form that is stored; order by its `.stored()`"
        );
        let text = Pass::select()
            .filter(|p| p.token.eq(Token::from("aa")))
            .debug_sql(Dialect::Postgres)?;
        assert!(
            text.ends_with(r#"WHERE "passes"."token" = decode('aa', 'hex')"#),
            "{text}"
        );
        Ok(())
    });
}
