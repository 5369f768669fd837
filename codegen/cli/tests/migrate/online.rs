//! Plans for a database that others go on writing to.

use std::time::{Duration, Instant};

use ormolu::{Access, Database};
use testkit::Engine;

use crate::folder::{Project, column, dialect};

fn schema(engine: Engine, stars: &str) -> String {
    let dialect = dialect(engine);
    format!(
        "ormolu: 1
dialects: [{dialect}]
models:
  Note:
    columns:
      id: {{ type: bigint, primary_key: true }}
      stars: {stars}
"
    )
}

/// Whoever holds a row is waited for, but not for long; `up` goes on once it is free.
async fn a_row_is_waited_for(database: testkit::TestDatabase) {
    let engine = database.engine();
    let project = Project::on(database.url(), &schema(engine, "int?"));
    project.ok("init");
    project.ok("diff first");
    project.ok("up");
    project.write("schema.yaml", &schema(engine, "{ type: int, default: 0 }"));
    project.ok("diff second --online");
    let db = Database::connect(database.url()).await.unwrap();
    db.execute_script(&["INSERT INTO notes (stars) VALUES (NULL)"])
        .await
        .unwrap();

    let mut other = db.connection(Access::Write).await.unwrap();
    other
        .execute_script(&["BEGIN", "UPDATE notes SET stars = NULL, id = 7"])
        .await
        .unwrap();
    let begun = Instant::now();
    let error = project.fails("up", 2);
    assert!(error.contains("UPDATE"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{error}");
    other.execute_script(&["ROLLBACK"]).await.unwrap();
    project.ok("up");
    assert_eq!(column::<i32>(&db, "SELECT stars FROM notes").await, [0]);
}

#[test]
fn a_row_is_waited_for_on_postgres() {
    testkit::run(Engine::Postgres, a_row_is_waited_for);
}

#[test]
fn a_row_is_waited_for_on_mariadb() {
    testkit::run(Engine::Mariadb, a_row_is_waited_for);
}
