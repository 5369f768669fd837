#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = User::select()
        .group_by(|u| u.name)
        .select(|_, u| ormolu::case().when(u.active, 1).else_(0));
}
