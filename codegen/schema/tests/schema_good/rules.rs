use ormolu_schema::ir::{
    ColumnId, Comparison, Condition, Literal, Normalize, PerDialect, ReferentialAction, ScopeKind,
    Term, ValueCheck,
};

use super::{model, yaml};

#[test]
fn unique_keys_hold_among_rows_that_are_not_deleted() {
    let schema = yaml(
        "ormolu: 1
dialects: [sqlite, postgres]
mixins:
  kept:
    columns: { deleted_at: timestamptz? }
    soft_delete: deleted_at
models:
  User:
    mixins: [kept]
    columns:
      id: { type: bigint, primary_key: true }
      email: { type: string(100), unique: true }
      code: { type: string(20), unique: true }
  Badge:
    columns:
      id: { type: bigint, primary_key: true }
      user: { references: User.code, on_delete: cascade, column: user_code }
",
    );
    let user = model(&schema, "User");
    // A foreign key points at the other one, which stays whole.
    let uniques: Vec<&str> = user.uniques.iter().map(|u| u.name.as_str()).collect();
    assert_eq!(uniques, ["uq_users_code"]);
    let [index] = &user.indexes[..] else {
        panic!("{:?}", user.indexes);
    };
    assert_eq!(
        (index.name.as_str(), index.unique),
        ("uq_users_email", true)
    );
    let predicate = PerDialect::Same("\"deleted_at\" IS NULL".to_owned());
    assert_eq!(index.predicate, Some(predicate));
    assert_eq!(user.rules.scopes[0].kind, ScopeKind::NotDeleted);
    let key = &model(&schema, "Badge").foreign_keys[0];
    assert_eq!(key.on_delete, ReferentialAction::Cascade);
}

#[test]
fn conditions_bind_as_in_sql() {
    let schema = yaml(
        "ormolu: 1
models:
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      live: bool
      score: int
      title: string(20)?
    scopes:
      shown: \"not live or score in (1, -2) and (title is not null or score >= :least)\"
",
    );
    let compare = |comparison, term| Condition::Compare(comparison, ColumnId(2), term);
    let is = |value| compare(Comparison::Eq, Term::Literal(Literal::Integer(value)));
    let least = compare(Comparison::Ge, Term::Parameter("least".into()));
    let expected = Condition::Any(vec![
        Condition::Not(Box::new(Condition::Holds(ColumnId(1)))),
        Condition::All(vec![
            Condition::Any(vec![is(1), is(-2)]),
            Condition::Any(vec![Condition::NotNull(ColumnId(3)), least]),
        ]),
    ]);
    assert_eq!(model(&schema, "Post").rules.scopes[0].condition, expected);
    assert_eq!(schema.parameters[0].name, "least");
}

#[test]
fn what_a_column_says_of_its_values_replaces_what_its_type_says() {
    let schema = yaml(
        "ormolu: 1
types:
  handle: { type: string(40), normalize: [trim, lower], validate: length(1..=30) }
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      plain: string(40)
      name: { type: handle, validate: [crate::check, length(..=9)] }
      nick: handle
",
    );
    let [name, nick] = &model(&schema, "User").rules.values[..] else {
        panic!("{:?}", model(&schema, "User").rules);
    };
    assert_eq!((name.column, nick.column), (ColumnId(2), ColumnId(3)));
    assert_eq!(name.normalize, [Normalize::Trim, Normalize::Lower]);
    assert_eq!(name.normalize, nick.normalize);
    let given = [
        ValueCheck::Rust("crate::check".into()),
        ValueCheck::Length(None, Some(9)),
    ];
    assert_eq!(name.checks, given);
    assert_eq!(nick.checks, [ValueCheck::Length(Some(1), Some(30))]);
}
