//! A new name in two migrations.

use crate::folder::Project;

const MAIL: &str = "
ormolu: 1
dialects: [sqlite]
models:
  User:
    table: users
    columns:
      id: { type: int, primary_key: true }
      mail: { type: string(60), unique: true }
      age: { type: int }
";

/// With a new name.
fn email() -> String {
    MAIL.replace(
        "mail: { type: string(60), unique: true",
        "email: { type: string(60), unique: true, renamed_from: mail",
    )
}

#[test]
fn a_new_name_comes_in_two_migrations() {
    let project = Project::new(MAIL);
    project.ok("init");
    project.ok("diff first");
    project.ok("up");
    project.write("schema.yaml", &email());
    // What says nothing is told as ever.
    let stale = email().replace(
        "age: { type: int }",
        "age: { type: int, renamed_from: years }",
    );
    project.write("schema.yaml", &stale);
    let (one, two) = (
        project.run("diff x --dry-run"),
        project.run("diff x --dry-run --expand-contract"),
    );
    assert!(one.err.starts_with("warning: "), "{}", one.err);
    assert_eq!((two.code, two.err), (0, one.err));
    project.write("schema.yaml", &email());
    let planned = project.ok("diff email --expand-contract");
    let [first, expand, contract] = &project.ids()[..] else {
        panic!("{:?}", project.ids());
    };
    assert!(expand.ends_with("_email_expand") && contract.ends_with("_email_contract"));
    assert!(
        planned.contains(&format!("`ormolu migrate up {contract}` goes on")),
        "{planned}"
    );

    // Programs of both schemas run between the two.
    let read = |id: &str, file: &str| project.read(&format!("migrations/{id}/{file}"));
    let hash = |id: &str| {
        let meta = read(id, "migration.yaml");
        let line = meta
            .lines()
            .find(|line| line.starts_with("schema: "))
            .unwrap();
        line.trim_start_matches("schema: ").to_owned()
    };
    let fits = format!("fits: [{}, {}]", hash(first), hash(contract));
    assert!(read(expand, "migration.yaml").contains(&fits));
    assert!(read(expand, "schema.yaml").contains("mail: "));
    assert!(!read(expand, "migration.yaml").contains("loses"));
    assert!(!read(contract, "migration.yaml").contains("loses"));
    assert!(read(contract, "up.sql").starts_with("-- ormolu:wait"));

    project.ok("check");
    project.ok("test --url sqlite::memory:");
    let answer = project.run("up");
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.contains(expand.as_str()) && !answer.out.contains(contract.as_str()));
    assert!(
        answer.err.contains(&format!(
            "{contract} waits until no program of before runs; then `ormolu migrate up {contract}`"
        )),
        "{}",
        answer.err
    );
    project.ok("check --db");
    project.ok(&format!("up {contract}"));
    project.ok("check --db");
    project.ok("status --check");
    project.ok("down base");
    // Nobody uses a new database.
    project.ok("up");
    project.ok("status --check");
}

#[test]
fn what_asks_for_one_gets_one_and_what_cannot_be_in_two_says_so() {
    let project = Project::new(MAIL);
    project.ok("init");
    project.ok("diff first");
    project.write(
        "schema.yaml",
        &MAIL.replace("age: { type: int }", "age: { type: int? }"),
    );
    let answer = project.run("diff any_age --expand-contract");
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(
        answer.err.contains("nothing here asks for two migrations"),
        "{}",
        answer.err
    );
    assert_eq!(project.ids().len(), 2);

    project.write(
        "schema.yaml",
        &MAIL.replace("id: { ", "key: { renamed_from: id, "),
    );
    let error = project.fails("diff key --expand-contract", 1);
    assert!(
        error.contains(
            "column `id` of `users`: it is part of the key, and so it changes in one migration \
             only, while no program writes: plan it without `--expand-contract`"
        ),
        "{error}"
    );
    let people = "table: people\n    renamed_from: users";
    project.write("schema.yaml", &MAIL.replace("table: users", people));
    let error = project.fails("diff people --expand-contract", 1);
    assert!(
        error.contains("a view of SQLite does not take what is written to it"),
        "{error}"
    );
}
