//! What streams and batches need, in a process of their own: nobody else's memory is counted.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

use futures_util::TryStreamExt;
use ormolu::{Database, Dialect, Error, Result};
use testkit::{TestDatabase, run};

use models::Tag;

/// How much the process may grow, in bytes. The rows themselves would be 40 MiB and more.
const LIMIT: u64 = 16 << 20;

/// Memory does not grow with the number of rows: a million of three columns streamed need a
/// few MiB, where kept they would need more than a hundred. Nor does that of the sessions of a job
/// over all of them.
#[test]
fn streams_and_batches_are_bounded() {
    for engine in testkit::engines() {
        run(engine, |test: TestDatabase| async {
            let db = Database::connect(test.url()).await?;
            let rows = many_tags(&db).await?;
            stream_all(&db, rows).await?;
            change_by_batches(&db, rows).await?;
            drop(test);
            Ok::<(), Error>(())
        });
    }
}

async fn stream_all(db: &Database, rows: u64) -> Result<()> {
    let before = resident();
    let mut largest = before;
    let (mut seen, mut sum) = (0_u64, 0_i64);
    let query = Tag::select().select(|t| (t.id, t.name, t.name.length()));
    let mut chunks = query.chunks(1000, db);
    while let Some(chunk) = chunks.try_next().await? {
        seen += chunk.len() as u64;
        sum += chunk.iter().map(|row| row.2).sum::<i64>();
        largest = largest.max(resident());
    }
    assert_eq!(seen, rows);
    assert_eq!(sum, rows as i64 * 80);
    check("streamed", db, largest.saturating_sub(before));
    Ok(())
}

/// Each batch has a session of its own, which changes some of its rows.
async fn change_by_batches(db: &Database, rows: u64) -> Result<()> {
    let mut batches = Tag::select().batches(5_000, db);
    let (mut seen, mut before, mut largest) = (0_u64, 0, 0);
    while let Some(mut batch) = batches.next().await? {
        seen += batch.rows.len() as u64;
        for tag in batch.rows.iter().step_by(100) {
            batch.session[*tag].name = "changed".to_owned();
        }
        batch.commit().await?;
        largest = largest.max(resident());
        if before == 0 {
            // What one batch takes is what all of them take.
            before = largest;
        }
    }
    assert_eq!(seen, rows);
    let changed = Tag::select().filter(|t| t.name.eq("changed"));
    assert_eq!(changed.count(db).await?, rows / 100);
    check("in batches", db, largest.saturating_sub(before));
    Ok(())
}

fn check(how: &str, db: &Database, grown: u64) {
    let engine = db.dialect();
    println!("{engine:?}, {how}: {} KiB", grown / 1024);
    assert!(grown < LIMIT, "{grown} bytes {how} on {engine:?}");
}

/// A million rows; fewer where a debug build would be too slow for every run.
async fn many_tags(db: &Database) -> Result<u64> {
    let rows: u64 = match std::env::var_os("ORMOLU_LARGE") {
        Some(_) => 1_000_000,
        None => 300_000,
    };
    let numbers = match db.dialect() {
        Dialect::Postgres => {
            format!("select n, lpad(n::text, 80, '0') from generate_series(1, {rows}) as n")
        }
        Dialect::Mysql | Dialect::Mariadb => {
            format!("select seq, lpad(seq, 80, '0') from seq_1_to_{rows}")
        }
        Dialect::Sqlite => format!(
            "with recursive numbers(n) as (select 1 union all select n + 1 from numbers \
             where n < {rows}) select n, printf('%080d', n) from numbers"
        ),
    };
    let mut transaction = db.begin().await?;
    let fill = format!("insert into tags {numbers}");
    let script = [
        "create table tags (id bigint primary key, name varchar(80) not null)",
        &fill,
    ];
    transaction.connection().execute_script(&script).await?;
    transaction.commit().await?;
    Ok(rows)
}

/// The memory of this process that is in RAM, in bytes; 0 where the system does not say.
fn resident() -> u64 {
    let Ok(statm) = std::fs::read_to_string("/proc/self/statm") else {
        return 0;
    };
    let pages = statm.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok());
    pages.unwrap_or(0) * 4096
}
