//! The command as a user runs it: what it prints and with which code it ends.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SCHEMA: &str = "\
ormolu: 1
dialects: [sqlite]
models:
  Tag:
    columns:
      id: { type: bigint, primary_key: true }
      name: string(50)
";

/// A folder with a schema, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ormolu-cli-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("schema.yaml"), SCHEMA).unwrap();
        Folder(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ormolu"));
        command
            .current_dir(&self.0)
            .args(arguments)
            .output()
            .unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.join(path), text).unwrap();
    }

    fn has(&self, path: &str) -> bool {
        Path::new(&self.0.join(path)).exists()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn generate_writes_once_and_removes_what_is_gone() {
    let folder = Folder::new("write");
    let first = folder.run(&["generate"]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(folder.has("src/models/tag.rs") && folder.has("src/models/glue/tag.rs"));
    let second = folder.run(&["generate"]);
    assert_eq!(text(&second.stdout), "5 files, 5 unchanged\n");

    folder.write("src/models/own.rs", "// the user's own\n");
    folder.write("schema.yaml", &SCHEMA.replace("Tag", "Label"));
    let third = text(&folder.run(&["generate"]).stdout);
    assert!(third.contains("removed src/models/tag.rs"), "{third}");
    assert!(!folder.has("src/models/glue/tag.rs") && folder.has("src/models/label.rs"));
    assert!(folder.has("src/models/own.rs"));
}

#[test]
fn check_shows_what_is_stale() {
    let folder = Folder::new("check");
    assert!(folder.run(&["generate"]).status.success());
    assert!(folder.run(&["generate", "--check"]).status.success());

    folder.write(
        "schema.yaml",
        &format!("{SCHEMA}      color: string(20)?\n"),
    );
    let stale = folder.run(&["generate", "--check"]);
    assert_eq!(stale.status.code(), Some(1));
    let diff = text(&stale.stdout);
    assert!(
        diff.contains("--- src/models/tag.rs\n+++ src/models/tag.rs\n"),
        "{diff}"
    );
    assert!(
        diff.contains("\n+    pub color: Option<String>,\n"),
        "{diff}"
    );
    assert!(text(&stale.stderr).contains("are stale; run `ormolu generate`"));
}

#[test]
fn a_file_of_the_user_is_not_overwritten() {
    let folder = Folder::new("own");
    fs::create_dir_all(folder.0.join("src/models")).unwrap();
    folder.write("src/models/tag.rs", "// mine\n");
    let refused = folder.run(&["generate"]);
    assert_eq!(refused.status.code(), Some(2));
    let message = text(&refused.stderr);
    assert!(
        message.contains("src/models/tag.rs: not a file that ormolu generated"),
        "{message}"
    );
}

#[test]
fn errors_of_the_schema_are_shown_with_their_place() {
    let folder = Folder::new("errors");
    folder.write("schema.yaml", &SCHEMA.replace("string(50)", "strin"));
    for command in [
        &["generate"][..],
        &["check"],
        &["ddl", "--dialect", "sqlite"],
    ] {
        let failed = folder.run(command);
        assert_eq!(failed.status.code(), Some(1), "{command:?}");
        let message = text(&failed.stderr);
        assert!(
            message.contains("error[unknown-type]: unknown type `strin`"),
            "{message}"
        );
        assert!(message.contains("--> schema.yaml:7:13"), "{message}");
    }
    assert!(!folder.has("src"));
}

#[test]
fn ddl_prints_what_creates_the_schema() {
    let folder = Folder::new("ddl");
    let printed = folder.run(&["ddl", "--dialect", "sqlite"]);
    assert!(printed.status.success(), "{}", text(&printed.stderr));
    assert_eq!(
        text(&printed.stdout),
        "CREATE TABLE \"tags\" (\n    \"id\" INTEGER PRIMARY KEY,\n    \"name\" TEXT NOT NULL \
         CHECK (length(\"name\") <= 50)\n) STRICT;\n"
    );
    assert_eq!(
        folder.run(&["ddl", "--dialect", "oracle"]).status.code(),
        Some(2)
    );
}

const SQL: &str = "\
SET names 'utf8';
CREATE TABLE tag (id integer PRIMARY KEY);
INSERT INTO tag VALUES (1), (2);
INSERT INTO tag VALUES (3);
CREATE VIEW a AS SELECT x FROM far;
CREATE VIEW b AS SELECT y FROM far;
CREATE RULE one AS ON INSERT TO tag DO INSTEAD NOTHING;
CREATE RULE two AS ON INSERT TO tag DO INSTEAD NOTHING;
CREATE RULE three AS ON INSERT TO tag DO INSTEAD NOTHING;
CREATE RULE four AS ON INSERT TO tag DO INSTEAD NOTHING;
";

const CHECK: [&str; 5] = [
    "check",
    "--schema",
    "schema.sql",
    "--sql-dialect",
    "postgres",
];

#[test]
fn many_remarks_of_a_kind_are_one_line() {
    let folder = Folder::new("brief");
    folder.write("schema.sql", SQL);
    let checked = folder.run(&CHECK);
    assert!(checked.status.success());
    let brief = text(&checked.stderr);
    assert_eq!(brief.matches("--> schema.sql:").count(), 1, "{brief}");
    for line in [
        "warning[trigger]: 3 more like this: schema.sql:8, 9, 10",
        "note[view]: view `a` left out: the type of its column `x` is not known (schema.sql:5), and 1 \
         more like it",
        "note: 3 statements passed over: INSERT (2), SET (1)",
        "note: `--verbose` shows each of them with its line",
    ] {
        assert!(brief.lines().any(|l| l == line), "{line}\n in \n{brief}");
    }
    let full = text(&folder.run(&[&CHECK[..], &["-v"]].concat()).stderr);
    assert_eq!(full.matches("--> schema.sql:").count(), 6, "{full}");
    assert!(!full.contains("more like"), "{full}");
}

#[test]
fn strict_takes_warnings_for_errors() {
    let folder = Folder::new("strict");
    folder.write("schema.sql", SQL);
    let strict = folder.run(&[&CHECK[..], &["--strict"]].concat());
    assert_eq!(strict.status.code(), Some(1));
    let message = text(&strict.stderr);
    assert_eq!(message.matches("error[trigger]").count(), 4, "{message}");
    assert!(!message.contains("error[view]"), "{message}");
}

#[test]
fn a_lost_table_is_an_error_unless_told() {
    let folder = Folder::new("lossy");
    folder.write(
        "schema.sql",
        "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE {{prefix}}b (id int PRIMARY KEY);\n",
    );
    let lost = folder.run(&CHECK);
    assert_eq!(lost.status.code(), Some(1));
    let message = text(&lost.stderr);
    assert!(message.contains("error[lost-table]"), "{message}");
    assert!(message.contains("--> schema.sql:2:14"), "{message}");
    assert!(
        message.contains("help: fill in the template first: it has `{{prefix}}`"),
        "{message}"
    );
    let lossy = folder.run(&[&CHECK[..], &["--lossy"]].concat());
    assert!(lossy.status.success(), "{}", text(&lossy.stderr));
    assert!(text(&lossy.stderr).contains("warning[lost-table]"));
}

#[test]
fn references_without_a_key_are_suggested() {
    let folder = Folder::new("suggest");
    let schema = "create table authors (id integer primary key);\n\
         create table books (id integer primary key, last_author_id integer,\n\
           owner_type text, owner_id integer, author_id integer references authors);\n";
    folder.write("schema.sql", schema);
    let arguments = [
        "check",
        "-s",
        "schema.sql",
        "--sql-dialect",
        "sqlite",
        "--suggest",
    ];
    let suggested = folder.run(&arguments);
    assert!(suggested.status.success());
    let overlay = text(&suggested.stdout);
    assert_eq!(
        overlay,
        "ormolu: 1\nmodels:\n  Book:\n    relationships:\n      \
         last_author: { belongs_to: Author, on: { last_author_id: id } }\n"
    );
    folder.write("overlay.yaml", &overlay);
    let arguments = [&arguments[..5], &["--overlay", "overlay.yaml", "--suggest"]].concat();
    let checked = folder.run(&arguments);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
}
