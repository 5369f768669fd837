// What stands before the examples about trees.

#[path = "models/mod.rs"]
mod models;

use models::employee;
use ormolu::Database;

/// A database in memory: Ann, 1, leads Bob, 2, who leads Cem, 3.
async fn staff() -> ormolu::Result<Database> {
    let db = Database::connect("sqlite::memory:").await?;
    models::schema::create_all(&db).await?;
    let mut s = db.session();
    let ann = s.add(employee::new("Ann"));
    let bob = s.add(employee::new("Bob").manager(ann));
    s.add(employee::new("Cem").manager(bob));
    s.commit().await?;
    Ok(db)
}
