use insta::assert_snapshot;
use ormolu::chrono::NaiveDate;
use ormolu::expr::Node;
use ormolu::generated::{FunctionMeta, Inputs, NotNull};
use ormolu::query::{RawSource, Sample, call_rows};
use ormolu::{Dialect, Error, Unit, exists, from, generate_series, raw_rows, unnest, values};

use crate::events::with_events;
use crate::models::{Event, Post, User};
use crate::running::on_engines;
use crate::support::{mariadb, sql};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn message(query: Result<ormolu::Statement, Error>) -> String {
    query.map_or_else(|error| error.to_string(), |_| "no error".into())
}

#[test]
fn lateral_is_refused_where_the_engine_has_none() {
    let latest = || {
        User::select().join_lateral(|u| {
            let own = Post::select().filter(|p| p.author_id.eq(u.id));
            own.order_by(|p| p.id.desc()).limit(2)
        })
    };
    for dialect in [Dialect::Sqlite, Dialect::Mariadb] {
        let refused = latest().to_sql(dialect);
        assert!(matches!(refused, Err(Error::Unsupported { .. })));
    }
    assert_snapshot!(message(latest().to_sql(Dialect::Mariadb)));
    let union = User::select().left_join_lateral(|u| {
        let own = Post::select().filter(|p| p.author_id.eq(u.id));
        own.select(|p| p.id)
            .union_all(Post::select().select(|p| p.id))
    });
    for dialect in [Dialect::Sqlite, Dialect::Mariadb] {
        let refused = union.to_sql(dialect);
        assert!(matches!(refused, Err(Error::Unsupported { .. })));
    }
}

#[test]
fn elements_of_a_column() {
    let labels = || {
        Event::select()
            .join_lateral(|e| e.labels.unnest())
            .select(|(e, label)| (e.id, label))
    };
    assert_snapshot!(sql(labels()));
    let all = || {
        Event::select()
            .left_join_lateral(|e| e.numbers.unnest())
            .filter(|(_, n)| n.is_distinct_from(8))
            .select(|(e, n)| (e.id, n))
    };
    assert_snapshot!(sql(all()));
    let with_an_r = || {
        Event::select()
            .filter(|e| exists(from(e.labels.unnest()).filter(|label| label.starts_with("r"))))
            .select(|e| e.id)
    };
    assert_snapshot!(sql(with_an_r()));
    with_events(|db| async move {
        let mut rows = labels().all(&db).await?;
        rows.sort();
        assert_eq!(rows, [(1, "or,m".to_owned()), (1, "rust".to_owned())]);
        let mut rows = all().all(&db).await?;
        rows.sort();
        assert_eq!(rows, [(1, None), (2, Some(7)), (2, Some(9))]);
        assert_eq!(with_an_r().all(&db).await?, [1]);
        Ok(())
    });
}

#[test]
fn a_series_of_days() {
    let (first, last) = (day(2024, 2, 27), day(2024, 3, 2));
    let per_day = || {
        from(generate_series(first, last))
            .left_join_on::<Event>(|(day, e)| e.day.eq(day))
            .group_by(|(day, _)| day)
            .order_by(|day, _| day)
            .select(|day, (_, e)| (day, e.id.count()))
    };
    assert_snapshot!(sql(per_day()));
    let ends_of_months =
        || from(generate_series(day(2024, 1, 31), day(2024, 4, 29)).step_by_months(1));
    assert_snapshot!(sql(ends_of_months()));
    with_events(|db| async move {
        let expected = [
            (day(2024, 2, 27), 0),
            (day(2024, 2, 28), 0),
            (day(2024, 2, 29), 1),
            (day(2024, 3, 1), 0),
            (day(2024, 3, 2), 0),
        ];
        assert_eq!(per_day().all(&db).await?, expected);
        let mut ends = ends_of_months().all(&db).await?;
        ends.sort();
        assert_eq!(ends, [day(2024, 1, 31), day(2024, 2, 29), day(2024, 3, 31)]);
        let weeks = from(generate_series(day(2024, 1, 20), day(2024, 1, 1)).step_by(-7));
        let mut weeks = weeks.all(&db).await?;
        weeks.sort();
        assert_eq!(weeks, [day(2024, 1, 6), day(2024, 1, 13), day(2024, 1, 20)]);
        let none = from(generate_series(last, first)).all(&db).await?;
        assert!(none.is_empty());
        let backwards = generate_series(day(2024, 3, 31), day(2024, 1, 31)).step_by_months(-1);
        let mut backwards = from(backwards)
            .select(|day| day.date_trunc(Unit::Month))
            .all(&db)
            .await?;
        backwards.sort();
        assert_eq!(
            backwards,
            [day(2024, 1, 1), day(2024, 2, 1), day(2024, 3, 1)]
        );
        Ok(())
    });
}

#[test]
fn functions_that_give_rows() {
    let split = || {
        Post::select()
            .join_lateral(|p| {
                raw_rows::<(String, i64), _>(
                    "string_to_table({}, {}) WITH ORDINALITY",
                    &["word", "nth"],
                    (p.title, "o"),
                )
            })
            .select(|(p, word)| (p.id, word.0, word.1))
    };
    assert_snapshot!(split().to_sql(Dialect::Postgres).unwrap().sql.as_str());
    let misnamed = from(raw_rows::<(i64, String), _>("f({})", &["a"], (1,)));
    assert_snapshot!(message(misnamed.to_sql(Dialect::Sqlite)));
    let misfit = from(raw_rows::<i64, _>("f({}, {})", &["a"], (1,)));
    assert_snapshot!(message(misfit.to_sql(Dialect::Sqlite)));
    on_engines(|db| async move {
        let call = match db.dialect() {
            Dialect::Postgres => "json_each_text({}::json)",
            Dialect::Sqlite => "json_each({})",
            _ => {
                "JSON_TABLE({}, '$' COLUMNS (`key` CHAR(1) PATH '$.k', `value` CHAR(1) PATH '$.v'))"
            }
        };
        let of = |text: &'static str| {
            let rows = raw_rows::<(String, String), _>(call, &["key", "value"], (text,));
            from(rows).select(|row| (row.0, row.1))
        };
        let object = r#"{"k": "x", "v": "y"}"#;
        let mut rows = of(object).all(&db).await?;
        rows.sort();
        let (x, y) = ("x".to_owned(), "y".to_owned());
        match db.dialect() {
            Dialect::Mysql | Dialect::Mariadb => assert_eq!(rows, [(x, y)]),
            _ => assert_eq!(rows, [("k".to_owned(), x), ("v".to_owned(), y)]),
        }
        Ok(())
    });
}

/// As the generator writes it.
fn elements<Text>(text: Text) -> RawSource<(String, Option<String>)>
where
    Text: NotNull<String>,
    (Text,): Inputs<Rows = Node>,
{
    const FUNCTION: FunctionMeta = FunctionMeta::new("elements()")
        .sqlite(None, "json_each")
        .postgres(Some("pg_catalog"), "json_each_text");
    call_rows(&FUNCTION, &["key", "value"], (text,))
}

#[test]
fn functions_of_the_schema_that_give_rows() {
    let of = |text: &'static str| from(elements(text)).select(|e| (e.0, e.1));
    assert_snapshot!(sql(of("{}")));
    on_engines(|db| async move {
        if db.dialect() != Dialect::Sqlite {
            return Ok(());
        }
        let mut rows = of(r#"{"k": "x", "l": null}"#).all(&db).await?;
        rows.sort();
        assert_eq!(rows, [("k".into(), Some("x".into())), ("l".into(), None)]);
        Ok(())
    });
}

#[test]
fn samples() {
    let some = |sample| User::select().sample(sample).select(|u| u.id);
    assert_snapshot!(sql(some(Sample::bernoulli(12.5))));
    let same = Sample::system(50.0).repeatable(7.0);
    assert_snapshot!(sql(User::select()
        .sample(same)
        .join(|u| u.posts())
        .select(|(u, p)| (u.id, p.id))));
    assert_snapshot!(message(
        some(Sample::system(101.0)).to_sql(Dialect::Postgres)
    ));
    let derived = from(User::select().select(|u| u.id)).sample(Sample::system(1.0));
    assert_snapshot!(message(derived.to_sql(Dialect::Postgres)));
    on_engines(|db| async move {
        if db.dialect() == Dialect::Postgres {
            assert_eq!(some(Sample::bernoulli(100.0)).all(&db).await?.len(), 3);
            assert_eq!(some(Sample::bernoulli(0.0)).all(&db).await?.len(), 0);
            let same = || some(Sample::bernoulli(50.0).repeatable(3.0)).all(&db);
            assert_eq!(same().await?, same().await?);
            assert_eq!(
                User::select()
                    .sample(Sample::system(100.0))
                    .count(&db)
                    .await?,
                3
            );
        } else {
            let refused = some(Sample::bernoulli(100.0)).all(&db).await;
            assert!(matches!(refused, Err(Error::Unsupported { .. })));
        }
        Ok(())
    });
}

#[test]
fn a_list_beyond_the_bind_limit() {
    let pairs = (0..40_000_i64).map(|n| (n, n));
    let long = from(values(pairs)).select(|pair| pair.0.sum());
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb] {
        assert!(matches!(long.to_sql(dialect), Err(Error::Invalid(_))));
    }
    assert_snapshot!(message(long.to_sql(Dialect::Sqlite)));
    let cases = (0..33_000).fold(User::select(), |query, n| query.filter(|u| u.id.ne(n)));
    assert_snapshot!(message(cases.to_sql(Dialect::Sqlite)));
    on_engines(|db| async move {
        let numbers = from(unnest(0..40_000_i64)).select(|n| n.max());
        assert_eq!(numbers.one(&db).await?, Some(39_999));
        let pairs = from(values((0..10_000_i64).map(|n| (n, n)))).select(|pair| pair.1.max());
        assert_eq!(pairs.one(&db).await?, Some(9_999));
        Ok(())
    });
}

#[test]
fn on_takes_any_condition() {
    let query = User::select()
        .join_on::<User>(|(a, b)| a.boss_id.eq(b.id).and(b.active))
        .left_join_on::<Post>(|(a, _, p)| p.author_id.eq(a.id))
        .select(|(a, _, p)| (a.id, p.id));
    assert_snapshot!(mariadb(query));
    let always = User::select()
        .join_on::<Post>(|_| true)
        .filter(|(u, p)| u.id.eq(p.author_id));
    assert!(always.to_sql(Dialect::Sqlite).is_ok());
}
