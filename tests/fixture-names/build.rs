//! Generates the models of a schema that no front end need accept.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

#[path = "../../codegen/emit/tests/support/mod.rs"]
mod support;

fn main() {
    println!("cargo::rerun-if-changed=../../codegen/emit/tests/support");
    let folder = std::env::var("OUT_DIR").expect("run by cargo");
    let output = ormolu_codegen::generate(&support::hostile()).unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(1)
    });
    output
        .write(&Path::new(&folder).join("models"))
        .expect("models written");
}
