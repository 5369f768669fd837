//! The workloads in Ormolu, as its README writes them.

use bench_harness::*;
use ormolu::{Database, Result};
use tokio::runtime::Runtime;

use crate::models::{Inserted, User, inserted, post, user};

/// Runs the workloads on a database of their own.
pub fn sqlite(runtime: &Runtime) -> Result<()> {
    let url = format!("sqlite:{}", sqlite_path("ormolu"));
    let db = runtime.block_on(Database::connect(&url))?;
    // The connection sets the pragmas by itself.
    let ddl = SQLITE.iter().filter(|s| !s.starts_with("PRAGMA"));
    runtime.block_on(prepare(&db, ddl))?;
    workloads(runtime, &db, "sqlite");
    Ok(())
}

/// Runs the workloads on a server.
pub fn postgres(runtime: &Runtime, url: &str) -> Result<()> {
    let db = runtime.block_on(Database::connect(url))?;
    runtime.block_on(prepare(&db, POSTGRES.iter()))?;
    workloads(runtime, &db, "postgres");
    Ok(())
}

async fn prepare(db: &Database, ddl: impl Iterator<Item = &&'static str>) -> Result<()> {
    let fill = fill();
    let ddl: Vec<&str> = ddl.copied().collect();
    db.execute_script(&ddl).await?;
    db.execute_script(&fill.iter().map(String::as_str).collect::<Vec<_>>()).await
}

fn workloads(runtime: &Runtime, db: &Database, engine: &'static str) {
    let bench = Bench::new("ormolu", engine);
    bench.run(Workload::Fetch, |_| runtime.block_on(User::select().all(db)).expect("fetch"));
    bench.run(Workload::Lookup, |_| runtime.block_on(lookup(db)).expect("lookup"));
    bench.run(Workload::Graph, |_| runtime.block_on(graph(db)).expect("graph"));
    let insert = |rows| runtime.block_on(insert(db, rows)).expect("insert");
    bench.run_with(Workload::Insert, |_| new_rows(), insert);
    bench.run(Workload::Update, |round| runtime.block_on(update(db, round)).expect("update"));
}

async fn lookup(db: &Database) -> Result<usize> {
    let mut n = 0;
    for id in 1..=LOOKUPS {
        n += User::get(id).one(db).await?.name.len();
    }
    Ok(n)
}

async fn graph(db: &Database) -> Result<usize> {
    let users = User::select()
        .filter(|u| u.id.le(AUTHORS))
        .order_by(|u| u.id.asc())
        .with(user::posts().with(post::comments()))
        .all(db)
        .await?;
    Ok(users.len())
}

async fn insert(db: &Database, rows: Vec<NewRow>) -> Result<Vec<Inserted>> {
    let rows = rows.into_iter().map(|row| inserted::new(row.name, row.email, row.active));
    Inserted::insert_all(rows).run(db).await
}

async fn update(db: &Database, round: usize) -> Result<usize> {
    let mut s = db.session();
    let select = User::select().order_by(|u| u.id.asc()).limit(UPDATES as u64);
    let users = s.all(select).await?;
    for user in &users {
        let name = renamed(s[user].id, round);
        s[user].name = name;
    }
    s.commit().await?;
    Ok(users.len())
}
