//! What a statement is made of where semicolons stand within it: the bodies of MySQL's triggers and
//! routines that are one statement without `BEGIN`, and the parentheses of PostgreSQL's rules.

/// What opens such a body, and ends with `END` and the same word.
const BLOCKS: [&str; 6] = ["IF", "LOOP", "WHILE", "REPEAT", "FOR", "CASE"];

/// What begins a body that is no block. Words of a block may be functions in it.
const PLAIN: [&str; 15] = [
    "BEGIN", "SET", "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "CALL", "RETURN", "DO",
    "WITH", "VALUES", "SIGNAL", "ALTER", "EXECUTE",
];

/// Behind these a statement begins.
const BEFORE: [&str; 6] = ["THEN", "ELSE", "DO", "LOOP", "REPEAT", "BEGIN"];

/// Where a statement is with its body.
#[derive(Default)]
pub(super) struct Body {
    /// Whether its head is over.
    begun: bool,
    /// Whether a statement of it may begin here.
    starts: bool,
    /// The word that opened it.
    block: Option<&'static str>,
    parentheses: usize,
    /// CASE expressions that are open. No statement begins in one.
    cases: usize,
}

impl Body {
    /// Whether a word opens the body of what is made, or a block of its kind within.
    pub(super) fn opens(&mut self, word: &str, previous: &str, made: &str, depth: usize) -> bool {
        let starts = std::mem::take(&mut self.starts) && self.cases == 0;
        if depth > 0 {
            self.starts = BEFORE.contains(&word);
            match word {
                "CASE" if previous != "END" && !starts => self.cases += 1,
                "END" => self.cases = self.cases.saturating_sub(1),
                _ => {}
            }
            return starts && word != "CASE" && self.block == Some(word);
        }
        if !self.begun {
            self.begun = match made {
                "TRIGGER" => word == "ROW" && previous == "EACH",
                "EVENT" => word == "DO",
                _ => false,
            };
            self.starts = self.begun;
            return false;
        }
        self.block = BLOCKS.into_iter().find(|block| starts && *block == word);
        let is_type = matches!(previous, "CHARACTER" | "RETURNS");
        self.starts = starts && self.block.is_none() && (is_type || !PLAIN.contains(&word));
        self.block.is_some()
    }

    /// Whether `END` and this word end a block that was counted.
    pub(super) fn ends(&self, word: &[u8]) -> bool {
        self.block
            .is_some_and(|block| word.eq_ignore_ascii_case(block.as_bytes()))
    }

    /// A character that is no part of a word; the head of a routine ends with its parameters.
    pub(super) fn sign(&mut self, sign: u8, made: &str, depth: usize) {
        if depth > 0 {
            self.starts = matches!(sign, b';' | b':');
        }
        match sign {
            b'(' => self.parentheses += 1,
            b')' => {
                self.parentheses = self.parentheses.saturating_sub(1);
                let is_routine = matches!(made, "PROCEDURE" | "FUNCTION");
                if is_routine && !self.begun && self.parentheses == 0 {
                    (self.begun, self.starts) = (true, true);
                }
            }
            _ => {}
        }
    }
}

/// What a statement makes in whose text semicolons may stand.
pub(super) fn made(head: &[String]) -> &str {
    const WITH: [&str; 6] = [
        "TRIGGER",
        "PROCEDURE",
        "FUNCTION",
        "EVENT",
        "PACKAGE",
        "RULE",
    ];
    const WITHOUT: [&str; 8] = [
        "TABLE", "INDEX", "VIEW", "TYPE", "SCHEMA", "DATABASE", "SEQUENCE", "USER",
    ];
    let mut words = head.iter().map(String::as_str);
    if words.next() != Some("CREATE") {
        return "";
    }
    // The first word that says what is made: names follow.
    let made = words.find(|word| WITH.contains(word) || WITHOUT.contains(word));
    made.filter(|made| WITH.contains(made)).unwrap_or_default()
}
