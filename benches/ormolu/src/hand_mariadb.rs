//! The workloads by hand on one sqlx connection to MariaDB, and an UPDATE for each row.

use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use bench_harness::*;
use sqlx::{AssertSqlSafe, Connection, MySqlConnection, Row, mysql::MySqlRow};
use tokio::runtime::Runtime;
use tokio::sync::Mutex;

use crate::rows::{Belonging, CHUNK, User, tell_belongings, tell_users, values};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// What is measured here.
pub const WORKLOADS: [Workload; 4] = [
    Workload::Fetch,
    Workload::Insert,
    Workload::Family,
    Workload::Update,
];

/// A connection.
pub struct MariaDb {
    runtime: Rc<Runtime>,
    connection: Arc<Mutex<MySqlConnection>>,
}

impl MariaDb {
    /// Makes the tables, for all libraries.
    pub fn connect(runtime: Rc<Runtime>, url: &str) -> Outcome<Self> {
        let connection = runtime.block_on(MySqlConnection::connect(url))?;
        let mut mariadb = MariaDb {
            runtime,
            connection: Arc::new(Mutex::new(connection)),
        };
        for statement in MARIADB_TABLES.iter().map(|s| (*s).to_string()).chain(fill()) {
            mariadb.execute(&statement)?;
        }
        Ok(mariadb)
    }
}

impl Contestant for MariaDb {
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
        WORKLOADS.to_vec()
    }
}

async fn run(c: &mut MySqlConnection, work: Work, seen: &mut Seen) -> Result<()> {
    let keys = |keys: &Vec<i64>, facts: &mut Facts| facts.keys(keys.iter().copied());
    match work {
        Work::Fetch => seen.look(users(c, "users").await?.as_slice(), tell_users),
        Work::Inserted => seen.look(users(c, "inserted").await?.as_slice(), tell_users),
        Work::Insert(rows) => seen.look(&insert(c, &rows).await?, keys),
        Work::Family(rows) => seen.look(&family(c, &rows).await?, keys),
        Work::Update(stamp) => update(c, stamp).await?,
        Work::Belongings => seen.look(belongings(c).await?.as_slice(), tell_belongings),
        Work::Lookup(_) | Work::Graph => {}
    }
    Ok(())
}

fn user(row: &MySqlRow) -> Result<User> {
    Ok(User {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        email: row.try_get(2)?,
        active: row.try_get(3)?,
    })
}

async fn users(c: &mut MySqlConnection, table: &str) -> Result<Vec<User>> {
    let sql = format!("SELECT id, name, email, active FROM {table}");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(c).await?;
    rows.iter().map(user).collect()
}

async fn belongings(c: &mut MySqlConnection) -> Result<Vec<Belonging>> {
    let rows = sqlx::query("SELECT id, owner_id, label FROM belongings")
        .fetch_all(c)
        .await?;
    let belonging = |row: &MySqlRow| {
        Ok(Belonging {
            id: row.try_get(0)?,
            owner_id: row.try_get(1)?,
            label: row.try_get(2)?,
        })
    };
    rows.iter().map(belonging).collect()
}

async fn insert_rows(c: &mut MySqlConnection, rows: &[NewRow]) -> Result<Vec<i64>> {
    let mut keys = Vec::with_capacity(rows.len());
    for rows in rows.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO inserted (name, email, active) VALUES {} RETURNING id",
            values("(?, ?, ?)", rows.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            query = query.bind(&row.name).bind(&row.email).bind(row.active);
        }
        for row in query.fetch_all(&mut *c).await? {
            keys.push(row.try_get(0)?);
        }
    }
    Ok(keys)
}

async fn insert(c: &mut MySqlConnection, rows: &[NewRow]) -> Result<Vec<i64>> {
    let mut tx = c.begin().await?;
    let keys = insert_rows(&mut tx, rows).await?;
    tx.commit().await?;
    Ok(keys)
}

async fn family(c: &mut MySqlConnection, rows: &[NewRow]) -> Result<Vec<i64>> {
    let mut tx = c.begin().await?;
    let keys = insert_rows(&mut tx, rows).await?;
    for (chunk, owners) in keys.chunks(CHUNK).enumerate() {
        let sql = format!(
            "INSERT INTO belongings (owner_id, label) VALUES {} RETURNING id",
            values("(?, ?)", owners.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (at, owner) in owners.iter().enumerate() {
            query = query.bind(owner).bind(belonging(chunk * CHUNK + at));
        }
        for row in query.fetch_all(&mut *tx).await? {
            black_box::<i64>(row.try_get(0)?);
        }
    }
    tx.commit().await?;
    Ok(keys)
}

async fn update(c: &mut MySqlConnection, stamp: u128) -> Result<()> {
    let mut tx = c.begin().await?;
    let rows = sqlx::query("SELECT id, name, email, active FROM users ORDER BY id LIMIT ?")
        .bind(UPDATES as i64)
        .fetch_all(&mut *tx)
        .await?;
    let users = rows.iter().map(user).collect::<Result<Vec<_>>>()?;
    for user in &users {
        sqlx::query("UPDATE users SET name = ? WHERE id = ?")
            .bind(renamed(user.id, stamp))
            .bind(user.id)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await
}
