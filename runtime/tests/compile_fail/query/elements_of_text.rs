#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = User::select().filter(|u| u.name.any_eq("a"));
}
