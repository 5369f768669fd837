//! What a tree is in SQL.

use ormolu::{Expr, Outer, case};

use super::{Comparison, Int, Text, Truth};
use crate::models::UserTable;

/// The columns come from the optional side of a join, and so are nullable all of them.
type Columns = UserTable<Outer>;

impl Int {
    pub(super) fn expr(&self, u: Columns) -> Expr<Option<i64>> {
        match self {
            Int::Id => u.id + 0,
            Int::Boss => u.boss_id + 0,
            Int::Add(a, b) => a.expr(u) + b.expr(u),
            Int::Sub(a, b) => a.expr(u) - b.expr(u),
            Int::Mul(a, b) => a.expr(u) * b.expr(u),
            Int::Div(a, b) => a.expr(u) / b.expr(u),
            Int::AddValue(a, b) => a.expr(u) + *b,
            Int::SubValue(a, b) => a.expr(u) - *b,
            Int::MulValue(a, b) => a.expr(u) * *b,
            Int::DivValue(a, b) => a.expr(u) / *b,
            Int::Negate(a) => -a.expr(u),
            Int::Coalesce(a, b) => a.expr(u).coalesce(b.expr(u)),
            // The rows all have a key, so that the CASE only makes the type nullable again.
            Int::CoalesceValue(a, b) => case()
                .when(u.id.is_not_null(), a.expr(u).coalesce(*b))
                .end(),
            Int::Rem(a, b) => a.expr(u) % b.expr(u),
            Int::Abs(a) => a.expr(u).abs(),
            Int::Greatest(a, b) => a.expr(u).greatest(b.expr(u)),
            Int::Least(a, b) => a.expr(u).least(*b),
            Int::Nullif(a, b) => a.expr(u).nullif(b.expr(u)),
            Int::Case(a, b, c) => case().when(a.expr(u), b.expr(u)).else_(c.expr(u)),
            Int::Position(text, part) => text.expr(u).position(part),
            Int::Length(text) => text.expr(u).length(),
        }
    }
}

impl Text {
    pub(super) fn expr(&self, u: Columns) -> Expr<Option<String>> {
        match self {
            Text::Name => u.name.coalesce(u.name),
            Text::Bio => u.bio.coalesce(u.bio),
            Text::Coalesce(a, b) => a.expr(u).coalesce(b.expr(u)),
            Text::CoalesceValue(a, b) => case()
                .when(u.id.is_not_null(), a.expr(u).coalesce(b.as_str()))
                .end(),
            Text::Trim(a) => a.expr(u).trim(),
            Text::Concat(a, b) => a.expr(u).concat(b.expr(u)),
            Text::ConcatValue(a, b) => a.expr(u).concat(b),
            Text::Substring(a, start, length) => a.expr(u).substring(*start, *length),
            Text::Left(a, n) => a.expr(u).left(*n),
            Text::Right(a, n) => a.expr(u).right(*n),
            Text::Replace(a, from, to) => a.expr(u).replace(from, to),
            Text::Repeat(a, n) => a.expr(u).repeat(*n),
            Text::Reverse(a) => a.expr(u).reverse(),
            Text::PadStart(a, n, c) => a.expr(u).lpad(*n, *c),
            Text::PadEnd(a, n, c) => a.expr(u).rpad(*n, *c),
            Text::Case(a, b, c) => case().when(a.expr(u), b.expr(u)).else_(c.expr(u)),
            Text::Lower(a) => a.expr(u).lower(),
            Text::Upper(a) => a.expr(u).upper(),
        }
    }
}

impl Truth {
    pub(super) fn expr(&self, u: Columns) -> Expr<bool> {
        match self {
            Truth::Active => u.active.and(true),
            Truth::Compare(op, a, b) => {
                let (a, b) = (a.expr(u), b.expr(u));
                match op {
                    Comparison::Eq => a.eq(b),
                    Comparison::Ne => a.ne(b),
                    Comparison::Lt => a.lt(b),
                    Comparison::Le => a.le(b),
                    Comparison::Gt => a.gt(b),
                    Comparison::Ge => a.ge(b),
                    Comparison::Distinct => a.is_distinct_from(b),
                    Comparison::NotDistinct => a.is_not_distinct_from(b),
                }
            }
            Truth::CompareValue(op, a, b) => {
                let (a, b) = (a.expr(u), *b);
                match op {
                    Comparison::Eq => a.eq(b),
                    Comparison::Ne => a.ne(b),
                    Comparison::Lt => a.lt(b),
                    Comparison::Le => a.le(b),
                    Comparison::Gt => a.gt(b),
                    Comparison::Ge => a.ge(b),
                    Comparison::Distinct => a.is_distinct_from(b),
                    Comparison::NotDistinct => a.is_not_distinct_from(b),
                }
            }
            Truth::Between(a, low, high) => a.expr(u).between(*low, high.expr(u)),
            Truth::In(a, list) => a.expr(u).in_(list.iter().copied()),
            Truth::NotIn(a, list) => a.expr(u).not_in(list.iter().copied()),
            Truth::IsNull(a) => a.expr(u).is_null(),
            Truth::IsNotNull(a) => a.expr(u).is_not_null(),
            Truth::BioIsNull => u.bio.is_null(),
            Truth::TextEq(a, b) => a.expr(u).eq(b.as_str()),
            Truth::TextIn(a, list) => a.expr(u).in_(list.iter().map(String::as_str)),
            Truth::TextLt(a, b) => a.expr(u).lt(b.expr(u)),
            Truth::Contains(a, part) => a.expr(u).contains(part),
            Truth::StartsWith(a, part) => a.expr(u).starts_with(part),
            Truth::Not(a) => !a.expr(u),
            Truth::And(a, b) => a.expr(u).and(b.expr(u)),
            Truth::Or(a, b) => a.expr(u).or(b.expr(u)),
        }
    }
}
