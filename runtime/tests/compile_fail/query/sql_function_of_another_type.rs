//! A function of the program takes what it says.

#[path = "../../support/models.rs"]
#[allow(dead_code)]
mod models;

use models::User;

ormolu::sql_function! {
    fn initial(text: String) -> String {
        "upper(substr({text}, 1, 1))"
    }
}

fn main() {
    let _ = User::select().select(|u| initial(u.id));
    let _ = User::select().select(|u| initial(u.bio));
}
