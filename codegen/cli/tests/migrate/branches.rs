//! Two people each add a migration.

use std::fs;

use crate::folder::Project;

const SCHEMA: &str = "\
ormolu: 1
dialects: [sqlite]
models:
  Note:
    columns:
      id: { type: bigint, primary_key: true }
";

/// A project with two heads, as two branches leave it: `left` and `right` add a column each.
fn two_heads() -> Project {
    let project = Project::new(SCHEMA);
    project.ok("init");
    project.ok("diff first");
    let first = project.ids()[0].clone();
    project.write("schema.yaml", &format!("{SCHEMA}      left: int?\n"));
    project.ok("diff left");
    project.write("schema.yaml", &format!("{SCHEMA}      right: int?\n"));
    project.ok(&format!("diff right --after {first}"));
    project.write(
        "schema.yaml",
        &format!("{SCHEMA}      left: int?\n      right: int?\n"),
    );
    project
}

#[test]
fn several_heads_are_refused_everywhere() {
    let project = two_heads();
    let advice = "`ormolu migrate rebase`";
    for (command, code) in [("check", 1), ("up", 1), ("diff more", 1), ("new more", 1)] {
        let message = project.fails(command, code);
        assert!(
            message.contains("left") && message.contains("right"),
            "{message}"
        );
        assert!(message.contains(advice), "{message}");
    }
    assert_eq!(project.ok("heads").lines().count(), 2);
}

#[test]
fn the_index_is_in_conflict() {
    let project = two_heads();
    let index = project.read("migrations/index");
    let last = index.lines().last().unwrap();
    assert!(
        last.starts_with("head ") && last.contains("_left") && last.contains("_right"),
        "{index}"
    );
}

#[test]
fn a_merge_joins_them() {
    let project = two_heads();
    project.ok("merge");
    project.ok("check");
    assert!(
        project
            .ok("log")
            .lines()
            .next()
            .unwrap()
            .ends_with("(head, merge)")
    );
    project.ok("up");
    project.ok("check --db");
    project.ok("down base");
    fs::remove_file(project.path("app.db")).unwrap();
    assert_eq!(project.ok("test"), "4 migrations: up, down and up again\n");
}

/// A merge runs nothing, so its snapshot has nothing that no branch made.
#[test]
fn a_merge_leaves_the_rest_of_the_schema_to_the_next_plan() {
    let project = two_heads();
    let columns = "      left: int?\n      right: int?\n      more: int?\n";
    project.write("schema.yaml", &format!("{SCHEMA}{columns}"));
    let merged = project.ok("merge");
    assert!(
        merged.contains("plans the rest:\n  table `notes`: add column `more`\n"),
        "{merged}"
    );
    let stale = project.fails("check", 1);
    assert!(stale.contains("add column `more`"), "{stale}");
    project.ok("diff more");
    project.ok("check");
    project.ok("up");
    project.ok("check --db");
    fs::remove_file(project.path("app.db")).unwrap();
    assert_eq!(project.ok("test"), "5 migrations: up, down and up again\n");
}

#[test]
fn a_merge_refuses_what_both_branches_change() {
    let project = Project::new(&format!("{SCHEMA}      left: int?\n"));
    project.ok("init");
    project.ok("diff first");
    let first = project.ids()[0].clone();
    for (message, column) in [("one", "left: string(20)?"), ("two", "left: text?")] {
        project.write("schema.yaml", &format!("{SCHEMA}      {column}\n"));
        project.ok(&format!("diff {message} --after {first}"));
    }
    // On SQLite such tables are made anew, which is refused before.
    for id in project.ids().into_iter().skip(1) {
        project.write(&format!("migrations/{id}/up.sql"), "SELECT 1;\n");
    }
    let error = project.fails("merge", 1);
    assert!(
        error.contains("depends on their order: models.Note.columns.left")
            && error.contains("`ormolu migrate rebase "),
        "{error}"
    );
}

#[test]
fn a_rebase_puts_one_after_the_other() {
    let project = two_heads();
    let out = project.ok("rebase right");
    assert!(
        out.contains("_right <- ") && out.contains("_left\n"),
        "{out}"
    );
    project.ok("check");
    assert_eq!(project.ok("heads").lines().count(), 1);
    assert_eq!(project.ok("test"), "3 migrations: up, down and up again\n");
}

/// SQLite builds a table anew from what the planner knows of it.
#[test]
fn a_rebase_plans_anew_what_nobody_changed() {
    let project = Project::new(&format!("{SCHEMA}      title: string(100)?\n"));
    project.ok("init");
    project.ok("diff first");
    let first = project.ids()[0].clone();
    project.write(
        "schema.yaml",
        &format!("{SCHEMA}      title: string(100)?\n      left: int?\n"),
    );
    project.ok("diff left");
    project.write(
        "schema.yaml",
        &format!("{SCHEMA}      title: string(100)\n"),
    );
    project.ok(&format!("diff right --after {first}"));
    project.write(
        "schema.yaml",
        &format!("{SCHEMA}      title: string(100)\n      left: int?\n"),
    );
    project.ok("rebase right");
    project.ok("check");
    assert_eq!(project.ok("test"), "3 migrations: up, down and up again\n");
}

/// Two branches that build one table anew, one of them in two migrations.
fn two_rebuilds() -> Project {
    let notes = |columns: &str| format!("{SCHEMA}{columns}");
    let project = Project::new(&notes("      title: string(100)?\n      body: text?\n"));
    project.ok("init");
    project.ok("diff first");
    let first = project.ids()[0].clone();
    project.write(
        "schema.yaml",
        &notes("      title: string(100)?\n      body: text\n"),
    );
    project.ok("diff left");
    project.write(
        "schema.yaml",
        &notes("      title: string(100)\n      body: text?\n"),
    );
    project.ok(&format!("diff right --after {first}"));
    project.write(
        "schema.yaml",
        &notes("      title: string(100)\n      body: text?\n      size: int?\n"),
    );
    project.ok("diff size --after right");
    project.write(
        "schema.yaml",
        &notes("      title: string(100)\n      body: text\n      size: int?\n"),
    );
    project
}

#[test]
fn a_merge_refuses_what_would_undo_the_other_branch() {
    let project = two_rebuilds();
    let error = project.fails("merge", 1);
    assert!(
        error.contains("builds table `notes` anew") && error.contains("ormolu migrate rebase"),
        "{error}"
    );
    let out = project.ok("rebase size --as-one");
    assert!(
        out.contains("_right is part of ") && out.contains("_size <- "),
        "{out}"
    );
    assert_eq!(project.ids().len(), 3);
    project.ok("check");
    assert_eq!(project.ok("test"), "3 migrations: up, down and up again\n");
}

/// Each is planned for its new place, with a snapshot of what it leads to.
#[test]
fn a_rebase_keeps_several_apart() {
    let project = two_rebuilds();
    let ids = project.ids();
    let id = |message: &str| ids.iter().find(|id| id.ends_with(message)).unwrap();
    let (left, right, size) = (id("_left"), id("_right"), id("_size"));
    project.write(
        &format!("migrations/{right}/seed.sql"),
        "INSERT INTO notes (id, title, body) VALUES (1, 'a', 'b');\n",
    );
    // Rows that are changed in between stay what somebody wrote.
    let by_hand = project.ok("new fill --after size");
    let by_hand = by_hand.trim();
    project.write(&format!("{by_hand}/up.sql"), "UPDATE notes SET size = 1;\n");
    project.run("check --write");
    let out = project.ok("rebase fill");
    let fill = by_hand.trim_start_matches("migrations/");
    assert_eq!(
        out,
        format!(
            "{right} <- {left}\n{size} <- {right}\n{fill} <- {size}\n`ormolu migrate test` proves \
             that they lead to the schema in this order\n"
        )
    );
    project.ok("check");
    let between = project.read(&format!("migrations/{right}/schema.yaml"));
    assert!(between.contains("      body: text\n"), "{between}");
    assert!(!between.contains("size"), "{between}");
    assert_eq!(
        project.read(&format!("{by_hand}/up.sql")),
        "UPDATE notes SET size = 1;\n"
    );
    assert_eq!(project.ok("test"), "5 migrations: up, down and up again\n");
}

#[test]
fn a_rebase_says_what_both_branches_changed() {
    let write = |project: &Project, columns: &str| {
        project.write("schema.yaml", &format!("{SCHEMA}{columns}"));
    };
    let project = Project::new(&format!("{SCHEMA}      title: string(100)?\n"));
    project.ok("init");
    project.ok("diff first");
    let first = project.ids()[0].clone();
    write(&project, "      title: string(120)?\n");
    project.ok("diff left");
    write(&project, "      title: string(100)\n");
    project.ok(&format!("diff right --after {first}"));
    write(&project, "      title: string(100)\n      size: int?\n");
    project.ok("diff size --after right");
    write(&project, "      title: string(120)\n      size: int?\n");
    let out = project.ok("rebase size");
    assert!(
        out.contains(
            "their SQL is what it was, for both branches change models.Note.columns.title"
        ),
        "{out}"
    );
    assert!(out.contains("`--as-one` plans them anew"), "{out}");
    project.ok("check");
}

#[test]
fn what_was_written_by_hand_is_not_planned_anew() {
    let project = two_heads();
    project.ok("new fill --after right");
    let error = project.fails("rebase fill --as-one", 1);
    assert!(error.contains("_fill was written by hand"), "{error}");
}
