#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = async |db: &ormolu::Database| -> Result<Vec<Post>, ormolu::Error> { User::select().left_join(|u| u.posts()).select(|(_, p)| p).all(db).await };
}
