use ormolu::rollup;

#[path = "../../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;

#[allow(unused_imports)]
use models::{Post, User};

fn main() {
    // A key that is left out is NULL, so it is no i64.
    let _: ormolu::Select<_, ormolu::query::Tuple<ormolu::Expr<i64, ormolu::expr::Column>>> =
        Post::select().group_by(|p| rollup(p.id)).select(|id, _| id);
}
