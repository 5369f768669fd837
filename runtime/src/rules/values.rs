use std::collections::BTreeMap;
use std::fmt::Display;

use rust_decimal::Decimal;

use crate::error::InvalidValue;
use crate::expr::{Alias, Column, Node};
use crate::model::{ColumnSet, Model, ModelMeta, TableMeta};
use crate::value::{Cell, Value};

/// What the program's values of a column are made, and have to be. NULL is not asked.
#[derive(Debug)]
pub struct ValueRule {
    /// The column.
    pub column: u16,
    /// What happens to a value first, in this order.
    pub normalize: &'static [Normalize],
    /// What must hold of it then.
    pub checks: &'static [ValueCheck],
}

/// What is made of a text.
#[derive(Debug)]
pub enum Normalize {
    /// Without the blanks around it.
    Trim,
    /// In lower case.
    Lower,
    /// In upper case.
    Upper,
    /// With one space for each run of blanks within it, and none around it.
    CollapseSpaces,
    /// What a function of the program makes of it.
    By(fn(&str) -> String),
}

/// What must hold of a value.
#[derive(Debug)]
pub enum ValueCheck {
    /// A text has more than blanks.
    NotBlank,
    /// A text has at least and at most so many characters.
    Length(Option<i64>, Option<i64>),
    /// A number is at least and at most so large.
    Range(Option<i64>, Option<i64>),
    /// A function of the program allows the text.
    By(fn(&str) -> Result<(), String>),
}

/// The result of a normalizer of the program, for generated code.
pub fn normalized(text: impl Into<String>) -> String {
    text.into()
}

/// The result of a check of the program, for generated code.
pub fn checked(result: Result<(), impl Display>) -> Result<(), String> {
    result.map_err(|error| error.to_string())
}

impl Normalize {
    fn of(&self, text: &str) -> String {
        match self {
            Normalize::Trim => text.trim().to_owned(),
            Normalize::Lower => text.to_lowercase(),
            Normalize::Upper => text.to_uppercase(),
            Normalize::CollapseSpaces => {
                let words: Vec<&str> = text.split_whitespace().collect();
                words.join(" ")
            }
            Normalize::By(function) => function(text),
        }
    }
}

impl ValueCheck {
    fn holds(&self, value: &Value) -> Result<(), String> {
        match (self, value) {
            (ValueCheck::NotBlank, Value::Text(text) | Value::Named(text, _)) => {
                match text.trim().is_empty() {
                    true => Err("is blank".into()),
                    false => Ok(()),
                }
            }
            (ValueCheck::Length(from, to), Value::Text(text) | Value::Named(text, _)) => {
                let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                within(&length, *from, *to, i64::from)
                    .map_err(|wanted| format!("must be {wanted} characters long, not {length}"))
            }
            (ValueCheck::By(function), Value::Text(text) | Value::Named(text, _)) => function(text),
            (ValueCheck::Range(from, to), value) => {
                in_range(value, *from, *to).map_err(|wanted| format!("must be {wanted}"))
            }
            // The schema has such rules for columns of text only.
            _ => Ok(()),
        }
    }
}

fn in_range(value: &Value, from: Option<i64>, to: Option<i64>) -> Result<(), String> {
    let number = match value {
        Value::I16(number) => i128::from(*number),
        Value::I32(number) => i128::from(*number),
        Value::I64(number) => i128::from(*number),
        Value::U64(number) => i128::from(*number),
        Value::F32(number) => return within(&f64::from(*number), from, to, |bound| bound as f64),
        Value::F64(number) => return within(number, from, to, |bound| bound as f64),
        Value::Decimal(number) => return within(number, from, to, Decimal::from),
        _ => return Ok(()),
    };
    within(&number, from, to, i128::from)
}

/// What a number should have been, if it is not. One that is no number is within nothing.
fn within<N: PartialOrd>(
    number: &N,
    from: Option<i64>,
    to: Option<i64>,
    bound: impl Fn(i64) -> N,
) -> Result<(), String> {
    let above = from.is_none_or(|from| *number >= bound(from));
    let below = to.is_none_or(|to| *number <= bound(to));
    match (above && below, from, to) {
        (true, ..) | (_, None, None) => Ok(()),
        (_, Some(from), Some(to)) => Err(format!("{from} to {to}")),
        (_, Some(from), None) => Err(format!("at least {from}")),
        (_, None, Some(to)) => Err(format!("at most {to}")),
    }
}

impl ValueRule {
    /// The text that is to stand for a value, where that is another one.
    fn normal(&self, value: &Value) -> Option<Value> {
        let (Value::Text(given) | Value::Named(given, _)) = value else {
            return None;
        };
        let (first, others) = self.normalize.split_first()?;
        let text = others
            .iter()
            .fold(first.of(given), |text, next| next.of(&text));
        match value {
            _ if text == *given => None,
            Value::Named(_, named) => Some(Value::Named(text, named)),
            _ => Some(Value::Text(text)),
        }
    }

    /// Why a value cannot be stored.
    fn reason(&self, value: &Value) -> Option<String> {
        self.checks
            .iter()
            .find_map(|check| check.holds(value).err())
    }

    fn fault(&self, model: &ModelMeta, reason: String) -> InvalidValue {
        InvalidValue {
            model: model.name,
            column: model.columns[usize::from(self.column)].name,
            reason,
        }
    }

    /// The value that is to stand for one, if it is another. What is wrong with it joins the
    /// others.
    pub(crate) fn admit(
        &self,
        model: &ModelMeta,
        value: &Value,
        faults: &mut Vec<InvalidValue>,
    ) -> Option<Value> {
        let normal = self.normal(value);
        let reason = self.reason(normal.as_ref().unwrap_or(value));
        faults.extend(reason.map(|reason| self.fault(model, reason)));
        normal
    }
}

impl TableMeta {
    /// The rules for values of its columns.
    pub(crate) fn values(&self) -> &'static [ValueRule] {
        self.rules.map_or(&[], |rules| rules.values)
    }

    fn value_rule(&self, column: u16) -> Option<&'static ValueRule> {
        self.values().iter().find(|rule| rule.column == column)
    }
}

/// Makes the values of a new row what they are to be, but for those that are left open.
pub(crate) fn admit_row<M: Model>(
    row: &mut M,
    unset: &ColumnSet,
    faults: &mut Vec<InvalidValue>,
) -> crate::error::Result<()> {
    for rule in M::META.table.values() {
        if unset.contains(rule.column) {
            continue;
        }
        let at = usize::from(rule.column);
        if let Some(normal) = rule.admit(M::META, &row.value(at), faults) {
            row.read(at, &Cell(&normal), 0)?;
        }
    }
    Ok(())
}

/// Makes the new values of columns what they are to be.
pub(crate) fn admit_changes(
    model: &ModelMeta,
    changes: &mut BTreeMap<u16, Value>,
    faults: &mut Vec<InvalidValue>,
) {
    for rule in model.table.values() {
        if let Some(value) = changes.get_mut(&rule.column)
            && let Some(normal) = rule.admit(model, value, faults)
        {
            *value = normal;
        }
    }
}

/// Makes a value that a column is set to what it is to be; whether it may be that is asked when
/// the statement is written.
pub(crate) fn normalize(column: &Column, value: &mut Node) {
    if let Node::Bind(given) = value
        && let Some(rule) = column.model.table.value_rule(column.at)
        && let Some(normal) = rule.normal(given)
    {
        *given = normal;
    }
}

/// What is wrong with what columns are set to. The values of `new` were looked at before.
pub(crate) fn faults(set: &[(Column, Node)], new: Option<Alias>) -> Vec<InvalidValue> {
    let fault = |(column, value): &(Column, Node)| {
        let rule = column.model.table.value_rule(column.at)?;
        let reason = match value {
            Node::Bind(value) => rule.reason(value)?,
            Node::Column(from) if new == Some(from.alias) && from.at == column.at => return None,
            _ => COMPUTED.to_owned(),
        };
        Some(rule.fault(column.model, reason))
    };
    set.iter().filter_map(fault).collect()
}

/// What the engine computes is not seen before it is stored.
pub(crate) const COMPUTED: &str = "has rules for its values, which one that the database computes \
                                   would pass by: set a value";

/// The column of a query's rows that has rules, if one does.
pub(crate) fn computed(model: &ModelMeta, columns: &[u16]) -> Option<InvalidValue> {
    let rules = model.table.values().iter();
    let mut rules = rules.filter(|rule| columns.contains(&rule.column));
    rules
        .next()
        .map(|rule| rule.fault(model, COMPUTED.to_owned()))
}
