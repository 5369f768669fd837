#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

use models::User;
use ormolu::count_if;

fn main() {
    let _ = User::select()
        .group_by(|u| u.active)
        .select(|active, u| (active, count_if(u.posts().exists())));
}
