//! The build script, the command and checked-in code are the same bytes.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ormolu_schema::Input;

/// The files of a folder, by their path within it.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut out = BTreeMap::new();
    for below in ["", "glue"] {
        for entry in fs::read_dir(folder.join(below)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let text = fs::read_to_string(&path).unwrap();
                out.insert(path.strip_prefix(folder).unwrap().to_owned(), text);
            }
        }
    }
    out
}

#[test]
fn the_build_script_writes_what_is_checked_in() {
    let checked_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/models");
    let built = files(Path::new(fixture_build::MODELS));
    assert!(built.len() > 10, "{:?}", built.keys());
    assert_eq!(built, files(&checked_in), "run `bash tests/generate`");
}

#[test]
fn what_is_checked_in_is_not_stale() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (schema, models) in [
        (
            "tests/fixture-build/schema.yaml",
            "tests/fixture-checked-in/src/models",
        ),
        (
            "runtime/tests/loading/schema.yaml",
            "runtime/tests/loading/models",
        ),
        ("runtime/tests/doc/schema.yaml", "runtime/tests/doc/models"),
    ] {
        let input = Input::new([schema]).root(&root);
        let output = ormolu_codegen::compile(&input).output.unwrap().unwrap();
        if let Err(stale) = output.check(&root.join(models)).unwrap() {
            panic!("run `bash tests/generate`\n{stale}");
        }
    }
}
