use crate::assert_plans;

fn posts(table: &str, score: &str, best: &str) -> String {
    format!(
        "models:
  Post:
    table: {table}
    {}
    columns: {{ id: {{ type: bigint, primary_key: true }}, score: {score}, title: text }}
  Best:
    columns: {{ id: bigint, score: {score} }}
    view: SELECT id, score FROM {table} WHERE score > {best}
  Title:
    table: all_titles
    columns: {{ id: bigint }}
    view: SELECT id FROM bests
",
        if table == "posts" {
            ""
        } else {
            "renamed_from: posts"
        }
    )
}

#[test]
fn views_make_room_for_what_they_read() {
    assert_plans(
        "view-of-changed",
        &posts("posts", "int", "9"),
        &posts("posts", "bigint", "9"),
    );
}

#[test]
fn another_query_is_another_view() {
    assert_plans(
        "view-changed",
        &posts("posts", "int", "9"),
        &posts("posts", "int", "8"),
    );
}

#[test]
fn views_of_a_table_with_a_new_name() {
    assert_plans(
        "view-of-renamed",
        &posts("posts", "int", "9"),
        &posts("articles", "int", "9"),
    );
}
