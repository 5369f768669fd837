#[path = "../../loading/models/mod.rs"]
mod models;

use models::{User, post};

fn main() {
    let _ = User::select().with(post::tags());
}
