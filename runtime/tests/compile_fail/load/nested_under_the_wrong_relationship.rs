#[path = "../../loading/models/mod.rs"]
mod models;

use models::{User, post, user};

fn main() {
    let _ = User::select().with(user::comments().with(post::tags()));
}
