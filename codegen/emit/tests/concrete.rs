//! A base whose variants have tables of their own, as a reviewer reads it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use ormolu_codegen::compile;
use ormolu_schema::Input;

#[test]
fn what_is_generated_for_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let output = compile(&Input::new(["concrete.yaml"]).root(&folder)).output;
    let files = output.unwrap().unwrap().files;
    for (name, from, to) in [
        ("vehicle.rs", "/// What drives", ""),
        ("truck.rs", "/// A row of", "/// A patch"),
        ("glue/vehicle.rs", "impl face::Vehicle", "rt::columns!"),
        ("glue/car.rs", "impl rt::Family", ""),
        ("schema.rs", "pub const POSTGRES", "pub const MYSQL"),
    ] {
        let text = &files[Path::new(name)];
        let text = &text[text.find(from).unwrap_or_else(|| panic!("{name}: {text}"))..];
        let end = match to {
            "" => text.len(),
            to => text.find(to).unwrap_or(text.len()),
        };
        insta::assert_snapshot!(name.replace('/', "_"), &text[..end]);
    }
}
