//! What the generated files look like.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::Path;

use ormolu_codegen::generate;
use ormolu_schema::ir::{Column, ModelId, Schema};

#[test]
fn the_files_of_three_models() {
    let output = generate(&support::blog()).unwrap();
    let names: Vec<_> = output
        .files
        .keys()
        .map(|p| p.display().to_string())
        .collect();
    insta::assert_debug_snapshot!("names", names);
    for name in [
        "post.rs",
        "user.rs",
        "tag.rs",
        "enums.rs",
        "schema.rs",
        "mod.rs",
        "glue.rs",
        "glue/post.rs",
        "glue/enums.rs",
    ] {
        let text = &output.files[Path::new(name)];
        insta::assert_snapshot!(name.replace('/', "_"), text);
    }
}

/// A collection that is owned and one that is never loaded.
#[test]
fn relationships_of_other_kinds() {
    let mut schema = support::blog();
    let mut users = schema.models.iter_mut().filter(|m| m.name == "User");
    for relationship in &mut users.next().unwrap().relationships {
        relationship.owned = relationship.name == "posts";
        relationship.write_only = relationship.name == "edited";
    }
    let files = generate(&schema).unwrap().files;
    // What comes before are columns and their conditions.
    for (name, from) in [
        ("user.rs", "/// What is loaded"),
        ("glue/user.rs", "rt::rels!"),
    ] {
        let text = &files[Path::new(name)];
        let text = &text[text.find(from).unwrap()..];
        insta::assert_snapshot!(format!("kinds_{}", name.replace('/', "_")), text);
    }
}

/// Computed properties, and relationships with conditions and limits of their own.
#[test]
fn formulas() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let outcome =
        ormolu_schema::compile(&ormolu_schema::Input::new(["formulas.yaml"]).root(folder));
    let text = outcome.render(false);
    let (schema, _) = outcome.result.unwrap_or_else(|_| panic!("{text}"));
    let files = generate(&schema).unwrap().files;
    for (name, from, to) in [
        ("person.rs", "impl Person {", "/// What is loaded"),
        ("person.rs", "/// Loads", "/// A person of a loaded"),
        (
            "glue/person.rs",
            "rt::relation! {\n    face::pinned",
            "/// Proof that `Person.pinned`",
        ),
    ] {
        let text = &files[Path::new(name)];
        let text = &text[text.find(from).unwrap()..text.find(to).unwrap()];
        insta::assert_snapshot!(text);
    }
}

/// Typed ids, a deferred column and an open enumeration.
#[test]
fn types_that_the_schema_chooses() {
    let mut schema = support::blog();
    let place = |schema: &Schema, name: &str| {
        let at = schema.models.iter().position(|m| m.name == name);
        ModelId(at.unwrap())
    };
    let (user, post) = (place(&schema, "User"), place(&schema, "Post"));
    for (model, column, of) in [
        (user, "id", user),
        (post, "id", post),
        (post, "author_id", user),
        (post, "editor_id", user),
    ] {
        column_of(&mut schema, model, column).id_of = Some(of);
    }
    column_of(&mut schema, post, "body").deferred = true;
    schema.enums[0].open = true;
    let files = generate(&schema).unwrap().files;
    for name in ["post.rs", "enums.rs", "glue/enums.rs"] {
        let text = &files[Path::new(name)];
        insta::assert_snapshot!(format!("types_{}", name.replace('/', "_")), text);
    }
}

fn column_of<'s>(schema: &'s mut Schema, model: ModelId, name: &str) -> &'s mut Column {
    let columns = &mut schema.models[model.0].columns;
    columns.iter_mut().find(|c| c.name == name).unwrap()
}

#[test]
fn functions_of_the_schema() {
    let output = generate(&support::functions()).unwrap();
    insta::assert_snapshot!("functions", output.files[Path::new("functions.rs")]);
    let root = &output.files[Path::new("mod.rs")];
    assert!(root.contains("pub mod functions;"), "{root}");
}

#[test]
fn a_function_of_too_many_arguments_is_refused() {
    let mut schema = support::functions();
    let argument = schema.functions[0].arguments[0].clone();
    schema.functions[0].arguments = vec![argument; 13];
    assert_eq!(
        generate(&schema).unwrap_err().to_string(),
        "function slug: 13 arguments; at most 12 are supported"
    );
}

#[test]
fn equal_schemas_make_equal_bytes() {
    assert_eq!(
        generate(&support::blog()).unwrap(),
        generate(&support::blog()).unwrap()
    );
    assert_eq!(
        generate(&support::hostile()).unwrap(),
        generate(&support::hostile()).unwrap()
    );
}

/// What a reviewer has to read of a model of eight columns and three relationships.
#[test]
fn faces_are_short() {
    let output = generate(&support::blog()).unwrap();
    let lines = output.files[Path::new("post.rs")].lines().count();
    assert!(lines <= 150, "{lines} lines");
}

#[test]
fn the_example_schema_is_generated_alike_each_time() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let input = ormolu_schema::Input::new(["schema.example.yaml"]).root(root);
    let generate = || ormolu_codegen::compile(&input).output.unwrap().unwrap();
    let output = generate();
    assert_eq!(output, generate());
    assert!(output.files.len() > 40);
    let longest = output
        .files
        .values()
        .flat_map(|text| text.lines())
        .map(str::len)
        .max();
    assert!(longest < Some(2000), "{longest:?}");
}
