//! Expressions evaluated in memory, where that is sure to mean what every engine means by them.
//!
//! A session uses it to follow an UPDATE or DELETE by condition. Whatever depends on a collation,
//! on an engine's arithmetic or on its clock is not evaluated: [`Unsure`] is the answer then.

use std::cmp::Ordering;

use super::{Alias, BinaryOp, Node, UnaryOp};
use crate::value::{Kind, Value};

/// The engine's answer can't be told here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unsure;

/// The columns of one row.
pub(crate) struct Row<'r> {
    /// The table of the query that stands for the row.
    pub(crate) alias: Alias,
    /// Its stored values.
    pub(crate) value: &'r dyn Fn(u16) -> Value,
}

impl Row<'_> {
    /// Whether all conditions hold; NULL is not true.
    pub(crate) fn matches(&self, conditions: &[Node]) -> Result<bool, Unsure> {
        Ok(self.all(conditions)? == Some(true))
    }

    /// The value of an expression, in the form that a column of a kind has.
    pub(crate) fn value(&self, node: &Node, kind: Kind) -> Result<Value, Unsure> {
        let value = self.evaluate(node)?;
        match (&value, kind) {
            (Value::Null(_), _) => Ok(Value::Null(kind)),
            (Value::Bool(_), Kind::Bool) => Ok(value),
            (_, Kind::I16 | Kind::I32 | Kind::I64 | Kind::U64) => integer(whole(&value)?, kind),
            // A value of the program goes in as it does by a row's own UPDATE.
            _ if value.kind() == kind => Ok(value),
            _ => Err(Unsure),
        }
    }

    fn evaluate(&self, node: &Node) -> Result<Value, Unsure> {
        match node {
            Node::Column(column) if column.alias == self.alias => Ok((self.value)(column.at)),
            Node::Bind(value) => Ok(value.clone()),
            Node::Binary(op, sides) if op.is_arithmetic() => {
                let (left, right) = (self.evaluate(&sides.0)?, self.evaluate(&sides.1)?);
                arithmetic(*op, &left, &right)
            }
            Node::Unary(UnaryOp::Negate, inner) => {
                let value = self.evaluate(inner)?;
                match value {
                    Value::Null(_) => Ok(value),
                    _ => integer(whole(&value)?.checked_neg().ok_or(Unsure)?, value.kind()),
                }
            }
            Node::Coalesce(nodes) => {
                for node in nodes {
                    let value = self.evaluate(node)?;
                    if !is_null(&value) {
                        return Ok(value);
                    }
                }
                Ok(Value::Null(node.kind().ok_or(Unsure)?))
            }
            _ => Ok(match self.truth(node)? {
                Some(truth) => Value::Bool(truth),
                None => Value::Null(Kind::Bool),
            }),
        }
    }

    /// True, false, or SQL's unknown.
    fn truth(&self, node: &Node) -> Result<Option<bool>, Unsure> {
        match node {
            Node::Column(_) | Node::Bind(_) | Node::Coalesce(_) => match self.evaluate(node)? {
                Value::Bool(truth) => Ok(Some(truth)),
                Value::Null(_) => Ok(None),
                _ => Err(Unsure),
            },
            Node::Binary(BinaryOp::And, sides) => {
                both(self.truth(&sides.0)?, || self.truth(&sides.1))
            }
            Node::Binary(BinaryOp::Or, sides) => {
                either(self.truth(&sides.0)?, || self.truth(&sides.1))
            }
            Node::Binary(op, sides) if !op.is_arithmetic() => {
                compare(*op, &self.evaluate(&sides.0)?, &self.evaluate(&sides.1)?)
            }
            Node::Unary(op, inner) => self.unary(*op, inner),
            Node::All(nodes) => self.all(nodes),
            Node::Any(nodes) => {
                let mut truth = Some(false);
                for node in nodes {
                    truth = either(truth, || self.truth(node))?;
                }
                Ok(truth)
            }
            Node::Between(value, low, high) => {
                let value = self.evaluate(value)?;
                let above = compare(BinaryOp::Ge, &value, &self.evaluate(low)?)?;
                both(above, || {
                    compare(BinaryOp::Le, &value, &self.evaluate(high)?)
                })
            }
            Node::InValues(list) => {
                let [left] = &list.left[..] else {
                    return Err(Unsure);
                };
                let value = self.evaluate(left)?;
                let mut found = Some(false);
                for row in &list.rows {
                    let [candidate] = &row[..] else {
                        return Err(Unsure);
                    };
                    found = either(found, || compare(BinaryOp::Eq, &value, candidate))?;
                }
                Ok(found.map(|found| found != list.negated))
            }
            _ => Err(Unsure),
        }
    }

    fn unary(&self, op: UnaryOp, inner: &Node) -> Result<Option<bool>, Unsure> {
        Ok(match op {
            UnaryOp::Not => self.truth(inner)?.map(|truth| !truth),
            UnaryOp::IsNull => Some(is_null(&self.evaluate(inner)?)),
            UnaryOp::IsNotNull => Some(!is_null(&self.evaluate(inner)?)),
            UnaryOp::IsTrue => Some(self.truth(inner)? == Some(true)),
            UnaryOp::IsFalse => Some(self.truth(inner)? == Some(false)),
            UnaryOp::IsNotTrue => Some(self.truth(inner)? != Some(true)),
            UnaryOp::Nullable => self.truth(inner)?,
            UnaryOp::Negate | UnaryOp::Lower | UnaryOp::Upper | UnaryOp::Length => {
                return Err(Unsure);
            }
        })
    }

    fn all(&self, nodes: &[Node]) -> Result<Option<bool>, Unsure> {
        let mut truth = Some(true);
        for node in nodes {
            truth = both(truth, || self.truth(node))?;
        }
        Ok(truth)
    }
}

/// False as soon as one side is, whatever the other: also where that one can't be told.
fn both(
    left: Option<bool>,
    right: impl FnOnce() -> Result<Option<bool>, Unsure>,
) -> Result<Option<bool>, Unsure> {
    if left == Some(false) {
        return Ok(left);
    }
    let right = right()?;
    Ok(match (left, right) {
        (_, Some(false)) => Some(false),
        (Some(true), right) => right,
        _ => None,
    })
}

/// True as soon as one side is.
fn either(
    left: Option<bool>,
    right: impl FnOnce() -> Result<Option<bool>, Unsure>,
) -> Result<Option<bool>, Unsure> {
    let not = |truth: Option<bool>| truth.map(|truth| !truth);
    both(not(left), || right().map(not)).map(not)
}

fn is_null(value: &Value) -> bool {
    matches!(value, Value::Null(_))
}

fn compare(op: BinaryOp, left: &Value, right: &Value) -> Result<Option<bool>, Unsure> {
    let null_safe = matches!(op, BinaryOp::IsDistinctFrom | BinaryOp::IsNotDistinctFrom);
    let order = match (is_null(left), is_null(right)) {
        (false, false) => order(left, right)?,
        _ if !null_safe => return Ok(None),
        (true, true) => Known::Is(Ordering::Equal),
        _ => Known::Differs,
    };
    let truth = match op {
        BinaryOp::Eq | BinaryOp::IsNotDistinctFrom => order == Known::Is(Ordering::Equal),
        BinaryOp::Ne | BinaryOp::IsDistinctFrom => order != Known::Is(Ordering::Equal),
        BinaryOp::Lt => order.ordering()?.is_lt(),
        BinaryOp::Le => order.ordering()?.is_le(),
        BinaryOp::Gt => order.ordering()?.is_gt(),
        BinaryOp::Ge => order.ordering()?.is_ge(),
        _ => return Err(Unsure),
    };
    Ok(Some(truth))
}

/// How two values stand to each other.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    Is(Ordering),
    /// They differ; which is the greater is a matter of the collation or the like.
    Differs,
}

impl Known {
    fn ordering(self) -> Result<Ordering, Unsure> {
        match self {
            Known::Is(ordering) => Ok(ordering),
            Known::Differs => Err(Unsure),
        }
    }
}

/// Numbers of inexact or rounded types are not compared: what is stored may not be what was
/// written. Nor are times finer than a microsecond.
fn order(left: &Value, right: &Value) -> Result<Known, Unsure> {
    use Value::{Bool, Bytes, Date, DateTime, DateTimeTz, Named, Text, Time, Uuid};
    let same = |equal: bool| match equal {
        true => Known::Is(Ordering::Equal),
        false => Known::Differs,
    };
    Ok(match (left, right) {
        (Bool(left), Bool(right)) => same(left == right),
        (Uuid(left), Uuid(right)) => same(left == right),
        (Bytes(left), Bytes(right)) => same(left == right),
        (Date(left), Date(right)) => Known::Is(left.cmp(right)),
        (Time(left), Time(right)) if micros(left) && micros(right) => Known::Is(left.cmp(right)),
        (DateTime(left), DateTime(right)) if micros(left) && micros(right) => {
            Known::Is(left.cmp(right))
        }
        (DateTimeTz(left), DateTimeTz(right)) if micros(left) && micros(right) => {
            Known::Is(left.cmp(right))
        }
        (Named(left, _), Named(right, _)) => same(left == right),
        (Text(left), Text(right)) if left == right => Known::Is(Ordering::Equal),
        (Text(left), Text(right)) if differ(left, right) => Known::Differs,
        _ => Known::Is(whole(left)?.cmp(&whole(right)?)),
    })
}

fn micros(time: &impl chrono::Timelike) -> bool {
    time.nanosecond().is_multiple_of(1_000)
}

/// Whether two texts differ in every usual collation: also in one that takes no notice of case,
/// of accents, of blanks at the end or of punctuation.
fn differ(left: &str, right: &str) -> bool {
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain(left) && plain(right) && !left.eq_ignore_ascii_case(right)
}

fn whole(value: &Value) -> Result<i128, Unsure> {
    match value {
        Value::I16(number) => Ok((*number).into()),
        Value::I32(number) => Ok((*number).into()),
        Value::I64(number) => Ok((*number).into()),
        Value::U64(number) => Ok((*number).into()),
        _ => Err(Unsure),
    }
}

/// Of whole numbers, without division: engines differ in that.
fn arithmetic(op: BinaryOp, left: &Value, right: &Value) -> Result<Value, Unsure> {
    let number = |value: &Value| matches!(value.kind(), Kind::I16 | Kind::I32 | Kind::I64);
    if !number(left) || !number(right) {
        return Err(Unsure);
    }
    if is_null(left) || is_null(right) {
        return Ok(Value::Null(Kind::I64));
    }
    let (left, right) = (whole(left)?, whole(right)?);
    let result = match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Sub => left.checked_sub(right),
        BinaryOp::Mul => left.checked_mul(right),
        _ => None,
    };
    integer(result.ok_or(Unsure)?, Kind::I64)
}

/// A number that does not fit is an error of the statement, on engines that notice.
fn integer(number: i128, kind: Kind) -> Result<Value, Unsure> {
    match kind {
        Kind::I16 => number.try_into().map(Value::I16),
        Kind::I32 => number.try_into().map(Value::I32),
        Kind::I64 => number.try_into().map(Value::I64),
        Kind::U64 => number.try_into().map(Value::U64),
        _ => return Err(Unsure),
    }
    .map_err(|_| Unsure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(value: Value) -> Node {
        Node::Bind(value)
    }

    fn truth(node: &Node) -> Result<Option<bool>, Unsure> {
        let row = Row {
            alias: Alias::fresh(),
            value: &|_| Value::Null(Kind::Bool),
        };
        row.truth(node)
    }

    fn text(op: BinaryOp, left: &str, right: &str) -> Result<Option<bool>, Unsure> {
        let side = |text: &str| bind(Value::Text(text.into()));
        truth(&Node::binary(op, side(left), side(right)))
    }

    /// Kleene's tables, in both orders.
    #[test]
    fn logic_has_three_values() {
        let values = [Some(true), Some(false), None];
        let node = |value: Option<bool>| bind(value.map_or(Value::Null(Kind::Bool), Value::Bool));
        for a in values {
            for b in values {
                let and = match (a, b) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                };
                let or = match (a, b) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                };
                let both = |op| truth(&Node::binary(op, node(a), node(b)));
                assert_eq!(both(BinaryOp::And), Ok(and), "{a:?} and {b:?}");
                assert_eq!(both(BinaryOp::Or), Ok(or), "{a:?} or {b:?}");
                assert_eq!(truth(&Node::All(vec![node(a), node(b)])), Ok(and));
                assert_eq!(truth(&Node::Any(vec![node(a), node(b)])), Ok(or));
                let distinct = both(BinaryOp::IsDistinctFrom);
                assert_eq!(distinct, Ok(Some(a != b)));
                let equal = a.zip(b).map(|(a, b)| a == b);
                assert_eq!(both(BinaryOp::Eq), Ok(equal));
            }
        }
    }

    /// What a collation may see otherwise is not decided here.
    #[test]
    fn texts_are_compared_where_every_collation_agrees() {
        assert_eq!(text(BinaryOp::Eq, "straße", "straße"), Ok(Some(true)));
        assert_eq!(text(BinaryOp::Eq, "Ann", "Bob"), Ok(Some(false)));
        assert_eq!(text(BinaryOp::Ne, "Ann", "Bob"), Ok(Some(true)));
        for (left, right) in [("Ann", "ann"), ("a", "a "), ("a-b", "ab"), ("é", "e")] {
            assert_eq!(
                text(BinaryOp::Eq, left, right),
                Err(Unsure),
                "{left} {right}"
            );
        }
        assert_eq!(text(BinaryOp::Lt, "Ann", "Bob"), Err(Unsure));
        assert_eq!(text(BinaryOp::Le, "Ann", "Ann"), Ok(Some(true)));
    }

    #[test]
    fn numbers_are_whole_or_not_compared() {
        let compare = |left, right| truth(&Node::binary(BinaryOp::Lt, bind(left), bind(right)));
        assert_eq!(compare(Value::I16(1), Value::U64(2)), Ok(Some(true)));
        assert_eq!(compare(Value::F64(1.0), Value::F64(2.0)), Err(Unsure));
        let huge = Value::I64(i64::MAX);
        let sum = Node::binary(BinaryOp::Add, bind(huge), bind(Value::I64(1)));
        let less = Node::binary(BinaryOp::Lt, sum, bind(Value::I64(1)));
        assert_eq!(truth(&less), Err(Unsure));
    }

    /// A side that decides spares the other, which may be beyond us.
    #[test]
    fn what_is_decided_needs_no_more() {
        let no = bind(Value::Bool(false));
        let unsure = Node::Exists(Box::default());
        let and = Node::binary(BinaryOp::And, no.clone(), unsure.clone());
        assert_eq!(truth(&and), Ok(Some(false)));
        let or = Node::binary(BinaryOp::Or, no, unsure);
        assert_eq!(truth(&or), Err(Unsure));
    }
}
