//! Models made from SQL files are compiled, with every warning an error: one crate for each
//! schema, in a workspace under the target folder.
//!
//! The texts of this crate and the small ones of the third-party schemas always; the large ones
//! where `ORMOLU_LARGE` is set.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, compile};

/// Third-party schemas of so many bytes are small.
const SMALL: u64 = 64 * 1024;

const DIALECTS: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];

/// A file, and the name of its crate.
struct Case {
    name: String,
    file: PathBuf,
    dialect: Dialect,
}

#[test]
fn models_of_sql_files_compile_without_a_warning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases = vec![];
    for dialect in DIALECTS {
        for file in entries(&root.join("texts").join(dialect.name())) {
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            let name = format!("{}_{stem}", dialect.name());
            cases.push(Case {
                name,
                file,
                dialect,
            });
        }
    }
    cases.extend(third_party());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("imports");
    fs::create_dir_all(&target).unwrap();
    for case in &cases {
        write(case, &target);
    }
    let members: Vec<String> = cases.iter().map(|c| format!("{:?}", c.name)).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    fs::write(target.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("../../Cargo.lock"), target.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--quiet", "--offline"])
        .current_dir(&target)
        .env("CARGO_TARGET_DIR", target.join("../.."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    println!("{} schemas compile", cases.len());
}

/// The schemas that are no part of the repository.
fn third_party() -> Vec<Case> {
    let Some(corpus) = std::env::var_os("ORMOLU_CORPUS").filter(|v| !v.is_empty()) else {
        println!("SKIPPED: ORMOLU_CORPUS is not set");
        return vec![];
    };
    let large = std::env::var_os("ORMOLU_LARGE").is_some();
    let mut cases = vec![];
    for dialect in DIALECTS {
        for folder in entries(&Path::new(&corpus).join(dialect.name())) {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let catalog = fs::metadata(folder.join("catalog.json")).unwrap().len();
            if catalog > SMALL && !large {
                println!("SKIPPED: {name} is large, and ORMOLU_LARGE is not set");
                continue;
            }
            let file = folder.join("original.sql");
            cases.push(Case {
                name,
                file,
                dialect,
            });
        }
    }
    cases
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

/// Writes a crate of nothing but the models.
fn write(case: &Case, target: &Path) {
    let (folder, file) = (case.file.parent().unwrap(), case.file.file_name().unwrap());
    let input = Input::new([file.to_string_lossy()]).root(folder);
    let outcome = compile(&input.sql_dialect(case.dialect));
    let Ok((schema, _)) = &outcome.result else {
        panic!("{}: {}", case.name, outcome.render(false));
    };
    let models = ormolu_codegen::generate(schema).unwrap();
    let root = target.join(&case.name);
    models.write(&root.join("models")).unwrap();
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime");
    let manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\normolu = {{ path = {:?}, features = [\"sqlite\", \"postgres\", \"mysql\"] }}\n",
        case.name,
        runtime.canonicalize().unwrap()
    );
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    let library = "#![deny(warnings)]\n#![forbid(unsafe_code)]\n\npub mod models;\n";
    fs::write(root.join("lib.rs"), library).unwrap();
}
