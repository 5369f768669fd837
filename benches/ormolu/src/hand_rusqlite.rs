//! The workloads by hand on rusqlite: as fast as it goes.

use std::hint::black_box;

use bench_harness::*;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::rows::{
    Author, Belonging, CHUNK, Comment, Post, User, nest, tell_authors, tell_belongings, tell_user,
    tell_users, values,
};

/// A connection to a file of its own.
pub struct Rusqlite(Connection);

impl Rusqlite {
    /// Makes the tables.
    pub fn open() -> Outcome<Self> {
        let c = Connection::open(sqlite_path("rusqlite"))?;
        for statement in SQLITE_TABLES.iter().map(|s| (*s).to_string()).chain(fill()) {
            c.execute_batch(&statement)?;
        }
        Ok(Rusqlite(c))
    }
}

impl Contestant for Rusqlite {
    fn execute(&mut self, sql: &str) -> Outcome {
        Ok(self.0.execute_batch(sql)?)
    }

    fn work(&mut self, work: Work, seen: &mut Seen) -> Outcome {
        let c = &mut self.0;
        match work {
            Work::Fetch => seen.look(fetch(c)?.as_slice(), tell_users),
            Work::Lookup(last) => lookup(c, last, seen)?,
            Work::Graph => seen.look(graph(c)?.as_slice(), tell_authors),
            Work::Insert(rows) => {
                seen.look(&insert(c, rows)?, |keys, facts| {
                    facts.keys(keys.iter().copied())
                });
            }
            Work::Family(rows) => {
                seen.look(&family(c, rows)?, |keys, facts| {
                    facts.keys(keys.iter().copied())
                });
            }
            Work::Update(stamp) => update(c, stamp)?,
            Work::Inserted => seen.look(inserted(c)?.as_slice(), tell_users),
            Work::Belongings => seen.look(belongings(c)?.as_slice(), tell_belongings),
        }
        Ok(())
    }

    fn workloads(&self) -> Vec<Workload> {
        Workload::ALL.to_vec()
    }
}

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        active: row.get(3)?,
    })
}

fn fetch(c: &Connection) -> rusqlite::Result<Vec<User>> {
    c.prepare_cached("SELECT id, name, email, active FROM users")?
        .query_map([], user)?
        .collect()
}

fn inserted(c: &Connection) -> rusqlite::Result<Vec<User>> {
    c.prepare("SELECT id, name, email, active FROM inserted")?
        .query_map([], user)?
        .collect()
}

fn lookup(c: &Connection, last: i64, seen: &mut Seen) -> rusqlite::Result<()> {
    for id in 1..=last {
        let mut s = c.prepare_cached("SELECT id, name, email, active FROM users WHERE id = ?")?;
        seen.look(&s.query_row([id], user)?, tell_user);
    }
    Ok(())
}

fn graph(c: &Connection) -> rusqlite::Result<Vec<Author>> {
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
        .query_map([ids], |r| {
            Ok(Comment {
                id: r.get(0)?,
                post_id: r.get(1)?,
                text: r.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(nest(users, posts, comments))
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

fn family(c: &mut Connection, rows: Vec<NewRow>) -> rusqlite::Result<Vec<i64>> {
    let tx = c.transaction()?;
    let mut keys = Vec::with_capacity(rows.len());
    for rows in rows.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO inserted (name, email, active) VALUES {} RETURNING id",
            values("(?, ?, ?)", rows.len())
        );
        let columns = |row: &NewRow| -> [Value; 3] {
            [
                row.name.clone().into(),
                row.email.clone().into(),
                row.active.into(),
            ]
        };
        let mut statement = tx.prepare_cached(&sql)?;
        let mut made = statement.query(params_from_iter(rows.iter().flat_map(columns)))?;
        while let Some(row) = made.next()? {
            keys.push(row.get(0)?);
        }
    }
    for (chunk, owners) in keys.chunks(CHUNK).enumerate() {
        let sql = format!(
            "INSERT INTO belongings (owner_id, label) VALUES {} RETURNING id",
            values("(?, ?)", owners.len())
        );
        let columns = |(at, owner): (usize, &i64)| -> [Value; 2] {
            [(*owner).into(), belonging(chunk * CHUNK + at).into()]
        };
        let mut statement = tx.prepare_cached(&sql)?;
        let of_owners = owners.iter().enumerate().flat_map(columns);
        let mut made = statement.query(params_from_iter(of_owners))?;
        while let Some(row) = made.next()? {
            black_box::<i64>(row.get(0)?);
        }
    }
    tx.commit()?;
    Ok(keys)
}

fn belongings(c: &Connection) -> rusqlite::Result<Vec<Belonging>> {
    let belonging = |row: &Row<'_>| {
        Ok(Belonging {
            id: row.get(0)?,
            owner_id: row.get(1)?,
            label: row.get(2)?,
        })
    };
    c.prepare("SELECT id, owner_id, label FROM belongings")?
        .query_map([], belonging)?
        .collect()
}

fn update(c: &mut Connection, stamp: u128) -> rusqlite::Result<()> {
    let tx = c.transaction()?;
    let rows: Vec<User> = tx
        .prepare_cached("SELECT id, name, email, active FROM users ORDER BY id LIMIT ?")?
        .query_map([UPDATES as i64], user)?
        .collect::<rusqlite::Result<_>>()?;
    for user in &rows {
        tx.prepare_cached("UPDATE users SET name = ? WHERE id = ?")?
            .execute(params![renamed(user.id, stamp), user.id])?;
    }
    tx.commit()
}
