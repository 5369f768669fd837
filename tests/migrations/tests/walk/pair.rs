//! Pairs of schemas between which rows find a way.

use proptest::prelude::*;
use proptest::sample::select;

use crate::random;
use crate::toy::{Table, Toy, column_name, table_name};

/// A schema before and one after.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) before: Toy,
    pub(crate) after: Toy,
    pub(crate) way: Way,
}

/// How the way from one to the other is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// While nobody writes.
    Alone,
    /// So that others hardly notice.
    Online,
    /// In two migrations, between which programs of before and of after run.
    Expand,
}

/// Another name of a table, or of a column of the table that has this name afterwards.
pub(crate) struct Renamed {
    pub(crate) of: Option<String>,
    pub(crate) from: String,
    pub(crate) to: String,
}

pub(crate) fn pair() -> impl Strategy<Value = Pair> {
    let keep = prop::collection::vec(any::<bool>(), 64);
    let way = select(&[Way::Alone, Way::Online, Way::Expand][..]);
    (random::toy(), random::toy(), keep, way).prop_map(|(before, other, keep, way)| {
        let mut keep = keep.into_iter();
        let mut keep = || keep.next().unwrap_or(true);
        let mut after = before.clone();
        for (at, table) in other.tables.iter().enumerate() {
            match (&mut after.tables[at], table) {
                (Some(old), Some(new)) => mix(old, new, &mut keep),
                (old, new) if !keep() => old.clone_from(new),
                _ => {}
            }
        }
        if !keep() {
            after.enums = other.enums;
        }
        if !keep() {
            after.view = other.view;
        }
        let mut pair = Pair { before, after, way };
        pair.mend();
        pair
    })
}

/// Takes over some parts of another table.
fn mix(old: &mut Table, new: &Table, keep: &mut impl FnMut() -> bool) {
    for (old, new) in old.columns.iter_mut().zip(&new.columns) {
        if !keep() {
            old.clone_from(new);
        }
    }
    if !keep() {
        (old.wide_key, old.counted) = (new.wide_key, new.counted);
        (old.comment, old.strict, old.renamed) = (new.comment, new.strict, new.renamed);
    }
    if !keep() {
        (old.parent, old.unique) = (new.parent, new.unique);
    }
    if !keep() {
        (old.index, old.partial) = (new.index, new.partial);
    }
    if !keep() {
        (old.computed, old.check) = (new.computed, new.check);
    }
    if !keep() {
        old.history = new.history;
    }
}

impl Pair {
    /// Takes out what rows cannot follow: a text that is no date, and what names nothing.
    fn mend(&mut self) {
        for (old, new) in self.before.tables.iter_mut().zip(&mut self.after.tables) {
            let (Some(old), Some(new)) = (old, new) else {
                continue;
            };
            for (old, new) in old.columns.iter().zip(&mut new.columns) {
                let (Some(old), Some(new)) = (old, new) else {
                    continue;
                };
                if is_odd(old.ty, new.ty) || is_odd(new.ty, old.ty) {
                    new.ty = old.ty;
                }
                // What stands for NULL in a text is no number.
                if is_text(old.ty) != is_text(new.ty) {
                    new.nullable = old.nullable;
                }
            }
        }
        if self.way == Way::Expand {
            self.stay();
        }
        self.before.mend();
        self.after.mend();
    }

    /// Takes out what goes in one migration only: tables that go, other keys, and defaults where
    /// NULL is allowed.
    fn stay(&mut self) {
        for (old, new) in self.before.tables.iter_mut().zip(&mut self.after.tables) {
            let Some(old) = old else { continue };
            let new = new.get_or_insert_with(|| old.clone());
            (new.wide_key, new.counted) = (old.wide_key, old.counted);
            // Between the two, the old form of a column may be another in versions than in rows.
            (old.history, new.history) = (false, false);
            let columns = old.columns.iter_mut().chain(&mut new.columns);
            for column in columns.flatten() {
                column.default &= !column.nullable;
            }
        }
    }

    /// What has another name.
    pub(crate) fn renamed(&self) -> Vec<Renamed> {
        let mut renames = Vec::new();
        let tables = self.before.tables.iter().zip(&self.after.tables);
        for (at, pair) in tables.enumerate() {
            let (Some(old), Some(new)) = pair else {
                continue;
            };
            let names = (table_name(at, old.renamed), table_name(at, new.renamed));
            if names.0 != names.1 {
                let (from, to) = (names.0, names.1.clone());
                renames.push(Renamed { of: None, from, to });
            }
            for (place, pair) in old.columns.iter().zip(&new.columns).enumerate() {
                let (Some(old), Some(new)) = pair else {
                    continue;
                };
                if old.renamed != new.renamed {
                    let of = Some(names.1.clone());
                    let from = column_name(place, old.renamed);
                    let to = column_name(place, new.renamed);
                    renames.push(Renamed { of, from, to });
                }
            }
        }
        renames
    }
}

fn is_text(ty: &str) -> bool {
    ty.starts_with("string") || ty == "text"
}

/// Whether a value of a type need not be one of the other.
fn is_odd(from: &str, to: &str) -> bool {
    let text = is_text;
    let free = [
        "bool",
        "date",
        "timestamp",
        "timestamptz",
        "uuid",
        "json",
        "E0",
        "E1",
    ];
    (text(from) && free.contains(&to))
        || (from.starts_with('E') && to.starts_with('E') && from != to)
        || (to == "string(5)" && !text(from))
        || (from == "bytes" || to == "bytes") && (text(from) || text(to) || from != to)
}
