//! What the session's work should come to, said as simply as possible: rows by their mark, to
//! which others refer by it.

use std::collections::{BTreeMap, BTreeSet};

/// What a row is known by.
pub(crate) type Mark = i64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Country,
    Person,
    Team,
    Task,
    Label,
}

/// A foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Boss,
    Team,
    Country,
    Lead,
    Owner,
    Parent,
}

impl Key {
    pub(crate) const ALL: [Key; 6] = [
        Key::Boss,
        Key::Team,
        Key::Country,
        Key::Lead,
        Key::Owner,
        Key::Parent,
    ];

    /// The row that holds it, and the one it points at.
    pub(crate) fn ends(self) -> (Kind, Kind) {
        match self {
            Key::Boss => (Kind::Person, Kind::Person),
            Key::Team => (Kind::Person, Kind::Team),
            Key::Country => (Kind::Person, Kind::Country),
            Key::Lead => (Kind::Team, Kind::Person),
            Key::Owner => (Kind::Task, Kind::Person),
            Key::Parent => (Kind::Task, Kind::Task),
        }
    }

    fn cascades(self) -> bool {
        matches!(self, Key::Owner | Key::Parent)
    }
}

/// A many-to-many relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Link {
    Friends,
    Labels,
}

impl Link {
    /// The rows at its ends.
    pub(crate) fn ends(self) -> (Kind, Kind) {
        match self {
            Link::Friends => (Kind::Person, Kind::Person),
            Link::Labels => (Kind::Task, Kind::Label),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) keys: BTreeMap<Key, Mark>,
}

/// All rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct World {
    pub(crate) rows: BTreeMap<Mark, Row>,
    pub(crate) links: BTreeSet<(Link, Mark, Mark)>,
}

impl World {
    /// The rows of a kind.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = Mark> {
        let rows = self.rows.iter().filter(move |(_, row)| row.kind == kind);
        rows.map(|(mark, _)| *mark)
    }

    /// One of the rows of a kind; any number names one, if there are some.
    pub(crate) fn pick(&self, kind: Kind, number: u8) -> Option<Mark> {
        let all: Vec<Mark> = self.of(kind).collect();
        all.get(usize::from(number) % all.len().max(1)).copied()
    }

    /// Where a key of a row points.
    pub(crate) fn target(&self, row: Mark, key: Key) -> Option<Mark> {
        self.rows.get(&row)?.keys.get(&key).copied()
    }

    pub(crate) fn point(&mut self, row: Mark, key: Key, to: Option<Mark>) {
        if let Some(row) = self.rows.get_mut(&row) {
            match to {
                Some(to) => row.keys.insert(key, to),
                None => row.keys.remove(&key),
            };
        }
    }

    /// Deletes a row, those that cannot be without it, and what points at it.
    pub(crate) fn delete(&mut self, gone: Mark) {
        self.rows.remove(&gone);
        self.links
            .retain(|(_, from, to)| *from != gone && *to != gone);
        let points = |row: &Row, cascades: bool| {
            let mut keys = row.keys.iter();
            keys.any(|(key, to)| *to == gone && key.cascades() == cascades)
        };
        let with_it: Vec<Mark> = self.marks(|row| points(row, true));
        for mark in self.marks(|row| points(row, false)) {
            if let Some(row) = self.rows.get_mut(&mark) {
                row.keys.retain(|key, to| *to != gone || key.cascades());
            }
        }
        with_it.into_iter().for_each(|mark| self.delete(mark));
    }

    fn marks(&self, which: impl Fn(&Row) -> bool) -> Vec<Mark> {
        let rows = self.rows.iter().filter(|(_, row)| which(row));
        rows.map(|(mark, _)| *mark).collect()
    }

    /// How many parents stand above a task.
    pub(crate) fn depth(&self, task: Mark) -> usize {
        let above = std::iter::successors(Some(task), |task| self.target(*task, Key::Parent));
        above.count() - 1
    }
}
