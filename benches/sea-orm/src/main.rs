//! The workloads in SeaORM, as its guides write them.

mod entities;

use std::rc::Rc;
use std::time::Duration;

use bench_harness::*;
use entities::{comment, inserted, post, user};
use sea_orm::entity::prelude::*;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, QueryOrder, QuerySelect, Set, TransactionTrait,
};
use tokio::runtime::Runtime;

/// A pool.
struct SeaOrm {
    runtime: Rc<Runtime>,
    db: DatabaseConnection,
}

impl SeaOrm {
    fn connect(runtime: Rc<Runtime>, url: String) -> Outcome<Self> {
        let mut options = ConnectOptions::new(url);
        // With the default a lookup would take two round trips, the first to test the connection.
        options
            .sqlx_logging(false)
            .test_before_acquire_if_idle_for(Duration::from_secs(30));
        if options.get_url().starts_with("sqlite:") {
            // The pragmas are the connection's.
            options.max_connections(1);
        }
        let db = runtime.block_on(Database::connect(options))?;
        Ok(SeaOrm { runtime, db })
    }
}

impl Contestant for SeaOrm {
    fn execute(&mut self, sql: &str) -> Outcome {
        self.runtime.block_on(self.db.execute_unprepared(sql))?;
        Ok(())
    }

    fn work(&mut self, work: Work, seen: &mut Seen) -> Outcome {
        let db = self.db.clone();
        let mut own = std::mem::take(seen);
        let task = async move {
            run(&db, work, &mut own).await?;
            Ok::<_, DbErr>(own)
        };
        *seen = self.runtime.block_on(self.runtime.spawn(task))??;
        Ok(())
    }
}

async fn run(db: &DatabaseConnection, work: Work, seen: &mut Seen) -> Result<(), DbErr> {
    match work {
        Work::Fetch => {
            seen.look(
                user::Entity::find().all(db).await?.as_slice(),
                |users, facts| {
                    for user in users {
                        facts.user(user.id, &user.name, &user.email, user.active);
                    }
                },
            );
        }
        Work::Lookup(last) => {
            for id in 1..=last {
                seen.look(
                    &user::Entity::find_by_id(id).one(db).await?,
                    |user, facts| {
                        if let Some(user) = user {
                            facts.user(user.id, &user.name, &user.email, user.active);
                        }
                    },
                );
            }
        }
        Work::Graph => graph(db, seen).await?,
        Work::Insert(rows) => {
            let keys = insert(db, rows).await?;
            seen.look(&keys, |keys, facts| facts.keys(keys.iter().copied()));
        }
        Work::Update(stamp) => update(db, stamp).await?,
        Work::Family(_) | Work::Belongings => {}
        Work::Inserted => {
            seen.look(
                inserted::Entity::find().all(db).await?.as_slice(),
                |stored, facts| {
                    for row in stored {
                        facts.user(row.id, &row.name, &row.email, row.active);
                    }
                },
            );
        }
    }
    Ok(())
}

async fn graph(db: &DatabaseConnection, seen: &mut Seen) -> Result<(), DbErr> {
    let users = user::Entity::load()
        .filter(user::COLUMN.id.lte(AUTHORS))
        .with((post::Entity, comment::Entity))
        .all(db)
        .await?;
    seen.look(users.as_slice(), |users, facts| {
        for user in users {
            facts.user(user.id, &user.name, &user.email, user.active);
            for post in &user.posts {
                facts.post(user.id, post.id, &post.title, post.body.as_deref());
                for comment in &post.comments {
                    facts.comment(user.id, post.id, comment.id, &comment.text);
                }
            }
        }
    });
    Ok(())
}

async fn insert(db: &DatabaseConnection, rows: Vec<NewRow>) -> Result<Vec<i64>, DbErr> {
    let tx = db.begin().await?;
    let rows = rows.into_iter().map(|row| inserted::ActiveModel {
        name: Set(row.name),
        email: Set(row.email),
        active: Set(row.active),
        ..Default::default()
    });
    let keys = inserted::Entity::insert_many(rows)
        .exec_with_returning_keys(&tx)
        .await?;
    tx.commit().await?;
    Ok(keys)
}

async fn update(db: &DatabaseConnection, stamp: u128) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    let rows = user::Entity::find()
        .order_by_asc(user::COLUMN.id)
        .limit(UPDATES as u64)
        .all(&tx)
        .await?;
    for row in rows {
        let id = row.id;
        let mut row: user::ActiveModel = row.into();
        row.name = Set(renamed(id, stamp));
        row.update(&tx).await?;
    }
    tx.commit().await
}

fn main() -> Outcome {
    let runtime = Rc::new(Runtime::new()?);
    let mut stage = Stage::default();
    let url = format!("sqlite://{}?mode=rwc", sqlite_path("sea-orm"));
    let mut sqlite = SeaOrm::connect(runtime.clone(), url)?;
    for statement in SQLITE_TABLES.iter().map(|s| (*s).to_string()).chain(fill()) {
        sqlite.execute(&statement)?;
    }
    stage.enter("sea-orm", Engine::Sqlite, sqlite);
    if let Some(url) = postgres_url() {
        stage.enter("sea-orm", Engine::Postgres, SeaOrm::connect(runtime, url)?);
    }
    stage.serve()
}
