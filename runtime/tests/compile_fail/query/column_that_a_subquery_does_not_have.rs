#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, Tag, User};

fn main() {
    let _ = ormolu::from(User::select().select(|u| (u.id, u.name))).filter(|s| s.2.eq(1));
}
