//! The workloads by hand on one sqlx connection to PostgreSQL, and an UPDATE for each row.

use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use bench_harness::*;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, postgres::PgRow};
use tokio::runtime::Runtime;
use tokio::sync::Mutex;

use crate::rows::{
    Author, Belonging, Comment, Post, User, nest, tell_authors, tell_belongings, tell_user,
    tell_users,
};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// A connection.
pub struct Sqlx {
    runtime: Rc<Runtime>,
    connection: Arc<Mutex<PgConnection>>,
}

impl Sqlx {
    /// Makes the tables, for all libraries.
    pub fn connect(runtime: Rc<Runtime>, url: &str) -> Outcome<Self> {
        let connection = runtime.block_on(PgConnection::connect(url))?;
        let mut sqlx = Sqlx {
            runtime,
            connection: Arc::new(Mutex::new(connection)),
        };
        for statement in POSTGRES_TABLES
            .iter()
            .map(|s| (*s).to_string())
            .chain(fill())
        {
            sqlx.execute(&statement)?;
        }
        Ok(sqlx)
    }
}

impl Contestant for Sqlx {
    fn execute(&mut self, sql: &str) -> Outcome {
        let mut connection = self.connection.blocking_lock();
        let run = sqlx::raw_sql(AssertSqlSafe(sql.to_string())).execute(&mut *connection);
        self.runtime.block_on(run)?;
        Ok(())
    }

    fn work(&mut self, work: Work, seen: &mut Seen) -> Outcome {
        let connection = self.connection.clone();
        let mut own = std::mem::take(seen);
        let task = async move {
            run(&mut *connection.lock().await, work, &mut own).await?;
            Ok::<_, sqlx::Error>(own)
        };
        *seen = self.runtime.block_on(self.runtime.spawn(task))??;
        Ok(())
    }

    fn workloads(&self) -> Vec<Workload> {
        Workload::ALL.to_vec()
    }
}

async fn run(c: &mut PgConnection, work: Work, seen: &mut Seen) -> Result<()> {
    match work {
        Work::Fetch => seen.look(fetch(c).await?.as_slice(), tell_users),
        Work::Lookup(last) => lookup(c, last, seen).await?,
        Work::Graph => seen.look(graph(c).await?.as_slice(), tell_authors),
        Work::Insert(rows) => {
            seen.look(&insert(c, rows).await?, |keys, facts| {
                facts.keys(keys.iter().copied())
            });
        }
        Work::Family(rows) => {
            seen.look(&family(c, rows).await?, |keys, facts| {
                facts.keys(keys.iter().copied())
            });
        }
        Work::Update(stamp) => update(c, stamp).await?,
        Work::Inserted => seen.look(inserted(c).await?.as_slice(), tell_users),
        Work::Belongings => seen.look(belongings(c).await?.as_slice(), tell_belongings),
    }
    Ok(())
}

fn user(row: &PgRow) -> Result<User> {
    Ok(User {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        email: row.try_get(2)?,
        active: row.try_get(3)?,
    })
}

async fn fetch(c: &mut PgConnection) -> Result<Vec<User>> {
    let rows = sqlx::query("SELECT id, name, email, active FROM users")
        .fetch_all(c)
        .await?;
    rows.iter().map(user).collect()
}

async fn inserted(c: &mut PgConnection) -> Result<Vec<User>> {
    let rows = sqlx::query("SELECT id, name, email, active FROM inserted")
        .fetch_all(c)
        .await?;
    rows.iter().map(user).collect()
}

async fn lookup(c: &mut PgConnection, last: i64, seen: &mut Seen) -> Result<()> {
    for id in 1..=last {
        let row = sqlx::query("SELECT id, name, email, active FROM users WHERE id = $1")
            .bind(id)
            .fetch_one(&mut *c)
            .await?;
        seen.look(&user(&row)?, tell_user);
    }
    Ok(())
}

async fn graph(c: &mut PgConnection) -> Result<Vec<Author>> {
    let rows = sqlx::query("SELECT id, name, email, active FROM users WHERE id <= $1 ORDER BY id")
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
            Ok(Comment {
                id: r.try_get(0)?,
                post_id: r.try_get(1)?,
                text: r.try_get(2)?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(nest(users, posts, comments))
}

async fn insert(c: &mut PgConnection, rows: Vec<NewRow>) -> Result<Vec<i64>> {
    let mut tx = c.begin().await?;
    let keys = insert_rows(&mut tx, &rows).await?;
    tx.commit().await?;
    Ok(keys)
}

async fn family(c: &mut PgConnection, rows: Vec<NewRow>) -> Result<Vec<i64>> {
    let mut tx = c.begin().await?;
    let owners = insert_rows(&mut tx, &rows).await?;
    let labels: Vec<String> = (0..owners.len()).map(belonging).collect();
    let rows = sqlx::query(
        "INSERT INTO belongings (owner_id, label) \
         SELECT * FROM UNNEST($1::bigint[], $2::text[]) RETURNING id",
    )
    .bind(&owners)
    .bind(&labels)
    .fetch_all(&mut *tx)
    .await?;
    for row in &rows {
        black_box::<i64>(row.try_get(0)?);
    }
    tx.commit().await?;
    Ok(owners)
}

async fn belongings(c: &mut PgConnection) -> Result<Vec<Belonging>> {
    let rows = sqlx::query("SELECT id, owner_id, label FROM belongings")
        .fetch_all(c)
        .await?;
    let belonging = |row: &PgRow| {
        Ok(Belonging {
            id: row.try_get(0)?,
            owner_id: row.try_get(1)?,
            label: row.try_get(2)?,
        })
    };
    rows.iter().map(belonging).collect()
}

async fn insert_rows(c: &mut PgConnection, rows: &[NewRow]) -> Result<Vec<i64>> {
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let emails: Vec<&str> = rows.iter().map(|row| row.email.as_str()).collect();
    let active: Vec<bool> = rows.iter().map(|row| row.active).collect();
    let rows = sqlx::query(
        "INSERT INTO inserted (name, email, active) \
         SELECT * FROM UNNEST($1::text[], $2::text[], $3::bool[]) RETURNING id",
    )
    .bind(&names)
    .bind(&emails)
    .bind(&active)
    .fetch_all(c)
    .await?;
    rows.iter().map(|r| r.try_get(0)).collect()
}

async fn update(c: &mut PgConnection, stamp: u128) -> Result<()> {
    let mut tx = c.begin().await?;
    let rows = sqlx::query("SELECT id, name, email, active FROM users ORDER BY id LIMIT $1")
        .bind(UPDATES as i64)
        .fetch_all(&mut *tx)
        .await?;
    let users = rows.iter().map(user).collect::<Result<Vec<_>>>()?;
    for user in &users {
        sqlx::query("UPDATE users SET name = $1 WHERE id = $2")
            .bind(renamed(user.id, stamp))
            .bind(user.id)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await
}
