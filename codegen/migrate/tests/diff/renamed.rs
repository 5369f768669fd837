use ormolu_migrate::{Plan, diff};

use crate::{ENGINES, assert_plans, schema, shown};

const BEFORE: &str = "enums:
  State: [draft, published]
models:
  Person:
    columns:
      id: { type: bigint, primary_key: true }
      name: { type: string(50), unique: true, check: length(value) > 1 }
      boss: { references: Person, nullable: true }
      state: { type: State, default: published }
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      writer: { references: Person }
";

const AFTER: &str = "enums:
  Stage:
    sql_name: stage
    renamed_from: state
    values: [draft, { value: public, renamed_from: published }]
models:
  Employee:
    table: staff
    renamed_from: Person
    columns:
      id: { type: bigint, primary_key: true }
      full_name: { type: string(80), unique: true, check: length(value) > 1, renamed_from: name }
      boss: { references: Employee, nullable: true }
      state: { type: Stage, default: public }
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      author: { references: Employee, renamed_from: writer }
";

#[test]
fn names_that_the_schema_says_go_along_with_other_changes() {
    assert_plans("renamed-from", BEFORE, AFTER);
}

fn plan(before: &str, after: &str) -> Plan {
    diff(&schema(before), &schema(after), ENGINES[1]).unwrap()
}

#[test]
fn a_name_that_was_given_once_is_stale_afterwards() {
    let plan = plan(AFTER, AFTER);
    assert!(plan.is_empty(), "{}", shown(&plan));
    assert_eq!(
        plan.stale,
        [
            "enum `stage`: `renamed_from: state` says nothing here, for nothing of that name is \
             to become it; take it away",
            "value `public` of enum `stage`: `renamed_from: published` says nothing here, for \
             nothing of that name is to become it; take it away",
            "table `staff`: `renamed_from: Person` says nothing here, for nothing of that name is \
             to become it; take it away",
            "column `full_name` of `staff`: `renamed_from: name` says nothing here, for nothing \
             of that name is to become it; take it away",
            "column `author_id` of `posts`: `renamed_from: writer` says nothing here, for nothing \
             of that name is to become it; take it away",
        ]
    );
}

const PAIR: &str = "models:
  Item:
    columns:
      id: { type: bigint, primary_key: true }
      a: int
      b: int
";

#[test]
fn names_are_exchanged_by_way_of_a_third() {
    assert_plans(
        "exchanged",
        PAIR,
        "models:
  Item:
    columns:
      id: { type: bigint, primary_key: true }
      b: { type: int, renamed_from: a }
      a: { type: int, renamed_from: b }
",
    );
}

#[test]
fn a_name_taken_over_from_what_goes() {
    assert_plans(
        "taken-over",
        PAIR,
        "models:
  Item:
    columns:
      id: { type: bigint, primary_key: true }
      b: { type: int, renamed_from: a }
",
    );
}

#[test]
fn what_is_said_is_not_asked() {
    let plan = plan(BEFORE, AFTER);
    assert_eq!(plan.questions, []);
    assert_eq!(plan.stale, Vec::<String>::new());
}
