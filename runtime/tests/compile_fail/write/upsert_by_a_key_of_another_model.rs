#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::{Setting, User, user};

async fn oops(db: &ormolu::Database) -> ormolu::Result<()> {
    User::upsert(user::new("a", "b"))
        .on(Setting::BY_KEY)
        .update_all()
        .run(db)
        .await?;
    Ok(())
}

fn main() {}
