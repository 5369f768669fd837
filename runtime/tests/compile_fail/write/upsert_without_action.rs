#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::{User, user};

async fn oops(db: &ormolu::Database) -> ormolu::Result<()> {
    User::upsert(user::new("a", "b"))
        .on(User::BY_EMAIL)
        .run(db)
        .await?;
    Ok(())
}

fn main() {}
