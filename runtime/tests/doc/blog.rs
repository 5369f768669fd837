// What stands before the examples in the documentation.

#[path = "models/mod.rs"]
mod models;

use models::{Post, User, post, user};
use ormolu::{Database, Dialect, exists};

/// A database in memory with two users; Ann has two posts, Bob is not active and has none.
async fn blog() -> ormolu::Result<Database> {
    let db = Database::connect("sqlite::memory:").await?;
    models::schema::create_all(&db).await?;
    let mut s = db.session();
    let ann = s.add(user::new("Ann"));
    s.add(user::new("Bob").active(false));
    s.add(post::new("First").author(ann).published(true));
    s.add(post::new("Second").author(ann));
    s.commit().await?;
    Ok(db)
}

/// The text of a query for PostgreSQL.
fn postgres<S: ormolu::query::Scope, O>(query: &ormolu::Select<S, O>) -> String {
    match query.to_sql(Dialect::Postgres) {
        Ok(statement) => statement.sql.as_str().to_owned(),
        Err(error) => error.to_string(),
    }
}
