use rust_decimal::Decimal;

use crate::expr::{Alias, BinaryOp, Column, Node, UnaryOp, now};
use crate::model::ModelMeta;
use crate::value::{Kind, Value};

/// A condition on one row, made when code is generated. Columns are named by their positions.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// `a IS NULL`
    Null(u16),
    /// `a IS NOT NULL`
    NotNull(u16),
    /// A column that is a truth value.
    Holds(u16),
    /// An operator between a column and a term.
    Compare(BinaryOp, u16, Term),
    /// `NOT a`
    Not(&'static Test),
    /// All of them.
    All(&'static [Test]),
    /// Any of them.
    Any(&'static [Test]),
}

/// What a column is compared with.
#[derive(Clone, Copy, Debug)]
pub enum Term {
    /// Another column.
    Column(u16),
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, as written.
    Number(&'static str),
    /// A text; of an enumeration the stored value.
    Text(&'static str),
    /// The moment of the statement.
    Now,
    /// What the database handle or the session was given.
    Parameter(&'static str),
}

impl Test {
    pub(super) fn node(&self, model: &'static ModelMeta, alias: Alias) -> Node {
        let column = |at| Node::Column(Column { alias, model, at });
        let all = |tests: &[Test]| tests.iter().map(|test| test.node(model, alias)).collect();
        match *self {
            Test::Null(at) => Node::Unary(UnaryOp::IsNull, Box::new(column(at))),
            Test::NotNull(at) => Node::Unary(UnaryOp::IsNotNull, Box::new(column(at))),
            Test::Holds(at) => column(at),
            Test::Compare(op, at, term) => {
                let kind = model.columns[usize::from(at)].kind;
                let term = match term {
                    Term::Column(other) => column(other),
                    Term::Now => now().node,
                    term => Node::Bind(term.value(kind)),
                };
                Node::binary(op, column(at), term)
            }
            Test::Not(test) => Node::Unary(UnaryOp::Not, Box::new(test.node(model, alias))),
            Test::All(tests) => Node::All(all(tests)),
            Test::Any(tests) => Node::Any(all(tests)),
        }
    }
}

impl Term {
    /// The value in the form of the column that it is compared with. The schema's compiler saw
    /// that it has one.
    fn value(self, kind: Kind) -> Value {
        let made = match (self, kind) {
            (Term::Parameter(name), _) => Some(Value::Parameter(name, kind, false)),
            (Term::Bool(value), _) => Some(Value::Bool(value)),
            (Term::Text(text), Kind::Named(named)) => Some(Value::Named(text.to_owned(), named)),
            (Term::Text(text), _) => Some(Value::Text(text.to_owned())),
            (Term::Integer(value), Kind::I16) => i16::try_from(value).ok().map(Value::I16),
            (Term::Integer(value), Kind::I32) => i32::try_from(value).ok().map(Value::I32),
            (Term::Integer(value), Kind::U64) => u64::try_from(value).ok().map(Value::U64),
            (Term::Integer(value), Kind::Decimal) => Some(Value::Decimal(value.into())),
            (Term::Integer(value), Kind::F32 | Kind::F64) => Some(Value::F64(value as f64)),
            (Term::Integer(value), _) => Some(Value::I64(value)),
            (Term::Number(text), Kind::Decimal) => text.parse::<Decimal>().ok().map(Value::Decimal),
            (Term::Number(text), _) => text.parse().ok().map(Value::F64),
            (Term::Column(_) | Term::Now, _) => None,
        };
        made.unwrap_or_else(|| Value::Invalid(kind, "it does not fit the column".into()))
    }
}
