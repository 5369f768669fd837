#[path = "../../loading/models/mod.rs"]
mod models;

use models::{User, post, user};

async fn page(db: &ormolu::Database) -> ormolu::Result<()> {
    let users = User::select().with(user::posts().with(post::comments())).all(db).await?;
    for u in &users {
        for p in u.posts() {
            println!("{}", p.tags().len());
        }
    }
    Ok(())
}

fn main() {}
