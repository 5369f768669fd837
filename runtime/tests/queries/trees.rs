//! Random expressions mean on every engine what they mean in Rust.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)] // short texts

use ormolu::{Database, Expr, Outer, Result, Select, case};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::models::{User, UserTable};
use crate::running::on_engines;

/// How many statements each engine gets, of [`WIDTH`] trees of each type.
const STATEMENTS: usize = 60;
const WIDTH: usize = 4;

/// The columns come from the optional side of a join, and so are nullable all of them.
type Columns = UserTable<Outer>;

#[derive(Clone, Debug)]
enum Int {
    Id,
    Boss,
    Add(Box<Int>, Box<Int>),
    Sub(Box<Int>, Box<Int>),
    Mul(Box<Int>, Box<Int>),
    Div(Box<Int>, Box<Int>),
    AddValue(Box<Int>, i64),
    SubValue(Box<Int>, i64),
    MulValue(Box<Int>, i64),
    DivValue(Box<Int>, i64),
    Rem(Box<Int>, Box<Int>),
    Negate(Box<Int>),
    Abs(Box<Int>),
    Greatest(Box<Int>, Box<Int>),
    Least(Box<Int>, i64),
    Nullif(Box<Int>, Box<Int>),
    Coalesce(Box<Int>, Box<Int>),
    CoalesceValue(Box<Int>, i64),
    Case(Box<Truth>, Box<Int>, Box<Int>),
    Length(Box<Text>),
    Position(Box<Text>, String),
}

#[derive(Clone, Debug)]
enum Text {
    Name,
    Bio,
    Coalesce(Box<Text>, Box<Text>),
    CoalesceValue(Box<Text>, String),
    Lower(Box<Text>),
    Upper(Box<Text>),
    Trim(Box<Text>),
    Concat(Box<Text>, Box<Text>),
    ConcatValue(Box<Text>, String),
    Substring(Box<Text>, i64, i64),
    Left(Box<Text>, i64),
    Right(Box<Text>, i64),
    Replace(Box<Text>, String, String),
    Repeat(Box<Text>, u32),
    Reverse(Box<Text>),
    PadStart(Box<Text>, u32, char),
    PadEnd(Box<Text>, u32, char),
    Case(Box<Truth>, Box<Text>, Box<Text>),
}

#[derive(Clone, Debug)]
enum Truth {
    Active,
    Compare(Comparison, Int, Int),
    CompareValue(Comparison, Int, i64),
    Between(Int, i64, Int),
    In(Int, Vec<i64>),
    NotIn(Int, Vec<i64>),
    IsNull(Int),
    IsNotNull(Int),
    BioIsNull,
    TextEq(Text, String),
    TextIn(Text, Vec<String>),
    TextLt(Text, Text),
    Contains(Text, String),
    StartsWith(Text, String),
    Not(Box<Truth>),
    And(Box<Truth>, Box<Truth>),
    Or(Box<Truth>, Box<Truth>),
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Distinct,
    NotDistinct,
}

/// Trees up to some depth.
struct Level {
    int: BoxedStrategy<Int>,
    /// Text whose letters are as they are stored: which letters are equal is up to the collation,
    /// and so only this is compared.
    stored: BoxedStrategy<Text>,
    text: BoxedStrategy<Text>,
    truth: BoxedStrategy<Truth>,
}

impl Level {
    fn lowest() -> Self {
        let stored = prop_oneof![Just(Text::Name), Just(Text::Bio)].boxed();
        Level {
            int: prop_oneof![Just(Int::Id), Just(Int::Boss)].boxed(),
            text: stored.clone(),
            stored,
            truth: prop_oneof![Just(Truth::Active), Just(Truth::BioIsNull)].boxed(),
        }
    }

    fn higher(self) -> Self {
        Level {
            int: prop_oneof![1 => self.int.clone(), 3 => self.more_int()].boxed(),
            stored: prop_oneof![1 => self.stored.clone(), 1 => self.more_stored()].boxed(),
            text: prop_oneof![1 => self.text.clone(), 3 => self.more_text()].boxed(),
            truth: prop_oneof![1 => self.truth.clone(), 3 => self.more_truth()].boxed(),
        }
    }

    fn more_int(&self) -> BoxedStrategy<Int> {
        let one = self.int.clone().prop_map(Box::new).boxed();
        let text = self.text.clone().prop_map(Box::new);
        let truth = self.truth.clone().prop_map(Box::new);
        let two = || (one.clone(), one.clone());
        let value = || (one.clone(), -5_i64..10);
        prop_oneof![
            two().prop_map(|(a, b)| Int::Add(a, b)),
            two().prop_map(|(a, b)| Int::Sub(a, b)),
            two().prop_map(|(a, b)| Int::Mul(a, b)),
            two().prop_map(|(a, b)| Int::Div(a, b)),
            value().prop_map(|(a, b)| Int::AddValue(a, b)),
            value().prop_map(|(a, b)| Int::SubValue(a, b)),
            value().prop_map(|(a, b)| Int::MulValue(a, b)),
            value().prop_map(|(a, b)| Int::DivValue(a, b)),
            two().prop_map(|(a, b)| Int::Rem(a, b)),
            one.clone().prop_map(Int::Negate),
            one.clone().prop_map(Int::Abs),
            two().prop_map(|(a, b)| Int::Greatest(a, b)),
            value().prop_map(|(a, b)| Int::Least(a, b)),
            two().prop_map(|(a, b)| Int::Nullif(a, b)),
            two().prop_map(|(a, b)| Int::Coalesce(a, b)),
            value().prop_map(|(a, b)| Int::CoalesceValue(a, b)),
            (truth, one.clone(), one.clone()).prop_map(|(a, b, c)| Int::Case(a, b, c)),
            text.clone().prop_map(Int::Length),
            (text, word()).prop_map(|(a, b)| Int::Position(a, b)),
        ]
        .boxed()
    }

    fn more_stored(&self) -> BoxedStrategy<Text> {
        let one = self.stored.clone().prop_map(Box::new);
        prop_oneof![
            (one.clone(), one.clone()).prop_map(|(a, b)| Text::Coalesce(a, b)),
            (one, word()).prop_map(|(a, b)| Text::CoalesceValue(a, b)),
        ]
        .boxed()
    }

    fn more_text(&self) -> BoxedStrategy<Text> {
        let one = self.text.clone().prop_map(Box::new).boxed();
        let truth = self.truth.clone().prop_map(Box::new);
        let two = || (one.clone(), one.clone());
        let count = || (one.clone(), 0_i64..5);
        let fill = || {
            (
                one.clone(),
                0_u32..6,
                prop::sample::select(vec!['a', ' ', '%']),
            )
        };
        prop_oneof![
            two().prop_map(|(a, b)| Text::Coalesce(a, b)),
            one.clone().prop_map(Text::Lower),
            one.clone().prop_map(Text::Upper),
            one.clone().prop_map(Text::Trim),
            two().prop_map(|(a, b)| Text::Concat(a, b)),
            (one.clone(), "[ a%]{0,2}").prop_map(|(a, b)| Text::ConcatValue(a, b)),
            (one.clone(), -2_i64..4, -1_i64..4).prop_map(|(a, b, c)| Text::Substring(a, b, c)),
            count().prop_map(|(a, b)| Text::Left(a, b)),
            count().prop_map(|(a, b)| Text::Right(a, b)),
            (one.clone(), "[ab]{1,2}", word()).prop_map(|(a, b, c)| Text::Replace(a, b, c)),
            (one.clone(), 0_u32..3).prop_map(|(a, b)| Text::Repeat(a, b)),
            one.clone().prop_map(Text::Reverse),
            fill().prop_map(|(a, b, c)| Text::PadStart(a, b, c)),
            fill().prop_map(|(a, b, c)| Text::PadEnd(a, b, c)),
            (truth, one.clone(), one.clone()).prop_map(|(a, b, c)| Text::Case(a, b, c)),
        ]
        .boxed()
    }

    fn more_truth(&self) -> BoxedStrategy<Truth> {
        use Comparison::{Distinct, Eq, Ge, Gt, Le, Lt, Ne, NotDistinct};
        let comparison = prop::sample::select(vec![Eq, Ne, Lt, Le, Gt, Ge, Distinct, NotDistinct]);
        let list = || prop::collection::vec(-5_i64..10, 0..4);
        let words = prop::collection::vec(word(), 0..3);
        let (int, text, stored) = (&self.int, &self.text, &self.stored);
        let one = self.truth.clone().prop_map(Box::new);
        prop_oneof![
            3 => (comparison.clone(), int.clone(), int.clone())
                .prop_map(|(op, a, b)| Truth::Compare(op, a, b)),
            3 => (comparison, int.clone(), -5_i64..10)
                .prop_map(|(op, a, b)| Truth::CompareValue(op, a, b)),
            1 => (int.clone(), -5_i64..10, int.clone())
                .prop_map(|(a, b, c)| Truth::Between(a, b, c)),
            1 => (int.clone(), list()).prop_map(|(a, list)| Truth::In(a, list)),
            1 => (int.clone(), list()).prop_map(|(a, list)| Truth::NotIn(a, list)),
            1 => int.clone().prop_map(Truth::IsNull),
            1 => int.clone().prop_map(Truth::IsNotNull),
            1 => (stored.clone(), word()).prop_map(|(a, b)| Truth::TextEq(a, b)),
            1 => (stored.clone(), words).prop_map(|(a, list)| Truth::TextIn(a, list)),
            1 => (stored.clone(), stored.clone()).prop_map(|(a, b)| Truth::TextLt(a, b)),
            1 => (text.clone(), word()).prop_map(|(a, b)| Truth::Contains(a, b)),
            1 => (text.clone(), word()).prop_map(|(a, b)| Truth::StartsWith(a, b)),
            2 => one.clone().prop_map(Truth::Not),
            3 => (one.clone(), one.clone()).prop_map(|(a, b)| Truth::And(a, b)),
            3 => (one.clone(), one).prop_map(|(a, b)| Truth::Or(a, b)),
        ]
        .boxed()
    }
}

/// Without upper case and spaces: which letters are equal, and whether spaces at the end count,
/// is up to the collation.
fn word() -> BoxedStrategy<String> {
    "[ab1%_!*]{0,3}".boxed()
}

/// In SQL.
impl Int {
    fn expr(&self, u: Columns) -> Expr<Option<i64>> {
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
    fn expr(&self, u: Columns) -> Expr<Option<String>> {
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
    fn expr(&self, u: Columns) -> Expr<bool> {
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

/// In Rust: `None` is NULL, and what is not known.
impl Int {
    fn value(&self, row: &User) -> Option<i64> {
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
    fn value(&self, row: &User) -> Option<String> {
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
    fn value(&self, row: &User) -> Option<bool> {
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
    fn value(self, a: Option<i64>, b: Option<i64>) -> Option<bool> {
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

/// Trees of all types that one statement computes.
#[derive(Clone, Debug)]
struct Trees {
    ints: Vec<Int>,
    texts: Vec<Text>,
    truths: Vec<Truth>,
}

fn trees() -> impl Strategy<Value = Trees> {
    let level = Level::lowest().higher().higher().higher();
    let ints = prop::collection::vec(level.int, WIDTH);
    let texts = prop::collection::vec(level.text, WIDTH);
    let truths = prop::collection::vec(level.truth, WIDTH);
    (ints, texts, truths).prop_map(|(ints, texts, truths)| Trees {
        ints,
        texts,
        truths,
    })
}

type Answers = (Vec<Option<i64>>, Vec<Option<String>>, Vec<Option<bool>>);

/// What the engine says, row by row. A condition is asked for together with its opposite: if
/// neither holds, it is not known.
async fn computed(db: &Database, trees: &Trees) -> Result<Vec<Answers>> {
    let joined = User::select()
        .order_by(|u| u.id)
        .left_join_on::<User>(|(u, same)| u.id.eq(same.id));
    let rows = joined.select(|(_, u)| {
        let int = |at: usize| trees.ints[at].expr(u);
        let text = |at: usize| trees.texts[at].expr(u);
        let truth = |at: usize| (trees.truths[at].expr(u), !trees.truths[at].expr(u));
        (
            (int(0), int(1), int(2), int(3)),
            (text(0), text(1), text(2), text(3)),
            (truth(0), truth(1), truth(2), truth(3)),
        )
    });
    let known = |(holds, fails): (bool, bool)| (holds != fails).then_some(holds);
    let rows = rows.all(db).await?.into_iter();
    Ok(rows
        .map(|(i, t, b)| {
            (
                vec![i.0, i.1, i.2, i.3],
                vec![t.0, t.1, t.2, t.3],
                vec![known(b.0), known(b.1), known(b.2), known(b.3)],
            )
        })
        .collect())
}

fn expected(rows: &[User], trees: &Trees) -> Vec<Answers> {
    rows.iter()
        .map(|row| {
            (
                trees.ints.iter().map(|tree| tree.value(row)).collect(),
                trees.texts.iter().map(|tree| tree.value(row)).collect(),
                trees.truths.iter().map(|tree| tree.value(row)).collect(),
            )
        })
        .collect()
}

/// Whether a condition lets the same rows pass in WHERE.
async fn passing(db: &Database, tree: &Truth) -> Result<Vec<i64>> {
    let joined: Select<_, _> = User::select()
        .order_by(|u| u.id)
        .left_join_on::<User>(|(u, same)| u.id.eq(same.id));
    let filtered = joined.filter(|(_, u)| tree.expr(u));
    filtered.select(|(u, _)| u.id).all(db).await
}

async fn wrong(db: &Database, rows: &[User], trees: &Trees) -> Result<bool> {
    if computed(db, trees).await? != expected(rows, trees) {
        return Ok(true);
    }
    let tree = &trees.truths[0];
    let passed = rows.iter().filter(|row| tree.value(row) == Some(true));
    let passed: Vec<i64> = passed.map(|row| row.id).collect();
    Ok(passing(db, tree).await? != passed)
}

#[test]
fn trees_mean_the_same_everywhere() {
    on_engines(|db| async move {
        let rows = fill(&db).await?;
        let mut runner = TestRunner::deterministic();
        let strategy = trees();
        for _ in 0..STATEMENTS {
            let mut tree = strategy.new_tree(&mut runner).unwrap();
            if !wrong(&db, &rows, &tree.current()).await? {
                continue;
            }
            let mut smallest = tree.current();
            for _ in 0..500 {
                let smaller = wrong(&db, &rows, &tree.current()).await?;
                if smaller {
                    smallest = tree.current();
                }
                let more = if smaller {
                    tree.simplify()
                } else {
                    tree.complicate()
                };
                if !more {
                    break;
                }
            }
            let got = computed(&db, &smallest).await?;
            let wanted = expected(&rows, &smallest);
            let wrong = differences(&smallest, &got, &wanted);
            panic!("{:?}, as computed and as meant:\n{wrong}", db.dialect());
        }
        Ok(())
    });
}

/// The trees that are computed otherwise than they are meant.
fn differences(trees: &Trees, got: &[Answers], wanted: &[Answers]) -> String {
    let mut out = String::new();
    for (got, wanted) in got.iter().zip(wanted) {
        for at in 0..WIDTH {
            if got.0[at] != wanted.0[at] {
                let tree = &trees.ints[at];
                out += &format!("{tree:?}: {:?}, {:?}\n", got.0[at], wanted.0[at]);
            }
            if got.1[at] != wanted.1[at] {
                let tree = &trees.texts[at];
                out += &format!("{tree:?}: {:?}, {:?}\n", got.1[at], wanted.1[at]);
            }
            if got.2[at] != wanted.2[at] {
                let tree = &trees.truths[at];
                out += &format!("{tree:?}: {:?}, {:?}\n", got.2[at], wanted.2[at]);
            }
        }
    }
    if out.is_empty() {
        out = format!("{:?} in WHERE", trees.truths[0]);
    }
    out
}

async fn fill(db: &Database) -> Result<Vec<User>> {
    let rows: Vec<User> = [
        (1, "a", None, true, None),
        (2, "b1", Some(""), false, Some(1)),
        (3, "", Some("ab%"), true, Some(3)),
        (4, "a_b", Some("a"), false, Some(-7)),
        (5, "1!", None, true, Some(0)),
    ]
    .into_iter()
    .map(|(id, name, bio, active, boss_id)| User {
        id,
        name: name.to_owned(),
        bio: bio.map(str::to_owned),
        age: 1,
        active,
        boss_id,
    })
    .collect();
    db.execute_script(&["delete from users"]).await?;
    for row in &rows {
        let text = |text: &Option<String>| match text {
            Some(text) => format!("'{text}'"),
            None => "null".to_owned(),
        };
        let boss = row
            .boss_id
            .map_or("null".to_owned(), |boss| boss.to_string());
        let User {
            id,
            name,
            bio,
            active,
            ..
        } = row;
        let insert = format!(
            "insert into users values ({id}, '{name}', {}, 1, {active}, {boss})",
            text(bio)
        );
        db.execute_script(&[&insert]).await?;
    }
    Ok(rows)
}
