//! Files for sqlx's own migrator, run by it.

use ormolu::Database;
use sqlx::migrate::Migrator;
use sqlx::{MySqlPool, PgPool};
use testkit::{Engine, TestDatabase};

use crate::folder::{Project, column, dialect};
use crate::script;

/// With a trigger, whose body has statements.
fn schema(engine: Engine, more: &str) -> String {
    let dialect = dialect(engine);
    format!(
        "ormolu: 1
dialects: [{dialect}]
models:
  Note:
    history: true
    columns:
      id: {{ type: bigint, primary_key: true }}
      text: {{ type: string(50), default: \"it's; so\" }}{more}
"
    )
}

/// Runs the files up, or down again.
async fn run(database: &TestDatabase, project: &Project, up: bool) {
    let files = project.path("plain");
    let migrator = Migrator::new(files).await.unwrap();
    let done = match database.engine() {
        Engine::Postgres => {
            let pool = PgPool::connect(database.url()).await.unwrap();
            match up {
                true => migrator.run(&pool).await,
                false => migrator.undo(&pool, 0).await,
            }
        }
        _ => {
            let pool = MySqlPool::connect(database.url()).await.unwrap();
            match up {
                true => migrator.run(&pool).await,
                false => migrator.undo(&pool, 0).await,
            }
        }
    };
    done.unwrap();
}

async fn there_and_back(database: TestDatabase) {
    let engine = database.engine();
    let project = Project::on(database.url(), &schema(engine, ""));
    let files = format!(
        "sql --dialect {} --layout sqlx --out plain",
        dialect(engine)
    );
    project.ok("init");
    project.ok("diff first");
    project.ok(&files);
    run(&database, &project, true).await;
    let db = Database::connect(database.url()).await.unwrap();
    let insert = "INSERT INTO notes (id) VALUES (1)";
    db.execute_script(&[insert]).await.unwrap();

    // Another migration, while those before stand as they were.
    let more = "\n      pinned: { type: bool, default: false }";
    project.write("schema.yaml", &schema(engine, more));
    project.ok("diff second");
    project.ok(&files);
    run(&database, &project, true).await;
    let held = "SELECT text FROM notes_history WHERE valid_to IS NULL";
    assert_eq!(column::<String>(&db, held).await, ["it's; so"]);
    // It compares the database with the last schema.
    project.ok("stamp head --ignore _sqlx_migrations");

    run(&database, &project, false).await;
    let versions: Vec<i64> = column(&db, "SELECT version FROM _sqlx_migrations").await;
    assert_eq!(versions, Vec::<i64>::new());
    assert!(db.execute_script(&["SELECT * FROM notes"]).await.is_err());
}

#[test]
fn sqlx_runs_the_files_on_postgres() {
    testkit::run(Engine::Postgres, there_and_back);
}

#[test]
fn sqlx_runs_the_files_on_mariadb() {
    testkit::run(Engine::Mariadb, there_and_back);
}

/// What is filled some rows at a time is filled to the end, also where a file is sent as one text.
#[test]
fn sqlx_fills_all_rows_on_mariadb() {
    testkit::run(Engine::Mariadb, async |database| {
        let project = Project::on(database.url(), &script::schema(Engine::Mariadb, "mail"));
        let files = "sql --dialect mariadb --layout sqlx --out plain";
        project.ok("init");
        project.ok("diff first");
        project.ok(files);
        run(&database, &project, true).await;
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_script(&[script::ROWS]).await.unwrap();
        project.write("schema.yaml", &script::schema(Engine::Mariadb, "email"));
        project.ok("diff email --expand-contract");
        project.ok(files);
        run(&database, &project, true).await;
        let filled = "SELECT count(*) FROM users WHERE email LIKE 'm%'";
        assert_eq!(column::<i64>(&db, filled).await, [12_100]);
    });
}

/// PostgreSQL makes one transaction of a text, where a statement may not be in one.
#[test]
fn what_sqlx_cannot_run_on_postgres_is_refused() {
    testkit::run(Engine::Postgres, async |database| {
        let project = Project::on(database.url(), &script::schema(Engine::Postgres, "mail"));
        let files = "sql --dialect postgres --layout sqlx --out plain";
        project.ok("init");
        project.ok("diff first");
        // One statement is no transaction.
        let repeat = "-- ormolu:step repeat\nUPDATE users SET mail = 'filled'\n\
                      WHERE id IN (SELECT id FROM users WHERE mail <> 'filled' LIMIT 5000);\n";
        project.ok(files);
        run(&database, &project, true).await;
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_script(&[script::ROWS]).await.unwrap();
        project.migration("fill", repeat, "SELECT 1;\n");
        project.ok(files);
        run(&database, &project, true).await;
        let filled = "SELECT count(*) FROM users WHERE mail = 'filled'";
        assert_eq!(column::<i64>(&db, filled).await, [12_100]);

        project.write("schema.yaml", &script::schema(Engine::Postgres, "email"));
        project.ok("diff email --expand-contract");
        let error = project.fails(files, 1);
        assert!(
            error.contains(
                "the statement runs in no transaction, and PostgreSQL runs a file that is sent as \
                 one text in one; plan it without `--online`"
            ),
            "{error}"
        );
    });
}
