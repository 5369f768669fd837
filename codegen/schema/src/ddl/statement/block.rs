//! `DO` blocks that do no more than run statements, as migrations use them to run twice.
//!
//! What stands in `IF NOT EXISTS (..) THEN` or before `EXCEPTION WHEN duplicate_object` is run; it
//! is for the first time here. A block that does anything else is code, and only an engine runs it.

use std::ops::Range;

use crate::ddl::cursor::Cursor;
use crate::ddl::split::split;
use crate::ddl::tokens::tokens;
use crate::ir::Dialect;
use crate::source::FileId;

/// What may begin a statement that is run.
const RUN: &[&str] = &[
    "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "RENAME",
];

/// The statements of a `DO` block, in their order; none if it is more than these.
pub(super) fn statements(text: &str, block: Range<usize>) -> Option<Vec<Range<usize>>> {
    let body = body(text, block)?;
    let inner = split(&text[body.clone()], Dialect::Postgres);
    if !inner.problems.is_empty() {
        return None;
    }
    let (mut found, mut place) = (vec![], Place::Outside);
    for piece in inner.statements {
        let piece = body.start + piece.start..body.start + piece.end;
        let tokens = tokens(text, piece.clone(), Dialect::Postgres).ok()?;
        let mut c = Cursor::new(&tokens, FileId(0), text, Dialect::Postgres, piece.end);
        if !place.step(&mut c) {
            return None;
        }
        let Some(first) = c.peek().filter(|_| place.runs()) else {
            continue;
        };
        if c.is_any(RUN) {
            found.push(first.range.start..piece.end);
        } else if !c.is_any(&["NULL", "RAISE"]) {
            return None;
        }
    }
    (place == Place::After).then_some(found)
}

/// The text between the dollar quotes.
fn body(text: &str, block: Range<usize>) -> Option<Range<usize>> {
    let written = &text[block.clone()];
    let open = written.find('$')?;
    let length = written[open + 1..].find('$')? + 2;
    let mark = &written[open..open + length];
    let close = written
        .rfind(mark)
        .filter(|close| *close >= open + length)?;
    Some(block.start + open + length..block.start + close)
}

/// Where in a block the next statement stands.
#[derive(PartialEq, Eq)]
enum Place {
    Outside,
    Body,
    /// In `IF NOT EXISTS (..) THEN`.
    Missing,
    /// In the ELSE of that.
    There,
    /// Behind `EXCEPTION`.
    Handler,
    After,
}

impl Place {
    /// Whether what stands here is run.
    fn runs(&self) -> bool {
        matches!(self, Place::Body | Place::Missing)
    }

    /// Goes over what leads to another place; false where it is nothing that is known.
    fn step(&mut self, c: &mut Cursor<'_>) -> bool {
        loop {
            *self = match self {
                Place::Outside if c.take("BEGIN") => Place::Body,
                Place::Outside | Place::After => return false,
                Place::Missing if c.take("ELSE") => Place::There,
                Place::Missing | Place::There if c.take("END IF") => Place::Body,
                Place::Missing | Place::There => return true,
                Place::Body | Place::Handler if c.take("END") => Place::After,
                Place::Body if c.take("EXCEPTION") => Place::Handler,
                Place::Body if c.take("IF NOT EXISTS") && c.group().is_ok() && c.take("THEN") => {
                    Place::Missing
                }
                Place::Handler => {
                    c.skip_to(&["THEN"]);
                    return true;
                }
                Place::Body => return true,
            };
            if c.is_done() {
                return true;
            }
        }
    }
}
