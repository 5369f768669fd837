use crate::assert_plans;

const SHOP: &str = "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      city: string(50)
      street: string(50)
      area: { type: int, check: value > 0 }
    uniques: [[city]]
    indexes: [[street, city]]
  Sale:
    columns:
      id: { type: bigint, primary_key: true }
      shop: { references: Shop }
      no: int
";

#[test]
fn a4_uniques_and_indexes() {
    assert_plans(
        "uniques",
        SHOP,
        "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      city: string(50)
      street: string(50)
      area: { type: int, check: value > 10 }
    uniques: [[street, city]]
    indexes: [[city, street], [area]]
  Sale:
    columns:
      id: { type: bigint, primary_key: true }
      shop: { references: Shop, on_delete: cascade }
      no: int
",
    );
}

#[test]
fn another_key() {
    assert_plans(
        "primary-key",
        "models:
  Shop:
    columns: { id: { type: bigint, primary_key: true, identity: false }, code: string(9) }
  Sale:
    columns:
      id: { type: bigint, primary_key: true }
      shop: { references: Shop }
",
        "models:
  Shop:
    columns: { id: { type: bigint }, code: { type: string(9), primary_key: true } }
    uniques: [[id]]
  Sale:
    columns:
      id: { type: bigint, primary_key: true }
      shop_id: bigint
    foreign_keys: [{ columns: [shop_id], references: Shop.id }]
",
    );
}

#[test]
fn a_key_that_becomes_wider_with_those_that_point_at_it() {
    let schema = |ty: &str| {
        format!(
            "models:
  Shop:
    columns: {{ id: {{ type: {ty}, primary_key: true }}, name: text }}
  Sale:
    columns:
      id: {{ type: bigint, primary_key: true }}
      shop: {{ references: Shop }}
"
        )
    };
    assert_plans("wider-key", &schema("int"), &schema("bigint"));
}
