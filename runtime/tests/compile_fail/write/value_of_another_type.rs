#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::User;

async fn oops(db: &ormolu::Database) -> ormolu::Result<u64> {
    User::update().key(1).set(|u| u.name.to(3)).run(db).await
}

fn main() {}
