//! Writing without a session.

use behaviour::models::{Color, Post, Sample, SamplePatch, Tag, User, UserPatch};
use behaviour::models::{post, sample, tag, user};
use behaviour::{blog, on_every_engine};
use ormolu::chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use ormolu::{Database, Dialect, Error, Interval, Patch, rows_of};

/// MySQL has no RETURNING: after an INSERT of several rows it is asked in which steps it counted
/// their keys.
fn key_steps(db: &Database) -> usize {
    usize::from(db.dialect() == Dialect::Mysql)
}

/// O21: keys come back in the order of the input, in one statement.
#[test]
fn o21_keys_come_back_in_order() {
    on_every_engine(async |db: Database| {
        let record = db.record();
        let rows: Vec<_> = (0..90).map(|n| tag::new(format!("tag {n}"))).collect();
        let stored = Tag::insert_all(rows).run(&db).await?;
        assert_eq!(record.count(), 1 + key_steps(&db));
        for (n, tag) in stored.iter().enumerate() {
            assert_eq!(tag.name, format!("tag {n}"));
            assert_eq!(Tag::get(tag.id).one(&db).await?.name, tag.name);
        }
        assert!(stored.windows(2).all(|w| w[0].id < w[1].id));
        Ok(())
    });
}

/// O22: rows with other columns given share a statement where the engine knows DEFAULT, and keep
/// the order of the input.
#[test]
fn o22_equal_columns_share_a_statement() {
    on_every_engine(async |db: Database| {
        let record = db.record();
        let stored = Tag::insert_all(vec![tag::new("a"), tag::new("b").id(1000), tag::new("c")])
            .run(&db)
            .await?;
        // Without RETURNING MySQL tells the keys only of rows that all have counted ones.
        let apart = matches!(db.dialect(), Dialect::Sqlite | Dialect::Mysql);
        assert_eq!(record.count(), if apart { 3 } else { 1 });
        let names: Vec<&str> = stored.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c"]);
        assert_eq!(stored[1].id, 1000);
        Ok(())
    });
}

/// O23: a NULL between values is a value of the same statement.
#[test]
fn o23_null_does_not_split_a_batch() {
    on_every_engine(async |db: Database| {
        let record = db.record();
        let stored = User::insert_all(vec![
            user::new("a").nick("x"),
            user::new("b").nick(None::<String>),
            user::new("c").nick("z"),
        ])
        .run(&db)
        .await?;
        assert_eq!(record.count(), 1 + key_steps(&db));
        let nicks: Vec<_> = stored.iter().map(|u| u.nick.as_deref()).collect();
        assert_eq!(nicks, [Some("x"), None, Some("z")]);
        Ok(())
    });
}

/// More rows than one statement can bind.
#[test]
fn a_large_insert_is_cut_below_the_bind_limit() {
    on_every_engine(async |db: Database| {
        let rows: Vec<_> = (0..20_000)
            .map(|n| post::new(format!("post {n}")).body("text").rating(n))
            .collect();
        let stored = Post::insert_all(rows).run(&db).await?;
        assert_eq!(stored.len(), 20_000);
        assert!(
            stored
                .iter()
                .enumerate()
                .all(|(n, p)| p.rating == n as i32 && p.id > 0)
        );
        let sum = Post::select().select(|p| p.rating.sum()).one(&db).await?;
        assert_eq!(sum, Some(199_990_000));
        Ok(())
    });
}

/// A patch sets what it names and leaves the rest.
#[test]
fn a_patch_tells_unset_from_null() {
    on_every_engine(async |db: Database| {
        let ann = User::insert(user::new("Ann").nick("a")).run(&db).await?;
        let patch: UserPatch = serde_json::from_str(r#"{ "name": "Anna" }"#).unwrap();
        User::update().key(ann.id).patch(patch).run(&db).await?;
        let row = User::get(ann.id).one(&db).await?;
        assert_eq!(
            (row.name.as_str(), row.nick.as_deref()),
            ("Anna", Some("a"))
        );
        let patch: UserPatch = serde_json::from_str(r#"{ "nick": null }"#).unwrap();
        assert_eq!(patch.nick, Patch::Set(None));
        User::update().key(ann.id).patch(patch).run(&db).await?;
        assert_eq!(User::get(ann.id).one(&db).await?.nick, None);
        Ok(())
    });
}

/// Updates and deletes by condition tell how many rows they met.
#[test]
fn by_condition() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 3, 0).await?;
        let n = Post::update()
            .filter(|p| p.rating.ge(2))
            .set(|p| (p.rating.to(p.rating + 10), p.body.to("edited")))
            .run(&db)
            .await?;
        assert_eq!(n, 4);
        let ratings = Post::select()
            .order_by(|p| p.id.asc())
            .select(|p| (p.rating, p.body))
            .all(&db)
            .await?;
        assert_eq!(ratings[0], (1, None));
        assert_eq!(ratings[1], (12, Some("edited".into())));
        assert_eq!(
            Post::delete().filter(|p| p.rating.gt(11)).run(&db).await?,
            4
        );
        assert_eq!(Post::delete().all_rows().run(&db).await?, 2);
        Ok(())
    });
}

/// An error names the constraint; the transaction it hit refuses to commit.
#[test]
fn a_violation_is_named_and_poisons() {
    on_every_engine(async |db: Database| {
        Tag::insert(tag::new("taken")).run(&db).await?;
        let mut tx = db.begin().await?;
        Tag::insert(tag::new("free")).run(&mut tx).await?;
        let error = Tag::insert(tag::new("taken"))
            .run(&mut tx)
            .await
            .expect_err("taken");
        assert!(error.is_unique_violation(), "{error}");
        if db.dialect() == Dialect::Postgres {
            let error = tx.commit().await.expect_err("PostgreSQL has rolled back");
            assert!(matches!(error, Error::Poisoned { .. }), "{error}");
            assert_eq!(Tag::select().count(&db).await?, 1);
        }
        Ok(())
    });
}

/// A row of every type.
struct Values {
    moment: DateTime<Utc>,
    day: NaiveDate,
    clock: NaiveTime,
    token: ormolu::uuid::Uuid,
    doc: serde_json::Value,
    price: ormolu::rust_decimal::Decimal,
}

#[allow(clippy::unwrap_used)] // the literals are right
fn values() -> Values {
    Values {
        moment: DateTime::parse_from_rfc3339("2026-03-01T12:00:00.123456+05:00")
            .unwrap()
            .into(),
        day: NaiveDate::from_ymd_opt(2026, 2, 28).unwrap(),
        clock: NaiveTime::from_hms_micro_opt(23, 59, 58, 999_999).unwrap(),
        token: ormolu::uuid::Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0),
        doc: serde_json::json!({ "a": [1, null, "x\t\\"], "b": { "c": 1.5 } }),
        price: "12345678.0001".parse().unwrap(),
    }
}

fn full(values: &Values) -> behaviour::models::NewSample {
    let Values {
        moment,
        day,
        clock,
        token,
        doc,
        price,
    } = values;
    let (moment, day, clock, token, price) = (*moment, *day, *clock, *token, *price);
    sample::new(
        true,
        -128,
        -32768,
        i32::MIN,
        i64::MAX,
        255,
        65535,
        u32::MAX,
        1.5,
        0.1,
        price,
        "å short 'one'",
        "abc",
        "long ☃ text",
        vec![0, 1, 255],
        day,
        clock,
        day.and_time(clock),
        moment,
        Interval {
            months: 0,
            days: 0,
            microseconds: -90_000_001,
        },
        token,
        doc.clone(),
        Color::Green,
    )
    .maybe_color(Color::Blue)
    .maybe_moment(moment)
}

/// O27 and every type: what goes in comes out, on each engine.
#[test]
fn o27_every_type_goes_in_and_out() {
    on_every_engine(async |db: Database| {
        let all = values();
        let new = full(&all);
        let Values {
            moment,
            day,
            clock,
            token,
            doc,
            price,
        } = all;
        let stored = Sample::insert(new).run(&db).await?;
        assert_eq!(stored.counter, 7, "the database's default comes back");
        let row = Sample::get(stored.id).one(&db).await?.into_row();
        assert_eq!(row, stored);
        assert_eq!(
            (row.flag, row.tiny, row.small, row.medium, row.big),
            (true, -128, -32768, i32::MIN, i64::MAX)
        );
        assert_eq!((row.byte, row.word, row.dword), (255, 65535, u32::MAX));
        assert_eq!((row.single, row.double, row.price), (1.5, 0.1, price));
        assert_eq!(row.moment.to_rfc3339(), "2026-03-01T07:00:00.123456+00:00");
        assert_eq!(
            (row.day, row.clock, row.local),
            (day, clock, day.and_time(clock))
        );
        assert_eq!(row.span.microseconds, -90_000_001);
        assert_eq!(
            (row.token, &row.doc, row.color),
            (token, &doc, Color::Green)
        );
        assert_eq!(
            (row.raw.as_slice(), row.fixed.as_str()),
            (&[0u8, 1, 255][..], "abc")
        );
        assert_eq!((row.maybe_int, row.maybe_color), (None, Some(Color::Blue)));
        assert!(
            (Utc::now() - row.made_at).num_seconds().abs() < 60,
            "{}",
            row.made_at
        );
        let found = Sample::select()
            .filter(|s| {
                s.moment
                    .eq(moment)
                    .and(s.token.eq(token))
                    .and(s.color.eq(Color::Green))
            })
            .filter(|s| {
                s.price
                    .gt("9.5".parse::<ormolu::rust_decimal::Decimal>().unwrap())
            })
            .count(&db)
            .await?;
        assert_eq!(found, 1);
        Ok(())
    });
}

/// Every way to write stores the same.
#[test]
fn every_type_goes_every_way() {
    on_every_engine(async |db: Database| {
        let all = values();
        let first = Sample::insert(full(&all)).run(&db).await?;
        let same = |row: &Sample| {
            let expected = Sample {
                id: row.id,
                made_at: row.made_at,
                ..first.clone()
            };
            assert_eq!(*row, expected);
        };
        let latest = async || {
            let rows = Sample::select().order_by(|s| s.id.desc());
            Ok::<_, Error>(rows.first(&db).await?.expect("a row").into_row())
        };
        assert_eq!(Sample::copy_in([full(&all), full(&all)]).run(&db).await?, 2);
        same(&latest().await?);

        let rows = Sample::select().filter(|s| s.id.eq(first.id)).select(|s| {
            (
                (
                    s.flag, s.tiny, s.small, s.medium, s.big, s.byte, s.word, s.dword,
                ),
                (s.single, s.double, s.price, s.short, s.fixed, s.long, s.raw),
                (
                    s.day, s.clock, s.local, s.moment, s.span, s.token, s.doc, s.color,
                ),
                (s.maybe_color, s.maybe_moment),
            )
        });
        let count = Sample::insert_from(rows, |s| {
            (
                (
                    s.flag, s.tiny, s.small, s.medium, s.big, s.byte, s.word, s.dword,
                ),
                (s.single, s.double, s.price, s.short, s.fixed, s.long, s.raw),
                (
                    s.day, s.clock, s.local, s.moment, s.span, s.token, s.doc, s.color,
                ),
                (s.maybe_color, s.maybe_moment),
            )
        });
        assert_eq!(count.run(&db).await?, 1);
        same(&latest().await?);

        let changed = Sample::update()
            .key(first.id)
            .set(|s| (s.color.to(Color::Red), s.doc.to(serde_json::json!([]))))
            .returning(|s| (s.color, s.price, s.moment, s.doc))
            .run(&db)
            .await?;
        assert_eq!(
            changed,
            [(Color::Red, all.price, all.moment, serde_json::json!([]))]
        );
        let upsert = Sample::upsert(full(&all).id(first.id))
            .on(Sample::BY_ID)
            .update_all();
        same(&upsert.run(&db).await?.row);

        let patch = |color, price: &str| SamplePatch {
            color: Patch::Set(color),
            price: Patch::Set(price.parse().unwrap()),
            maybe_color: Patch::Set(None),
            maybe_token: Patch::Set(Some(all.token)),
            ..SamplePatch::default()
        };
        let ids = Sample::select()
            .order_by(|s| s.id.asc())
            .select(|s| s.id)
            .all(&db)
            .await?;
        let patches = [
            (ids[0], patch(Color::Red, "1.5")),
            (ids[1], patch(Color::Blue, "2.5")),
        ];
        assert_eq!(Sample::update_many(patches).run(&db).await?, 2);
        let found = Sample::select()
            .filter(|s| s.maybe_token.eq(all.token))
            .order_by(|s| s.id.asc())
            .select(|s| (s.color, s.price, s.maybe_color))
            .all(&db)
            .await?;
        let row = |color, price: &str| (color, price.parse().unwrap(), None);
        assert_eq!(found, [row(Color::Red, "1.5"), row(Color::Blue, "2.5")]);
        let gone = Sample::delete()
            .all_rows()
            .returning(|s| s.color)
            .run(&db)
            .await?;
        assert_eq!(gone.len(), 4);
        Ok(())
    });
}

/// Decimals are compared, ordered and added as numbers, exactly.
#[test]
fn decimals_are_numbers_everywhere() {
    use ormolu::rust_decimal::Decimal;
    on_every_engine(async |db: Database| {
        blog(&db, 2, 0, 0).await?;
        let users = User::select().order_by(|u| u.id.asc()).all(&db).await?;
        let (a, b) = (users.rows()[0].id, users.rows()[1].id);
        let amounts: Vec<Decimal> = ["9.50", "10.00", "0.10", "0.20"]
            .iter()
            .map(|a| a.parse().unwrap())
            .collect();
        let rows = amounts
            .iter()
            .map(|amount| behaviour::models::transfer::new(*amount).from(a).to(b))
            .collect::<Vec<_>>();
        behaviour::models::Transfer::insert_all(rows)
            .run(&db)
            .await?;
        let ordered = behaviour::models::Transfer::select()
            .order_by(|t| t.amount.desc())
            .select(|t| t.amount)
            .all(&db)
            .await?;
        assert_eq!(ordered, [amounts[1], amounts[0], amounts[3], amounts[2]]);
        let sum = behaviour::models::Transfer::select()
            .filter(|t| t.amount.lt(Decimal::TEN))
            .select(|t| t.amount.sum())
            .one(&db)
            .await?;
        assert_eq!(sum, Some("9.80".parse().unwrap()));
        Ok(())
    });
}

/// The rows of one parent are queried, changed and deleted without being loaded.
#[test]
fn rows_of_a_parent_are_changed_without_loading() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 3, 0).await?;
        let users = User::select().order_by(|u| u.id).all(&db).await?;
        let posts = rows_of::<user::posts>(&users[0]);
        let record = db.record();
        let found = posts.select().filter(|p| p.rating.gt(1)).all(&db).await?;
        let titles: Vec<_> = found.iter().map(|p| p.title()).collect();
        assert_eq!(titles, ["post 001.2", "post 001.3"]);
        assert_eq!(posts.update().set(|p| p.rating.to(9)).run(&db).await?, 3);
        assert_eq!(
            posts
                .delete()
                .filter(|p| p.title.ends_with(".1"))
                .run(&db)
                .await?,
            1
        );
        assert_eq!(record.count(), 3);
        assert_eq!(
            Post::select().filter(|p| p.rating.eq(9)).count(&db).await?,
            2
        );
        let others = rows_of::<user::posts>(&users[1]);
        assert_eq!(others.select().count(&db).await?, 3);

        // A foreign key that is NULL leads nowhere.
        let lone = Post::insert(post::new("lone")).run(&db).await?;
        assert_eq!(rows_of::<post::author>(&lone).select().count(&db).await?, 0);
        Ok(())
    });
}

/// Links of a many-to-many are made and taken away without loading either side.
#[test]
fn rows_of_a_parent_are_linked_without_loading() {
    on_every_engine(async |db: Database| {
        let post = Post::insert(post::new("a")).run(&db).await?;
        let other = Post::insert(post::new("b")).run(&db).await?;
        let names = (0..130).map(|n| tag::new(format!("tag {n:03}")));
        let stored = Tag::insert_all(names).run(&db).await?;
        let tags = rows_of::<post::tags>(&post);
        tags.link(&stored, &db).await?;
        tags.link([stored[0].id], &db).await?; // is linked already
        rows_of::<post::tags>(&other)
            .link([&stored[0]], &db)
            .await?;
        assert_eq!(tags.select().count(&db).await?, 130);
        let first = tags.select().limit(2).all(&db).await?;
        assert_eq!(
            first.iter().map(|t| t.name()).collect::<Vec<_>>(),
            ["tag 000", "tag 001"]
        );

        assert_eq!(tags.unlink(&stored[..120], &db).await?, 120);
        assert_eq!(tags.unlink([&stored[0]], &db).await?, 0);
        assert_eq!(tags.select().count(&db).await?, 10);
        assert_eq!(rows_of::<post::tags>(&other).select().count(&db).await?, 1);
        assert_eq!(tags.delete().run(&db).await?, 10);
        assert_eq!(Tag::select().count(&db).await?, 120);

        let refused = rows_of::<post::comments>(&post)
            .link([1_i64], &db)
            .await
            .unwrap_err();
        assert!(
            refused.to_string().contains("not many-to-many"),
            "{refused}"
        );
        Ok(())
    });
}
