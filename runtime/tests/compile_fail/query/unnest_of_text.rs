#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, Tag, User};

fn main() {
    let _ = User::select().join_lateral(|u| u.name.unnest());
}
