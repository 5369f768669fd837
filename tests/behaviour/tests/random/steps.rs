//! What can be done with a session. Numbers choose among the rows that are there when the step is
//! taken, so that a sequence keeps its sense when steps are left out of it.

use proptest::prelude::*;

use super::world::{Key, Kind, Link};

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Adds a row; the numbers choose what its keys point at, `None` nothing where that is allowed.
    Add(Kind, [Option<u8>; 3]),
    Rename(Kind, u8, u8),
    Point(Key, u8, Option<u8>),
    Link(Link, u8, u8),
    Unlink(Link, u8),
    Delete(Kind, u8),
    Flush,
    Commit,
    Rollback,
    Savepoint,
    RollBackTo(u8),
    Release(u8),
    /// The session is dropped, and another one goes on.
    Drop,
    /// Everything is loaded, with all relationships.
    Load,
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        1 => Just(Kind::Country),
        4 => Just(Kind::Person),
        2 => Just(Kind::Team),
        4 => Just(Kind::Task),
        2 => Just(Kind::Label),
    ]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let key = proptest::sample::select(&Key::ALL[..]);
    let link = prop_oneof![Just(Link::Friends), Just(Link::Labels)];
    prop_oneof![
        20 => (kind(), any::<[Option<u8>; 3]>()).prop_map(|(kind, keys)| Step::Add(kind, keys)),
        10 => (kind(), any::<u8>(), 0..4_u8).prop_map(|(kind, row, name)| Step::Rename(kind, row, name)),
        16 => (key, any::<u8>(), any::<Option<u8>>()).prop_map(|(key, row, to)| Step::Point(key, row, to)),
        12 => (link.clone(), any::<u8>(), any::<u8>()).prop_map(|(link, from, to)| Step::Link(link, from, to)),
        6 => (link, any::<u8>()).prop_map(|(link, which)| Step::Unlink(link, which)),
        9 => (kind(), any::<u8>()).prop_map(|(kind, row)| Step::Delete(kind, row)),
        7 => Just(Step::Flush),
        6 => Just(Step::Commit),
        3 => Just(Step::Rollback),
        3 => Just(Step::Savepoint),
        3 => any::<u8>().prop_map(Step::RollBackTo),
        2 => any::<u8>().prop_map(Step::Release),
        1 => Just(Step::Drop),
        2 => Just(Step::Load),
    ]
}
