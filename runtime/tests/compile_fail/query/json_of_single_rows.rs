#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, Tag, User};

fn main() {
    let _ = Post::select()
        .group_by(|p| p.author_id)
        .select(|_, p| ormolu::json_object((("id", p.id),)));
}
