use ormolu::window;

#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = Post::select()
        .group_by(|p| p.author_id)
        .select(|_, p| p.price.sum().over(window()));
}
