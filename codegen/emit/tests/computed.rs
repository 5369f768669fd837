//! What long formulas become.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use ormolu_codegen::compile;
use ormolu_schema::Input;

/// A chain is written in one walk, however long, whether a part may be NULL or not.
#[test]
fn long_chains() {
    let chain = "age".to_owned() + &" + age".repeat(100);
    for ty in ["tinyint", "tinyint?"] {
        let text = format!(
            "ormolu: 1\nmodels:\n  Person:\n    columns:\n      \
             id: {{ type: bigint, primary_key: true }}\n      age: {ty}\n    \
             computed:\n      total: {chain}\n"
        );
        let compilation = compile(&Input::text("schema.yaml", text));
        let files = compilation.output.unwrap().unwrap().files;
        let face = &files[Path::new("person.rs")];
        assert!(face.matches("age").count() > 100, "{face}");
    }
}
