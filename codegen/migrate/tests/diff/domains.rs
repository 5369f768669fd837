use ormolu_migrate::{create_all, diff};
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};

use crate::shown;

fn schema(dialects: &str, text: &str) -> Schema {
    let head = format!("ormolu: 1\ndialects: [{dialects}]\n");
    let outcome = compile(&Input::text("schema.yaml", format!("{head}{text}")));
    match &outcome.result {
        Ok((schema, _)) => schema.clone(),
        Err(_) => panic!("{}", outcome.render(false)),
    }
}

const BEFORE: &str = "domains:
  email: { type: text, checks: [{ name: has_at, sql: \"VALUE LIKE '%@%'\" }, { name: short, sql: length(VALUE) < 99 }] }
  amount: { type: int, default: 0, not_null: true }
  price: { type: domain(amount), check: VALUE < 1000 }
  left: { type: text, comment: Not used. }
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: domain(email)
      spent: domain(amount)
      price: domain(price)
      prices: { type: array<domain(price)>, fallback: json }
      name: text?
";

const AFTER: &str = "domains:
  mail: { type: text, default: a@b, checks: [{ name: with_at, sql: \"VALUE LIKE '%@%'\" }, { name: longer, sql: length(VALUE) > 2 }], renamed_from: email, comment: Where letters go. }
  amount: { type: bigint, default: 0 }
  price: { type: domain(amount), check: VALUE < 1000, not_null: true }
  label: { type: text, not_null: true, collate: { postgres: C }, default: none }
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: domain(mail)
      spent: { type: domain(amount), default: 5 }
      price: domain(price)
      prices: { type: array<domain(price)>, fallback: json }
      name: domain(label)
      label: domain(label)
";

#[test]
fn domains_are_made_changed_rebuilt_renamed_and_dropped() {
    let of = |text| schema("postgres", text);
    let (before, after) = (of(BEFORE), of(AFTER));
    assert!(diff(&after, &after, Dialect::Postgres).unwrap().is_empty());
    let plan = diff(&before, &after, Dialect::Postgres).unwrap();
    let created = create_all(&before, Dialect::Postgres).unwrap().join(";\n");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("domains", format!("{created};\n\n{}", shown(&plan)));
    });
}

#[test]
fn elsewhere_columns_change_themselves() {
    let before = "domains:
  amount: { type: int, default: 0, check: VALUE >= 0 }
models:
  Bill: { columns: { id: { type: bigint, primary_key: true }, total: domain(amount) } }
";
    let after = before
        .replace(">= 0", "> 0")
        .replace("default: 0", "default: 1");
    let of = |text| schema("sqlite, postgres, mysql", text);
    let (before, after) = (of(before), of(&after));
    let plans = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb].map(|dialect| {
        let created = create_all(&before, dialect).unwrap().join(";\n");
        let plan = diff(&before, &after, dialect).unwrap();
        format!("== {dialect}\n{created};\n\n{}", shown(&plan))
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("domains-everywhere", plans.join("\n"));
    });
}

#[test]
fn what_has_no_way_is_refused_with_one() {
    let of = |base: &str| {
        let text = format!(
            "enums: {{ Mood: {{ values: [sad, ok] }} }}
domains: {{ value: {{ type: {base} }} }}
models:
  Bill: {{ columns: {{ id: {{ type: bigint, primary_key: true }}, total: domain(value) }} }}
"
        );
        schema("postgres", &text)
    };
    let refused = |before: &Schema, after: &Schema| {
        let refused = diff(before, after, Dialect::Postgres).unwrap_err();
        refused.to_string()
    };
    assert_eq!(
        refused(&of("uuid"), &of("int")),
        "table `bills`, column `total`: postgres has no way from the values of the domain `value` to \
         those of its new type; give the new type a domain of its own, and the column that domain"
    );
    let columns = "models:\n  Bill: { columns: { id: { type: bigint, primary_key: true } } }";
    let named = |what: &str| schema("postgres", &format!("{what}\n{columns}\n"));
    let (as_enum, as_domain) = (
        named("enums: { Mood: [sad] }"),
        named("domains: { mood: text }"),
    );
    for (before, after) in [(&as_enum, &as_domain), (&as_domain, &as_enum)] {
        assert_eq!(
            refused(before, after),
            "domain `mood`: postgres has no way to take the name over between a domain and an \
             enumeration or a table; let the old one go in a migration before this one"
        );
    }
    let mut fewer = of("Mood");
    fewer.enums[0].variants.pop();
    assert_eq!(
        refused(&of("Mood"), &fewer),
        "domain `value`: postgres has no way to take values from `mood` below it; let its columns be \
         of the enumeration itself, in a migration before this one"
    );
}

#[test]
fn a_domain_that_rounds_says_what_is_lost() {
    let of = |ty: &str| {
        let domain = format!("domains:\n  size: '{ty}'\nmodels:\n  Box:\n    columns:\n");
        let columns = "      id: { type: bigint, primary_key: true }\n      width: domain(size)\n";
        schema("postgres", &(domain + columns))
    };
    let lost = |from: &str, to: &str| -> Vec<String> {
        let plan = diff(&of(from), &of(to), Dialect::Postgres).unwrap();
        plan.up.into_iter().flat_map(|step| step.lossy).collect()
    };
    let rounded = ["what of `boxes.width` does not fit `size`"];
    assert_eq!(lost("numeric(12, 3)", "int"), rounded);
    assert_eq!(lost("numeric(12, 3)", "numeric(8, 2)"), rounded);
    // Refused, or held.
    assert!(lost("bigint", "int").is_empty());
    assert!(lost("int", "bigint").is_empty());
}
