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
    for path in [
        "mod.rs",
        "billing.rs",
        "billing/line.rs",
        "shop/enums.rs",
        "shop/order.rs",
    ] {
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
        .filter(|path| {
            !path.contains("glue_/") && !path.ends_with("glue_.rs") && path.contains('/')
        })
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
    let glue = &output.files[Path::new("aux_/glue_.rs")];
    assert!(glue.contains("#[path = \"glue_/nul_.rs\"]"), "{glue}");
}

/// An enum is called without its schema's name only where nothing else of the schema has the rest.
#[test]
fn names_of_enums_clash_only_within_a_schema() {
    let yaml = "ormolu: 1\ndialects: [postgres]
enums:
  Kind: [a]
  ShopKind: { values: [a], sql_name: kind, namespace: shop }
  ShopOrder: { values: [a], sql_name: order, namespace: shop }
  ShopState: { values: [a], namespace: shop }
  PlainMood: { values: [a], sql_name: mood, namespace: plain }
  PlainMoodMood: { values: [a], sql_name: mood_mood, namespace: plain }
  PlainPlainMood: { values: [a], sql_name: odd, namespace: plain }
models:
  Order:
    namespace: shop
    columns: { id: { type: int, primary_key: true }, kind: ShopKind, mood: PlainMood }
";
    let output = output(yaml);
    let named = |path: &str| {
        let text = &output.files[Path::new(path)];
        let names = text.lines().filter_map(|l| l.strip_prefix("pub enum "));
        let names: Vec<_> = names.map(|l| l.trim_end_matches(" {").to_owned()).collect();
        names.join(" ")
    };
    assert_eq!(named("enums.rs"), "Kind");
    assert_eq!(named("shop/enums.rs"), "Kind ShopOrder ShopState");
    // Each keeps a name of its own, whichever comes first.
    assert_eq!(named("plain/enums.rs"), "Mood MoodMood PlainMood");
    let order = &output.files[Path::new("shop/order.rs")];
    assert!(order.contains("use super::enums::Kind;"), "{order}");
    assert!(
        order.contains("use super::super::plain::enums::Mood;"),
        "{order}"
    );
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
        [
            "billing/enums.rs",
            "billing/glue/enums.rs",
            "billing/glue/invoice.rs",
            "billing/glue/line.rs",
            "billing/glue.rs",
            "billing/invoice.rs",
            "billing/line.rs",
            "billing.rs",
        ]
    );
    assert_eq!(other.check(&folder).unwrap(), Ok(()));
    std::fs::remove_dir_all(&folder).unwrap();
}
