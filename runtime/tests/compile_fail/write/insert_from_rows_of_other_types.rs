#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::{Tag, User};

async fn oops(db: &ormolu::Database) -> ormolu::Result<u64> {
    let visits = User::select().select(|u| u.visits);
    Tag::insert_from(visits, |t| t.name).run(db).await
}

fn main() {}
