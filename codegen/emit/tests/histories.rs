//! Rows as they were of models that inherit, as a reviewer reads it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use ormolu_codegen::compile;
use ormolu_schema::Input;

const SCHEMA: &str = "ormolu: 1
dialects: [sqlite, postgres, mysql]
models:
  Vehicle:
    discriminator: kind
    history: true
    columns:
      id: { type: bigint, primary_key: true }
      kind: string(20)
  Car:
    inherits: { from: Vehicle, by: joined }
    columns: { doors: int }
  Rental:
    inherits: { from: Car, by: single }
    columns: { daily: int? }
  Work:
    discriminator: medium
    history: true
    columns:
      code: { type: uuid, primary_key: true }
      medium: string(20)
  Book:
    inherits: { from: Work, by: concrete }
    columns: { pages: int }
  Film:
    inherits: { from: Work, by: concrete }
    columns: { minutes: int }
";

#[test]
fn what_is_generated_for_rows_as_they_were() {
    let output = compile(&Input::text("schema.yaml", SCHEMA)).output;
    let files = output.unwrap().unwrap().files;
    for name in ["vehicle", "rental", "work"] {
        let text = &files[Path::new(&format!("glue/{name}.rs"))];
        let rules = text
            .find("static RULES")
            .unwrap_or_else(|| panic!("{text}"));
        let model = text.find("impl rt::Model for").unwrap();
        insta::assert_snapshot!(name, &text[rules..model]);
    }
}
