use ormolu_migrate::diff;
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};

use crate::shown;

/// For the engines that have sequences.
fn schema(text: &str) -> Schema {
    let head = "ormolu: 1\ndialects: [postgres, mysql]\n";
    let outcome = compile(&Input::text("schema.yaml", format!("{head}{text}")));
    match &outcome.result {
        Ok((schema, _)) => schema.clone(),
        Err(_) => panic!("{}", outcome.render(false)),
    }
}

const BEFORE: &str = "sequences:
  order_no: { start: 1000, increment: 5 }
  tail:
  wheel: { max: 9, cycle: true }
models:
  Order:
    columns:
      id: { type: bigint, primary_key: true }
      number: { type: bigint, default: { seq: order_no } }
      tail: { type: bigint, default: { seq: tail } }
";

const AFTER: &str = "sequences:
  ticket_no: { start: 1000, increment: 7, cache: 20, renamed_from: order_no }
  wheel: { min: 0, start: 1 }
  billing.fresh:
models:
  Order:
    columns:
      id: { type: bigint, primary_key: true }
      number: { type: bigint, default: { seq: ticket_no } }
      tail: bigint
      fresh: { type: bigint, default: { seq: billing.fresh } }
";

#[test]
fn sequences_are_made_changed_renamed_and_dropped() {
    let (before, after) = (schema(BEFORE), schema(AFTER));
    for dialect in [Dialect::Postgres, Dialect::Mariadb] {
        assert!(diff(&after, &after, dialect).unwrap().is_empty());
        let plan = diff(&before, &after, dialect).unwrap();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("sequences-{dialect}"), shown(&plan));
        });
    }
}

#[test]
fn sqlite_refuses_them() {
    let (before, after) = (schema("models: {}"), schema(BEFORE));
    let why = diff(&before, &after, Dialect::Sqlite)
        .unwrap_err()
        .to_string();
    assert_eq!(
        why,
        "sequence `order_no`: sqlite has no sequences; count with a key (`identity: true`)"
    );
}
