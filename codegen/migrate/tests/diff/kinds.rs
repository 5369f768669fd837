//! Many kinds of change in one plan.

use ormolu_migrate::{Plan, diff};
use ormolu_schema::ir::Dialect;

use crate::{ENGINES, assert_plans, schema, shown};

const BEFORE: &str = "models:
  Extra: { columns: { id: { type: bigint, primary_key: true }, x: text? } }
  User:
    columns:
      id: { type: bigint, primary_key: true }
      name: string(50)
      rank: { type: string(10), default: low }
      password: { type: string(50), nullable: true, index: true }
  Address:
    columns: { id: { type: bigint, primary_key: true }, email: string(100) }
  Order:
    columns:
      id: { type: bigint, primary_key: true }
      amount: numeric(8, 2)
";

const AFTER: &str = "models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      name: string(50)?
      rank: { type: string(10), default: high }
  Address:
    columns:
      id: { type: bigint, primary_key: true }
      email: { type: string(100), unique: true }
      street: string(50)?
  Order:
    columns:
      id: { type: bigint, primary_key: true }
      amount: numeric(10, 2)
      user: { references: User, nullable: true }
  Item:
    columns: { id: { type: bigint, primary_key: true }, order: { references: Order } }
";

/// What a plan does, in words, one line for each change.
fn changes(plan: &Plan) -> Vec<String> {
    let mut all = Vec::new();
    for step in &plan.up {
        if step.changes.is_empty() {
            all.push(step.title.clone());
        }
        let changes = step.changes.iter();
        all.extend(changes.map(|change| format!("{}: {change}", step.title)));
    }
    all
}

#[test]
fn a1_every_kind_of_change_in_one_plan() {
    assert_plans("kinds", BEFORE, AFTER);
    let (before, after) = (schema(BEFORE), schema(AFTER));
    let plan = diff(&before, &after, Dialect::Postgres).unwrap();
    assert!(plan.questions.is_empty(), "{:?}", plan.questions);
    let expected = [
        "drop table `extras`",
        "drop index `ix_users_password`",
        "change table `users`: drop column `password`",
        "change table `users`: change column `name`: NULL allowed",
        "change table `users`: change column `rank`: default 'high'",
        "change table `addresses`: add column `street`",
        "change table `addresses`: add unique `uq_addresses_email`",
        "change table `orders`: change column `amount`: numeric(8,2) to numeric(10,2)",
        "change table `orders`: add column `user_id`",
        "create index `ix_orders_user_id`",
        "create table `items`",
        "create index `ix_items_order_id`",
        "add foreign key `fk_orders_user_id`",
    ];
    assert_eq!(changes(&plan), expected);
    for dialect in ENGINES {
        let first = diff(&before, &after, dialect).unwrap();
        for _ in 0..20 {
            let again = diff(&schema(BEFORE), &schema(AFTER), dialect).unwrap();
            assert_eq!(shown(&again), shown(&first), "the order is stable");
        }
    }
}

/// One of each goes, one comes, one has another text, one stays.
fn people(parts: &str) -> String {
    format!(
        "models:
  Person:
    columns:
      id: {{ type: bigint, primary_key: true }}
      email: string(50)
      age: int
    {parts}
"
    )
}

#[test]
fn a5_named_checks() {
    assert_plans(
        "checks",
        &people(
            "checks: [{ name: ck_gone, sql: age > 0 }, { name: ck_text, sql: age < 200 }, \
             { name: ck_stays, sql: age <> 99 }]",
        ),
        &people(
            "checks: [{ name: ck_new, sql: age >= 1 }, { name: ck_text, sql: age < 150 }, \
             { name: ck_stays, sql: age <> 99 }]",
        ),
    );
}

#[test]
fn a5_indexes_of_expressions() {
    let before = people(
        "indexes: [{ name: ix_gone, expression: age + 1 }, \
         { name: ix_text, expression: age * 2 }, { name: ix_stays, expression: age * 10 }]",
    );
    let after = people(
        "indexes: [{ name: ix_new, expression: age + 2 }, \
         { name: ix_text, expression: age * 3 }, { name: ix_stays, expression: age * 10 }]",
    );
    let (before, after) = (schema(&before), schema(&after));
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        let sql = shown(&diff(&before, &after, dialect).unwrap());
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("expressions-{dialect}"), sql);
        });
    }
    let refused = diff(&before, &after, Dialect::Mariadb).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "table `people`, index `ix_gone`: mariadb has no indexes over expressions; index a \
         generated column that holds the expression"
    );
}
