#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::User;

async fn oops(db: &ormolu::Database) -> ormolu::Result<u64> {
    User::update().set(|u| u.name.to("x")).run(db).await
}

fn main() {}
