use std::fmt;

use serde::{Deserialize, Serialize};

use super::codec;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::OrderNode;
use crate::query::{SelectNode, write_select};
use crate::value::{Kind, Value};

/// A place in the order of a [`Keyset`](super::Keyset): what a client sends back for the next
/// page.
///
/// Its text is of hexadecimal digits and holds the values of the row it stands at. It is opaque
/// but not secret: anyone can read those values from it. A cursor that was changed, or that
/// belongs to another query or order, is refused as [`CursorError`]. Somebody who knows how can
/// make one for any place: what rows may be seen is up to the query's filters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

/// Why a cursor was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// It is not as it was given out.
    #[error("the cursor is damaged: use one as it was given out, or begin without one")]
    Damaged,
    /// It was given out by another query.
    #[error("the cursor belongs to a query with other tables or another order: begin without one")]
    OtherQuery,
}

impl Cursor {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn seal(mark: u64, key: &[Value]) -> Self {
        let mut body = mark.to_be_bytes().to_vec();
        codec::write(key, &mut body);
        let sum = Fnv::of(&body).0;
        let bytes = sum.to_be_bytes().into_iter().chain(body);
        Cursor(bytes.flat_map(hex).collect())
    }

    pub(super) fn open(&self, mark: u64, kinds: &[Kind]) -> Result<Vec<Value>, CursorError> {
        let bytes = unhex(&self.0).ok_or(CursorError::Damaged)?;
        let (sum, body) = bytes.split_first_chunk().ok_or(CursorError::Damaged)?;
        if u64::from_be_bytes(*sum) != Fnv::of(body).0 {
            return Err(CursorError::Damaged);
        }
        let (own, key) = body.split_first_chunk().ok_or(CursorError::Damaged)?;
        if u64::from_be_bytes(*own) != mark {
            return Err(CursorError::OtherQuery);
        }
        codec::read(key, kinds).ok_or(CursorError::Damaged)
    }
}

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Cursor(text)
    }
}

impl From<&str> for Cursor {
    fn from(text: &str) -> Self {
        Cursor(text.to_owned())
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the cursors of a query's tables and order have in common; its filters may change.
pub(super) fn mark(
    query: &SelectNode,
    order: &[OrderNode],
    kinds: &[Kind],
    dialect: Dialect,
) -> Result<u64> {
    let mut shape = query.clone();
    shape.filter.clear();
    shape.options = None;
    shape.columns = order.iter().map(|term| term.node.clone()).collect();
    shape.order = order.to_vec();
    let statement = write_select(&shape, dialect)?;
    let details = format!("{:?} {kinds:?}", statement.params);
    Ok(Fnv::of(statement.sql.as_str().as_bytes())
        .and(details.as_bytes())
        .0)
}

/// FNV-1a: the same in every build, unlike the hashes of the standard library.
struct Fnv(u64);

impl Fnv {
    fn of(bytes: &[u8]) -> Self {
        Fnv(0xcbf2_9ce4_8422_2325).and(bytes)
    }

    fn and(self, bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        Fnv(bytes.iter().fold(self.0, step))
    }
}

fn hex(byte: u8) -> [char; 2] {
    let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 15)]
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pair = |pair: &[u8]| match *pair {
        [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests;
