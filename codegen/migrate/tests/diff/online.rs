use ormolu_migrate::{Options, diff_with};

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
fn locks_are_short_and_long_work_goes_without() {
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
fn nothing_to_do_is_nothing() {
    let options = Options {
        online: true,
        ..Options::default()
    };
    for dialect in ENGINES {
        let plan = diff_with(&schema(AFTER), &schema(AFTER), dialect, &options).unwrap();
        assert!(plan.is_empty(), "{}", shown(&plan));
    }
}
