//! Pairs of schemas between which rows find a way.

use ormolu_migrate::{Answer, Question};
use ormolu_schema::ir::{Dialect, TableName};
use proptest::prelude::*;
use proptest::sample::select;

use crate::random;
use crate::toy::{Table, Toy, column_name, domain_name, is_text, sequence_name};
use crate::yaml::Yaml;

/// A schema before and one after.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) before: Toy,
    pub(crate) after: Toy,
    pub(crate) way: Way,
    /// Whether the schema says what has a new name, or an answer does. (Of what is no table and no
    /// column only the schema can.)
    pub(crate) says: bool,
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

/// Another name.
pub(crate) struct Renamed {
    pub(crate) what: What,
    pub(crate) from: TableName,
    pub(crate) to: TableName,
}

/// A name of no database schema.
pub(crate) fn bare(name: String) -> TableName {
    TableName {
        namespace: None,
        name,
    }
}

/// What has a name.
#[derive(PartialEq, Eq)]
pub(crate) enum What {
    Table,
    /// Of the table that is called so afterwards.
    Column {
        of: TableName,
    },
    Domain,
    Sequence,
}

pub(crate) fn pair() -> impl Strategy<Value = Pair> {
    let keep = prop::collection::vec(any::<bool>(), 80);
    let way = select(&[Way::Alone, Way::Online, Way::Expand][..]);
    let toys = (random::toy(), random::toy());
    (toys, keep, way, any::<bool>()).prop_map(|((before, other), keep, way, says)| {
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
        for (old, new) in after.domains.iter_mut().zip(other.domains) {
            if !keep() {
                *old = new;
            }
        }
        if !keep() {
            after.sequence = other.sequence;
        }
        let mut pair = Pair {
            before,
            after,
            way,
            says,
        };
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
        old.expression = new.expression;
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
        for (old, new) in self.before.domains.iter().zip(&mut self.after.domains) {
            if let (Some(old), Some(new)) = (old, new)
                && is_text(old.base) != is_text(new.base)
            {
                new.base = old.base;
            }
        }
        self.before.mend();
        self.after.mend();
        let (before, after) = (self.before.clone(), self.after.clone());
        for (old, new) in self.before.tables.iter_mut().zip(&mut self.after.tables) {
            let (Some(old), Some(new)) = (old, new) else {
                continue;
            };
            for (old, new) in old.columns.iter().zip(&mut new.columns) {
                let (Some(old), Some(new)) = (old, new) else {
                    continue;
                };
                let from = before.base(old.ty);
                let is_odd = |to| is_odd(from, to) || is_odd(to, from);
                // What stands for NULL in a text is no number, and a domain may ask for it.
                let asks =
                    |ty: &str| ty.starts_with('D') && is_text(from) != is_text(after.base(new.ty));
                if is_odd(after.base(new.ty)) || asks(old.ty) || asks(new.ty) {
                    new.ty = from;
                }
                if is_text(from) != is_text(after.base(new.ty)) {
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
    pub(crate) fn renamed(&self, dialect: Dialect) -> Vec<Renamed> {
        let mut renamed = Vec::new();
        let mut of = |what: What, from: TableName, to: TableName| {
            if from != to {
                renamed.push(Renamed { what, from, to });
            }
        };
        let tables = self.before.tables.iter().zip(&self.after.tables);
        for (at, pair) in tables.enumerate() {
            let (Some(old), Some(new)) = pair else {
                continue;
            };
            let name = new.name(at, dialect);
            of(What::Table, old.name(at, dialect), name.clone());
            for (place, pair) in old.columns.iter().zip(&new.columns).enumerate() {
                if let (Some(old), Some(new)) = pair {
                    let from = bare(column_name(place, old.renamed));
                    let what = What::Column { of: name.clone() };
                    of(what, from, bare(column_name(place, new.renamed)));
                }
            }
        }
        let domains = self.before.domains.iter().zip(&self.after.domains);
        for (at, pair) in domains.enumerate() {
            if let (Some(old), Some(new)) = pair {
                let from = bare(domain_name(at, old.renamed));
                of(What::Domain, from, bare(domain_name(at, new.renamed)));
            }
        }
        if let (Some(old), Some(new)) = (&self.before.sequence, &self.after.sequence) {
            let from = bare(sequence_name(old.renamed));
            of(What::Sequence, from, bare(sequence_name(new.renamed)));
        }
        renamed
    }

    /// The schemas before and after, as YAML.
    pub(crate) fn yaml(&self, dialect: Dialect) -> (String, String) {
        let of = |toy, renamed: &[Renamed]| {
            let yaml = Yaml {
                toy,
                dialect,
                renamed,
            };
            yaml.text()
        };
        let mut renamed = self.renamed(dialect);
        renamed.retain(|new| self.says || new.question().is_none());
        (of(&self.before, &[]), of(&self.after, &renamed))
    }

    /// The answers that say what the schema does not.
    pub(crate) fn answers(&self, dialect: Dialect) -> Vec<Answer> {
        let renamed = self.renamed(dialect);
        let asked = renamed.iter().filter(|_| !self.says);
        let renamed = |question| Answer {
            question,
            renamed: true,
        };
        asked.filter_map(Renamed::question).map(renamed).collect()
    }
}

impl Renamed {
    /// What is asked where the schema does not say it.
    fn question(&self) -> Option<Question> {
        let (from, to) = (self.from.clone(), self.to.clone());
        match &self.what {
            What::Table => Some(Question::Table { from, to }),
            What::Column { of } => Some(Question::Column {
                table: of.clone(),
                from: from.name,
                to: to.name,
            }),
            What::Domain | What::Sequence => None,
        }
    }
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
