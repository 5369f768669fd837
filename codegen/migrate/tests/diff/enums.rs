use ormolu_migrate::{Answer, Question};
use ormolu_schema::ir::TableName;

use crate::{assert_answered, assert_plans};

fn with(values: &str, default: &str) -> String {
    format!(
        "enums:
  State: [{values}]
models:
  Post:
    columns:
      id: {{ type: bigint, primary_key: true }}
      state: {{ type: State, default: {default} }}
"
    )
}

#[test]
fn a_value_more() {
    assert_plans(
        "value-added",
        &with("draft, published", "draft"),
        &with("draft, reviewed, published", "reviewed"),
    );
}

#[test]
fn a_value_less() {
    assert_plans(
        "value-removed",
        &with("draft, reviewed, published", "draft"),
        &with("draft, published", "draft"),
    );
}

#[test]
fn a_value_with_another_text() {
    let question = Question::Value {
        of: TableName {
            namespace: None,
            name: "state".to_owned(),
        },
        from: "published".to_owned(),
        to: "public".to_owned(),
    };
    let answer = Answer {
        question,
        renamed: true,
    };
    assert_answered(
        "value-renamed",
        &with("draft, published", "published"),
        &with("draft, public", "public"),
        &[answer],
    );
}
