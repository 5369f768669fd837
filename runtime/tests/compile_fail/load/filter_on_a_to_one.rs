#[path = "../../loading/models/mod.rs"]
mod models;

use models::post;

fn main() {
    let _ = post::author().filter(|u| u.active.eq(true));
}
