//! A hostile or broken file costs little time and memory, and is refused with its place.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ormolu_schema::{Input, Outcome, compile};

/// Far above what any of these takes, far below what an unbounded reader would.
const LIMIT: Duration = Duration::from_secs(5);

/// A file in a folder of its own, which goes when this goes.
struct Case {
    folder: PathBuf,
}

impl Case {
    fn new(name: &str, content: &[u8]) -> Self {
        let folder = std::env::temp_dir().join(format!("ormolu-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("schema.yaml"), content).unwrap();
        Case { folder }
    }

    fn compile(&self) -> Outcome {
        let start = Instant::now();
        let outcome = compile(&Input::new(["schema.yaml"]).root(&self.folder));
        assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
        outcome
    }

    /// The code and place of the only error.
    fn error(&self) -> (&'static str, usize, usize) {
        let outcome = self.compile();
        let Err(errors) = &outcome.result else {
            panic!("nothing was found wrong")
        };
        let [error] = &errors[..] else {
            panic!("{}", outcome.render(false))
        };
        let (line, column) = outcome.sources.line_column(error.primary.span);
        assert!(error.help.is_some());
        assert!(outcome.render(false).len() < 4096, "a message is short");
        (error.code, line, column)
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn billion_laughs() {
    let mut text = "ormolu: 1\nmodels:\n  a0: &a0 [lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("  a{level}: &a{level} [{aliases}]\n"));
    }
    let (code, line, _) = Case::new("laughs", text.as_bytes()).error();
    assert_eq!(code, "too-many-aliases");
    assert!((4..=14).contains(&line), "{line}");
}

#[test]
fn aliases_that_nest_deeper_and_deeper() {
    let mut text = "ormolu: 1\nmodels:\n  a0: &a0 [x]\n".to_owned();
    for level in 1..2000 {
        text.push_str(&format!("  a{level}: &a{level} [[[*a{}]]]\n", level - 1));
    }
    assert_eq!(Case::new("ladder", text.as_bytes()).error().0, "too-deep");
}

#[test]
fn fifty_megabytes() {
    let line = b"# nothing but a comment, again and again, until it is too much\n";
    let content: Vec<u8> = line.iter().copied().cycle().take(50 << 20).collect();
    assert_eq!(
        Case::new("large", &content).error(),
        ("file-too-large", 1, 1)
    );
}

#[test]
fn just_below_the_largest_size() {
    let mut text = "ormolu: 1\nmodels:\n".to_owned();
    while text.len() < 2 << 20 {
        let n = text.len();
        text.push_str(&format!("  M{n}:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      name: string(100)\n"));
    }
    let case = Case::new("many", text.as_bytes());
    let start = Instant::now();
    let outcome = compile(&Input::new(["schema.yaml"]).root(&case.folder));
    let schema = outcome.result.unwrap().0;
    assert!(schema.models.len() > 10_000);
    assert!(start.elapsed() < LIMIT * 6, "took {:?}", start.elapsed());
}

#[test]
fn brackets_without_end() {
    let text = format!("ormolu: 1\nmodels: {}", "[".repeat(1 << 20));
    let (code, line, _) = Case::new("brackets", text.as_bytes()).error();
    assert_eq!((code, line), ("too-deep", 2));
}

#[test]
fn maps_without_end() {
    let text = format!("ormolu: 1\nmodels: {}", "{a: ".repeat(100_000));
    assert_eq!(Case::new("maps", text.as_bytes()).error().0, "too-deep");
}

#[test]
fn indents_without_end() {
    let mut text = "ormolu: 1\n".to_owned();
    for depth in 0..2000 {
        text.push_str(&format!("{}a:\n", " ".repeat(depth)));
    }
    assert_eq!(Case::new("indents", text.as_bytes()).error().0, "too-deep");
}

#[test]
fn a_line_without_end() {
    let text = format!("ormolu: 1\nmodels: \"{}", "x".repeat(8 << 20));
    let (code, ..) = Case::new("line", text.as_bytes()).error();
    assert_eq!(code, "yaml-syntax");
}

#[test]
fn not_utf8() {
    let content = b"ormolu: 1\nmodels:\n  User: caf\xe9\n";
    assert_eq!(Case::new("latin1", content).error(), ("not-utf8", 3, 12));
}

#[test]
fn utf16() {
    let text: Vec<u8> = "ormolu: 1\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let content = [&[0xff, 0xfe], text.as_slice()].concat();
    assert_eq!(Case::new("utf16", &content).error(), ("not-utf8", 1, 1));
}

#[test]
fn tabs() {
    let content = b"ormolu: 1\nmodels:\n\tUser:\n\t\tcolumns: {}\n";
    assert_eq!(Case::new("tabs", content).error(), ("yaml-syntax", 3, 1));
}

#[test]
fn a_missing_file_and_a_folder() {
    let outcome = compile(&Input::new(["nowhere/schema.yaml"]));
    let text = outcome.render(false);
    assert!(
        text.contains("cannot read `nowhere/schema.yaml`: there is no such file"),
        "{text}"
    );
    let case = Case::new("folder", b"");
    std::fs::create_dir(case.folder.join("dir.yaml")).unwrap();
    let outcome = compile(&Input::new(["dir.yaml"]).root(&case.folder));
    assert!(
        outcome.render(false).contains("it is a folder"),
        "{}",
        outcome.render(false)
    );
}

/// A person whose property `p` is computed.
fn computed(formula: &str) -> String {
    format!(
        "ormolu: 1\nmodels:\n  Person:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      \
         age: smallint\n      old: bool\n    computed:\n      p: \"{formula}\"\n"
    )
}

#[test]
fn formulas_that_nest_and_chains_without_end() {
    for (name, formula) in [
        (
            "parentheses",
            format!("{}age{}", "(".repeat(100_000), ")".repeat(100_000)),
        ),
        ("not", format!("{} old", "not ".repeat(100_000))),
        ("minus", format!("{} age", "- ".repeat(100_000))),
        ("sum", format!("age{}", " + age".repeat(100_000))),
    ] {
        let (code, line, _) = Case::new(name, computed(&formula).as_bytes()).error();
        assert_eq!((code, line), ("computed", 9), "{name}");
    }
    for (name, formula) in [
        ("not-60", "not ".repeat(60) + "old"),
        ("minus-60", "- ".repeat(60) + "age"),
    ] {
        let outcome = Case::new(name, computed(&formula).as_bytes()).compile();
        assert!(outcome.result.is_ok(), "{name}: {}", outcome.render(false));
    }
}

#[test]
fn files_that_include_each_other_are_read_once() {
    let case = Case::new("circle", b"ormolu: 1\ninclude: [other.yaml]\n");
    let model = "models:\n  User:\n    columns:\n      id: { type: bigint, primary_key: true }\n";
    let other = format!("ormolu: 1\ninclude: ['*.yaml']\n{model}");
    std::fs::write(case.folder.join("other.yaml"), other).unwrap();
    let outcome = case.compile();
    assert_eq!(outcome.files.len(), 2);
    assert_eq!(outcome.result.unwrap().0.models.len(), 1);
}
