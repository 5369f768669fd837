//! The workloads by hand on one sqlx connection to PostgreSQL, and an UPDATE for each row.

use bench_harness::*;
use sqlx::{Connection, PgConnection, Row, postgres::PgRow};

use crate::rows::{Comment, Post, User, nest};

type Result<T> = std::result::Result<T, sqlx::Error>;

fn user(row: &PgRow) -> Result<User> {
    Ok(User {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        email: row.try_get(2)?,
        active: row.try_get(3)?,
    })
}

/// Runs the workloads.
pub fn run(runtime: &tokio::runtime::Runtime, url: &str) -> Result<()> {
    let mut c = runtime.block_on(PgConnection::connect(url))?;
    for statement in POSTGRES.iter().map(|s| (*s).to_string()).chain(fill()) {
        runtime.block_on(sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut c))?;
    }
    let bench = Bench::new("sqlx", "postgres");
    bench.run(Workload::Fetch, |_| runtime.block_on(fetch(&mut c)).expect("fetch"));
    bench.run(Workload::Lookup, |_| runtime.block_on(lookup(&mut c)).expect("lookup"));
    bench.run(Workload::Graph, |_| runtime.block_on(graph(&mut c)).expect("graph"));
    let insert = |rows| runtime.block_on(insert(&mut c, rows)).expect("insert");
    bench.run_with(Workload::Insert, |_| new_rows(), insert);
    bench.run(Workload::Update, |round| runtime.block_on(update(&mut c, round)).expect("update"));
    Ok(())
}

async fn fetch(c: &mut PgConnection) -> Result<Vec<User>> {
    let rows = sqlx::query("SELECT id, name, email, active FROM users").fetch_all(c).await?;
    rows.iter().map(user).collect()
}

async fn lookup(c: &mut PgConnection) -> Result<usize> {
    let mut n = 0;
    for id in 1..=LOOKUPS {
        let row = sqlx::query("SELECT id, name, email, active FROM users WHERE id = $1")
            .bind(id)
            .fetch_one(&mut *c)
            .await?;
        n += user(&row)?.name.len();
    }
    Ok(n)
}

async fn graph(c: &mut PgConnection) -> Result<usize> {
    let rows =
        sqlx::query("SELECT id, name, email, active FROM users WHERE id <= $1 ORDER BY id")
            .bind(AUTHORS)
            .fetch_all(&mut *c)
            .await?;
    let users = rows.iter().map(user).collect::<Result<Vec<_>>>()?;
    let ids: Vec<i64> = users.iter().map(|u| u.id).collect();
    let rows = sqlx::query(
        "SELECT id, author_id, title, body FROM posts WHERE author_id = ANY($1) \
         ORDER BY author_id, id",
    )
    .bind(&ids)
    .fetch_all(&mut *c)
    .await?;
    let posts = rows
        .iter()
        .map(|r| {
            Ok(Post {
                id: r.try_get(0)?,
                author_id: r.try_get(1)?,
                title: r.try_get(2)?,
                body: r.try_get(3)?,
                comments: vec![],
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let ids: Vec<i64> = posts.iter().map(|p| p.id).collect();
    let rows = sqlx::query(
        "SELECT id, post_id, text FROM comments WHERE post_id = ANY($1) ORDER BY post_id, id",
    )
    .bind(&ids)
    .fetch_all(&mut *c)
    .await?;
    let comments = rows
        .iter()
        .map(|r| {
            Ok(Comment { id: r.try_get(0)?, post_id: r.try_get(1)?, text: r.try_get(2)? })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(nest(users, posts, comments).len())
}

async fn insert(c: &mut PgConnection, rows: Vec<NewRow>) -> Result<Vec<i64>> {
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let emails: Vec<&str> = rows.iter().map(|row| row.email.as_str()).collect();
    let active: Vec<bool> = rows.iter().map(|row| row.active).collect();
    let mut tx = c.begin().await?;
    let rows = sqlx::query(
        "INSERT INTO inserted (name, email, active) \
         SELECT * FROM UNNEST($1::text[], $2::text[], $3::bool[]) RETURNING id",
    )
    .bind(&names)
    .bind(&emails)
    .bind(&active)
    .fetch_all(&mut *tx)
    .await?;
    let keys = rows.iter().map(|r| r.try_get(0)).collect::<Result<Vec<i64>>>()?;
    tx.commit().await?;
    Ok(keys)
}

async fn update(c: &mut PgConnection, round: usize) -> Result<usize> {
    let mut tx = c.begin().await?;
    let rows = sqlx::query("SELECT id, name, email, active FROM users ORDER BY id LIMIT $1")
        .bind(UPDATES as i64)
        .fetch_all(&mut *tx)
        .await?;
    let users = rows.iter().map(user).collect::<Result<Vec<_>>>()?;
    for user in &users {
        sqlx::query("UPDATE users SET name = $1 WHERE id = $2")
            .bind(renamed(user.id, round))
            .bind(user.id)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(users.len())
}
