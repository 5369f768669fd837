//! Run by hand: `cargo test --release -p ormolu --all-features --test writing speed_of_loading -- --ignored --nocapture --test-threads 1`

use std::time::{Duration, Instant};

use ormolu::{Database, Result};
use testkit::{TestDatabase, engines};

use crate::data::empty;
use crate::models::{User, user};

const ROWS: usize = 100_000;

fn rows(round: usize) -> impl Iterator<Item = user::NewUser> + Send {
    let new = move |n| user::new(&format!("{round}-{n}@example.org"), "somebody");
    (0..ROWS).map(move |n| new(n).bio("a short text about them"))
}

async fn best(db: &Database) -> Result<(Duration, Duration)> {
    let mut best = (Duration::MAX, Duration::MAX);
    for round in 0..3 {
        let start = Instant::now();
        User::insert_all(rows(round)).run(db).await?;
        best.0 = best.0.min(start.elapsed());
        User::delete().all_rows().run(db).await?;
        let start = Instant::now();
        User::copy_in(rows(round)).run(db).await?;
        best.1 = best.1.min(start.elapsed());
        User::delete().all_rows().run(db).await?;
    }
    Ok(best)
}

/// The largest resident set so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

async fn measure(database: TestDatabase) -> Result<()> {
    let engine = database.engine().name();
    let db = empty(&database).await?;
    User::copy_in(rows(9).take(1_000)).run(&db).await?;
    let before = peak();
    for round in 10..20 {
        User::copy_in(rows(round)).run(&db).await?;
    }
    let growth = peak() - before;
    User::delete().all_rows().run(&db).await?;
    let (inserts, copies) = best(&db).await?;
    let per_second = |time: Duration| ROWS as f64 / time.as_secs_f64();
    println!(
        "{engine}: insert_all {:.0} rows/s, copy_in {:.0} rows/s; 1,000,000 rows copied with {growth} KiB more",
        per_second(inserts),
        per_second(copies)
    );
    Ok(())
}

#[test]
#[ignore = "measures"]
fn speed_of_loading() {
    for engine in engines() {
        testkit::run(engine, measure);
    }
}
