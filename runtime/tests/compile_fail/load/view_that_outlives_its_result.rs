#[path = "../../loading/models/mod.rs"]
mod models;

use models::{User, UserView};

async fn first<'a>(db: &'a ormolu::Database) -> ormolu::Result<UserView<'a>> {
    let users = User::select().all(db).await?;
    Ok(users.get(0).unwrap())
}

fn main() {}
