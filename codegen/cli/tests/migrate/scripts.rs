//! Scripts that are run by an engine's own client.

use ormolu::Database;
use testkit::{Engine, TestDatabase};

use crate::folder::{Project, client};

#[test]
fn a14_what_fails_in_a_script_is_not_recorded() {
    if !Engine::Postgres.is_available() {
        return;
    }
    testkit::run(Engine::Postgres, async |database: TestDatabase| {
        let db = Database::connect(database.url()).await.unwrap();
        let project = Project::on(database.url(), "ormolu: 1\n");
        project.ok("init");
        let up = "CREATE TABLE a (b int);\nINSERT INTO a VALUES (1), (1);";
        project.migration("table", up, "DROP TABLE a;");
        let up = "-- ormolu:step transaction=false\nCREATE UNIQUE INDEX CONCURRENTLY c ON a (b);";
        project.migration("key", up, "DROP INDEX c;");
        project.migration("more", "CREATE TABLE d (e int);", "DROP TABLE d;");
        project.ok("up table");
        let script = project.ok("sql table..more --dialect postgres");
        let run = || client("psql", &["-X", "-q", database.url()], &script);
        let Some((is_done, said)) = run() else {
            return;
        };
        assert!(!is_done && said.contains("could not create"), "{said}");
        let status = project.ok("status");
        assert!(status.contains("2 migrations to apply"), "{status}");
        let mended = ["DELETE FROM a", "DROP INDEX c"];
        db.execute_script(&mended).await.unwrap();
        assert_eq!(run(), Some((true, String::new())));
        project.ok("status --check");
    });
}
