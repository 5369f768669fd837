//! A statement ready for a driver.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::value::Value;

/// SQL text that the writer or the generator made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlText {
    /// A constant of generated code.
    Static(&'static str),
    /// Written at run time.
    Shared(Arc<str>),
}

impl SqlText {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            SqlText::Static(text) => text,
            SqlText::Shared(text) => text,
        }
    }
}

impl From<String> for SqlText {
    fn from(text: String) -> Self {
        SqlText::Shared(text.into())
    }
}

impl From<&'static str> for SqlText {
    fn from(text: &'static str) -> Self {
        SqlText::Static(text)
    }
}

/// SQL text with its parameters: what crosses the boundary to a driver.
///
/// Its `Debug` shows the kinds of the parameters and not their values, which may be secret.
#[derive(Clone, PartialEq)]
pub struct Statement {
    /// The text, in the dialect of the connection it is for.
    pub sql: SqlText,
    /// The parameters, in the order of their placeholders.
    pub params: Vec<Value>,
    /// How often it runs, each time with the next of the parameters. More than once on SQLite
    /// only, where a statement has no round trip that a larger one would save.
    pub(crate) runs: usize,
    /// The engine stops it after so long, whatever the connection's limit is.
    pub(crate) timeout: Option<Duration>,
}

impl Statement {
    /// A statement with parameters.
    pub fn new(sql: impl Into<SqlText>, params: Vec<Value>) -> Self {
        Statement {
            sql: sql.into(),
            params,
            runs: 1,
            timeout: None,
        }
    }

    /// A statement to run so many times.
    pub(crate) fn repeated(sql: impl Into<SqlText>, params: Vec<Value>, runs: usize) -> Self {
        Statement {
            runs,
            ..Statement::new(sql, params)
        }
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<_> = self.params.iter().map(Value::kind).collect();
        f.debug_struct("Statement")
            .field("sql", &self.sql)
            .field("params", &kinds)
            .field("runs", &self.runs)
            .finish()
    }
}

/// Puts a comment behind a statement's text.
pub(crate) fn push_comment(sql: &mut String, text: &str) {
    sql.push_str(" /* ");
    let mut last = ' ';
    for c in text.chars() {
        // Neither an end nor, where comments nest, a beginning.
        if matches!((last, c), ('*', '/') | ('/', '*')) {
            sql.push(' ');
        }
        last = if c.is_control() { ' ' } else { c };
        sql.push(last);
    }
    sql.push_str(" */");
}
