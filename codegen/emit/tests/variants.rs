//! Relationships to one of several models, and models that inherit, as a reviewer reads them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use ormolu_codegen::compile;
use ormolu_schema::Input;

#[test]
fn what_is_generated_for_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let output = compile(&Input::new(["variants.yaml"]).root(&folder)).output;
    let files = output.unwrap().unwrap().files;
    for (name, from) in [
        ("comment.rs", "use ::ormolu"),
        ("glue/comment.rs", "rt::choice!"),
        ("note.rs", "/// The row that"),
        ("glue/note.rs", "rt::choice!"),
        ("person.rs", "/// What is loaded"),
        ("engineer.rs", "/// A row of"),
        ("guest.rs", "/// A row of"),
        ("glue/engineer.rs", "impl face::Engineer"),
        ("glue/guest.rs", "static META"),
        ("schema.rs", "pub const POSTGRES"),
    ] {
        let text = &files[Path::new(name)];
        let text = &text[text.find(from).unwrap_or_else(|| panic!("{name}: {text}"))..];
        let end = match name {
            "glue/engineer.rs" | "glue/guest.rs" => text.find("rt::columns!").unwrap(),
            "schema.rs" => text.find("pub const MYSQL").unwrap_or(text.len()),
            _ => text.len(),
        };
        insta::assert_snapshot!(name.replace('/', "_"), &text[..end]);
    }
}
