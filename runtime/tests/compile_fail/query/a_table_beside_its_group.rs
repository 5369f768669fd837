#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = User::select()
        .join(|u| u.posts())
        .group_by(|(u, _)| u.name)
        .select(|name, (u, p)| (name, p));
}
