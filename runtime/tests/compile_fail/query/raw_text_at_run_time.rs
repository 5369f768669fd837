#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    let _ = {
        let text = String::from("1");
        User::select().select(move |_| ormolu::raw_expr::<i32, _>(&text, ()))
    };
}
