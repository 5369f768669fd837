//! Rows that a migration does not keep are noticed, on every engine.

use testkit::{Engine, TestDatabase};

use crate::folder::{Project, dialect};

fn schema(dialect: &str, more: &str) -> String {
    let table = |name: &str| {
        format!(
            "  {name}:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      \
             title: string(100)\n"
        )
    };
    let (notes, others) = (table("Note"), table("Other"));
    format!("ormolu: 1\ndialects: [{dialect}]\nmodels:\n{notes}{others}{more}")
}

/// What a migration that drops a column of `others` says, where another statement is in it.
fn proof(database: &TestDatabase, engine: Engine, statement: &str) -> (i32, String) {
    let dialect = dialect(engine);
    let project = Project::on(database.url(), &schema(&dialect, "      body: text?\n"));
    project.ok("init");
    project.ok("diff first");
    let first = &project.ids()[0];
    project.write(
        &format!("migrations/{first}/seed.sql"),
        "INSERT INTO notes (id, title) VALUES (1, 'a'), (2, 'b');\n\
         INSERT INTO others (id, title, body) VALUES (1, 'a', 'x'), (2, 'b', 'y');\n",
    );
    project.write("schema.yaml", &schema(&dialect, ""));
    project.ok("diff less");
    let up = format!("migrations/{}/up.sql", project.ids()[1]);
    project.write(&up, &format!("{}{statement};\n", project.read(&up)));
    let answer = project.run("test");
    (answer.code, answer.err)
}

fn only_told_tables_lose(engine: Engine) {
    let exchange =
        |table: &str| format!("UPDATE {table} SET title = CASE id WHEN 1 THEN 'b' ELSE 'a' END");
    testkit::run(engine, async |database: TestDatabase| {
        let (code, error) = proof(&database, engine, "DELETE FROM notes WHERE id = 2");
        assert_eq!(code, 1, "{error}");
        assert!(
            error.contains("table `notes` had 2 rows and has 1"),
            "{error}"
        );
    });
    testkit::run(engine, async |database: TestDatabase| {
        let (code, error) = proof(&database, engine, &exchange("notes"));
        assert_eq!(code, 1, "{error}");
        assert!(
            error.contains("rows of `notes` have values of each other"),
            "{error}"
        );
    });
    testkit::run(engine, async |database: TestDatabase| {
        let (code, error) = proof(&database, engine, &exchange("others"));
        assert_eq!(code, 0, "{error}");
    });
}

#[test]
fn only_told_tables_lose_sqlite() {
    only_told_tables_lose(Engine::Sqlite);
}

#[test]
fn only_told_tables_lose_postgres() {
    only_told_tables_lose(Engine::Postgres);
}

#[test]
fn only_told_tables_lose_mariadb() {
    only_told_tables_lose(Engine::Mariadb);
}
