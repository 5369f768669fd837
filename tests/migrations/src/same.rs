use ormolu::Database;
use ormolu_live::{Options, drift};
use ormolu_schema::ir::Schema;
use testkit::TestDatabase;

/// A database is as a schema says; `when` stands in the message if it is not.
///
/// # Panics
/// If they differ, with the lines in which.
pub async fn same(test: &TestDatabase, schema: &Schema, when: &str) {
    let db = Database::connect(test.url()).await.unwrap();
    let drift = drift(&db, schema, &Options::default()).await.unwrap();
    let lines: Vec<String> = drift.iter().map(ToString::to_string).collect();
    assert_eq!(lines, Vec::<String>::new(), "{when}");
}
