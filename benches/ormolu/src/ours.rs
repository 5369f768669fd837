//! The workloads in Ormolu, as its README writes them.

use std::rc::Rc;

use bench_harness::*;
use ormolu::{Database, Result};
use tokio::runtime::Runtime;

use crate::models::{Belonging, Inserted, User, belonging, inserted, post, user};

/// A database.
pub struct Ours {
    runtime: Rc<Runtime>,
    db: Database,
    workloads: Vec<Workload>,
}

impl Ours {
    /// Makes the tables in a file of its own.
    pub fn sqlite(runtime: Rc<Runtime>) -> Outcome<Self> {
        let url = format!("sqlite:{}", sqlite_path("ormolu"));
        let mut ours = Ours::connect(runtime, &url, &Workload::ALL)?;
        // The connection sets the pragmas by itself.
        let tables = SQLITE_TABLES.iter().filter(|s| !s.starts_with("PRAGMA"));
        for statement in tables.map(|s| (*s).to_string()).chain(fill()) {
            ours.execute(&statement)?;
        }
        Ok(ours)
    }

    /// The tables are there already.
    pub fn connect(runtime: Rc<Runtime>, url: &str, workloads: &[Workload]) -> Outcome<Self> {
        let db = runtime.block_on(Database::connect(url))?;
        let workloads = workloads.to_vec();
        Ok(Ours {
            runtime,
            db,
            workloads,
        })
    }
}

impl Contestant for Ours {
    fn execute(&mut self, sql: &str) -> Outcome {
        Ok(self.runtime.block_on(self.db.execute_script(&[sql]))?)
    }

    fn work(&mut self, work: Work, seen: &mut Seen) -> Outcome {
        let db = self.db.clone();
        let mut own = std::mem::take(seen);
        let task = async move {
            run(&db, work, &mut own).await?;
            Ok::<_, ormolu::Error>(own)
        };
        *seen = self.runtime.block_on(self.runtime.spawn(task))??;
        Ok(())
    }

    fn workloads(&self) -> Vec<Workload> {
        self.workloads.clone()
    }
}

async fn run(db: &Database, work: Work, seen: &mut Seen) -> Result<()> {
    match work {
        Work::Fetch => seen.look(&User::select().all(db).await?, |users, facts| {
            users.iter().for_each(|user| tell(user.row(), facts));
        }),
        Work::Lookup(last) => {
            for id in 1..=last {
                seen.look(&User::get(id).one(db).await?, |user, facts| {
                    tell(user, facts)
                });
            }
        }
        Work::Graph => graph(db, seen).await?,
        Work::Insert(rows) => {
            let rows = rows
                .into_iter()
                .map(|row| inserted::new(row.name, row.email, row.active));
            let stored = Inserted::insert_all(rows).run(db).await?;
            seen.look(&stored, |stored, facts| {
                facts.keys(stored.iter().map(|row| row.id))
            });
        }
        Work::Family(rows) => family(db, rows, seen).await?,
        Work::Update(stamp) => update(db, stamp).await?,
        Work::Inserted => seen.look(&Inserted::select().all(db).await?, |stored, facts| {
            for row in stored {
                facts.user(row.id, &row.name, &row.email, row.active);
            }
        }),
        Work::Belongings => seen.look(&Belonging::select().all(db).await?, |stored, facts| {
            for row in stored {
                facts.belonging(row.owner_id, row.id, &row.label);
            }
        }),
    }
    Ok(())
}

fn tell(user: &User, facts: &mut Facts) {
    facts.user(user.id, &user.name, &user.email, user.active);
}

async fn graph(db: &Database, seen: &mut Seen) -> Result<()> {
    let users = User::select()
        .filter(|u| u.id.le(AUTHORS))
        .with(user::posts().with(post::comments()))
        .all(db)
        .await?;
    seen.look(&users, |users, facts| {
        for user in users {
            tell(user.row(), facts);
            for post in user.posts() {
                facts.post(user.id, post.id, &post.title, post.body.as_deref());
                for comment in post.comments() {
                    facts.comment(user.id, post.id, comment.id, &comment.text);
                }
            }
        }
    });
    Ok(())
}

async fn family(db: &Database, rows: Vec<NewRow>, seen: &mut Seen) -> Result<()> {
    let mut s = db.session();
    let mut owners = Vec::with_capacity(rows.len());
    for (n, row) in rows.into_iter().enumerate() {
        let owner = s.add(inserted::new(row.name, row.email, row.active));
        s.add(belonging::new(bench_harness::belonging(n)).owner(owner));
        owners.push(owner);
    }
    s.commit().await?;
    seen.look(&owners, |owners, facts| {
        facts.keys(owners.iter().map(|owner| s[*owner].id))
    });
    Ok(())
}

async fn update(db: &Database, stamp: u128) -> Result<()> {
    let mut s = db.session();
    let users = s
        .all(
            User::select()
                .order_by(|u| u.id.asc())
                .limit(UPDATES as u64),
        )
        .await?;
    for user in &users {
        let name = renamed(s[user].id, stamp);
        s[user].name = name;
    }
    s.commit().await
}
