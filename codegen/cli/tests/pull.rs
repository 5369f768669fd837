//! `ormolu pull` as a user runs it, on each engine.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use ormolu::Database;
use testkit::{Engine, on_every_engine};

/// A folder, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, engine: Engine) -> Self {
        let name = format!("ormolu-pull-{}-{name}-{engine}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn run(&self, url: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ormolu"));
        command
            .current_dir(&self.0)
            .env("DATABASE_URL", url)
            .arg("pull")
            .args(arguments)
            .output()
            .unwrap()
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

const TABLES: [&str; 2] = [
    "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL)",
    "CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY, \
        author_id INTEGER NOT NULL, FOREIGN KEY (author_id) REFERENCES users (id))",
];

/// The file with a comment, a field and a relationship of other names.
fn edited(yaml: &str) -> String {
    let level = yaml
        .lines()
        .find_map(|line| line.strip_prefix("      level: "));
    let level = level.unwrap();
    let nullable = level.strip_suffix('?').unwrap();
    let edits = [
        ("  User:\n", "  # Those who write.\n  User:\n"),
        (
            &format!("      level: {level}\n"),
            &format!("      rank: {{ column: level, type: {nullable}, nullable: true }}\n"),
        ),
        ("      posts: {", "      articles: {"),
        ("inverse: posts }\n", "inverse: articles } # theirs\n"),
    ];
    edits.iter().fold(yaml.to_owned(), |yaml, (before, after)| {
        assert!(yaml.contains(before), "{before} in {yaml}");
        yaml.replace(before, after)
    })
}

/// The lines that went and those that came; all others stand in the order they had.
fn changes<'a>(before: &'a str, after: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (there, gone): (Vec<_>, Vec<_>) = before
        .lines()
        .partition(|line| after.lines().any(|other| other == *line));
    let mut there = there.into_iter().peekable();
    let added = after
        .lines()
        .filter(|line| there.next_if_eq(line).is_none());
    let added = added.collect();
    assert_eq!(there.next(), None, "{after}");
    (gone, added)
}

on_every_engine! {
    async fn what_is_pulled_has_no_drift_until_something_changes(database: TestDatabase) {
        let folder = Folder::new("drift", database.engine());
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_script(&TABLES).await.unwrap();

        let pulled = folder.run(database.url(), &[]);
        assert!(pulled.status.success(), "{}", text(&pulled.stderr));
        let yaml = text(&pulled.stdout);
        assert!(yaml.contains("  User:") && yaml.contains("  Post:"), "{yaml}");
        fs::write(folder.0.join("schema.yaml"), yaml).unwrap();

        let same = folder.run(database.url(), &["--check"]);
        assert_eq!((text(&same.stdout), same.status.code()), (String::new(), Some(0)));

        db.execute_script(&["DROP TABLE posts", "CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY)"])
            .await
            .unwrap();
        let other = folder.run(database.url(), &["--check"]);
        assert_eq!(text(&other.stdout), "missing: table posts\nextra: table tags\n");
        assert_eq!(text(&other.stderr), "error: 2 differences between the schema and the database\n");
        assert_eq!(other.status.code(), Some(1));

        let json = folder.run(database.url(), &["--check", "--json"]);
        let json: ormolu::serde_json::Value = ormolu::serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(json[0]["kind"], "table");
        assert_eq!(json[0]["table"], "posts");
        assert_eq!((&json[0]["schema"], &json[0]["database"]), (&"".into(), &().into()));
    }

    async fn what_changed_comes_into_the_file_and_no_other_line_is_touched(database: TestDatabase) {
        let folder = Folder::new("to", database.engine());
        let file = folder.0.join("schema/schema.yaml");
        let pull = || {
            let pulled = folder.run(database.url(), &["--to", "schema"]);
            assert!(pulled.status.success(), "{}", text(&pulled.stderr));
            text(&pulled.stdout)
        };
        let db = Database::connect(database.url()).await.unwrap();
        db.execute_script(&TABLES).await.unwrap();
        db.execute_script(&[
            "ALTER TABLE users ADD COLUMN level INTEGER NULL",
            "ALTER TABLE users ADD COLUMN fax VARCHAR(20) NULL",
        ])
        .await
        .unwrap();
        assert_eq!(pull(), "wrote schema/schema.yaml\n");

        let by_hand = edited(&fs::read_to_string(&file).unwrap());
        fs::write(&file, &by_hand).unwrap();
        assert_eq!(pull(), "schema/schema.yaml says the same already\n");

        db.execute_script(&[
            "ALTER TABLE users ADD COLUMN born DATE NULL",
            "ALTER TABLE users DROP COLUMN fax",
            "CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY)",
        ])
        .await
        .unwrap();
        assert_eq!(
            pull(),
            "- column fax of users\n+ column born of users\n+ table tags\nwrote schema/schema.yaml\n"
        );
        let after = fs::read_to_string(&file).unwrap();
        let (gone, added) = changes(&by_hand, &after);
        assert!(gone.len() == 1 && gone[0].starts_with("      fax: "), "{gone:?}");
        assert!(added[0].starts_with("      born: "), "{added:?}");
        assert_eq!(added[1..3], ["", "  Tag:"]);
        assert!(added[3..].iter().all(|line| line.starts_with("    ")), "{added:?}");

        let written = fs::metadata(&file).unwrap().modified().unwrap();
        assert_eq!(pull(), "schema/schema.yaml says the same already\n");
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), written);
        let check = folder.run(database.url(), &["--check", "--schema", "schema/schema.yaml"]);
        assert_eq!((text(&check.stdout), check.status.code()), (String::new(), Some(0)));
    }

    async fn no_error_shows_the_password(database: TestDatabase) {
        const PASSWORD: &str = "hush-7Kq";
        let folder = Folder::new("password", database.engine());
        let (scheme, right) = match database.engine() {
            Engine::Sqlite => return,
            Engine::Postgres => ("postgres", database.url().rsplit_once('@').unwrap().1),
            Engine::Mariadb => ("mariadb", database.url().rsplit_once('@').unwrap().1),
        };
        let urls = [
            format!("{scheme}://nobody:{PASSWORD}@{right}"),
            format!("{scheme}://nobody:{PASSWORD}@{right}_not_there"),
            format!("{scheme}://nobody:{PASSWORD}@127.0.0.1:1/shop"),
            format!("{scheme}://nobody:{PASSWORD}@no-such-host.invalid/shop"),
            format!("{scheme}://nobody:{PASSWORD}@127.0.0.1:many/shop"),
            format!("{scheme}://nobody:{PASSWORD}@127.0.0.1/shop?mode=ro"),
            format!("{scheme}s://nobody:{PASSWORD}@127.0.0.1/shop"),
            format!("{scheme}:nobody:{PASSWORD}@127.0.0.1/shop"),
        ];
        for url in urls {
            let refused = folder.run(&url, &[]);
            let said = text(&refused.stderr) + &text(&refused.stdout);
            assert_eq!(refused.status.code(), Some(2), "{said}");
            assert!(said.starts_with("error: ") && !said.contains("hush"), "{said}");
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_not_made() {
    let folder = Folder::new("missing", Engine::Sqlite);
    let refused = folder.run("sqlite:shop.db", &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!folder.0.join("shop.db").exists());
}
