use ormolu_migrate::{Options, Step, diff_with};
use ormolu_schema::ir::Dialect;

use crate::{ENGINES, schema, shown};

const BEFORE: &str = "models:
  Shop:
    columns: { id: { type: bigint, primary_key: true }, city: string(50), area: int? }
  Sale:
    columns: { id: { type: bigint, primary_key: true }, shop_id: bigint, no: int }
    indexes: [[no]]
";

const AFTER: &str = "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      city: { type: string(50), unique: true }
      area: { type: int, check: value > -1, index: true }
  Sale:
    columns:
      id: { type: bigint, primary_key: true }
      shop: { references: Shop }
      no: int
";

#[test]
fn a20_locks_are_short_and_long_work_goes_without() {
    let options = Options {
        online: true,
        ..Options::default()
    };
    for dialect in ENGINES {
        let plan = diff_with(&schema(BEFORE), &schema(AFTER), dialect, &options).unwrap();
        let sql = shown(&plan);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("online-{dialect}"), sql);
        });
    }
}

#[test]
fn a20_nothing_to_do_is_nothing() {
    let options = Options {
        online: true,
        ..Options::default()
    };
    for dialect in ENGINES {
        let plan = diff_with(&schema(AFTER), &schema(AFTER), dialect, &options).unwrap();
        assert!(plan.is_empty(), "{}", shown(&plan));
    }
}

/// A column that must have values comes in steps: the values first, then NOT NULL.
#[test]
fn a20_not_null_comes_in_steps() {
    let options = Options {
        online: true,
        ..Options::default()
    };
    let (before, after) = (schema(BEFORE), schema(AFTER));
    let place = |steps: &[Step], text: &str| {
        let holds = |step: &Step| step.statements.iter().any(|sql| sql.contains(text));
        steps
            .iter()
            .position(holds)
            .unwrap_or_else(|| panic!("{text}"))
    };
    let postgres = diff_with(&before, &after, Dialect::Postgres, &options)
        .unwrap()
        .up;
    let filled = place(&postgres, "UPDATE \"shops\" SET \"area\"");
    assert!(postgres[filled].repeat, "some rows at a time");
    assert!(filled < place(&postgres, "ALTER COLUMN \"area\" SET NOT NULL"));
    let mariadb = diff_with(&before, &after, Dialect::Mariadb, &options)
        .unwrap()
        .up;
    let filled = place(&mariadb, "UPDATE `shops` SET `area`");
    assert!(mariadb[filled].repeat, "some rows at a time");
    assert!(filled < place(&mariadb, "MODIFY COLUMN `area` INT NOT NULL"));
}
