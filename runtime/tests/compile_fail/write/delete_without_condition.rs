#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::User;

async fn oops(db: &ormolu::Database) -> ormolu::Result<u64> {
    User::delete().run(db).await
}

fn main() {}
