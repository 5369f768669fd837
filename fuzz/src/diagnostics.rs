//! What is said about a text.

use ormolu_schema::Outcome;
use ormolu_schema::diagnostic::Severity;
use ormolu_schema::source::Span;

/// Every place is in its file and on the borders of characters, and all of it can be drawn.
pub(crate) fn check(outcome: &Outcome) {
    let check = |span: Span| {
        let text = &outcome.sources.file(span.file).text;
        let range = span.start as usize..span.end as usize;
        assert!(text.get(range).is_some(), "{span:?} is not in the text");
    };
    for diagnostic in outcome.diagnostics() {
        check(diagnostic.primary.span);
        diagnostic
            .related
            .iter()
            .for_each(|label| check(label.span));
    }
    let drawn = outcome.render(false);
    let failed = outcome.result.is_err();
    let errors = outcome
        .diagnostics()
        .iter()
        .any(|d| d.severity == Severity::Error);
    assert_eq!(failed, errors, "{drawn}");
}
