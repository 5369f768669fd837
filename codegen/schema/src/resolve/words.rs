//! Names between SQL and Rust: case, number, and what Rust reserves.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Nouns whose plural has no rule: singular, plural.
const IRREGULAR: [(&str, &str); 14] = [
    ("person", "people"),
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("goose", "geese"),
    ("mouse", "mice"),
    ("datum", "data"),
    ("medium", "media"),
    ("criterion", "criteria"),
    ("leaf", "leaves"),
    ("shelf", "shelves"),
    ("life", "lives"),
];

/// Words that are the same in both numbers, or that only look like a plural.
const UNCHANGED: [&str; 18] = [
    "series", "species", "news", "sheep", "fish", "status", "address", "access", "process",
    "progress", "analysis", "basis", "bus", "gas", "lens", "alias", "canvas", "sms",
];

/// The function of each model's module that begins an insert, beside the relationships' own.
pub(crate) const BUILDER: &str = "new";

/// Keywords that may not stand behind `r#` either.
const UNUSABLE: [&str; 4] = ["self", "Self", "super", "crate"];

/// A name for a field, module or accessor.
pub(crate) fn snake(name: &str) -> String {
    usable(name.to_snake_case(), "n")
}

/// A name for a type or variant.
pub(crate) fn camel(name: &str) -> String {
    usable(name.to_upper_camel_case(), "N")
}

/// `an engineer`, for sentences.
pub(crate) fn article(name: &str) -> String {
    let words = snake(name).replace('_', " ");
    let vowel = words.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {words}", if vowel { "an" } else { "a" })
}

/// Makes a word an identifier: no leading digit, nothing that Rust does not take.
fn usable(word: String, prefix: &str) -> String {
    let mut word: String = word
        .chars()
        .map(|c| {
            if c == '_' || c.is_alphanumeric() {
                c
            } else {
                '_'
            }
        })
        .collect();
    if word.is_empty() || word.chars().all(|c| c == '_') {
        word = format!("{prefix}ameless");
    }
    if word.starts_with(|c: char| c.is_numeric()) {
        word.insert_str(0, prefix);
    }
    if UNUSABLE.contains(&word.as_str()) {
        word.push('_');
    }
    word
}

/// Whether a name can be an identifier as it stands; keywords can, behind `r#`.
pub(crate) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
        && name != "_"
        && !UNUSABLE.contains(&name)
}

/// What rustc takes for the name of a type without a warning.
pub(crate) fn is_type_case(name: &str) -> bool {
    !name.contains('_') && !name.starts_with(|c: char| c.is_lowercase())
}

/// Splits off the last word of a snake case name.
fn last_word(name: &str) -> (&str, &str) {
    match name.rfind('_') {
        Some(at) => name.split_at(at + 1),
        None => ("", name),
    }
}

/// The singular of a snake case name: `post_tags` is `post_tag`.
pub(crate) fn singular(name: &str) -> String {
    let (head, word) = last_word(name);
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, many)| *many == word) {
        return format!("{head}{one}");
    }
    if UNCHANGED.contains(&word) {
        return name.into();
    }
    let end = |suffix: &str| word.strip_suffix(suffix).filter(|stem| !stem.is_empty());
    if let Some(stem) = end("ies").filter(|stem| stem.len() > 1) {
        return format!("{head}{stem}y");
    }
    for suffix in [
        "sses", "shes", "ches", "xes", "zes", "tuses", "buses", "ruses",
    ] {
        if word.ends_with(suffix) && word.len() > suffix.len() {
            return format!("{head}{}", &word[..word.len() - 2]);
        }
    }
    match end("s") {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with("u") => format!("{head}{stem}"),
        _ => name.into(),
    }
}

/// The plural of a snake case name: `category` is `categories`.
pub(crate) fn plural(name: &str) -> String {
    let (head, word) = last_word(name);
    if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == word) {
        return format!("{head}{many}");
    }
    if ["series", "species", "news", "sheep", "fish"].contains(&word) {
        return name.into();
    }
    let before_y = word.chars().rev().nth(1);
    if word.ends_with('y') && before_y.is_some_and(|c| !"aeiou".contains(c)) {
        return format!("{head}{}ies", &word[..word.len() - 1]);
    }
    let hisses = ["s", "sh", "ch", "x", "z"]
        .iter()
        .any(|end| word.ends_with(end));
    format!("{name}{}", if hisses { "es" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_goes_both_ways() {
        for (one, many) in [
            ("user", "users"),
            ("category", "categories"),
            ("box", "boxes"),
            ("person", "people"),
            ("order_status", "order_statuses"),
            ("address", "addresses"),
            ("day", "days"),
            ("branch", "branches"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many), one);
        }
        assert_eq!(singular("status"), "status");
        assert_eq!(singular("address"), "address");
        assert_eq!(singular("series"), "series");
    }

    #[test]
    fn any_name_becomes_an_identifier() {
        assert_eq!(snake("Order Details"), "order_details");
        assert_eq!(snake("2fa-code"), "n2fa_code");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("!!"), "nameless");
        assert_eq!(camel("gift-card"), "GiftCard");
        assert_eq!(snake("Größe"), "größe");
        assert!(is_identifier("type") && !is_identifier("2a") && !is_identifier("a b"));
    }
}
