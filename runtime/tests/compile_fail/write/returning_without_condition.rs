#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::User;

async fn oops(db: &ormolu::Database) -> ormolu::Result<Vec<i64>> {
    User::delete().returning(|u| u.id).run(db).await
}

fn main() {}
