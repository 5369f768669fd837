use ormolu::serde_json::Value;

use crate::folder::Project;

const USERS: &str = "ormolu: 1\n\
                     dialects: [postgres]\n\
                     models:\n  \
                     User:\n    \
                     columns: { id: { type: bigint, primary_key: true }, name: text }\n";

/// A history of two migrations, the second as somebody wrote it.
fn project(up: &str) -> (Project, String) {
    let project = Project::new(USERS);
    project.ok("init");
    project.ok("diff first");
    project.write(
        "schema.yaml",
        &USERS.replace("name: text", "name: text, email: text?"),
    );
    project.ok("diff second");
    let heads = project.ok("heads");
    let file = format!("migrations/{}/up.sql", heads.trim());
    project.write(&file, up);
    (project, file)
}

const ADDS: &str = "SET LOCAL lock_timeout = '5s';\n\
                    ALTER TABLE users ADD COLUMN email text;\n\
                    CREATE INDEX ix_users_email ON users (email);\n";

#[test]
fn what_is_planned_passes() {
    let project = Project::new(USERS);
    project.ok("init");
    project.ok("diff first");
    let answer = project.run("lint --strict");
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert_eq!(answer.err, "0 errors, 0 warnings\n");
}

#[test]
fn text_names_the_place_why_and_what_instead() {
    let (project, file) = project(ADDS);
    let answer = project.run("lint");
    assert_eq!(answer.code, 0);
    let expected = format!(
        "warning[index-not-concurrent]: index `ix_users_email` locks `users` against writing\n  \
           --> {file}:3:1\n  \
           why: writes to the table wait until the index is built\n  \
           instead: `CREATE INDEX CONCURRENTLY` after `-- ormolu:step transaction=false`\n"
    );
    assert!(answer.out.starts_with(&expected), "{}", answer.out);
    assert_eq!(answer.err, "0 errors, 1 warning\n");
    project.fails("lint --strict", 1);
    assert_eq!(project.ok("lint --dialect sqlite"), "");
}

#[test]
fn errors_end_with_code_1_and_ranges_say_which() {
    let (project, _) = project("ALTER TABLE users ADD COLUMN email text NOT NULL;\n");
    let said = project.fails("lint", 1);
    assert_eq!(said, "1 error, 0 warnings\n");
    project.fails("lint ..", 1);
    project.ok("lint first");
    project.fails("lint nothing_of_the_kind", 1);
}

#[test]
fn machines_read_json_sarif_and_annotations() {
    let (project, file) = project(ADDS);
    let json: Value = ormolu::serde_json::from_str(&project.ok("lint --format json")).unwrap();
    assert_eq!(project.ok("lint --json"), project.ok("lint --format json"));
    assert_eq!(json[0]["rule"], "index-not-concurrent");
    assert_eq!(json[0]["severity"], "warning");
    assert_eq!(json[0]["dialect"], "postgres");
    assert_eq!(json[0]["file"], *file);
    assert_eq!(
        (&json[0]["line"], &json[0]["column"]),
        (&3.into(), &1.into())
    );

    let sarif: Value = ormolu::serde_json::from_str(&project.ok("lint --format sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "index-not-concurrent");
    assert_eq!(result["level"], "warning");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], *file);
    assert_eq!(place["region"]["startLine"], 3);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));

    let github = project.ok("lint --format github");
    assert!(
        github.starts_with(&format!(
            "::warning file={file},line=3,col=1,title=index-not-concurrent::index `ix_users_email` \
             locks `users` against writing; writes to the table wait"
        )),
        "{github}"
    );
}

#[test]
fn a_comment_with_a_reason_allows() {
    let allowed = ADDS.replace(
        "CREATE",
        "-- ormolu:allow index-not-concurrent: the table has ten rows\nCREATE",
    );
    let (project, _) = project(&allowed);
    project.ok("lint --strict");
    assert!(!project.ok("lint").contains("index-not-concurrent"));
}

#[test]
fn the_rules_are_listed_without_a_folder() {
    let project = Project::new(USERS);
    let rules = project.ok("lint --rules");
    assert!(
        rules.contains("\ndrop-column-data-loss (warning, all)\n"),
        "{rules}"
    );
    let json: Value = ormolu::serde_json::from_str(&project.ok("lint --rules --json")).unwrap();
    assert!(json.as_array().unwrap().len() >= 40);
}
