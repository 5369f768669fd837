use std::ops::Range;

use super::Fault;
use crate::ir::Type;
use crate::ir::formula::Arithmetic;

/// How large a number can become, so that no calculation leaves what its type can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// A whole number between two.
    Whole(i128, i128),
    /// A decimal of so many digits before and behind the point.
    Digits(u32, u32),
    /// A decimal of any number of digits.
    Unknown,
}

/// Digits that a `Decimal` holds for certain.
const DIGITS: u32 = 28;

impl Size {
    pub(super) fn of(ty: &Type) -> Option<Size> {
        match ty {
            // Half of what it holds is beyond what Rust and the engines compute with.
            Type::U64 => None,
            Type::Numeric(Some((precision, scale))) => {
                Some(Size::Digits(precision.saturating_sub(*scale), *scale))
            }
            Type::Numeric(None) => Some(Size::Unknown),
            ty => ty.range().map(|(low, high)| Size::Whole(low, high)),
        }
    }

    /// The size of both, whichever it is.
    pub(super) fn join(self, other: Size) -> Size {
        match (self, other) {
            (Size::Whole(a, b), Size::Whole(c, d)) => Size::Whole(a.min(c), b.max(d)),
            (Size::Digits(a, b), Size::Digits(c, d)) => Size::Digits(a.max(c), b.max(d)),
            _ => Size::Unknown,
        }
    }

    pub(super) fn negate(self, at: &Range<usize>) -> Result<Size, Fault> {
        match self {
            Size::Whole(low, high) => fits(Size::Whole(-high, -low), at),
            same => Ok(same),
        }
    }

    pub(super) fn calculate(
        self,
        operator: Arithmetic,
        other: Size,
        at: &Range<usize>,
    ) -> Result<Size, Fault> {
        let size = match (self, other) {
            (Size::Whole(a, b), Size::Whole(c, d)) => match operator {
                Arithmetic::Add => Size::Whole(a + c, b + d),
                Arithmetic::Subtract => Size::Whole(a - d, b - c),
                Arithmetic::Multiply => {
                    let products = [a * c, a * d, b * c, b * d];
                    let low = products.iter().min().copied().unwrap_or_default();
                    let high = products.iter().max().copied().unwrap_or_default();
                    Size::Whole(low, high)
                }
            },
            (Size::Digits(a, b), Size::Digits(c, d)) => match operator {
                Arithmetic::Add | Arithmetic::Subtract => Size::Digits(a.max(c) + 1, b.max(d)),
                Arithmetic::Multiply => Size::Digits(a + c, b + d),
            },
            _ => Size::Unknown,
        };
        fits(size, at)
    }
}

fn fits(size: Size, at: &Range<usize>) -> Result<Size, Fault> {
    match size {
        Size::Whole(low, high) => {
            let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
            if low >= least && high <= most {
                return Ok(size);
            }
            Err(Fault::new(
                at,
                "this may become larger than a `bigint`, which Rust and each engine take differently",
                "calculate with columns of a smaller type, such as `int`, or with `numeric(p, s)`",
            ))
        }
        Size::Digits(before, behind) if before + behind <= DIGITS => Ok(size),
        Size::Digits(before, behind) => Err(Fault::new(
            at,
            format!(
                "this may have {} digits, and a `Decimal` holds {DIGITS} of them",
                before + behind
            ),
            "calculate with columns of fewer digits: `numeric(12, 2)`",
        )),
        Size::Unknown => Err(Fault::new(
            at,
            "a `numeric` without a number of digits may have more of them than a `Decimal` holds",
            "give the columns a number of digits: `numeric(12, 2)`",
        )),
    }
}
