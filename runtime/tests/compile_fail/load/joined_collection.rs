#[path = "../../loading/models/mod.rs"]
mod models;

use models::user;

fn main() {
    let _ = user::posts().joined();
}
