#[path = "../../loading/models/mod.rs"]
mod models;

use models::{UserView, user};

fn authors<L: user::HasPosts>(user: UserView<'_, L>) -> usize {
    user.posts().iter().map(|p| p.tags().len()).sum()
}

fn main() {}
