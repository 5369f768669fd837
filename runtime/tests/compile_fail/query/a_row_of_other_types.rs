#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = Post::select().filter(|p| ormolu::row((p.id, p.title)).eq((1, 2)));
}
