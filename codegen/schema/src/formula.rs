//! The language of computed properties: small enough that its every expression has the same
//! value in Rust and on every engine.

mod check;
mod checked;
mod integers;
mod parse;
mod token;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::ir::{Argument, Column, ColumnId, Formula};
use crate::source::{Span, Spanned};

/// What is wrong with a formula, at which bytes of it, and the way out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) at: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Fault {
    fn new(at: &Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Fault {
            at: at.clone(),
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The columns that a formula is about, and what they may be called.
pub(crate) struct Names<'n> {
    pub(crate) columns: &'n [Column],
    pub(crate) find: &'n dyn Fn(&str) -> Option<ColumnId>,
    /// What is given at each use. None has the name of a column.
    pub(crate) arguments: &'n [Argument],
}

impl Names<'_> {
    fn argument(&self, name: &str) -> Option<usize> {
        self.arguments.iter().position(|a| a.name == name)
    }
}

/// The formula that a text says.
pub(crate) fn formula(text: &str, names: &Names<'_>) -> Result<Formula, Fault> {
    check::property(&parse::parse(text)?, names)
}

/// The text with columns by their fields where it names the references that made them, so that it
/// means the same where these have no names.
pub(crate) fn by_columns(text: &str, names: &Names<'_>) -> String {
    let mut out = text.trim().to_owned();
    let tokens = token::tokens(&out).unwrap_or_default();
    for (token, at) in tokens.into_iter().rev() {
        let token::Token::Word(word) = token else {
            continue;
        };
        let is_column = |c: &Column| c.name == word || c.field == word;
        if let (false, Some(id)) = (names.columns.iter().any(is_column), (names.find)(&word)) {
            out.replace_range(at, &names.columns[id.0].field);
        }
    }
    out
}

/// The condition that a text says.
pub(crate) fn condition(text: &str, names: &Names<'_>) -> Result<Formula, Fault> {
    check::condition(&parse::parse(text)?, names)
}

/// The bytes of a fault, where the text stands in its file just as it is; else all of it.
fn place(text: &Spanned<String>, fault: &Fault) -> Span {
    let whole = text.span;
    let written = (whole.end - whole.start) as usize;
    let before = match written.checked_sub(text.value.len()) {
        Some(0) => 0,
        Some(2) => 1, // the quotes
        _ => return whole,
    };
    let at = |place: usize| (whole.start as usize + before + place) as u32;
    Span {
        start: at(fault.at.start),
        end: at(fault.at.end.max(fault.at.start + 1)).min(whole.end),
        ..whole
    }
}

/// A fault as a message about its place.
pub(crate) fn diagnostic(code: &'static str, text: &Spanned<String>, fault: Fault) -> Diagnostic {
    let span = place(text, &fault);
    let mut error = Diagnostic::error(code, span, fault.message).help(fault.help);
    if span == text.span {
        let part = text.value.get(fault.at).unwrap_or_default();
        if !part.is_empty() && part != text.value {
            error = error.label(format!("at `{part}`"));
        }
    }
    error
}
