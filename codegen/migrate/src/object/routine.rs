//! The parts of a function or procedure of MySQL and MariaDB, which print some of them their own way.

use std::collections::BTreeSet;

use super::Object;
use super::same::same;
use crate::lint::token::{Kind, Token};

/// A function or procedure of MySQL or MariaDB in parts.
#[derive(Clone, Debug)]
pub struct Routine {
    /// The type of the result, as the text has it; none of a procedure.
    pub returns: Option<String>,
    arguments: Vec<Token>,
    /// What is said of it besides, without what holds anyway.
    traits: BTreeSet<String>,
    body: Vec<Token>,
}

/// Words that may follow a type.
const OF_TYPES: [&str; 7] = [
    "unsigned",
    "signed",
    "zerofill",
    "precision",
    "varying",
    "binary",
    "ascii",
];

/// What holds where nothing is said.
const USUAL: [&str; 4] = [
    "not deterministic",
    "contains sql",
    "sql security definer",
    "language sql",
];

impl Routine {
    /// The parts of an object; none where it has no arguments, as a trigger.
    #[must_use]
    pub fn of(object: &Object) -> Option<Routine> {
        let all = object.tokens();
        let open = all.iter().position(|token| token.is("("))?;
        let depth = all[open].depth;
        let close = (open..all.len()).find(|at| all[*at].is(")") && all[*at].depth == depth)?;
        let mut at = close + 1;
        let mut returns = None;
        if all.get(at).is_some_and(|token| token.is("returns")) {
            let from = at + 1;
            at = after_type(&all, from);
            let place = |at: usize| all.get(at).map_or(object.words.end, |token| token.at);
            returns = Some(object.text[place(from)..place(at)].trim().to_owned());
        }
        let mut traits = BTreeSet::new();
        while let Some((said, length)) = trait_at(&all[at..]) {
            if !USUAL.contains(&said.as_str()) {
                traits.insert(said);
            }
            at += length;
        }
        Some(Routine {
            returns,
            arguments: all[open..=close].to_vec(),
            traits,
            body: all[at..].to_vec(),
        })
    }

    /// Whether both are the same but for the type of their result.
    #[must_use]
    pub fn does_as(&self, other: &Routine) -> bool {
        let alike = |a: &[Token], b: &[Token]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        };
        self.traits == other.traits
            && self.returns.is_some() == other.returns.is_some()
            && alike(&self.arguments, &other.arguments)
            && alike(&self.body, &other.body)
    }
}

/// The token behind a type.
fn after_type(all: &[Token], from: usize) -> usize {
    let is = |at: usize, word: &str| all.get(at).is_some_and(|token| token.is(word));
    let mut at = from + 1;
    loop {
        at = if is(at, "(") {
            let depth = all[at].depth;
            let close = (at..all.len()).find(|at| all[*at].is(")") && all[*at].depth == depth);
            close.map_or(all.len(), |close| close + 1)
        } else if is(at, "character") && is(at + 1, "set") {
            at + 3
        } else if is(at, "charset") || is(at, "collate") {
            at + 2
        } else if OF_TYPES.iter().any(|word| is(at, word)) {
            at + 1
        } else {
            return at.min(all.len());
        };
    }
}

/// What is said of a routine, and in how many tokens.
fn trait_at(all: &[Token]) -> Option<(String, usize)> {
    let words = |length: usize| -> String {
        let texts = all.iter().take(length).map(|token| token.text.as_str());
        texts.collect::<Vec<_>>().join(" ")
    };
    let first = all.first().filter(|token| token.kind == Kind::Word)?;
    let length = match first.text.as_str() {
        "deterministic" => 1,
        "not" | "no" | "contains" | "comment" | "language" => 2,
        "reads" | "modifies" | "sql" => 3,
        _ => return None,
    };
    (length <= all.len()).then(|| (words(length), length))
}
