use insta::assert_snapshot;
use ormolu::serde_json::{Value, json};
use ormolu::{Dialect, Error, json_object};

use crate::events::with_events;
use crate::models::{Event, Post, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn an_object_of_a_row() {
    let posts = || {
        Post::select().order_by(|p| p.id).select(|p| {
            json_object((
                ("id", p.id),
                ("title", p.title),
                ("price", p.price),
                ("score", p.score),
                ("status", p.status),
                ("token", p.token),
                ("long", p.title.length().gt(3)),
                ("author", p.author().get(|a| a.active)),
            ))
        })
    };
    assert_snapshot!(sql(posts()));
    on_engines(|db| async move {
        let rows = posts().all(&db).await?;
        let price = |row: &Value| {
            row["price"]
                .as_str()
                .map(|text| text.parse::<f64>().unwrap())
        };
        assert_eq!(price(&rows[0]), Some(9.5));
        let mut first = rows[0].clone();
        first["price"] = Value::Null;
        let expected = json!({
            "id": 1, "title": "One", "price": null, "score": 0.5, "status": "draft",
            "token": "00000000-0000-0000-0000-000000000001", "long": false, "author": true,
        });
        assert_eq!(first, expected);
        assert_eq!(rows[1]["score"], Value::Null);
        Ok(())
    });
}

#[test]
fn objects_of_times_and_documents() {
    let events = || {
        Event::select().order_by(|e| e.id).select(|e| {
            json_object((
                ("day", e.day),
                ("at", e.at),
                ("local", e.local),
                ("hour", e.hour),
                ("ended", e.ended),
                ("data", e.data),
                ("extra", e.extra),
                ("labels", e.labels),
                ("inner", json_object((("n", 1), ("it's", "a \"text\"")))),
            ))
        })
    };
    assert_snapshot!(sql(events()));
    let formless = Event::select().select(|e| json_object((("span", e.span),)));
    assert_snapshot!(sql(formless));
    with_events(|db| async move {
        let rows = events().all(&db).await?;
        let expected = json!({
            "day": "1969-07-20",
            "at": "1969-07-20T20:17:40.500000Z",
            "local": "2021-05-16T00:00:00.000000",
            "hour": "00:00:00.000000",
            "ended": "1969-07-21T17:54:01.250000Z",
            "data": [1, 2, 3],
            "extra": null,
            "labels": [],
            "inner": {"n": 1, "it's": "a \"text\""},
        });
        assert_eq!(rows[1], expected);
        assert_eq!(rows[0]["ended"], Value::Null);
        assert_eq!(rows[0]["labels"], json!(["rust", "or,m"]));
        assert_eq!(rows[0]["data"]["a"]["b"][5]["c"], "deep");
        Ok(())
    });
}

#[test]
fn related_rows_as_an_array_of_objects() {
    let users = || {
        User::select().order_by(|u| u.id).select(|u| {
            let posts = u.posts().aggregate(|p| {
                json_object((("id", p.id), ("title", p.title)))
                    .json_agg()
                    .order_by(p.id.desc())
            });
            (u.name, posts)
        })
    };
    assert_snapshot!(sql(users()));
    let grouped = || {
        Post::select()
            .group_by(|p| p.author_id)
            .order_by(|author, _| author)
            .select(|author, p| {
                let of = json_object((("id", p.id), ("score", p.score)));
                let many = of.json_agg().order_by(p.id).filter_where(p.id.gt(1));
                json_object((("author", author), ("posts", many)))
            })
    };
    assert_snapshot!(sql(grouped()));
    on_engines(|db| async move {
        let rows = users().all(&db).await?;
        let expected = [
            (
                "Ann".into(),
                json!([{"id": 2, "title": "Two"}, {"id": 1, "title": "One"}]),
            ),
            ("Bob".into(), json!([{"id": 3, "title": "one"}])),
            ("Cid".into(), json!([])),
        ];
        assert_eq!(rows, expected);
        let rows = grouped().all(&db).await?;
        let expected = [
            json!({"author": 1, "posts": [{"id": 2, "score": null}]}),
            json!({"author": 2, "posts": [{"id": 3, "score": 1.5}]}),
        ];
        assert_eq!(rows, expected);
        Ok(())
    });
    with_events(|db| async move {
        let documents = Event::select().select(|e| e.extra.json_agg());
        assert_eq!(documents.one(&db).await?, json!([null]));
        let windowed = Event::select()
            .select(|e| e.data.json_agg().over(ormolu::window()))
            .all(&db)
            .await;
        match db.dialect() {
            Dialect::Mysql | Dialect::Mariadb => {
                assert!(matches!(windowed, Err(Error::Unsupported { .. })));
            }
            _ => assert_eq!(windowed?.len(), 2),
        }
        Ok(())
    });
}
