#[path = "../../loading/models/mod.rs"]
mod models;

use models::{User, user};

async fn page(db: &ormolu::Database) -> ormolu::Result<()> {
    let users = User::select().with(user::comments()).all(db).await?;
    for u in &users {
        for p in u.posts() {
            println!("{}", p.title());
        }
    }
    Ok(())
}

fn main() {}
