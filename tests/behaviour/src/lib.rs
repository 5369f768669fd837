//! The behaviour suite: the same promises on SQLite, PostgreSQL and MariaDB.
//!
//! Each test runs its body on a fresh database of every engine of this machine.

#![allow(missing_docs)]

mod hooks;
mod numbers;
mod types;
mod values;

pub use numbers::Numbers;

use models::{post, tag, user};
use ormolu::{Database, Result};
use testkit::{Engine, Proxy, TestDatabase};

#[allow(clippy::pedantic)]
pub mod models {
    ormolu::include_models!();
}

/// Ids of one model are no ids of another, and no numbers:
///
/// ```
/// use behaviour::typed::{Article, Author, AuthorId};
/// let _ = Article::select().filter(|a| a.author_id.eq(AuthorId::new(1)));
/// let _ = Author::get(AuthorId::new(1));
/// ```
///
/// ```compile_fail,E0277
/// use behaviour::typed::{Article, LanguageId};
/// let _ = Article::select().filter(|a| a.author_id.eq(LanguageId::from("de")));
/// ```
///
/// ```compile_fail,E0277
/// use behaviour::typed::Article;
/// let _ = Article::select().filter(|a| a.author_id.eq(1_i64));
/// ```
///
/// ```compile_fail,E0308
/// use behaviour::typed::Author;
/// let _ = Author::get(1);
/// ```
///
/// ```compile_fail,E0277
/// use behaviour::typed::Author;
/// async fn one(mut s: ormolu::Session) -> ormolu::Result<()> {
///     s.get::<Author>(1).await.map(drop)
/// }
/// ```
///
/// ```compile_fail,E0277
/// use behaviour::typed::Author;
/// let _ = Author::update().key(1);
/// ```
#[allow(clippy::pedantic)]
pub mod typed {
    ormolu::include_models!("typed");
}

/// The models of `wrapped.yaml`.
#[allow(clippy::pedantic)]
pub mod wrapped {
    ormolu::include_models!("wrapped");
}

/// The models of `times.yaml`.
#[allow(clippy::pedantic)]
pub mod times {
    ormolu::include_models!("times");
}

/// The models of `jiff.yaml`.
#[allow(clippy::pedantic)]
pub mod jiff {
    ormolu::include_models!("jiff");
}

/// The models of `loading.yaml`.
#[allow(clippy::pedantic)]
pub mod loading {
    ormolu::include_models!("loading");
}

/// Models whose tables and columns have the worst names.
#[allow(clippy::pedantic)]
pub mod hostile {
    ormolu::include_models!("hostile");
}

/// The models of `variants.yaml`.
#[allow(clippy::pedantic)]
pub mod variants {
    ormolu::include_models!("variants");
}

/// The models of `family.yaml`.
#[allow(clippy::pedantic)]
pub mod family {
    ormolu::include_models!("family");
}

/// The models of `concrete.yaml`.
#[allow(clippy::pedantic)]
pub mod concrete {
    ormolu::include_models!("concrete");
}

/// As [`on_every_engine`], with the models of `concrete.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_concrete(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        concrete::schema::create_all(&db).await?;
        body(db).await
    });
}

/// As [`on_every_engine`], with the models of `family.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_family(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        family::schema::create_all(&db).await?;
        body(db).await
    });
}

/// The models of `ownership.yaml`.
#[allow(clippy::pedantic)]
pub mod ownership {
    ormolu::include_models!("ownership");
}

/// As [`on_every_engine`], with the models of `ownership.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_owned(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        ownership::schema::create_all(&db).await?;
        body(db).await
    });
}

/// The models of `flush.yaml`.
#[allow(clippy::pedantic)]
pub mod flush {
    ormolu::include_models!("flush");
}

/// The models of `history.yaml`.
#[allow(clippy::pedantic)]
pub mod history {
    ormolu::include_models!("history");
}

/// The models of `lineages.yaml`.
#[allow(clippy::pedantic)]
pub mod lineages {
    ormolu::include_models!("lineages");
}

/// The models of `relating.yaml`.
#[allow(clippy::pedantic)]
pub mod relating {
    ormolu::include_models!("relating");
}

/// As [`on_every_engine`], with the models of `relating.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_relating(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        relating::schema::create_all(&db).await?;
        body(db).await
    });
}

/// The models of `versions.yaml`.
#[allow(clippy::pedantic)]
pub mod versions {
    ormolu::include_models!("versions");
}

/// The models of `random.yaml`.
#[allow(clippy::pedantic)]
pub mod random {
    ormolu::include_models!("random");
}

/// The models of `rules.yaml`.
#[allow(clippy::pedantic)]
pub mod rules {
    ormolu::include_models!("rules");
}

/// The models of `alive.yaml`: for SQLite and PostgreSQL.
#[allow(clippy::pedantic)]
pub mod alive {
    ormolu::include_models!("alive");
}

pub use hooks::{Moderator, Story};
pub use types::{Email, Packed, Prefs, Sealed, Token};
pub use values::{check_email, without_dashes};

/// As [`on_every_engine`], with the models of `typed.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_typed(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        typed::schema::create_all(&db).await?;
        body(db).await
    });
}

/// As [`on_every_engine`], with the models of `variants.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_variants(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        variants::schema::create_all(&db).await?;
        body(db).await
    });
}

/// As [`on_every_engine`], with the models of `flush.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_flush(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        flush::schema::create_all(&db).await?;
        body(db).await
    });
}

/// As [`on_every_engine`], with the models of `versions.yaml`.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_versions(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        versions::schema::create_all(&db).await?;
        body(db).await
    });
}

/// As [`on_every_engine`], without any table.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_empty(body: impl AsyncFn(Database) -> Result<()>) {
    on_engines(&Engine::ALL, body);
}

/// As [`on_every_engine`], with the models of `alive.yaml`, on the engines that it is for.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_engines_with_partial_indexes(body: impl AsyncFn(Database) -> Result<()>) {
    on_engines(&[Engine::Sqlite, Engine::Postgres], async |db: Database| {
        alive::schema::create_all(&db).await?;
        body(db).await
    });
}

fn on_engines(engines: &[Engine], body: impl AsyncFn(Database) -> Result<()>) {
    for &engine in engines {
        println!("on {engine}");
        testkit::run(engine, async |test: TestDatabase| {
            body(Database::connect(test.url()).await?).await
        });
    }
}

/// Runs a test on an empty database of each engine that is here, one after the other.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    for engine in Engine::ALL {
        println!("on {engine}");
        testkit::run(engine, async |test: TestDatabase| {
            body(connect(&test).await?).await
        });
    }
}

/// As [`on_every_engine`], on a current-thread runtime.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_engine_current_thread(body: impl AsyncFn(Database) -> Result<()>) {
    for engine in Engine::ALL {
        println!("on {engine}");
        let run = async |test: TestDatabase| body(connect(&test).await?).await;
        testkit::run_current_thread(engine, run);
    }
}

/// A database whose server stands behind a proxy.
#[derive(Debug)]
pub struct Faulty {
    /// Through the proxy.
    pub db: Database,
    /// Past it: what is really stored.
    pub direct: Database,
    /// Cuts connections.
    pub proxy: Proxy,
}

/// Runs a test on an empty database of each server that is here, behind a proxy.
///
/// # Panics
/// When the body fails on one of them; the line before says on which.
pub fn on_every_server(body: impl AsyncFn(Faulty) -> Result<()>) {
    for engine in [Engine::Postgres, Engine::Mariadb] {
        println!("on {engine}");
        testkit::run(engine, async |test: TestDatabase| {
            let direct = connect(&test).await?;
            let proxy = Proxy::start(&test).await;
            let db = Database::connect(proxy.url()).await?;
            body(Faulty { db, direct, proxy }).await
        });
    }
}

async fn connect(test: &TestDatabase) -> Result<Database> {
    let db = Database::connect(test.url()).await?;
    models::schema::create_all(&db).await?;
    Ok(db)
}

/// `users` users, each with `posts` posts, each with all of `tags` tags.
pub async fn blog(db: &Database, users: usize, posts: usize, tags: usize) -> Result<()> {
    let mut s = db.session();
    let tags: Vec<_> = (1..=tags)
        .map(|n| s.add(tag::new(format!("tag {n}"))))
        .collect();
    for u in 1..=users {
        let author = s.add(user::new(format!("user {u}")));
        for p in 1..=posts {
            let title = format!("post {u:03}.{p}");
            s.add(
                post::new(title)
                    .author(author)
                    .rating(p as i32)
                    .tags(tags.iter().copied()),
            );
        }
    }
    s.commit().await
}
