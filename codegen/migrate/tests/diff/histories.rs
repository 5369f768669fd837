use crate::assert_plans;

fn users(table: &str, rows: &str) -> String {
    format!("models:\n  User:\n    table: {table}\n{rows}")
}

const PLAIN: &str = "    columns: { id: { type: bigint, primary_key: true }, name: string(50) }\n";

fn kept(columns: &str) -> String {
    format!(
        "    history: true\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n{columns}"
    )
}

#[test]
fn rows_that_are_there_get_their_first_version() {
    let after = users("users", &kept("      name: string(50)\n"));
    assert_plans("history-begins", &users("users", PLAIN), &after);
}

#[test]
fn versions_get_the_columns_of_their_rows() {
    let before = kept("      name: string(50)\n      age: int\n");
    let after = kept(
        "      full_name: { type: string(50), renamed_from: name }\n      age: bigint\n      \
         stamp: { type: timestamptz, default: now }\n",
    );
    assert_plans(
        "history-of-changed",
        &users("users", &before),
        &users("users", &after),
    );
}

#[test]
fn versions_follow_a_table_with_a_new_name() {
    let name = "      name: string(50)\n";
    let renamed = format!("    renamed_from: users\n{}", kept(name));
    assert_plans(
        "history-of-renamed",
        &users("users", &kept(name)),
        &users("people", &renamed),
    );
}

/// What is made anew loses its triggers, and what only gets an index does not.
#[test]
fn an_index_leaves_the_history_alone() {
    let name = "      name: string(50)\n";
    assert_plans(
        "history-with-index",
        &users("users", &kept(name)),
        &users(
            "users",
            &kept("      name: { type: string(50), index: true }\n"),
        ),
    );
    assert_plans(
        "history-with-check",
        &users("users", &kept(name)),
        &users(
            "users",
            &kept("      name: { type: string(50), check: \"value <> ''\" }\n"),
        ),
    );
}

const FAMILY: &str = "models:
  Vehicle:
    discriminator: kind
    columns:
      id: { type: bigint, primary_key: true }
      kind: string(20)
  Bike:
    inherits: { from: Vehicle, by: single }
    columns: { gears: int }
  Car:
    inherits: { from: Vehicle, by: joined }
    columns: { doors: int }
";

/// Each table of a family has versions, and MySQL ends those of all tables with a row.
#[test]
fn each_table_of_a_family_has_its_versions() {
    let kept = FAMILY.replace("kind\n    columns", "kind\n    history: true\n    columns");
    assert_plans("history-of-family", FAMILY, &kept);
    let more = format!(
        "{kept}  Taxi:\n    inherits: {{ from: Car, by: joined }}\n    columns: {{ licence: string(9) }}\n"
    );
    assert_plans("history-of-more-family", &kept, &more);
}
