//! Tables that somebody else makes: `ignore_tables` of the configuration, and `--ignore`.

use std::process::Command;

use ormolu::Database;
use testkit::{Engine, TestDatabase, on_every_engine};

use crate::folder::{Project, column, dialect};

/// `User` is somebody else's; there is a model for it, so that orders can point at it.
fn schema(engine: Engine) -> String {
    let dialect = dialect(engine);
    format!(
        "ormolu: 1
dialects: [{dialect}]
models:
  User:
    table: auth_users
    columns: {{ id: {{ type: bigint, primary_key: true }}, name: string(50) }}
  Order:
    columns: {{ id: {{ type: bigint, primary_key: true }}, user: {{ references: User }} }}
"
    )
}

const THEIRS: [&str; 3] = [
    "CREATE TABLE auth_users (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(50) NOT NULL, \
     hash VARCHAR(80))",
    "CREATE TABLE spatial_refs (id INT NOT NULL PRIMARY KEY)",
    "CREATE TABLE spatial_points (id INT NOT NULL PRIMARY KEY, ref_id INT, \
     FOREIGN KEY (ref_id) REFERENCES spatial_refs (id))",
];

/// All tables but the runner's.
async fn names(db: &Database, engine: Engine) -> Vec<String> {
    let sql = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
        Engine::Postgres => {
            "SELECT relname::text FROM pg_class WHERE relkind = 'r' \
             AND relnamespace = 'public'::regnamespace ORDER BY relname"
        }
        _ => {
            "SELECT CAST(table_name AS CHAR) FROM information_schema.tables \
             WHERE table_schema = DATABASE() ORDER BY table_name"
        }
    };
    let mut names: Vec<String> = column(db, sql).await;
    names.retain(|name| !name.starts_with('_'));
    names
}

on_every_engine! {
    async fn a7_tables_of_others_are_left_alone(database: TestDatabase) {
        let engine = database.engine();
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_script(&THEIRS).await.unwrap();
        let project = Project::on(database.url(), &schema(engine));
        project.ok("init");

        // Without a word, they would be dropped and changed.
        let plan = project.ok(&format!("diff all --dry-run --renames no --against {}", database.url()));
        assert!(plan.contains("drop table `spatial_refs`") && plan.contains("hash"), "{plan}");
        let said = "--ignore spatial_*,auth_*";
        let plan = project.ok(&format!("diff all --dry-run {said} --against {}", database.url()));
        assert!(!plan.contains("spatial") && !plan.contains("hash"), "{plan}");
        assert!(plan.contains("create table `orders`") && plan.contains("auth_users"), "{plan}");

        project.write("ormolu.yaml", "ignore_tables: [\"spatial_*\", auth_users]\n");
        project.ok("diff orders");
        project.ok("check");
        project.ok("up");
        let ours = ["auth_users", "orders", "spatial_points", "spatial_refs"];
        assert_eq!(names(&db, engine).await, ours);
        project.ok("check --db");

        // What changes of theirs is a change of nothing; the foreign key is one of ours.
        let longer = schema(engine).replace("string(50)", "string(60)");
        project.write("schema.yaml", &longer);
        project.ok("check");
        assert!(project.ok("diff more").starts_with("nothing to do"), "theirs");
        project.write("ormolu.yaml", "ignore_tables: [\"spatial_*\"]\n");
        assert!(project.fails("check", 1).contains("auth_users"));
        let drift = project.fails("check --db", 1);
        assert!(drift.contains("auth_users.hash") && !drift.contains("spatial"), "{drift}");
        project.write("ormolu.yaml", "ignore_tables: [\"*\", \"!orders\"]\n");
        project.ok("check --db");
        let key = match engine {
            Engine::Sqlite => "ALTER TABLE orders ADD COLUMN note TEXT",
            Engine::Postgres => "ALTER TABLE orders DROP CONSTRAINT fk_orders_user_id",
            _ => "ALTER TABLE orders DROP FOREIGN KEY fk_orders_user_id",
        };
        db.execute_script(&[key]).await.unwrap();
        let drift = project.fails("check --db", 1);
        assert!(drift.contains("orders") && !drift.contains("auth_users.hash"), "{drift}");
    }

    async fn a7_pull_leaves_tables_of_others_out(database: TestDatabase) {
        let engine = database.engine();
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_script(&THEIRS).await.unwrap();
        let project = Project::on(database.url(), &schema(engine));
        let pull = |line: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_ormolu"));
            command.current_dir(project.path("")).env("DATABASE_URL", database.url());
            let done = command.arg("pull").args(line.split_whitespace()).output().unwrap();
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
            (done.status.code(), text(done.stdout), text(done.stderr))
        };
        let (_, all, _) = pull("");
        assert!(all.contains("SpatialRef:") && all.contains("AuthUser:"), "{all}");
        let (_, some, _) = pull("--ignore auth_*,spatial_refs");
        // The points need what they point at.
        assert!(some.contains("SpatialRef:") && !some.contains("AuthUser:"), "{some}");

        project.write("ormolu.yaml", "ignore_tables: [\"spatial_*\", \"auth_*\"]\n");
        let (code, out, err) = pull("--check");
        assert_eq!((code, out.trim()), (Some(1), "missing: table orders"), "{err}");
        // A model that the file has is kept true, whoever makes the table.
        let (code, out, err) = pull("--to schema.yaml");
        assert_eq!(code, Some(0), "{out}{err}");
        let pulled = project.read("schema.yaml");
        assert!(pulled.contains("hash:") && !pulled.contains("Spatial"), "{pulled}");
    }
}

/// A schema of PostgreSQL that the configuration does not list is never read.
#[test]
fn namespaces_of_others_postgres() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| {
        let db = Database::connect(database.url()).await.unwrap();
        let theirs = [
            "CREATE SCHEMA tiger",
            "CREATE TABLE tiger.edges (id INT PRIMARY KEY)",
        ];
        db.execute_script(&theirs).await.unwrap();
        let project = Project::on(database.url(), &schema(Engine::Postgres));
        project.ok("init");
        let against = format!("diff all --dry-run --against {}", database.url());
        assert!(project.ok(&against).contains("drop table `edges`"));
        project.write("ormolu.yaml", "namespaces: [public]\n");
        assert!(!project.ok(&against).contains("edges"));
        project.write("ormolu.yaml", "ignore_tables: [\"tiger.*\"]\n");
        assert!(!project.ok(&against).contains("edges"));
    });
}

/// Passes of the configuration, in their order.
#[test]
fn a20_passes_of_the_configuration() {
    let project = Project::new(&schema(Engine::Postgres));
    project.write("ormolu.yaml", "passes: [no_drop, lock_timeout]\n");
    project.ok("init");
    project.ok("diff first");
    let id = &project.ids()[0];
    let up = project.read(&format!("migrations/{id}/up.sql"));
    assert!(up.contains("SET lock_timeout"), "{up}");
    let less = schema(Engine::Postgres).replace(", name: string(50)", "");
    project.write("schema.yaml", &less);
    let refused = project.fails("diff second", 1);
    assert!(
        refused.contains("column `name` of `auth_users`: `no_drop` is against"),
        "{refused}"
    );
    project.write("ormolu.yaml", "passes: [no_such]\n");
    let refused = project.fails("diff second", 2);
    assert!(
        refused.contains("no_such") && refused.contains("split_not_null"),
        "{refused}"
    );
}
