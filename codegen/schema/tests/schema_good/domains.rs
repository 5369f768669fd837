//! Domains: an object on PostgreSQL, and the same of each column elsewhere.

use ormolu_schema::ir::{Default, Dialect, Literal, Type};
use ormolu_schema::{Input, compile, print};

use super::yaml;

const TEXT: &str = "
ormolu: 1
dialects: [sqlite, postgres, mysql]
domains:
  email: { type: string(200), check: \"VALUE LIKE '%@%'\", comment: Where letters go. }
  amount: { type: \"numeric(12, 2)\", default: 0, checks: [{ name: owed, sql: VALUE >= 0 }] }
  price: { type: domain(amount), not_null: true, check: VALUE < 1000 }
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: domain(email)
      other: domain(email)?
      order: domain(price)
      spent: { type: domain(amount), default: 5 }
      marks: { type: array<domain(amount)>, fallback: json }
";

#[test]
fn columns_have_what_their_domains_say() {
    let schema = yaml(TEXT);
    let user = &schema.models[0];
    let column = |name: &str| user.column(user.column_named(name).unwrap());
    assert_eq!(column("email").ty.base, Type::String(Some(200)));
    assert!(column("other").nullable);
    let zero = Some(Default::Value(Literal::Integer(0)));
    assert_eq!(column("order").default, zero);
    assert_eq!(column("marks").default, None);
    assert!(schema.inherits_default(column("order")) && !schema.inherits_default(column("spent")));

    let checks = |dialect: Dialect| {
        let checks = user.checks.iter();
        let said = checks.filter_map(|check| {
            let sql = check.expression.get(dialect)?;
            Some(format!("{}: {sql}", check.name))
        });
        said.collect::<Vec<_>>()
    };
    assert_eq!(
        checks(Dialect::Sqlite),
        [
            "ck_users_email_domain: \"email\" LIKE '%@%'",
            "ck_users_other_domain: \"other\" LIKE '%@%'",
            "ck_users_order_domain: CAST(\"order\" AS NUMERIC) < 1000",
            "ck_users_order_domain_2: CAST(\"order\" AS NUMERIC) >= 0",
            "ck_users_spent_domain: CAST(\"spent\" AS NUMERIC) >= 0",
        ]
    );
    assert_eq!(
        checks(Dialect::Mysql)[2],
        "ck_users_order_domain: `order` < 1000"
    );
    // What a column points at holds its values already.
    let text = TEXT
        .replace(
            "      email: domain(email)\n",
            "      email: { type: domain(email), unique: true }\n",
        )
        .replace(
            "      other: domain(email)?\n",
            "      other: { references: User.email, nullable: true }\n",
        );
    let pointing = yaml(&text);
    let named = |name: &str| {
        pointing.models[0]
            .checks
            .iter()
            .any(|check| check.name == name)
    };
    assert!(named("ck_users_email_domain") && !named("ck_users_other_domain"));
    // There the domain says it.
    assert!(checks(Dialect::Postgres).is_empty());
}

#[test]
fn what_is_printed_is_the_same_schema() {
    let schema = yaml(TEXT);
    let text = print::canonical(&schema);
    assert_eq!(yaml(&text), schema);
    let text = print::pretty(&schema);
    assert_eq!(yaml(&text), schema);
}

#[test]
fn a_database_with_domains_is_pulled_in_short_forms() {
    let sql = "
        CREATE DOMAIN email AS text DEFAULT 'a@b' CHECK (VALUE LIKE '%@%');
        CREATE TABLE users (id bigint PRIMARY KEY, email email NOT NULL, other email, many email[]);";
    let input = Input::text("schema.sql", sql).sql_dialect(Dialect::Postgres);
    let (schema, _) = compile(&input).result.unwrap();
    let text = print::pretty(&schema);
    let lines = [
        "domains:\n  email:\n    type: text\n    default: a@b\n    checks:\n      - { name: email_check, sql: ",
        "      email: domain(email)\n      other: domain(email)?\n      many: array<domain(email)>?\n",
    ];
    for line in lines {
        assert!(text.contains(line), "{text}");
    }
}
