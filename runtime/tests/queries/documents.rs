use insta::assert_snapshot;
use ormolu::serde_json::{Value, json};
use ormolu::{Dialect, Error, row};

use crate::events::with_events;
use crate::models::{Event, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn json() {
    assert_snapshot!(sql(Event::select().select(|e| (
        e.data.get("a").get("b").get(0),
        e.data.json_path("a.b[0]").as_i64(),
        e.data.get("a").as_f64(),
        e.extra.get(1).as_bool(),
        e.data.as_text(),
        e.data.get("a").json_array_length(),
    ))));
    let found = Event::select().filter(|e| {
        e.data
            .get("a")
            .has_key("b")
            .and(e.data.json_contains(json!({"n": 5})))
            .and(!e.extra.get(0).json_contains(e.data))
    });
    assert_snapshot!(sql(found.select(|e| e.extra.has_key("x"))));
}

#[test]
fn json_agrees() {
    with_events(|db| async move {
        let first = || Event::select().filter(|e| e.id.eq(1));
        let values = first().select(|e| {
            let list = e.data.get("a").get("b");
            (
                (
                    list.clone().get(0),
                    list.clone().get(4),
                    list.clone().get(9),
                ),
                (list.clone().get(0).as_i64(), list.clone().get(1).as_i64()),
                (list.clone().get(1).as_f64(), list.clone().get(2).as_f64()),
                (list.clone().get(2).as_text(), list.clone().get(0).as_text()),
                (list.clone().get(3).as_bool(), list.clone().get(0).as_bool()),
                (list.clone().json_array_length(), e.data.json_array_length()),
                (
                    e.data.json_path("a.b[5].c").as_text(),
                    e.data.get("é\"k\"").as_text(),
                ),
                (
                    e.data.get("n").as_i64(),
                    e.data.get("big").as_i64(),
                    e.data.get("big").as_f64(),
                ),
            )
        });
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            values.one(&db).await?,
            (
                (Some(json!(1)), Some(Value::Null), None),
                (Some(1), None),
                (Some(2.5), None),
                (text("x"), None),
                (Some(true), None),
                (Some(6), None),
                (text("deep"), text("quoted")),
                (Some(5), None, Some(12_345_678_901_234_567_890.0)),
            )
        );
        let keys = first().select(|e| {
            (
                (
                    e.data.has_key("a"),
                    e.data.has_key("b"),
                    e.data.get("a").has_key("b"),
                ),
                (
                    e.data.has_key("é\"k\""),
                    e.data.get("a").get("b").has_key("1"),
                ),
                (e.extra.has_key("a"), !e.extra.has_key("a")),
            )
        });
        assert_eq!(
            keys.one(&db).await?,
            ((true, false, true), (true, false), (false, true))
        );
        let contains = first().select(|e| {
            (
                e.data.json_contains(json!({"a": {"b": [true, 1]}})),
                e.data.json_contains(json!({"a": {"b": [false]}})),
                e.data.json_contains(json!({"n": 5})),
                e.data.get("a").get("b").json_contains(json!("x")),
                e.extra.json_contains(json!(null)),
            )
        });
        assert_eq!(contains.one(&db).await?, (true, false, true, true, false));
        let second = Event::select().filter(|e| e.id.eq(2)).select(|e| {
            (
                (
                    e.data.get(2).as_i64(),
                    e.data.get(0).get(0),
                    e.data.get("a"),
                ),
                (e.data.json_array_length(), e.extra.as_i64(), e.extra),
                e.data.json_contains(json!([3, 1])),
            )
        });
        assert_eq!(
            second.one(&db).await?,
            (
                (Some(3), None, None),
                (Some(3), None, Some(Value::Null)),
                true,
            )
        );
        let filtered = Event::select().filter(|e| e.data.get(2).as_i64().gt(2));
        assert_eq!(filtered.select(|e| e.id).all(&db).await?, [2]);
        Ok(())
    });
}

#[test]
fn groups_by_json() {
    let groups = || {
        Event::select()
            .group_by(|e| e.data.get("n").as_i64())
            .order_by(|n, _| n.desc().nulls_last())
            .select(|n, e| (n, e.id.count()))
    };
    assert_snapshot!(sql(groups()));
    with_events(|db| async move {
        assert_eq!(groups().all(&db).await?, [(Some(5), 1), (None, 1)]);
        Ok(())
    });
}

#[test]
fn arrays() {
    let found = Event::select().filter(|e| {
        e.labels
            .any_eq("rust")
            .and(!e.numbers.contains_all([7, 8]))
            .and(e.labels.overlaps(["a", "b"]))
    });
    assert_snapshot!(sql(found.select(|e| (
        e.labels.at(0),
        e.numbers.at(2),
        e.numbers.cardinality(),
        e.labels.append("x"),
        e.numbers.append(1),
    ))));
}

#[test]
fn arrays_agree() {
    with_events(|db| async move {
        let rows = Event::select().order_by(|e| e.id).select(|e| {
            (
                (
                    e.labels.any_eq("or,m"),
                    e.labels.any_eq("or"),
                    e.numbers.any_eq(8),
                ),
                (
                    e.labels.contains_all(["or,m", "rust"]),
                    e.labels.contains_all(Vec::<String>::new()),
                    e.numbers.contains_all([7, 1]),
                ),
                (e.labels.overlaps(["x", "rust"]), e.numbers.overlaps([1, 2])),
                (e.labels.at(1), e.numbers.at(0), e.numbers.at(3)),
                (e.labels.cardinality(), e.numbers.cardinality()),
                (e.labels.append("\"ü\""), e.numbers.append(1)),
            )
        });
        let texts = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            rows.all(&db).await?,
            [
                (
                    (true, false, false),
                    (true, true, false),
                    (true, false),
                    (Some("or,m".to_owned()), None, None),
                    (2, None),
                    (texts(&["rust", "or,m", "\"ü\""]), None),
                ),
                (
                    (false, false, true),
                    (false, true, false),
                    (false, false),
                    (None, Some(7), None),
                    (0, Some(3)),
                    (texts(&["\"ü\""]), Some(vec![7, 8, 9, 1])),
                ),
            ]
        );
        Ok(())
    });
}

#[test]
fn words_in_several_columns() {
    let found = || {
        User::select()
            .filter(|u| row((u.name, u.bio)).matches("b"))
            .select(|u| u.id)
    };
    assert_snapshot!(sql(found()));
    let english = User::select().filter(|u| row((u.name, u.bio)).matches_in("english", "b or c"));
    assert_snapshot!(sql(english.clone().select(|u| u.id)));
    on_engines(|db| async move {
        match db.dialect() {
            Dialect::Sqlite => {
                let refused = found().all(&db).await;
                assert!(matches!(refused, Err(Error::Unsupported { .. })));
                return Ok(());
            }
            Dialect::Postgres => {
                let found = english_ids(&db).await?;
                assert_eq!(found, [2, 3]);
            }
            _ => {
                let index = "create fulltext index words on users (name, bio)";
                db.execute_script(&[index]).await?;
                let ann = User::select().filter(|u| row((u.name, u.bio)).matches("cid"));
                assert_eq!(ann.select(|u| u.id).all(&db).await?, [3]);
                return Ok(());
            }
        }
        assert_eq!(found().all(&db).await?, [2]);
        Ok(())
    });
}

async fn english_ids(db: &ormolu::Database) -> ormolu::Result<Vec<i64>> {
    let query = User::select().filter(|u| row((u.name, u.bio)).matches_in("english", "b or c"));
    query.order_by(|u| u.id).select(|u| u.id).all(db).await
}
