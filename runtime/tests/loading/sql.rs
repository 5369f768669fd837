use ormolu::Result;
use testkit::{Engine, TestDatabase};

use crate::data::{blog, run};
use crate::models::{Comment, Post, Shelf, User, comment, post, shelf, user};

/// The statements of each strategy, as the engine gets them.
async fn statements(database: TestDatabase) -> Result<String> {
    let db = blog(database.url(), 2, 2, 2).await?;
    run(
        &db,
        "INSERT INTO shelves VALUES (1, 'east', NULL), (2, 'east', NULL)",
    )
    .await?;
    let record = db.record();
    let mut text = String::new();
    let mut note = |title: &str| {
        text += &format!("-- {title}\n");
        for statement in record.statements() {
            text += &format!("{}\n", statement.sql);
        }
        text += "\n";
        record.clear();
    };
    let published = user::posts()
        .filter(|p| p.body.is_null())
        .order_by(|p| p.title.desc());
    User::select()
        .with(published.with(post::tags()))
        .all(&db)
        .await?;
    note("select-in, many-to-many");
    User::select()
        .with(user::posts().limit(1).offset(1))
        .all(&db)
        .await?;
    note("a limit for each parent");
    User::get(1).with(user::posts().limit(1)).one(&db).await?;
    note("the limit of one parent");
    let author = comment::author().joined().with(user::profile().joined());
    let post = comment::post().joined();
    Comment::select()
        .order_by(|c| c.id)
        .limit(2)
        .with(author)
        .with(post)
        .all(&db)
        .await?;
    note("joined; a has-one below a limit has a statement of its own");
    Post::select()
        .with(post::comments().limit(1).with(comment::author().joined()))
        .all(&db)
        .await?;
    note("joined below a limited collection");
    Shelf::select().with(shelf::books()).all(&db).await?;
    note("composite keys");
    Ok(text)
}

fn snapshot(engine: Engine) {
    testkit::run(engine, async |database| {
        let text = statements(database).await?;
        insta::assert_snapshot!(engine.name(), text);
        Ok::<_, ormolu::Error>(())
    });
}

#[test]
fn sqlite() {
    snapshot(Engine::Sqlite);
}

#[test]
fn postgres() {
    snapshot(Engine::Postgres);
}

#[test]
fn mariadb() {
    snapshot(Engine::Mariadb);
}
