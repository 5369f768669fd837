//! Parts of a formula whose types are known.

use std::ops::Range;

use super::Fault;
use super::integers::Size;
use crate::ir::Formula;
use crate::ir::formula::{FormulaType, Term};

type Result<T> = std::result::Result<T, Fault>;

/// A formula with the size of its numbers.
pub(super) struct Checked {
    pub(super) formula: Formula,
    pub(super) size: Size,
    pub(super) at: Range<usize>,
}

pub(super) fn made(term: Term, ty: FormulaType, nullable: bool, at: &Range<usize>) -> Checked {
    Checked {
        formula: Formula { term, ty, nullable },
        size: Size::Unknown,
        at: at.clone(),
    }
}

pub(super) fn nullable(values: &[&Checked]) -> bool {
    values.iter().any(|value| value.formula.nullable)
}

pub(super) fn number_of(number: &str, at: &Range<usize>) -> Result<Checked> {
    let (whole, behind) = number.split_once('.').unwrap_or((number, ""));
    let units: Option<i64> = format!("{whole}{behind}").parse().ok();
    let Some(units) = units.filter(|_| behind.len() <= 18 && !behind.contains('.')) else {
        let help =
            "write a whole number of the size of a `bigint`, or a decimal of up to 18 digits";
        return Err(Fault::new(
            at,
            format!("`{number}` is not a number that can be used here"),
            help,
        ));
    };
    if !number.contains('.') {
        let made = made(Term::Integer(units), FormulaType::Integer, false, at);
        let size = Size::Whole(units.into(), units.into());
        return Ok(Checked { size, ..made });
    }
    let scale = behind.len() as u32;
    let made = made(
        Term::Decimal { units, scale },
        FormulaType::Decimal,
        false,
        at,
    );
    let size = Size::Digits(whole.len() as u32, scale);
    Ok(Checked { size, ..made })
}

/// Two values of one type; a whole number beside a decimal is a decimal, too.
pub(super) fn alike(left: Checked, right: Checked) -> Result<(Checked, Checked)> {
    let mut both = all_alike(vec![left, right])?;
    match (both.pop(), both.pop()) {
        (Some(right), Some(left)) => Ok((left, right)),
        _ => Err(Fault::new(
            &(0..0),
            "a value is missing",
            "write two values",
        )),
    }
}

pub(super) fn all_alike(values: Vec<Checked>) -> Result<Vec<Checked>> {
    let is_decimal = |value: &Checked| value.formula.ty == FormulaType::Decimal;
    let values: Vec<Checked> = match values.iter().any(is_decimal) {
        true => values.into_iter().map(as_decimal).collect(),
        false => values,
    };
    let first = values[0].formula.ty;
    match values.iter().find(|value| value.formula.ty != first) {
        None => Ok(values),
        Some(other) => Err(Fault::new(
            &other.at,
            format!(
                "this is {}, and what stands before it {}",
                named(other.formula.ty),
                named(first)
            ),
            "the values must be of one type",
        )),
    }
}

/// A whole number that is written out as a decimal.
fn as_decimal(value: Checked) -> Checked {
    let Term::Integer(units) = value.formula.term else {
        return value;
    };
    let digits = units.unsigned_abs().to_string().len() as u32;
    let term = Term::Decimal { units, scale: 0 };
    let size = Size::Digits(digits, 0);
    Checked {
        size,
        ..made(term, FormulaType::Decimal, false, &value.at)
    }
}

pub(super) fn named(ty: FormulaType) -> &'static str {
    match ty {
        FormulaType::Bool => "a condition",
        FormulaType::Integer => "a whole number",
        FormulaType::Decimal => "a decimal",
        FormulaType::Text => "a text",
        FormulaType::Opaque => "of a type that nothing is computed of",
    }
}
