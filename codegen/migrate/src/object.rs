//! Functions, procedures and triggers, each as the file says that makes it.

mod plan;
mod read;
mod routine;
mod same;

use std::fmt;
use std::ops::Range;

use ormolu_schema::ir::Dialect;

pub use plan::replace;
pub use routine::Routine;

/// A function, procedure or trigger of one engine.
///
/// ```
/// use ormolu_migrate::object::Object;
/// use ormolu_schema::ir::Dialect;
///
/// let text = "CREATE FUNCTION half(n int = 2) RETURNS int LANGUAGE sql AS 'SELECT n / 2';";
/// let half = Object::read(text, Dialect::Postgres)?;
/// assert_eq!(half.to_string(), "function `half`");
/// assert_eq!(half.drop, "DROP FUNCTION half(n int)");
/// # Ok::<(), ormolu_migrate::object::ObjectError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// The engine that it is for.
    pub dialect: Dialect,
    /// What it is called, without quotes and schema.
    pub name: String,
    /// The schema that its name says, without quotes.
    pub namespace: Option<String>,
    /// The table of a trigger, as the text has it.
    pub table: Option<String>,
    /// The statement that makes it, without a semicolon.
    pub create: String,
    /// The statement that drops it. One that is another object has another.
    pub drop: String,
    /// The statement that puts it in the place of one with the same signature, where the engine has
    /// that.
    replace: Option<String>,
    /// What has to be the same for that: arguments and result.
    signature: Vec<String>,
    /// The text without comments.
    text: String,
    /// Where its name and what follows stand in the text.
    words: Range<usize>,
    /// Where the name of a function, or the table of a trigger, stands in `create`.
    place: Range<usize>,
}

/// What an [`Object`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A function.
    Function,
    /// A procedure.
    Procedure,
    /// A trigger.
    Trigger,
}

impl ObjectKind {
    fn word(self) -> &'static str {
        match self {
            ObjectKind::Function => "function",
            ObjectKind::Procedure => "procedure",
            ObjectKind::Trigger => "trigger",
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind.word(), self.name)
    }
}

/// Why a text is no [`Object`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObjectError {
    /// It has no statement, or several.
    #[error("a file makes one function, procedure or trigger; here are {0} statements")]
    Statements(usize),
    /// It makes something else.
    #[error(
        "the statement does not begin with CREATE FUNCTION, CREATE PROCEDURE or CREATE TRIGGER; \
         tables and views stand in the schema"
    )]
    Other,
    /// It cannot be read to its end.
    #[error("the {what} has no {missing}")]
    Incomplete {
        /// The kind of object.
        what: &'static str,
        /// What is missing.
        missing: &'static str,
    },
    /// The engine has no such thing.
    #[error(
        "{dialect} has no {what}s; end the file's name with the engines that have: {what}s/name.postgres.sql"
    )]
    Lacking {
        /// The kind of object.
        what: &'static str,
        /// The engine.
        dialect: Dialect,
    },
}
