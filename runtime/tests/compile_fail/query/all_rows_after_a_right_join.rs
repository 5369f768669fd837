#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, Tag, User};

fn main() {
    let _ = |db: &ormolu::Database| User::select().right_join(|u| u.posts()).all(db);
}
