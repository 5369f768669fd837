//! What a right schema becomes.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "schema_good/any_text.rs"]
mod any_text;
#[path = "schema_good/domains.rs"]
mod domains;
#[path = "schema_good/files.rs"]
mod files;
#[path = "schema_good/rules.rs"]
mod rules;

use std::path::{Path, PathBuf};

use ormolu_schema::ir::{
    Default, Dialect, IndexTerm, Model, ModelKind, PerDialect, ReferentialAction, RelationshipKind,
    Returns, Schema, SqlDefault, Type,
};
use ormolu_schema::{Input, Outcome, compile, fingerprint};

/// A folder for the files of one test, which goes when this goes.
struct Files(PathBuf);

impl Files {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder =
            std::env::temp_dir().join(format!("ormolu-good-{}-{name}", std::process::id()));
        for (path, text) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Files(folder)
    }

    fn compile(&self, input: Input) -> Outcome {
        compile(&input.root(&self.0))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn schema_of(outcome: Outcome) -> Schema {
    let text = outcome.render(false);
    outcome.result.unwrap_or_else(|_| panic!("{text}")).0
}

fn example() -> Schema {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    schema_of(compile(&Input::new(["schema.example.yaml"]).root(root)))
}

fn yaml(text: &str) -> Schema {
    let name = format!(
        "{:x}",
        text.bytes()
            .fold(7u64, |h, b| h.wrapping_mul(31) + u64::from(b))
    );
    let files = Files::new(&name, &[("schema.yaml", text)]);
    schema_of(files.compile(Input::new(["schema.yaml"])))
}

fn model<'s>(schema: &'s Schema, name: &str) -> &'s Model {
    schema
        .models
        .iter()
        .find(|m| m.name == name)
        .unwrap_or_else(|| panic!("no model {name}"))
}

fn columns(model: &Model) -> Vec<&str> {
    model.columns.iter().map(|c| c.name.as_str()).collect()
}

#[test]
fn the_example_has_what_it_shows() {
    let schema = example();
    assert_eq!(
        schema.dialects,
        [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql]
    );
    let (links, entities): (Vec<_>, Vec<_>) = schema
        .models
        .iter()
        .partition(|m| m.kind == ModelKind::Link);
    assert!(entities.len() >= 12);
    let links: Vec<&str> = links.iter().map(|m| m.table.name.as_str()).collect();
    assert_eq!(links, ["product_tags", "related_products"]);

    let line = model(&schema, "OrderLine");
    assert_eq!(line.table.name, "order_lines");
    assert_eq!(
        line.primary_key
            .columns
            .iter()
            .map(|c| &*line.column(*c).name)
            .collect::<Vec<_>>(),
        ["order_id", "line"]
    );
    let shipped = model(&schema, "ShipmentLine");
    let key = shipped
        .foreign_keys
        .iter()
        .find(|k| k.columns.len() == 2)
        .unwrap();
    assert_eq!(schema.model(key.target).name, "OrderLine");
    assert_eq!(key.on_delete, ReferentialAction::Restrict);

    let address = model(&schema, "Address");
    assert!(columns(address).contains(&"country_code"));
    let customer = model(&schema, "Customer");
    let newsletter = &customer.columns[customer.column_named("wants_newsletter").unwrap().0];
    assert_eq!(newsletter.field, "newsletter");
    assert_eq!(
        columns(customer)[columns(customer).len() - 2..],
        ["created_at", "updated_at"]
    );
    let email = customer
        .checks
        .iter()
        .find(|c| c.name == "ck_customers_email")
        .unwrap();
    assert_eq!(
        email.expression,
        PerDialect::Same("email like '%_@_%'".into())
    );

    let order = model(&schema, "Order");
    assert_eq!(order.columns[0].ty.base, Type::Uuid);
    assert!(matches!(&order.columns[0].default, Some(Default::Rust(code)) if code.contains("v7")));
    let profile = customer
        .relationships
        .iter()
        .find(|r| r.name == "profile")
        .unwrap();
    assert!(matches!(profile.kind, RelationshipKind::HasOne { .. }));
    assert!(profile.inverse.is_some());
}

#[test]
fn every_foreign_key_of_the_example_is_led_by_an_index() {
    let schema = example();
    for model in schema.models.iter().filter(|m| m.kind == ModelKind::Entity) {
        for key in &model.foreign_keys {
            let leads = |columns: &[_]| columns.starts_with(&key.columns);
            let by_index = model.indexes.iter().any(|i| {
                let columns = i.parts.iter().filter_map(|p| match p.term {
                    IndexTerm::Column(c) => Some(c),
                    IndexTerm::Expression(_) => None,
                });
                i.predicate.is_none() && leads(&columns.collect::<Vec<_>>())
            });
            let found = by_index
                || leads(&model.primary_key.columns)
                || model.uniques.iter().any(|u| leads(&u.columns));
            assert!(found, "{} of {}", key.name, model.name);
        }
    }
}

#[test]
fn the_same_text_is_the_same_schema() {
    let (one, two) = (example(), example());
    assert_eq!(one, two);
    assert_eq!(fingerprint(&one), fingerprint(&two));
    let changed = yaml(
        "ormolu: 1\nmodels:\n  A:\n    columns:\n      id: { type: int, primary_key: true }\n",
    );
    assert_ne!(fingerprint(&one), fingerprint(&changed));
}

#[test]
fn names_are_made_by_template_and_cut_where_they_are_long() {
    let schema = yaml(
        "ormolu: 1
naming: { ix: 'index_{table}_on_{columns}' }
models:
  Person:
    columns:
      id: { type: bigint, primary_key: true }
      first: { type: string(10), index: true }
      a_column_with_quite_a_long_name: string(10)
      another_column_with_quite_a_long_name: string(10)
    uniques:
      - [a_column_with_quite_a_long_name, another_column_with_quite_a_long_name]
",
    );
    let person = model(&schema, "Person");
    assert_eq!(person.table.name, "people");
    assert_eq!(person.primary_key.name, "pk_people");
    assert_eq!(person.indexes[0].name, "index_people_on_first");
    let long = &person.uniques[0].name;
    assert_eq!(long.len(), 63);
    assert!(long.starts_with("uq_people_a_column_with_quite_a_long_name_another"));
}

#[test]
fn a_lone_whole_number_key_counts_unless_told() {
    let schema = yaml(
        "ormolu: 1
models:
  Counted: { columns: { id: { type: int, primary_key: true } } }
  Plain: { columns: { id: { type: int, primary_key: true, identity: false } } }
  Always: { columns: { id: { type: int, primary_key: true, identity: always } } }
  Shared: { columns: { plain: { references: Plain, primary_key: true } } }
",
    );
    let identity = |name| model(&schema, name).columns[0].identity.clone();
    assert!(identity("Counted").is_some_and(|i| !i.always));
    assert!(identity("Plain").is_none());
    assert!(identity("Always").is_some_and(|i| i.always));
    assert!(identity("Shared").is_none());
    assert_eq!(columns(model(&schema, "Shared")), ["plain_id"]);
}

#[test]
fn defaults_are_of_three_kinds() {
    let schema = yaml(
        "ormolu: 1
models:
  A:
    columns:
      id: { type: int, primary_key: true }
      a: { type: int, default: 7 }
      b: { type: int, default: { rust: next() } }
      c: { type: int, default: { sql: 1 + 1 } }
      d: { type: int, default: { db: 1 + 1 } }
      e: { type: date, default: now }
",
    );
    let kinds: Vec<_> = model(&schema, "A").columns[1..]
        .iter()
        .map(|c| c.default.clone())
        .collect();
    assert!(matches!(&kinds[0], Some(Default::Value(_))));
    assert!(matches!(&kinds[1], Some(Default::Rust(code)) if code == "next()"));
    assert!(matches!(
        &kinds[2],
        Some(Default::Statement(SqlDefault::Expression(_)))
    ));
    assert!(matches!(
        &kinds[3],
        Some(Default::Database(SqlDefault::Expression(_)))
    ));
    assert!(matches!(
        &kinds[4],
        Some(Default::Database(SqlDefault::Now))
    ));
}

#[test]
fn a_comment_has_no_blank_ends() {
    let schema = yaml(
        "ormolu: 1
enums:
  Kind:
    values: [{ value: a, comment: \" first \" }]
    comment: |
      What it is.
models:
  A:
    comment: |
      One line.

      Another.
    columns:
      id: { type: int, primary_key: true, comment: '  ' }
      kind:
        type: Kind
        comment: >
          Folded
          into one.
",
    );
    let of = model(&schema, "A");
    assert_eq!(of.comment.as_deref(), Some("One line.\n\nAnother."));
    assert_eq!(of.columns[0].comment, None);
    assert_eq!(of.columns[1].comment.as_deref(), Some("Folded into one."));
    let kind = &schema.enums[0];
    assert_eq!(kind.comment.as_deref(), Some("What it is."));
    assert_eq!(kind.variants[0].comment.as_deref(), Some("first"));
}

#[test]
fn functions_are_typed_like_columns() {
    let schema = yaml(
        "ormolu: 1
dialects: [sqlite, postgres]
types: { money: { type: 'numeric(12, 2)', rust: crate::Money, check: value > 0 } }
enums: { Kind: [a, b] }
functions:
  slug:
    arguments: { title: text, kind: Kind? }
    returns: string(40)?
    sql: { sqlite: slug, postgres: app.make_slug }
    strict: true
    comment: What stands in an address.
  median: { arguments: { amount: money }, returns: money, aggregate: true }
  words: { arguments: { text: text }, rows: { word: text, weight: f64? } }
models: { A: { columns: { id: { type: int, primary_key: true } } } }
",
    );
    let [slug, median, words] = &schema.functions[..] else {
        panic!()
    };
    let (Returns::Value(address), Returns::Value(middle)) = (&slug.returns, &median.returns) else {
        panic!()
    };
    let Returns::Rows(columns) = &words.returns else {
        panic!()
    };
    let columns: Vec<_> = columns.iter().map(|c| (&*c.name, c.ty.nullable)).collect();
    assert_eq!(columns, [("word", false), ("weight", true)]);
    let names: Vec<_> = slug.arguments.iter().map(|a| &*a.name).collect();
    assert_eq!(names, ["title", "kind"]);
    assert!(!slug.arguments[0].ty.nullable && slug.arguments[1].ty.nullable);
    assert!(matches!(slug.arguments[1].ty.ty.base, Type::Enum(_)));
    assert_eq!(address.ty.base, Type::String(Some(40)));
    assert!(address.nullable && slug.strict && !slug.aggregate);
    let name = slug.sql.get(Dialect::Postgres).unwrap();
    assert_eq!(name.namespace.as_deref(), Some("app"));
    assert_eq!(name.name, "make_slug");
    assert_eq!(slug.sql.get(Dialect::Sqlite).unwrap().namespace, None);
    assert!(median.aggregate && !median.strict);
    assert_eq!(median.sql.get(Dialect::Sqlite).unwrap().name, "median");
    assert_eq!(middle.rust_type.as_deref(), Some("crate::Money"));
}

#[test]
fn projections_filters_and_deferred_columns_name_columns() {
    let schema = yaml(
        "ormolu: 1
mixins:
  stamped:
    columns: { created_at: timestamptz }
    filterable: [created_at]
types: { blob: { type: bytes, deferred: true } }
models:
  User:
    mixins: [stamped]
    columns:
      id: { type: bigint, primary_key: true }
      boss: { references: User, nullable: true }
      photo: blob?
      name: { type: text, column: full_name }
    filterable: [name, boss, created_at]
    projections:
      Card: [name, id]
      Line: { columns: [id, boss], derives: [Hash], comment: One line. }
",
    );
    let user = model(&schema, "User");
    let names = |ids: &[_]| -> Vec<&str> { ids.iter().map(|c| &*user.column(*c).name).collect() };
    assert_eq!(
        names(&user.filterable),
        ["full_name", "boss_id", "created_at"]
    );
    let [card, line] = &user.projections[..] else {
        panic!()
    };
    assert_eq!(
        (&*card.name, names(&card.columns)),
        ("Card", vec!["full_name", "id"])
    );
    assert_eq!(names(&line.columns), ["id", "boss_id"]);
    assert_eq!(line.derives, ["Hash"]);
    assert_eq!(line.comment.as_deref(), Some("One line."));
    let deferred: Vec<_> = user.columns.iter().filter(|c| c.deferred).collect();
    assert_eq!(deferred.len(), 1);
    assert_eq!(deferred[0].name, "photo");
}

#[test]
fn two_keys_to_one_table_are_told_apart_by_reference_and_inverse() {
    let schema = example();
    let (order, address) = (model(&schema, "Order"), model(&schema, "Address"));
    for (forward, back) in [
        ("billing_address", "billed_orders"),
        ("shipping_address", "shipped_orders"),
    ] {
        let forward = order
            .relationships
            .iter()
            .find(|r| r.name == forward)
            .unwrap();
        let back = address
            .relationships
            .iter()
            .find(|r| r.name == back)
            .unwrap();
        let RelationshipKind::BelongsTo { foreign_key: own } = forward.kind else {
            panic!()
        };
        let RelationshipKind::HasMany {
            foreign_key: theirs,
        } = back.kind
        else {
            panic!()
        };
        assert_eq!(own, theirs);
        assert_eq!(&address.relationships[forward.inverse.unwrap().0], back);
        assert_eq!(&order.relationships[back.inverse.unwrap().0], forward);
    }
}
