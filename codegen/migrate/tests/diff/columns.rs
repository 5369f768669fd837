use crate::assert_plans;

/// One table with these columns beside its key.
fn table(columns: &str) -> String {
    format!(
        "enums:\n  Level: [low, high]\nmodels:\n  Item:\n    columns:\n      \
         id: {{ type: bigint, primary_key: true }}\n{}",
        columns
            .lines()
            .map(|line| format!("      {}\n", line.trim()))
            .collect::<String>()
    )
}

fn assert_columns(promise: &str, before: &str, after: &str) {
    assert_plans(promise, &table(before), &table(after));
}

#[test]
fn columns_come_and_go() {
    assert_columns(
        "added",
        "name: text",
        "name: text
        bio: text?
        score: { type: int, default: 5 }
        at: { type: timestamptz, default: { db: now } }
        title: string(20)
        level: { type: Level, default: low }",
    );
}

#[test]
fn what_sqlite_adds_in_place() {
    assert_columns(
        "added-in-place",
        "name: text",
        "name: text
        bio: text?
        score: { type: int, default: 5 }
        parent: { references: Item, nullable: true, on_delete: set_null }",
    );
}

#[test]
fn null_and_defaults() {
    assert_columns(
        "nullable",
        "name: text?
        score: int?
        bio: text",
        "name: { type: text, default: nobody }
        score: int
        bio: text?",
    );
}

#[test]
fn types_get_wider_and_narrower() {
    assert_columns(
        "types",
        "small: smallint
        price: numeric(8, 2)
        code: { type: string(20), default: x }
        number: text
        flag: bool
        day: date
        key: uuid",
        "small: bigint
        price: numeric(10, 2)
        code: { type: string(10), default: x }
        number: int
        flag: text
        day: timestamptz
        key: string(36)",
    );
}

#[test]
fn a_type_without_a_way_is_another_column() {
    assert_columns(
        "no-way",
        "seen: { type: date, index: true }",
        "seen: { type: bool, index: true }",
    );
}

#[test]
fn computed_columns_follow_what_they_are_made_of() {
    assert_columns(
        "generated",
        "price: int
        twice: { type: bigint?, generated: price * 2 }",
        "price: bigint
        twice: { type: bigint?, generated: price * 2 }",
    );
}

#[test]
fn a19_a_counter_for_a_key_that_was_given() {
    let keyed = |identity: &str| {
        format!(
            "models:\n  Item:\n    columns:\n      \
             id: {{ type: bigint, primary_key: true, identity: {identity} }}\n      name: text\n"
        )
    };
    assert_plans("identity", &keyed("false"), &keyed("true"));
}
