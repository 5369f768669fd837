//! The workloads by hand on rusqlite: as fast as it goes.

use bench_harness::*;
use rusqlite::{Connection, Row, params};

use crate::rows::{Comment, Post, User, nest};

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, active: row.get(3)? })
}

/// Runs the workloads on a database of their own.
pub fn run() -> rusqlite::Result<()> {
    let mut c = Connection::open(sqlite_path("rusqlite"))?;
    for statement in SQLITE.iter().map(|s| (*s).to_string()).chain(fill()) {
        c.execute_batch(&statement)?;
    }
    let bench = Bench::new("rusqlite", "sqlite");
    bench.run(Workload::Fetch, |_| fetch(&c).expect("fetch"));
    bench.run(Workload::Lookup, |_| lookup(&c).expect("lookup"));
    bench.run(Workload::Graph, |_| graph(&c).expect("graph"));
    bench.run_with(Workload::Insert, |_| new_rows(), |rows| insert(&mut c, rows).expect("insert"));
    bench.run(Workload::Update, |round| update(&mut c, round).expect("update"));
    Ok(())
}

fn fetch(c: &Connection) -> rusqlite::Result<Vec<User>> {
    c.prepare_cached("SELECT id, name, email, active FROM users")?.query_map([], user)?.collect()
}

fn lookup(c: &Connection) -> rusqlite::Result<usize> {
    let mut n = 0;
    for id in 1..=LOOKUPS {
        let mut s = c.prepare_cached("SELECT id, name, email, active FROM users WHERE id = ?")?;
        n += s.query_row([id], user)?.name.len();
    }
    Ok(n)
}

fn graph(c: &Connection) -> rusqlite::Result<usize> {
    let users: Vec<User> = c
        .prepare_cached("SELECT id, name, email, active FROM users WHERE id <= ? ORDER BY id")?
        .query_map([AUTHORS], user)?
        .collect::<rusqlite::Result<_>>()?;
    let keys = |ids: Vec<String>| format!("[{}]", ids.join(","));
    let ids = keys(users.iter().map(|u| u.id.to_string()).collect());
    let posts: Vec<Post> = c
        .prepare_cached(
            "SELECT id, author_id, title, body FROM posts \
             WHERE author_id IN (SELECT value FROM json_each(?)) ORDER BY author_id, id",
        )?
        .query_map([ids], |r| {
            Ok(Post {
                id: r.get(0)?,
                author_id: r.get(1)?,
                title: r.get(2)?,
                body: r.get(3)?,
                comments: vec![],
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let ids = keys(posts.iter().map(|p| p.id.to_string()).collect());
    let comments: Vec<Comment> = c
        .prepare_cached(
            "SELECT id, post_id, text FROM comments \
             WHERE post_id IN (SELECT value FROM json_each(?)) ORDER BY post_id, id",
        )?
        .query_map([ids], |r| Ok(Comment { id: r.get(0)?, post_id: r.get(1)?, text: r.get(2)? }))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(nest(users, posts, comments).len())
}

fn insert(c: &mut Connection, rows: Vec<NewRow>) -> rusqlite::Result<Vec<i64>> {
    let tx = c.transaction()?;
    let mut keys = Vec::with_capacity(rows.len());
    {
        let mut s =
            tx.prepare_cached("INSERT INTO inserted (name, email, active) VALUES (?, ?, ?)")?;
        for row in &rows {
            s.execute(params![row.name, row.email, row.active])?;
            keys.push(tx.last_insert_rowid());
        }
    }
    tx.commit()?;
    Ok(keys)
}

fn update(c: &mut Connection, round: usize) -> rusqlite::Result<usize> {
    let tx = c.transaction()?;
    let rows: Vec<User> = tx
        .prepare_cached("SELECT id, name, email, active FROM users ORDER BY id LIMIT ?")?
        .query_map([UPDATES as i64], user)?
        .collect::<rusqlite::Result<_>>()?;
    for user in &rows {
        tx.prepare_cached("UPDATE users SET name = ? WHERE id = ?")?
            .execute(params![renamed(user.id, round), user.id])?;
    }
    tx.commit()?;
    Ok(rows.len())
}
