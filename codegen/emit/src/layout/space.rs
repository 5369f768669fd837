use super::piece::{Kind, Piece, Pieces};

/// Keywords that stand apart from a bracket or path that follows.
const KEYWORDS: [&str; 22] = [
    "as", "await", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "loop",
    "match", "move", "mut", "ref", "return", "static", "type", "use", "where", "while",
];

/// Whether a space stands between two pieces.
///
/// Two marks that are not one token stay apart, unless together they are none either.
pub(super) fn spaced(source: &Pieces, before: &Piece, next: &Piece) -> bool {
    if before.joint {
        return false;
    }
    let (text, left) = (source.text(next), source.text(before));
    let keyword =
        matches!(before.kind, Kind::Word) && (KEYWORDS.contains(&left) || left.starts_with('\''));
    match (&before.kind, &next.kind) {
        (_, Kind::Mark) if matches!(text, "," | ";" | "." | ":") => false,
        (Kind::Word, Kind::Mark) => keyword || !matches!(text, "::" | "!" | "?"),
        (Kind::Mark, Kind::Mark) => match text {
            "::" | "*" | "!" => !is_prefix(left),
            _ => true,
        },
        (Kind::Angle(_), Kind::Mark) => text != "::",
        (_, Kind::Mark) => text != "?",
        (Kind::Mark, Kind::Brace(_)) => left != "::",
        (_, Kind::Brace(_)) => true,
        (Kind::Mark, _) => !(is_prefix(left) || matches!(left, "::" | "." | ".." | "#" | "?")),
        (_, Kind::Word | Kind::Doc) => true,
        (Kind::Word, Kind::Angle(_)) => keyword && !matches!(left, "for" | "impl"),
        (Kind::Word, _) => keyword,
        (_, Kind::Angle(_)) => true,
        (Kind::Brace(_), _) => true,
        (_, Kind::Paren(_) | Kind::Bracket(_)) => false,
    }
}

fn is_prefix(mark: &str) -> bool {
    matches!(mark, "&" | "*" | "!" | "-")
}
