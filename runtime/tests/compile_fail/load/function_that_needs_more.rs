#[path = "../../loading/models/mod.rs"]
mod models;

use models::{User, UserView, post, user};

fn render(_: UserView<'_, impl user::HasPosts<Posts: post::HasTags>>) {}

async fn page(db: &ormolu::Database) -> ormolu::Result<()> {
    let users = User::select().with(user::posts()).all(db).await?;
    for u in &users {
        render(u);
    }
    Ok(())
}

fn main() {}
