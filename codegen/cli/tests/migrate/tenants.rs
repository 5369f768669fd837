//! Several schemas of a server, each with its own state, are compared and proven like a database.

use ormolu::Database;
use testkit::{Engine, TestDatabase};

use crate::folder::Project;

const SCHEMA: &str = "ormolu: 1
dialects: [postgres, mysql]
enums:
  Level: [low, high]
models:
  Author:
    columns: { id: { type: bigint, primary_key: true }, name: { type: string(50), unique: true } }
  Famous:
    view: SELECT id, name FROM authors WHERE id > 0
    columns: { id: bigint, name: string(50) }
  Note:
    columns:
      id: { type: bigint, primary_key: true }
      author: { references: Author }
      stars: { type: int, default: 3, check: value > 0 }
      level: { type: Level, default: low }
";

fn each_is_compared_and_proven(engine: Engine) {
    testkit::run(engine, async |database: TestDatabase| {
        let db = Database::connect(database.url()).await.unwrap();
        let base = match engine {
            Engine::Postgres => "tenant".to_owned(),
            _ => database.url().rsplit('/').next().unwrap().to_owned(),
        };
        let tenants = ["a", "b"].map(|name| format!("{base}_{name}"));
        for tenant in &tenants {
            db.execute_script(&[&format!("CREATE SCHEMA {tenant}")])
                .await
                .unwrap();
        }
        let project = Project::on(database.url(), SCHEMA);
        project.ok("init");
        project.ok("diff first");
        project.write("schema.yaml", &format!("{SCHEMA}      body: text?\n"));
        project.ok("diff second");
        let first = project.ids()[0].clone();
        let rows = "INSERT INTO authors (name) VALUES ('ann');\n\
                    INSERT INTO notes (author_id) SELECT id FROM authors;\n";
        project.write(&format!("migrations/{first}/seed.sql"), rows);
        project.ok("check --write");

        let both = format!("--schemas {base}_*");
        let [a, b] = &tenants;
        let proven = "2 migrations: up, down and up again\n";
        let out = project.ok(&format!("test {both}"));
        assert_eq!(out, format!("{a}: {proven}{b}: {proven}"));
        let refused = project.fails(&format!("test {both}"), 2);
        assert!(
            refused.contains(&format!("{a}: the database is not empty")),
            "{refused}"
        );

        project.ok(&format!("check --db {both}"));
        let by_hand = format!("ALTER TABLE {b}.notes DROP COLUMN body");
        db.execute_script(&[&by_hand]).await.unwrap();
        project.ok(&format!("check --db --schemas {a}"));
        let drift = project.fails(&format!("check --db {both}"), 1);
        assert!(
            drift.contains(&format!("{b}: the database is not as")),
            "{drift}"
        );
        assert!(
            drift.contains("body") && !drift.contains(&format!("{a}: ")),
            "{drift}"
        );
        for tenant in &tenants {
            let cascade = if engine == Engine::Postgres {
                " CASCADE"
            } else {
                ""
            };
            let drop = format!("DROP SCHEMA {tenant}{cascade}");
            db.execute_script(&[&drop]).await.unwrap();
        }
    });
}

#[test]
fn each_schema_is_compared_and_proven_postgres() {
    each_is_compared_and_proven(Engine::Postgres);
}

#[test]
fn each_database_is_compared_and_proven_mariadb() {
    each_is_compared_and_proven(Engine::Mariadb);
}
