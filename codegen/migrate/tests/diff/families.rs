use crate::assert_plans;

const BEFORE: &str = "models:
  Vehicle:
    discriminator: kind
    columns:
      id: { type: bigint, primary_key: true }
      kind: string(20)
      name: string(40)
  Car:
    inherits: { from: Vehicle, by: concrete }
    columns: { doors: int }
  Van:
    inherits: { from: Vehicle, by: concrete }
    columns: { seats: int }
";

const AFTER: &str = "models:
  Vehicle:
    discriminator: kind
    columns:
      id: { type: bigint, primary_key: true }
      kind: string(40)
      name: { type: string(40), index: true }
      wheels: { type: int, default: 4 }
  Car:
    inherits: { from: Vehicle, by: concrete }
    columns: { doors: int }
  Truck:
    inherits: { from: Vehicle, by: concrete, tag: lorry }
    columns: { load: int }
";

#[test]
fn a_column_of_a_base_is_one_of_each_table() {
    assert_plans("concrete", BEFORE, AFTER);
}
