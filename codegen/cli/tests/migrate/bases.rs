//! Branches that stay apart: bases, labels, dependencies, and where a database is among them.

use ormolu::Database;
use testkit::{Engine, on_every_engine};

use crate::folder::{Project, dialect};

fn schema(engine: Engine, more: &str) -> String {
    let dialect = dialect(engine);
    format!(
        "ormolu: 1\ndialects: [{dialect}]\nmodels:\n  Note:\n    columns:\n      \
         id: {{ type: bigint, primary_key: true }}\n      title: string(100)\n{more}"
    )
}

#[test]
fn bases_labels_and_dependencies() {
    let project = Project::new(&schema(Engine::Sqlite, ""));
    project.ok("init");
    project.ok("diff notes --label notes");
    project.write(
        "schema.yaml",
        &schema(Engine::Sqlite, "      body: text?\n"),
    );
    project.ok("diff body");
    project.ok("new bills --after base --label billing --dialects sqlite");
    project.ok("new paid --after bills --depends-on body");
    let ids = project.ids();
    let id = |message: &str| ids.iter().find(|id| id.ends_with(message)).unwrap();
    let [notes, body] = ["_notes", "_body"].map(id);
    let [bills, paid] = ["_bills", "_paid"].map(id);
    let log = project.ok("log");
    let mut log: Vec<&str> = log.lines().collect();
    log.sort_unstable();
    let mut all = [
        format!("{notes} <- base [notes]"),
        format!("{body} <- {notes} (head)"),
        format!("{bills} <- base [billing]"),
        format!("{paid} <- {bills} (head), depends on {body}"),
    ];
    all.sort_unstable();
    assert_eq!(log, all);
    let range = project.ok("log notes..body");
    assert_eq!(range, format!("{body} <- {notes} (head)\n"));
    // A branch brings what it needs of others, and takes back only its own.
    project.ok("up billing@head");
    let status = project.ok("status");
    assert!(
        status.contains(&format!("at {paid}\nthere are several heads: ")),
        "{status}"
    );
    project.ok("down billing@base");
    let status = project.ok("status");
    assert!(
        status.contains(&format!("at {body}, 2 migrations to apply")),
        "{status}"
    );
}

#[test]
fn what_is_lost_stands_in_the_log() {
    let project = Project::new(&schema(Engine::Sqlite, "      body: text?\n"));
    project.ok("init");
    project.ok("diff first");
    project.write("schema.yaml", &schema(Engine::Sqlite, ""));
    project.run("diff second");
    let [first, second] = &project.ids()[..] else {
        panic!("{:?}", project.ids())
    };
    assert_eq!(
        project.ok("log -v"),
        format!("{second} <- {first} (head)\n    the values of `notes.body`\n{first} <- base\n")
    );
}

#[test]
fn what_is_not_in_the_folder_names_the_way_out() {
    let project = Project::new(&schema(Engine::Sqlite, ""));
    project.ok("init");
    project.ok("diff first");
    let rows = "INSERT INTO notes VALUES (1, 'a')";
    let gone = project.migration("rows", rows, "DELETE FROM notes");
    project.ok("up");
    std::fs::remove_dir_all(project.path(&format!("migrations/{gone}"))).unwrap();
    project.ok("check --write");
    let first = &project.ids()[0];
    let way = format!("stamp --purge {first}");
    let status = project.ok("status");
    let advice = format!("it is not in the folder: get its files, or forget it: `{way}`\n");
    assert!(status.contains(&advice), "{status}");
    let refused = project.fails("up", 1);
    assert!(
        refused.contains(&format!("`ormolu migrate {way}`")),
        "{refused}"
    );
    project.ok(&way);
    project.ok("status --check");
}

/// A migration of data uses the models of its place in the history, whatever became of them.
#[test]
fn models_of_a_snapshot() {
    let project = Project::new(&schema(Engine::Sqlite, "      body: text?\n"));
    project.ok("init");
    project.ok("diff first");
    project.write(
        "schema.yaml",
        &schema(Engine::Sqlite, "").replace("title", "heading"),
    );
    project.ok("diff second --renames no");
    let then = format!("migrations/{}/schema.yaml", project.ids()[0]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ormolu"));
    let command = command.current_dir(project.path(""));
    let done = command.args(["generate", "--schema", &then, "--out", "then"]);
    let done = done.output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let model = project.read("then/note.rs");
    assert!(model.contains("pub title: String") && model.contains("pub body: Option<String>"));
    assert!(!model.contains("heading"), "{model}");
}

on_every_engine! {
    /// A database is stamped as what it is, unless somebody insists.
    async fn a11_a_stamp_is_compared_with_the_database(database: TestDatabase) {
        let engine = database.engine();
        let db = Database::connect(database.url()).await.unwrap();
        let project = Project::on(database.url(), &schema(engine, ""));
        project.ok("init");
        project.ok("diff first");
        project.write("schema.yaml", &schema(engine, "      body: text?\n"));
        project.ok("diff second");
        let [first, second] = &project.ids()[..] else {
            panic!("{:?}", project.ids())
        };
        let refused = project.fails("stamp head", 1);
        assert_eq!(
            refused,
            format!(
                "error: the database is not as {second} leaves it:\n  missing: table notes\n\
                 stamp what it is, or say `--force`\n"
            )
        );
        assert!(project.ok("status").contains("at base"));

        // Somebody made the table by hand.
        project.ok("up first");
        db.execute_script(&["DROP TABLE _ormolu_migrations"]).await.unwrap();
        let refused = project.fails("stamp second", 1);
        assert!(refused.contains("  missing: column notes.body"), "{refused}");
        assert_eq!(project.ok("stamp first"), format!("at {first}\n"));
        assert_eq!(project.ok("stamp first"), format!("at {first}\n"));
        project.ok("up");
        assert_eq!(project.ok("stamp first --force"), format!("at {first}\n"));
        assert_eq!(project.ok("stamp head --purge"), format!("at {second}\n"));
        project.ok("status --check");
        assert_eq!(project.ok("stamp base"), "at base\n");
    }
}
