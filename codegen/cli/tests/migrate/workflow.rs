//! From the first migration to the proof.

use crate::folder::{Project, block_on, without_client_line};

fn schema(more: &str) -> String {
    format!(
        "ormolu: 1\n\
         dialects: [sqlite, postgres, mysql]\n\
         models:\n  \
         Note:\n    \
         columns:\n      \
         id: {{ type: bigint, primary_key: true }}\n      \
         title: string(100)\n{more}"
    )
}

#[test]
fn a_folder_is_planned_run_and_proven() {
    let project = Project::new(&schema(""));
    assert!(
        project
            .fails("status", 2)
            .contains("`ormolu migrate init` makes it")
    );
    project.ok("init");
    let out = project.ok("diff first");
    assert!(out.contains("  sqlite: create table `notes`\n"), "{out}");
    assert_eq!(
        project.ok("diff again"),
        "nothing to do: the schema is that of the last migration\n"
    );

    project.write("schema.yaml", &schema("      body: text?\n"));
    let stale = project.fails("check", 1);
    assert!(
        stale.contains("the schema is not that of the last migration"),
        "{stale}"
    );
    project.ok("diff body");
    project.ok("check");

    let [first, body] = &project.ids()[..] else {
        panic!("{:?}", project.ids())
    };
    let up = project.read(&format!("migrations/{body}/up.sqlite.sql"));
    assert_eq!(
        up,
        "-- table `notes`: add column `body`\nALTER TABLE \"notes\" ADD COLUMN \"body\" TEXT;\n"
    );
    let meta = project.read(&format!("migrations/{body}/migration.yaml"));
    assert!(
        meta.starts_with(&format!("id: {body}\nparents: [{first}]\nkind: schema\n")),
        "{meta}"
    );
    let embedded = project.read("migrations/embedded.rs");
    assert!(
        embedded.contains(&format!("include_str!(\"{body}/up.mysql.sql\")")),
        "{embedded}"
    );

    assert!(
        project
            .ok("status")
            .contains("at base, 2 migrations to apply")
    );
    assert!(
        project
            .fails("status --check", 1)
            .contains("not up to date")
    );
    let planned = project.ok("up --dry-run");
    assert!(
        planned.contains("ALTER TABLE \"notes\" ADD COLUMN \"body\" TEXT;"),
        "{planned}"
    );
    let out = project.ok("up +1");
    assert!(out.starts_with(&format!("up {first} (")), "{out}");
    assert!(project.ok("up").starts_with(&format!("up {body} (")));
    assert_eq!(project.ok("up"), "nothing to do\n");
    project.ok("status --check");
    project.ok("check --db");
    assert!(project.ok("down -1").starts_with(&format!("down {body} (")));
    assert!(
        project
            .ok("status")
            .ends_with(&format!("at {first}, 1 migration to apply\n"))
    );
    project.ok("down base");

    assert_eq!(
        project.ok("log"),
        format!("{body} <- {first} (head)\n{first} <- base\n")
    );
    assert_eq!(project.ok("heads"), format!("{body}\n"));
    assert!(project.ok("show body").contains("-- up.postgres.sql"));
}

#[test]
fn the_whole_history_is_proven() {
    for engine in testkit::engines() {
        let database = block_on(engine.database());
        let project = Project::on(database.url(), &schema(""));
        project.ok("init");
        project.ok("diff first");
        project.write(
            "schema.yaml",
            &schema("      body: text?\n      stars: { type: int, default: 3 }\n"),
        );
        project.ok("diff body");
        let first = project.ids()[0].clone();
        let rows = "INSERT INTO notes (id, title) VALUES (1, 'a'), (2, 'b');\n";
        project.write(&format!("migrations/{first}/seed.sql"), rows);
        let out = project.ok("test");
        assert_eq!(out, "2 migrations: up, down and up again\n", "{engine}");
        let refused = project.fails("test", 2);
        assert!(refused.contains("the database is not empty"), "{refused}");

        // Somebody changes the database by hand.
        project.migration("by_hand", "ALTER TABLE notes DROP COLUMN stars", "");
        project.ok("up");
        let drift = project.fails("check --db", 1);
        assert!(drift.contains("the database is not as"), "{drift}");
        assert!(drift.contains("stars"), "{drift}");
    }
}

/// The table of migrations, and that of the lock, are no part of what is compared.
#[test]
fn a8_the_tables_of_the_runner_belong_to_no_schema() {
    for engine in testkit::engines() {
        let database = block_on(engine.database());
        let project = Project::on(database.url(), &schema(""));
        project.ok("init");
        project.ok("diff first");
        project.ok("up --lock-row");
        project.ok("check --db");
        project.write("schema.yaml", &schema("      body: text?\n"));
        let url = database.url();
        let plan = project.ok(&format!(
            "diff second --against {url} --renames no --dry-run"
        ));
        assert!(plan.contains("body"), "{plan}");
        assert!(!plan.contains("_ormolu"), "{plan}");
    }
}

#[test]
fn a8_the_tables_of_the_runner_have_no_models() {
    let own = "  Journal:\n    table: _ormolu_migrations\n    columns: { id: { type: string(100), \
               primary_key: true } }\n";
    let project = Project::new(&schema(own));
    project.ok("init");
    assert_eq!(
        project.fails("diff first", 1),
        "error: table `_ormolu_migrations` of model `Journal` is the runner's own; leave the \
         model out\n"
    );
}

#[test]
fn a20_nothing_is_written_for_nothing() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff first");
    let index = project.read("migrations/index");
    project.ok("diff again");
    project.ok("diff again --online");
    assert_eq!(project.ids().len(), 1);
    assert_eq!(project.read("migrations/index"), index);
}

#[test]
fn a14_scripts_offline() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff a");
    project.write("schema.yaml", &schema("      body: text?\n"));
    project.ok("diff b");
    project.write(
        "schema.yaml",
        &schema("      body: text?\n      stars: int?\n"),
    );
    project.ok("diff c");
    for dialect in ["sqlite", "postgres", "mysql", "mariadb"] {
        let sql = |range: &str| project.ok(&format!("sql {range} --dialect {dialect}"));
        let first = sql("..a");
        assert_eq!(
            first
                .matches("CREATE TABLE IF NOT EXISTS _ormolu_migrations")
                .count(),
            1
        );
        assert_eq!(first.matches("INSERT INTO _ormolu_migrations").count(), 1);
        let rest = sql("a..c");
        assert!(
            !rest.contains("CREATE TABLE IF NOT EXISTS _ormolu_migrations"),
            "{rest}"
        );
        assert_eq!(rest.matches("INSERT INTO _ormolu_migrations").count(), 2);
        let back = sql("c..base");
        assert_eq!(back.matches("DELETE FROM _ormolu_migrations").count(), 3);
        assert!(!back.contains("DROP TABLE _ormolu_migrations"), "{back}");
    }
    // So it is with one that only says what there is.
    let out = project.ok("stamp base --sql sqlite");
    assert_eq!(out.matches("INSERT INTO _ormolu_migrations").count(), 0);
    assert!(out.contains("\nDELETE FROM _ormolu_migrations;\n"), "{out}");
    let script = project.ok("stamp a --sql sqlite");
    block_on(async {
        let db = ormolu::Database::connect(&project.url).await.unwrap();
        for _ in 0..2 {
            let script = without_client_line(&script);
            db.execute_script(&[script]).await.unwrap();
        }
    });
    let out = project.ok("status --json");
    assert_eq!(out.matches("\"pending\"").count(), 2, "{out}");
    let base = project.ok("stamp base --sql sqlite");
    block_on(async {
        let db = ormolu::Database::connect(&project.url).await.unwrap();
        let script = without_client_line(&base);
        db.execute_script(&[script]).await.unwrap();
    });
    // What a script did, the runner knows.
    let script = project.ok("sql ..b --dialect sqlite");
    block_on(async {
        let db = ormolu::Database::connect(&project.url).await.unwrap();
        let script = without_client_line(&script);
        db.execute_script(&[script]).await.unwrap();
    });
    let out = project.ok("up");
    assert!(out.contains("_c (") && !out.contains("_b ("), "{out}");
}

#[test]
fn a_new_name_is_asked_about() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff first");
    project.write("schema.yaml", &schema("").replace("title:", "heading:"));
    let asked = project.fails("diff second", 1);
    assert!(
        asked.contains("Is column `heading` of table `notes` the new name of `title`?"),
        "{asked}"
    );
    let plan = project.ok("diff second --renames yes --dry-run");
    assert!(
        plan.contains("ALTER TABLE \"notes\" RENAME COLUMN \"title\" TO \"heading\";"),
        "{plan}"
    );
    let lost = project.run("diff second --renames no");
    assert_eq!(lost.code, 0);
    assert!(lost.err.contains("loses data"), "{}", lost.err);
}

#[test]
fn json_is_for_programs() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff first");
    let json = |line: &str| -> ormolu::serde_json::Value {
        ormolu::serde_json::from_str(&project.ok(line)).unwrap()
    };
    assert_eq!(
        json("status --json")[0]["migrations"][0]["state"],
        "pending"
    );
    assert_eq!(json("up --json")[0]["ran"][0]["direction"], "up");
    assert_eq!(json("status --json")[0]["up_to_date"], true);
    assert_eq!(json("log --json")[0]["head"], true);
    assert_eq!(json("heads --json").as_array().unwrap().len(), 1);
}

#[test]
fn json_says_what_was_written() {
    let project = Project::new(&schema(""));
    let json = |line: &str| -> ormolu::serde_json::Value {
        ormolu::serde_json::from_str(&project.ok(&format!("{line} --json"))).unwrap()
    };
    assert_eq!(json("init")["path"], "migrations");
    assert_eq!(json("log").as_array().unwrap().len(), 0);
    let planned = &json("diff first --dry-run --label notes")["migrations"][0];
    assert_eq!(planned["steps"]["postgres"][0], "create table `notes`");
    assert_eq!(planned["labels"][0], "notes");
    let sql = planned["sql"]["up.sqlite.sql"].as_str().unwrap();
    assert!(sql.contains("CREATE TABLE \"notes\""), "{sql}");
    let written = &json("diff first")["migrations"][0];
    let first = project.ids()[0].clone();
    assert_eq!(written["id"], first.as_str());
    assert_eq!(written["path"], format!("migrations/{first}"));
    assert_eq!(
        json("diff again")["migrations"].as_array().unwrap().len(),
        0
    );

    let left = json("new left")["migrations"][0]["id"].clone();
    json(&format!("new right --after {first}"));
    let rebased = json("rebase right");
    assert_eq!(rebased["migrations"][0]["parents"][0], left);
    json(&format!("new third --after {first}"));
    let merged = json("merge");
    assert_eq!(
        merged["migrations"][0]["parents"].as_array().unwrap().len(),
        2
    );
    let proof = json("test");
    assert_eq!(proof[0]["migrations"].as_array().unwrap().len(), 5);
    assert!(proof[0]["no_way_back"].is_null());
    let script = json("sql --dialect sqlite");
    assert!(
        script["sql"]
            .as_str()
            .unwrap()
            .contains("CREATE TABLE \"notes\"")
    );
    let files = json(&format!(
        "sql ..{first} --dialect sqlite --layout sqlx --out plain"
    ));
    assert_eq!(files["files"].as_array().unwrap().len(), 2);
    let squashed = json(&format!("squash {first} --force"));
    assert_eq!(squashed["migrations"][0]["replaces"][0], first.as_str());

    for command in ["status", "check --db"] {
        let refused = project.run(&format!(
            "{command} --json --url sqlite:no/such/folder/a.db"
        ));
        let told = "{\"problems\":[";
        assert!(refused.out.starts_with(told), "{command}: {}", refused.out);
    }
    let refused = project.run("new !! --json");
    let problems: ormolu::serde_json::Value = ormolu::serde_json::from_str(&refused.out).unwrap();
    assert_eq!(
        (refused.code, problems["problems"][0].as_str()),
        (
            2,
            Some("the message has no letter that could name the migration")
        )
    );
    assert_eq!(
        project.run("up nowhere --json").out,
        "[{\"database\":null,\"error\":\"there is no migration `nowhere`\",\"ran\":[]}]\n"
    );
}

#[test]
fn profiles_name_databases() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff first");
    project.write(
        "ormolu.yaml",
        "profiles:\n  one: { url: \"sqlite:one.db\" }\n  two: { url: $SECOND }\n",
    );
    let both = project
        .command("up --profile one,two")
        .env("SECOND", "sqlite:two.db")
        .output()
        .unwrap();
    let out = String::from_utf8(both.stdout).unwrap();
    assert!(
        out.contains("one: up ") && out.contains("two: up "),
        "{out}"
    );
    assert!(
        project
            .fails("up --profile two", 2)
            .contains("ormolu.yaml names $SECOND")
    );
    assert!(
        project
            .fails("up --profile three", 2)
            .contains("no profile `three`; it has: one, two")
    );
    let wrong = project.fails("up --url postgres://ann:secret@127.0.0.1:1/x", 2);
    assert!(!wrong.contains("secret"), "{wrong}");
}

#[test]
fn rows_that_get_lost_are_noticed() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff first");
    let first = project.ids()[0].clone();
    project.write(
        &format!("migrations/{first}/seed.sql"),
        "INSERT INTO notes VALUES (1, 'a');",
    );
    project.write("schema.yaml", &schema("      body: text?\n"));
    project.ok("diff body");
    let body = project.ids()[1].clone();
    let up = format!("migrations/{body}/up.sqlite.sql");
    project.write(
        &up,
        &format!("{}UPDATE notes SET title = 'x';\n", project.read(&up)),
    );
    let message = project.fails("test", 1);
    assert!(
        message.contains(&format!(
            "{body} up does not keep the rows, and `loses:` in migration.yaml does not say so:\n  \
             column `title` of `notes` has other values"
        )),
        "{message}"
    );
}

#[test]
fn old_migrations_become_one() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff a");
    for (name, column) in [
        ("b", "body: text?"),
        ("c", "body: text?\n      stars: int?"),
    ] {
        project.write("schema.yaml", &schema(&format!("      {column}\n")));
        project.ok(&format!("diff {name}"));
    }
    project.ok("up b");
    let squashed = project.ok("squash b --force");
    assert!(
        squashed.contains("_baseline: in place of 2 migrations"),
        "{squashed}"
    );
    project.ok("check");
    let [baseline, last] = &project.ids()[..] else {
        panic!("{:?}", project.ids())
    };
    assert!(
        project
            .ok("status")
            .contains(&format!("at {baseline}, 1 migration to apply"))
    );
    assert!(project.ok("up").starts_with(&format!("up {last} (")));
    project.ok("check --db");
    project.ok("down base");
    std::fs::remove_file(project.path("app.db")).unwrap();
    assert_eq!(project.ok("test"), "2 migrations: up, down and up again\n");

    // A database that has a part of them is told so.
    let early = project.url.replace("app.db", "early.db");
    project.ok(&format!("stamp {baseline} --force --url {early}"));
    let meta = project.read(&format!("migrations/{baseline}/migration.yaml"));
    let replaced = meta
        .lines()
        .find_map(|line| line.strip_prefix("replaces: ["))
        .unwrap();
    let (a, b) = replaced.trim_end_matches(']').split_once(", ").unwrap();
    block_on(async {
        let db = ormolu::Database::connect(&early).await.unwrap();
        let sql = format!("UPDATE _ormolu_migrations SET id = '{a}'");
        db.execute_script(&[&sql]).await.unwrap();
    });
    let message = project.fails(&format!("up --url {early}"), 1);
    assert!(
        message.contains(&format!("of which the database has some and not {b}")),
        "{message}"
    );
}

#[test]
fn files_for_sqlx() {
    let project = Project::new(&schema(""));
    project.ok("init");
    project.ok("diff first");
    let by_hand = project.ok("new slow").trim().to_owned();
    let up = "-- ormolu:step transaction=false\nCREATE INDEX CONCURRENTLY i ON notes (title);\n";
    project.write(&format!("{by_hand}/up.postgres.sql"), up);
    let out = project.ok("sql --dialect postgres --layout sqlx --out plain");
    assert_eq!(out, "4 files in plain\n");
    let id = by_hand.trim_start_matches("migrations/");
    let version = id.split('_').next().unwrap().replace('T', "");
    assert_eq!(
        project.read(&format!("plain/{version}_slow.up.sql")),
        "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON notes (title);\n"
    );
    project.ok("sql --dialect postgres --layout sqlx --out plain");
    project.write(&format!("{by_hand}/up.postgres.sql"), "SELECT 1;\n");
    let refused = project.fails("sql --dialect postgres --layout sqlx --out plain", 1);
    assert!(refused.contains("is there and would change"), "{refused}");
}
