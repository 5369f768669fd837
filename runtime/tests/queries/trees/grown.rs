use proptest::prelude::*;

use super::{Comparison, Int, Text, Trees, Truth, WIDTH};

pub(super) fn trees() -> impl Strategy<Value = Trees> {
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
