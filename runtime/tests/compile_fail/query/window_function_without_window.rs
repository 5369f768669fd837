use ormolu::row_number;

#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = Post::select().select(|_| row_number());
}
