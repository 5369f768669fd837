//! Whatever the text is, it is read or refused.

use std::path::Path;

use ormolu_schema::Input;
use proptest::prelude::*;

use super::Files;

/// Pieces of the language in an order of no sense.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "ormolu",
        "1",
        "models",
        "columns",
        "id",
        "type",
        "string(10)",
        "array<",
        ">",
        "?",
        "User",
        "references",
        "relationships",
        "has_many",
        "many_to_many",
        "through",
        "default",
        "now",
        "enums",
        "mixins",
        "types",
        "primary_key",
        "true",
        "null",
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        ",",
        "\n",
        "\n  ",
        "\n    ",
        "\n      ",
        "- ",
        "&a",
        "*a",
        "<<",
        "'",
        "\"",
        "|",
        "é",
        "\t",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof![".{0,200}", pieces()]) {
        let name = format!("any-{:x}", text.bytes().fold(7u64, |h, b| h.wrapping_mul(31) + u64::from(b)));
        let files = Files::new(&name, &[("schema.yaml", &text)]);
        let outcome = files.compile(Input::new(["schema.yaml"]));
        outcome.render(true);
    }

    #[test]
    fn a_damaged_example_is_read_or_refused(at in 0usize..9000, cut in 1usize..40, put in pieces()) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema.example.yaml");
        let mut text = std::fs::read_to_string(path).unwrap();
        let floor = |mut at: usize, text: &str| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (from, to) = (floor(at, &text), floor(at + cut, &text));
        text.replace_range(from..to, &put);
        let files = Files::new(&format!("damaged-{at}-{cut}"), &[("schema.yaml", &text)]);
        let outcome = files.compile(Input::new(["schema.yaml"]));
        outcome.render(true);
    }
}
