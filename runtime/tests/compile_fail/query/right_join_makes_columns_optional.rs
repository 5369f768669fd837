#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, Tag, User};

fn main() {
    let _ = Post::select().right_join(|p| p.author()).filter(|(p, u)| u.age.is_null().and(p.id.is_null()));
}
