//! Schemas of several files.

use ormolu_schema::ir::{Dialect, Model, Type};
use ormolu_schema::{Input, compile};

use super::{Files, columns, model, schema_of};

#[test]
fn files_are_one_schema() {
    let main = "ormolu: 1\ninclude: ['parts/*.yaml']\ntypes: { name: string(50) }\nmodels:\n  \
                A: { columns: { id: { type: int, primary_key: true }, b: { references: B } } }\n";
    let part = "models:\n  B: { columns: { id: { type: int, primary_key: true }, n: name } }\n";
    let files = Files::new("parts", &[("main.yaml", main), ("parts/b.yaml", part)]);
    let outcome = files.compile(Input::new(["main.yaml"]));
    assert_eq!(outcome.files.len(), 2);
    assert!(outcome.folders.iter().any(|f| f.ends_with("parts")));
    let schema = schema_of(outcome);
    assert_eq!(
        model(&schema, "B").columns[1].ty.base,
        Type::String(Some(50))
    );
}

#[test]
fn files_of_a_glob_come_in_the_order_of_their_numbers() {
    let files = [
        ("migrations/V10__c.sql", "ALTER TABLE b ADD COLUMN c int;"),
        ("migrations/V2__b.sql", "ALTER TABLE a RENAME TO b;"),
        (
            "migrations/V1__a.sql",
            "CREATE TABLE a (id int PRIMARY KEY);",
        ),
    ];
    let mut input = Input::new(["migrations/*.sql"]).sql_dialect(Dialect::Postgres);
    input.texts = Some(files.map(|(path, text)| (path.into(), text.into())).into());
    let in_memory = schema_of(compile(&input));
    let on_disk = Files::new("glob", &files);
    input.texts = None;
    assert_eq!(schema_of(on_disk.compile(input)), in_memory);
    assert_eq!(columns(model(&in_memory, "B")), ["id", "c"]);
}

#[test]
fn an_overlay_renames_and_replaces_what_is_inferred() {
    let sql = "CREATE TABLE people (id BIGINT PRIMARY KEY, type TEXT NOT NULL, \
               manager_id BIGINT REFERENCES people (id));\
               CREATE TABLE pets (id BIGINT PRIMARY KEY, owner_id BIGINT NOT NULL \
               REFERENCES people (id));";
    let overlay = "ormolu: 1
models:
  Human:
    table: people
    derives: [Hash]
    columns:
      kind: { column: type, comment: What they are. }
    relationships:
      boss: { belongs_to: Human, foreign_key: manager_id, inverse: team }
      team: { has_many: Human, foreign_key: manager_id, inverse: boss }
      animals: { has_many: Pet }
";
    let files = Files::new("overlay", &[("schema.sql", sql), ("overlay.yaml", overlay)]);
    let input = Input::new(["schema.sql"])
        .overlay("overlay.yaml")
        .sql_dialect(Dialect::Postgres);
    let schema = schema_of(files.compile(input));
    let human = model(&schema, "Human");
    assert_eq!(human.table.name, "people");
    assert_eq!(human.columns[1].field, "kind");
    assert_eq!(human.columns[1].ty.base, Type::Text);
    let names = |m: &Model| {
        m.relationships
            .iter()
            .map(|r| r.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(human), ["boss", "team", "animals"]);
    assert_eq!(names(model(&schema, "Pet")), ["owner"]);
}

#[test]
fn an_overlay_names_the_rows_of_what_has_no_key() {
    let sql = "CREATE TABLE readings (station int NOT NULL, hour int NOT NULL, degrees int);\
               CREATE VIEW stations AS SELECT station FROM readings;\
               CREATE TABLE other (id int);";
    let overlay = "ormolu: 1
models:
  Reading: { identity: [station, hour] }
  Station: { identity: station }
";
    let files = Files::new(
        "identity",
        &[("schema.sql", sql), ("overlay.yaml", overlay)],
    );
    let input = Input::new(["schema.sql"])
        .overlay("overlay.yaml")
        .sql_dialect(Dialect::Sqlite);
    let schema = schema_of(files.compile(input));
    let named = |name: &str| {
        let model = model(&schema, name);
        let key: Vec<&str> = model
            .key()
            .iter()
            .map(|id| &*model.column(*id).name)
            .collect();
        (key.join(", "), model.read_only)
    };
    assert_eq!(named("Reading"), ("station, hour".into(), false));
    assert_eq!(named("Station"), ("station".into(), true));
    assert_eq!(named("Other"), (String::new(), true));
    assert!(model(&schema, "Reading").primary_key.columns.is_empty());
}

#[test]
fn an_overlay_of_an_unknown_table_is_an_error() {
    let sql = "CREATE TABLE people (id BIGINT PRIMARY KEY);";
    let overlay = "ormolu: 1\nmodels:\n  Human: { table: peple }\n";
    let files = Files::new("unknown", &[("schema.sql", sql), ("overlay.yaml", overlay)]);
    let input = Input::new(["schema.sql"])
        .overlay("overlay.yaml")
        .sql_dialect(Dialect::Sqlite);
    let text = files.compile(input).render(false);
    assert!(
        text.contains("the SQL files have no table `peple`"),
        "{text}"
    );
    assert!(text.contains("did you mean `people`?"), "{text}");
}
