#[path = "../../loading/models/mod.rs"]
mod models;

use models::User;

async fn rename(s: &mut ormolu::Session) -> ormolu::Result<()> {
    let ann = s.one(User::select()).await?;
    let view = s.view(ann);
    s[ann].name = "Anna".into();
    println!("{}", view.name());
    Ok(())
}

fn main() {}
