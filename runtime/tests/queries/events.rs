use std::future::Future;

use ormolu::{Database, Dialect, Result};

use crate::running::on_engines;

/// Runs a test on every engine that is there, with two events.
pub(crate) fn with_events<F: Future<Output = Result<()>>>(body: impl Fn(Database) -> F) {
    on_engines(|db| async {
        create(&db).await?;
        body(db).await
    });
}

async fn create(db: &Database) -> Result<()> {
    let (moment, local, span, json, texts, numbers) = match db.dialect() {
        Dialect::Sqlite => ("text", "text", "integer", "text", "text", "text"),
        Dialect::Postgres => (
            "timestamptz",
            "timestamp",
            "interval",
            "jsonb",
            "text[]",
            "bigint[]",
        ),
        Dialect::Mysql | Dialect::Mariadb => (
            "datetime(6)",
            "datetime(6)",
            "bigint",
            "json",
            "json",
            "json",
        ),
    };
    let time = match db.dialect() {
        Dialect::Mysql | Dialect::Mariadb => "time(6)",
        _ => "time",
    };
    let table = format!(
        "create table events (id bigint primary key, day date not null, at {moment} not null, \
         local {local} not null, hour {time} not null, ended {moment}, span {span} not null, \
         data {json} not null, extra {json}, labels {texts} not null, numbers {numbers})"
    );
    let (zone, t, hour, array): (_, _, _, fn(&str) -> String) = match db.dialect() {
        Dialect::Sqlite => ("Z", "T", "5400000000", |items| format!("[{items}]")),
        Dialect::Postgres => ("Z", " ", "01:30:00", |items| format!("{{{items}}}")),
        Dialect::Mysql | Dialect::Mariadb => ("", " ", "5400000000", |items| format!("[{items}]")),
    };
    let escaped = match db.dialect() {
        Dialect::Mysql | Dialect::Mariadb => r"\\",
        _ => r"\",
    };
    let data = format!(
        r#"{{"a": {{"b": [1, 2.5, "x", true, null, {{"c": "deep"}}]}}, "é{escaped}"k{escaped}"": "quoted", "n": 5.0, "big": 12345678901234567890}}"#
    );
    db.execute_script(&[
        &table,
        &format!(
            "insert into events values (1, '2024-02-29', '2024-12-31{t}23:59:59.999900{zone}', \
             '2024-01-31{t}10:20:30.000001', '13:14:15.999999', null, '{hour}', '{data}', null, \
             '{}', null)",
            array(r#""rust", "or,m""#)
        ),
        &format!(
            "insert into events values (2, '1969-07-20', '1969-07-20{t}20:17:40.500000{zone}', \
             '2021-05-16{t}00:00:00.000000', '00:00:00.000000', \
             '1969-07-21{t}17:54:01.250000{zone}', '{hour}', '[1, 2, 3]', 'null', '{}', '{}')",
            array(""),
            array("7, 8, 9")
        ),
    ])
    .await
}
