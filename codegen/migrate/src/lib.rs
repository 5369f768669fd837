//! From a resolved [`Schema`] to the SQL that creates it.
//!
//! Three stages, each reading only what the one before made:
//!
//! * [`plan`]: which operations, in which order, to make everything or to drop it;
//! * [`mod@diff`]: which operations, in which order, from one schema to another;
//! * [`pass`]: what may change such a plan;
//! * [`expand`]: the same in two migrations, between which programs of both schemas run;
//! * [`operation`]: one type for each thing that can be done to a database;
//! * [`render`]: an operation as the SQL of one dialect, or a [`RenderError`] that says what the
//!   dialect lacks and what to do about it.
//!
//! [`object`] puts functions and triggers into such a plan, which stand in files of their own.
//!
//! Both plan with the same operations and render with the same code. What a diff answers is a
//! [`Plan`] of steps: SQL with what should be known before it runs.

pub mod diff;
pub mod error;
pub mod expand;
pub mod lint;
mod migration;
pub mod object;
pub mod operation;
pub mod pass;
pub mod pattern;
pub mod plan;
pub mod render;

use ormolu_schema::ir::{Dialect, Schema};

pub use diff::{Options, diff, diff_answered, diff_through, diff_with};
pub use error::RenderError;
pub use expand::{ExpandContract, ExpandError, expand_contract};
pub use migration::{Answer, Plan, Question, Step};
pub use operation::Operation;
pub use pass::PlanPass;

/// The statements that create `schema` in an empty database, without semicolons.
///
/// # Errors
/// The first thing the schema asks for that `dialect` cannot do.
pub fn create_all(schema: &Schema, dialect: Dialect) -> Result<Vec<String>, RenderError> {
    render::statements(&plan::create_all(schema, dialect), dialect)
}

/// The statements that drop what [`create_all`] made, without semicolons.
///
/// Namespaces stay: other tables may live in them. On SQLite the statements are meant for one
/// transaction, since a cycle of foreign keys can only be dropped by deferring its checks to
/// COMMIT; and a table whose rows hold each other by `restrict` must be empty there.
///
/// # Errors
/// A name that `dialect` cannot hold.
pub fn drop_all(schema: &Schema, dialect: Dialect) -> Result<Vec<String>, RenderError> {
    render::statements(&plan::drop_all(schema, dialect), dialect)
}

/// Statements as a file: each with its semicolon, a blank line between groups.
///
/// Short statements of one kind stand together, statements laid out over lines stand apart.
#[must_use]
pub fn script<S: AsRef<str>>(statements: &[S]) -> String {
    let mut out = String::new();
    let mut previous: Option<&str> = None;
    for statement in statements {
        let statement = statement.as_ref();
        let apart = |before: &str| {
            is_laid_out(before) || is_laid_out(statement) || verb(before) != verb(statement)
        };
        if previous.is_some_and(apart) {
            out.push('\n');
        }
        out.push_str(statement);
        out.push_str(";\n");
        previous = Some(statement);
    }
    out
}

/// Whether a statement has indented lines.
fn is_laid_out(statement: &str) -> bool {
    statement.contains("\n ")
}

/// The first word of a statement.
fn verb(statement: &str) -> &str {
    statement.split_whitespace().next().unwrap_or_default()
}
