use std::cell::RefCell;
use std::sync::Arc;

use hashlink::LruCache;

use super::shape::{Room, Shape};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::query::SelectNode;
use crate::statement::{SqlText, Statement};
use crate::value::Value;

thread_local! {
    /// Each thread has its own, so that none waits for another.
    static KEPT: RefCell<KeptTexts> = RefCell::new(KeptTexts {
        room: Room::default(),
        kept: LruCache::new(MOST),
    });
}

/// So many texts are kept: those that were asked for last.
const MOST: usize = 256;

/// With its shape, a text of more bytes is not kept. Such a statement runs for long anyway.
const LONGEST: usize = 8192;

/// The texts of statements that were written lately, by the shapes of their queries. There are no
/// values in them.
struct KeptTexts {
    room: Room,
    kept: LruCache<Box<[u8]>, Arc<str>>,
}

/// A query that has a shape.
struct Shaped {
    /// The text, or the shape to keep it by.
    text: std::result::Result<Arc<str>, Box<[u8]>>,
    params: Vec<Value>,
}

/// The statement of a query: with the text of an earlier one of the same shape, or written.
pub(super) fn statement(
    select: &SelectNode,
    dialect: Dialect,
    write: impl Fn() -> Result<Statement>,
) -> Result<Statement> {
    let Some(Shaped { text, params }) = with_texts(|texts| texts.find(select, dialect)) else {
        return write();
    };
    match text {
        Ok(text) => {
            let found = Ok(Statement::new(SqlText::Shared(text), params));
            debug_assert_eq!(said(&found), said(&write()));
            found
        }
        Err(shape) => {
            let statement = write()?;
            // The writer makes other values of some, such as texts of a named type.
            if statement.params == params {
                with_texts(|texts| texts.keep(shape, &statement.sql));
            }
            Ok(statement)
        }
    }
}

/// There are none at the very end of a thread.
fn with_texts<T>(work: impl FnOnce(&mut KeptTexts) -> Option<T>) -> Option<T> {
    let done = KEPT.try_with(|texts| work(&mut *texts.try_borrow_mut().ok()?));
    done.ok().flatten()
}

impl KeptTexts {
    fn find(&mut self, select: &SelectNode, dialect: Dialect) -> Option<Shaped> {
        let params = Shape::take(&mut self.room, select, dialect)?;
        let shape = &self.room.bytes.0[..];
        let text = self.kept.get(shape).cloned();
        Some(Shaped {
            text: text.ok_or_else(|| shape.into()),
            params,
        })
    }

    fn keep(&mut self, shape: Box<[u8]>, sql: &SqlText) -> Option<()> {
        if let SqlText::Shared(text) = sql
            && shape.len() + text.len() <= LONGEST
        {
            self.kept.insert(shape, text.clone());
        }
        Some(())
    }
}

/// All that a statement says, in a form in which everything is equal to itself.
fn said(statement: &Result<Statement>) -> String {
    match statement {
        Ok(Statement { sql, params, .. }) => format!("{sql:?} {params:?}"),
        Err(error) => error.to_string(),
    }
}
