//! Tables of several database schemas: a module for each.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use ormolu_codegen::{Output, generate};
use ormolu_schema::{Input, compile};

const SPACES: &str = include_str!("../../../tests/behaviour/spaces.yaml");

fn output(yaml: &str) -> Output {
    let outcome = compile(&Input::text("spaces.yaml", yaml));
    let said = outcome.render(false);
    let (schema, _) = outcome.result.unwrap_or_else(|_| panic!("{said}"));
    generate(&schema).unwrap()
}

fn paths(output: &Output) -> Vec<String> {
    let paths = output.files.keys();
    paths.map(|path| path.display().to_string()).collect()
}

#[test]
fn each_schema_has_a_module_and_names_clash_only_within_it() {
    let output = output(SPACES);
    insta::assert_snapshot!("paths", paths(&output).join("\n"));
    for path in ["mod.rs", "billing.rs", "billing/line.rs"] {
        let (_hash, text) = output.files[Path::new(path)].split_once('\n').unwrap();
        insta::assert_snapshot!(path.replace('/', "_"), text);
    }
}

#[test]
fn names_of_schemas_are_any() {
    let table = "columns: { id: { type: int, primary_key: true } } }";
    let yaml = format!(
        "ormolu: 1\ndialects: [postgres]\nmodels:
  User: {{ {table}
  Post: {{ namespace: user, {table}
  AuxNul: {{ namespace: aux, table: nuls, {table}
  TypeBox: {{ namespace: Type, table: boxes, {table}
  GlueBox: {{ namespace: glue, table: glue_boxes, {table}
"
    );
    let output = output(&yaml);
    let faces: Vec<String> = paths(&output)
        .into_iter()
        .filter(|path| !path.starts_with("glue_/") && path.contains('/'))
        .collect();
    let expected = [
        "aux_/nul_.rs",
        "glue/glue_box.rs",
        "type/box.rs",
        "user_/post.rs",
    ];
    assert_eq!(faces, expected);
    let aux = &output.files[Path::new("aux_.rs")];
    assert!(
        aux.contains("#[path = \"aux_/nul_.rs\"]\npub mod nul;"),
        "{aux}"
    );
    let root = &output.files[Path::new("mod.rs")];
    assert!(root.contains("pub mod r#type;"), "{root}");
    assert!(root.contains("pub mod user_;"), "{root}");
}

#[test]
fn files_of_a_schema_that_is_gone_are_removed() {
    let folder = std::env::temp_dir().join(format!("ormolu-spaces-{}", std::process::id()));
    output(SPACES).write(&folder).unwrap();
    let other = SPACES.replace("namespace: billing", "namespace: money");
    let other = output(&other);
    let done = other.write(&folder).unwrap();
    let removed: Vec<_> = done
        .removed
        .iter()
        .map(|p| p.display().to_string())
        .collect();
    assert_eq!(
        removed,
        ["billing/invoice.rs", "billing/line.rs", "billing.rs"]
    );
    assert_eq!(other.check(&folder).unwrap(), Ok(()));
    std::fs::remove_dir_all(&folder).unwrap();
}
