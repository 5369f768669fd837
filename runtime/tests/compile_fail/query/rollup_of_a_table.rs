use ormolu::rollup;

#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = Post::select().group_by(|p| rollup(p)).select(|_, p| p.id.count());
}
