//! One migration in place of the oldest ones makes the same, on every engine.

use testkit::{Engine, TestDatabase};

use crate::folder::{Project, column, dialect};

fn schema(dialects: &str, more: &str) -> String {
    format!(
        "ormolu: 1\n\
         dialects: [{dialects}]\n\
         models:\n  \
         Note:\n    \
         columns:\n      \
         id: {{ type: bigint, primary_key: true }}\n      \
         title: string(100)\n{more}"
    )
}

/// Two migrations, the first of which brings a row that nobody planned.
fn changed_by_hand(url: &str, dialects: &str) -> Project {
    let project = Project::on(url, &schema(dialects, ""));
    project.ok("init");
    project.ok("diff first");
    let up = format!("migrations/{}/up.sql", project.ids()[0]);
    let row = "INSERT INTO notes (id, title) VALUES (1, 'a');";
    let planned = project.read(&up);
    project.write(&up, &format!("{planned}{row}\n"));
    project.write("schema.yaml", &schema(dialects, "      body: text?\n"));
    project.ok("diff second");
    project
}

fn one_of_two(engine: Engine) {
    testkit::run(engine, async |database: TestDatabase| {
        let project = changed_by_hand(database.url(), &dialect(engine));
        let ids = project.ids();
        let squashed = project.run("squash second");
        assert_eq!(squashed.code, 0, "{}", squashed.err);
        assert_eq!(
            squashed.err,
            format!(
                "warning: the SQL of {} is not what is planned between its snapshots; a new \
                 database does not get what it does beside the schema\n",
                ids[0]
            )
        );
        assert_eq!(project.ids().len(), 1);
        project.ok("up");
        project.ok("check --db");
        let db = ormolu::Database::connect(database.url()).await.unwrap();
        let rows: Vec<i64> = column(&db, "SELECT count(*) FROM notes").await;
        assert_eq!(rows, [0], "nothing of the proof stays");
    });
}

#[test]
fn two_become_one_sqlite() {
    one_of_two(Engine::Sqlite);
}

#[test]
fn two_become_one_postgres() {
    one_of_two(Engine::Postgres);
}

#[test]
fn two_become_one_mariadb() {
    one_of_two(Engine::Mariadb);
}

fn other_than_planned(engine: Engine) {
    testkit::run(engine, async |database: TestDatabase| {
        let project = changed_by_hand(database.url(), &dialect(engine));
        let up = format!("migrations/{}/up.sql", project.ids()[1]);
        project.write(&up, "CREATE TABLE others (id int PRIMARY KEY);\n");
        let refused = project.fails("squash second", 1);
        assert!(
            refused.contains("what they make is not what the snapshot says; after "),
            "{refused}"
        );
        assert_eq!(project.ids().len(), 2);
    });
}

#[test]
fn what_makes_something_else_stays_sqlite() {
    other_than_planned(Engine::Sqlite);
}

#[test]
fn what_makes_something_else_stays_postgres() {
    other_than_planned(Engine::Postgres);
}

#[test]
fn what_makes_something_else_stays_mariadb() {
    other_than_planned(Engine::Mariadb);
}

/// An engine without a database, or with one that is in use.
#[test]
fn what_is_not_proven_is_refused() {
    let project = Project::new(&schema("sqlite, postgres", ""));
    project.ok("init");
    project.ok("diff first");
    let refused = project.fails("squash first", 1);
    assert!(
        refused.contains("not proven on postgres: name an empty database, by `--url`"),
        "{refused}"
    );
    assert!(refused.contains("`--force`"), "{refused}");
    project.ok("squash first --force");

    testkit::run(Engine::Postgres, async |database: TestDatabase| {
        let project = Project::on(database.url(), &schema("postgres", ""));
        project.ok("init");
        project.ok("diff first");
        project.ok("up");
        let refused = project.fails("squash first", 1);
        assert!(refused.contains("not proven on postgres"), "{refused}");
        project.ok("squash first --force");
    });
}

/// What only the old ones bring is not there when the new one is tried.
#[test]
fn what_the_new_one_lacks_is_missed() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| {
        let check = "    checks:\n      fine: is_fine(title)\n";
        let project = Project::on(database.url(), &schema("postgres", check));
        project.ok("init");
        project.ok("diff first");
        let up = format!("migrations/{}/up.sql", project.ids()[0]);
        let function =
            "CREATE FUNCTION is_fine(text) RETURNS boolean LANGUAGE sql AS 'SELECT true';";
        let planned = project.read(&up);
        project.write(&up, &format!("{function}\n{planned}"));
        let refused = project.fails("squash first", 2);
        assert!(refused.contains("function is_fine("), "{refused}");
        assert!(project.ids()[0].ends_with("_first"));
    });
}
