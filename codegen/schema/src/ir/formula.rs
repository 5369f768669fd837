//! Expressions of the schema whose value is the same in Rust and on every engine.

use super::{Argument, ColumnId, Comparison};

/// A property that is computed from the columns of a row, and from arguments, in Rust and in SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The name of the method, in snake case, without `r#`.
    pub name: String,
    /// What is given at each use: `bool`, whole numbers, decimals and texts that are never NULL.
    pub arguments: Vec<Argument>,
    /// The expression as it was written, but that a reference is named by its column.
    pub text: String,
    /// What it says.
    pub formula: Formula,
    /// Documentation.
    pub comment: Option<String>,
}

/// An expression whose value is the same in Rust and on every engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// What it is.
    pub term: Term,
    /// The type of its value.
    pub ty: FormulaType,
    /// Whether it can be NULL.
    pub nullable: bool,
}

/// The type of a formula's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaType {
    /// `bool`
    Bool,
    /// `i64`
    Integer,
    /// `Decimal`
    Decimal,
    /// `String`
    Text,
    /// That of its column: it is compared, or asked for NULL, and nothing else.
    Opaque,
}

/// What a formula is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A column of the model.
    Column(ColumnId),
    /// The argument at a place.
    Argument(usize),
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal: so many units of ten to the power of minus `scale`.
    Decimal {
        /// How many units.
        units: i64,
        /// How many digits stand behind the point.
        scale: u32,
    },
    /// True or false.
    Bool(bool),
    /// Texts one behind the other; two or more.
    Concat(Vec<Formula>),
    /// `a + b` and its like.
    Arithmetic(Arithmetic, Box<(Formula, Formula)>),
    /// `-a`
    Negate(Box<Formula>),
    /// `a < b` and its like.
    Compare(Comparison, Box<(Formula, Formula)>),
    /// All hold; two or more.
    And(Vec<Formula>),
    /// Any holds; two or more.
    Or(Vec<Formula>),
    /// `not a`
    Not(Box<Formula>),
    /// `a is null`, of something that can be.
    IsNull(Box<Formula>),
    /// `a is not null`, of something that can be.
    IsNotNull(Box<Formula>),
    /// The first that is not NULL; all but the last can be.
    Coalesce(Vec<Formula>),
    /// The value of the first condition that holds, else the last one, else NULL.
    Case(Vec<(Formula, Formula)>, Option<Box<Formula>>),
    /// The letters A to Z as a to z.
    Lower(Box<Formula>),
    /// The letters a to z as A to Z.
    Upper(Box<Formula>),
    /// How many characters.
    Length(Box<Formula>),
}

/// A calculation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the operators
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
}
