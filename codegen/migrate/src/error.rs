//! What a dialect cannot do.

use ormolu_schema::ir::Dialect;

/// Why an operation has no SQL in a dialect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The dialect lacks a feature the schema asks for.
    #[error("{place}: {dialect} has no {feature}; {help}")]
    Unsupported {
        /// The table, column or constraint.
        place: String,
        /// What it asks for, as a noun.
        feature: String,
        /// Where it was to be printed.
        dialect: Dialect,
        /// The way out.
        help: String,
    },
    /// SQL text given by dialect is missing for the one that is printed.
    #[error("{place}: no {what} is given for {dialect}; add `{}: ..` to it", .dialect.family())]
    MissingExpression {
        /// The table, column or constraint.
        place: String,
        /// What is missing, as a noun.
        what: &'static str,
        /// Where it was to be printed.
        dialect: Dialect,
    },
    /// A literal does not fit the column's type.
    #[error("{place}: `{literal}` is not a default for {ty}; {help}")]
    Literal {
        /// The column.
        place: String,
        /// As it was written.
        literal: String,
        /// The column's type in words.
        ty: &'static str,
        /// The way out.
        help: String,
    },
    /// A pass over the plan is against it.
    #[error("{place}: `{pass}` is against a migration that would {what}; {help}")]
    Refused {
        /// What it is about.
        place: String,
        /// The pass.
        pass: &'static str,
        /// What would be done.
        what: &'static str,
        /// The way out.
        help: &'static str,
    },
    /// A name is longer than the dialect allows.
    #[error(
        "the name `{name}` has {length} {unit} where {dialect} takes {limit}; give a shorter name"
    )]
    NameTooLong {
        /// The name.
        name: String,
        /// Its length.
        length: usize,
        /// What is counted.
        unit: &'static str,
        /// The most there may be.
        limit: usize,
        /// Where it was to be printed.
        dialect: Dialect,
    },
    /// A name that is empty or ends in a blank, which some engines refuse and some cut.
    #[error("the name `{name}` is empty or ends in a blank; give another name")]
    BadName {
        /// The name.
        name: String,
    },
    /// A name with a character outside of the basic plane, such as an emoji.
    #[error(
        "the name `{name}` has a character beyond U+FFFF, which {dialect} does not take in names; \
         give another name"
    )]
    NameBeyondBasicPlane {
        /// The name.
        name: String,
        /// Where it was to be printed.
        dialect: Dialect,
    },
    /// A NUL character, which ends the statement early on some engines and hangs others.
    #[error("{place}: the text that begins with `{beginning}` holds a NUL character; take it out")]
    Nul {
        /// The table, column or constraint, or the kind of text.
        place: String,
        /// What stands before the NUL, at most 40 characters of it.
        beginning: String,
    },
}
