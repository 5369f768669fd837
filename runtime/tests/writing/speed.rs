//! Run by hand: `cargo test --release -p ormolu --all-features --test writing speed -- --ignored --nocapture`

use std::time::{Duration, Instant};

use ormolu::{Database, Result};

use crate::models::{Tag, User, tag, user};

const TABLES: &[&str] = &[
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL, bio TEXT, visits BIGINT NOT NULL DEFAULT 7, version BIGINT NOT NULL DEFAULT 1)",
    "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
];

fn hand_insert(db: &mut rusqlite::Connection) -> Duration {
    let start = Instant::now();
    let transaction = db.transaction().unwrap();
    let mut ids = Vec::with_capacity(10_000);
    {
        let mut insert = transaction
            .prepare_cached("INSERT INTO tags (name) VALUES (?)")
            .unwrap();
        for n in 0..10_000 {
            insert.execute([format!("tag {n}")]).unwrap();
            ids.push(transaction.last_insert_rowid());
        }
    }
    transaction.commit().unwrap();
    start.elapsed()
}

fn hand_update(db: &mut rusqlite::Connection) -> Duration {
    let start = Instant::now();
    let transaction = db.transaction().unwrap();
    {
        let mut update = transaction
            .prepare_cached("UPDATE tags SET name = ? WHERE id = ?")
            .unwrap();
        for n in 0..1000 {
            update
                .execute((format!("new {n} {start:?}"), n + 1))
                .unwrap();
        }
    }
    transaction.commit().unwrap();
    start.elapsed()
}

#[test]
#[ignore = "measures"]
fn speed_on_sqlite() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let folder = std::env::temp_dir().join(format!("ormolu-speed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut hand = rusqlite::Connection::open(folder.join("hand.db")).unwrap();
    hand.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        .unwrap();
    TABLES
        .iter()
        .for_each(|table| hand.execute_batch(table).unwrap());
    runtime.block_on(async {
        let db =
            Database::connect(&format!("sqlite://{}", folder.join("ours.db").display())).await?;
        db.execute_script(TABLES).await?;
        let (mut inserts, mut added, mut updates, mut hands) =
            (vec![], vec![], vec![], (vec![], vec![]));
        for _ in 0..15 {
            let start = Instant::now();
            Tag::insert_all((0..10_000).map(|n| tag::new(&format!("tag {n}"))))
                .run(&db)
                .await?;
            inserts.push(start.elapsed());
            hands.0.push(hand_insert(&mut hand));

            let start = Instant::now();
            let mut s = db.session();
            s.add_all((0..10_000).map(|n| tag::new(&format!("tag {n}"))));
            s.commit().await?;
            added.push(start.elapsed());

            let mut s = db.session();
            let tags = s.all(Tag::select().filter(|t| t.id.le(1000))).await?;
            let start = Instant::now();
            for t in &tags {
                s[t].name = format!("new {} {start:?}", s[t].id);
            }
            s.commit().await?;
            updates.push(start.elapsed());
            hands.1.push(hand_update(&mut hand));
        }
        let best = |times: &[Duration]| times.iter().min().copied().unwrap();
        let (hand, update) = (best(&hands.0), best(&hands.1));
        let ratio = |a: &[Duration], b: Duration| best(a).as_secs_f64() / b.as_secs_f64();
        println!(
            "insert 10,000: hand {hand:?}, insert_all {:.2}, session {:.2}",
            ratio(&inserts, hand),
            ratio(&added, hand)
        );
        println!(
            "update 1,000: hand {update:?}, session {:.2}",
            ratio(&updates, update)
        );
        let _ = User::insert(user::new("a", "b")).run(&db).await?;
        Ok(())
    })
}
