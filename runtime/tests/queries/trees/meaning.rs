//! What a tree means in Rust: `None` is NULL, and what is not known.

use super::{Comparison, Int, Text, Truth};
use crate::models::User;

impl Int {
    pub(super) fn value(&self, row: &User) -> Option<i64> {
        let both = |a: &Int, b: &Int| Some((a.value(row)?, b.value(row)?));
        match self {
            Int::Id => Some(row.id),
            Int::Boss => row.boss_id,
            Int::Add(a, b) => both(a, b).map(|(a, b)| a + b),
            Int::Sub(a, b) => both(a, b).map(|(a, b)| a - b),
            Int::Mul(a, b) => both(a, b).map(|(a, b)| a * b),
            Int::Div(a, b) => both(a, b).and_then(|(a, b)| a.checked_div(b)),
            Int::AddValue(a, b) => a.value(row).map(|a| a + b),
            Int::SubValue(a, b) => a.value(row).map(|a| a - b),
            Int::MulValue(a, b) => a.value(row).map(|a| a * b),
            Int::DivValue(a, b) => a.value(row).and_then(|a| a.checked_div(*b)),
            Int::Negate(a) => a.value(row).map(|a| -a),
            Int::Coalesce(a, b) => a.value(row).or_else(|| b.value(row)),
            Int::CoalesceValue(a, b) => a.value(row).or(Some(*b)),
            Int::Rem(a, b) => both(a, b).and_then(|(a, b)| a.checked_rem(b)),
            Int::Abs(a) => a.value(row).map(i64::abs),
            Int::Greatest(a, b) => both(a, b).map(|(a, b)| a.max(b)),
            Int::Least(a, b) => a.value(row).map(|a| a.min(*b)),
            Int::Nullif(a, b) => a.value(row).filter(|a| Some(*a) != b.value(row)),
            Int::Case(a, b, c) if a.value(row) == Some(true) => b.value(row),
            Int::Case(_, _, c) => c.value(row),
            Int::Length(text) => text.value(row).map(|text| text.len() as i64),
            Int::Position(text, part) => {
                let at = |text: String| text.find(part).map_or(0, |at| at as i64 + 1);
                text.value(row).map(at)
            }
        }
    }
}

impl Text {
    pub(super) fn value(&self, row: &User) -> Option<String> {
        match self {
            Text::Name => Some(row.name.clone()),
            Text::Bio => row.bio.clone(),
            Text::Coalesce(a, b) => a.value(row).or_else(|| b.value(row)),
            Text::CoalesceValue(a, b) => a.value(row).or_else(|| Some(b.clone())),
            Text::Lower(a) => a.value(row).map(|a| a.to_lowercase()),
            Text::Upper(a) => a.value(row).map(|a| a.to_uppercase()),
            Text::Trim(a) => a.value(row).map(|a| a.trim_matches(' ').to_owned()),
            Text::Concat(a, b) => Some(a.value(row)? + &b.value(row)?),
            Text::ConcatValue(a, b) => Some(a.value(row)? + b),
            Text::Substring(a, start, length) => {
                let (start, length) = (start.max(&1) - 1, length.max(&0));
                let rest = a.value(row)?;
                Some(
                    rest.chars()
                        .skip(start as usize)
                        .take(*length as usize)
                        .collect(),
                )
            }
            Text::Left(a, n) => Some(a.value(row)?.chars().take(*n as usize).collect()),
            Text::Right(a, n) => {
                let text = a.value(row)?;
                Some(text[text.len().saturating_sub(*n as usize)..].to_owned())
            }
            Text::Replace(a, from, to) => Some(a.value(row)?.replace(from, to)),
            Text::Repeat(a, n) => Some(a.value(row)?.repeat(*n as usize)),
            Text::Reverse(a) => Some(a.value(row)?.chars().rev().collect()),
            Text::PadStart(a, n, c) => {
                let (text, n) = (a.value(row)?, *n as usize);
                let fill = c.to_string().repeat(n.saturating_sub(text.len()));
                Some((fill + &text).chars().take(n).collect())
            }
            Text::PadEnd(a, n, c) => {
                let (text, n) = (a.value(row)?, *n as usize);
                let fill = c.to_string().repeat(n.saturating_sub(text.len()));
                Some((text + &fill).chars().take(n).collect())
            }
            Text::Case(a, b, _) if a.value(row) == Some(true) => b.value(row),
            Text::Case(_, _, c) => c.value(row),
        }
    }
}

impl Truth {
    pub(super) fn value(&self, row: &User) -> Option<bool> {
        match self {
            Truth::Active => Some(row.active),
            Truth::Compare(op, a, b) => op.value(a.value(row), b.value(row)),
            Truth::CompareValue(op, a, b) => op.value(a.value(row), Some(*b)),
            Truth::Between(a, low, high) => {
                let (a, high) = (a.value(row), high.value(row));
                let above = a.map(|a| a >= *low);
                let below = a.zip(high).map(|(a, high)| a <= high);
                and(above, below)
            }
            // Nothing is in an empty list, not even NULL.
            Truth::In(_, list) if list.is_empty() => Some(false),
            Truth::NotIn(_, list) if list.is_empty() => Some(true),
            Truth::TextIn(_, list) if list.is_empty() => Some(false),
            Truth::In(a, list) => a.value(row).map(|a| list.contains(&a)),
            Truth::NotIn(a, list) => a.value(row).map(|a| !list.contains(&a)),
            Truth::TextIn(a, list) => a.value(row).map(|a| list.contains(&a)),
            Truth::IsNull(a) => Some(a.value(row).is_none()),
            Truth::IsNotNull(a) => Some(a.value(row).is_some()),
            Truth::BioIsNull => Some(row.bio.is_none()),
            Truth::TextEq(a, b) => a.value(row).map(|a| a == *b),
            Truth::TextLt(a, b) => a.value(row).zip(b.value(row)).map(|(a, b)| a < b),
            Truth::Contains(a, part) => a.value(row).map(|a| a.contains(part)),
            Truth::StartsWith(a, part) => a.value(row).map(|a| a.starts_with(part)),
            Truth::Not(a) => a.value(row).map(|a| !a),
            Truth::And(a, b) => and(a.value(row), b.value(row)),
            Truth::Or(a, b) => {
                and(a.value(row).map(|a| !a), b.value(row).map(|b| !b)).map(|neither| !neither)
            }
        }
    }
}

impl Comparison {
    pub(super) fn value(self, a: Option<i64>, b: Option<i64>) -> Option<bool> {
        match self {
            Comparison::Distinct => return Some(a != b),
            Comparison::NotDistinct => return Some(a == b),
            _ => {}
        }
        let order = a?.cmp(&b?);
        Some(match self {
            Comparison::Eq => order.is_eq(),
            Comparison::Ne => order.is_ne(),
            Comparison::Lt => order.is_lt(),
            Comparison::Le => order.is_le(),
            Comparison::Gt => order.is_gt(),
            _ => order.is_ge(),
        })
    }
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}
