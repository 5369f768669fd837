//! Rules of rows: conditions that every query adds, deleting that keeps, tenants.
#![allow(clippy::unwrap_used, clippy::panic)]

mod audit;
mod hooks;
mod scopes;
mod session_hooks;
mod set_by;
mod soft_delete;
mod soft_uniques;
mod tenant;
mod values;

use behaviour::on_every_engine_empty;
use behaviour::rules::{article, author, schema};
use ormolu::{Database, Result};

fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        schema::create_all(&db).await?;
        body(db).await
    });
}

/// Ann with two published articles and a draft, Bob with one article.
async fn journal(db: &Database) -> Result<()> {
    use behaviour::rules::Stage;

    let mut s = db.session();
    let ann = s.add(author::new("Ann"));
    let bob = s.add(author::new("Bob"));
    s.add(article::new("First").author(ann));
    s.add(article::new("Second").author(ann));
    s.add(article::new("Third").stage(Stage::Draft).author(ann));
    s.add(article::new("Fourth").author(bob));
    s.commit().await
}
