//! The history: a graph of migrations, without a database.

mod error;
mod target;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

pub use error::GraphError;
pub use walk::Walk;
pub(super) use walk::to_end;

use super::migration::Migration;

/// Migrations by their place in the order, so that going through them is going through history.
pub(crate) type Members = BTreeSet<usize>;

/// All migrations, parents first; of two that do not know each other, the smaller id first.
#[derive(Clone, Debug)]
pub struct Graph {
    migrations: Vec<Migration>,
    links: Vec<Links>,
}

#[derive(Clone, Debug, Default)]
struct Links {
    parents: Vec<usize>,
    depends_on: Vec<usize>,
    children: Vec<usize>,
    dependents: Vec<usize>,
}

impl Graph {
    /// # Errors
    /// Two migrations of one name, a parent that is not there, a circle.
    pub fn new(migrations: Vec<Migration>) -> Result<Self, GraphError> {
        let migrations = ordered(migrations)?;
        let mut links = vec![Links::default(); migrations.len()];
        let places: BTreeMap<&str, usize> = migrations.iter().map(Migration::id).zip(0..).collect();
        for (at, migration) in migrations.iter().enumerate() {
            for parent in migration.parents().filter_map(|id| places.get(id)) {
                links[at].parents.push(*parent);
                links[*parent].children.push(at);
            }
            for needed in migration.dependencies().filter_map(|id| places.get(id)) {
                links[at].depends_on.push(*needed);
                links[*needed].dependents.push(at);
            }
        }
        let graph = Graph { migrations, links };
        graph.check_labels()?;
        Ok(graph)
    }

    /// The migrations in order.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// The one of that id.
    pub fn get(&self, id: &str) -> Option<&Migration> {
        self.place(id).map(|at| &self.migrations[at])
    }

    /// Those that nothing comes after.
    pub fn heads(&self) -> Vec<&Migration> {
        self.named(&self.head_members())
    }

    /// Those that come after nothing.
    pub fn bases(&self) -> Vec<&Migration> {
        let is_base = |at: &usize| self.links[*at].parents.is_empty();
        self.named(&self.all().filter(is_base).collect())
    }

    /// Those that come right after one.
    pub fn children(&self, id: &str) -> Vec<&Migration> {
        let links = self.place(id).map(|at| &self.links[at]);
        let children = links.into_iter().flat_map(|links| &links.children);
        children.map(|at| &self.migrations[*at]).collect()
    }

    /// The heads of a database that has these: those that no other of them needs.
    pub fn heads_of<'a>(&self, applied: impl IntoIterator<Item = &'a str>) -> Vec<&Migration> {
        let applied = self.members(applied);
        self.named(&self.tops(&applied))
    }

    fn check_labels(&self) -> Result<(), GraphError> {
        let mut seen = BTreeMap::new();
        for migration in &self.migrations {
            for label in migration.labels() {
                let reserved = ["head", "heads", "base", "current"].contains(&label);
                if reserved || self.get(label).is_some() || !is_name(label) {
                    return Err(GraphError::BadLabel {
                        label: label.to_owned(),
                        id: migration.id().to_owned(),
                    });
                }
                if let Some(first) = seen.insert(label, migration.id()) {
                    return Err(GraphError::SameLabel {
                        label: label.to_owned(),
                        ids: [first.to_owned(), migration.id().to_owned()],
                    });
                }
            }
        }
        Ok(())
    }

    fn all(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.migrations.len()
    }

    /// Where one stands in the order.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.migrations.iter().position(|m| m.id() == id)
    }

    pub(crate) fn members<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Members {
        ids.into_iter().filter_map(|id| self.place(id)).collect()
    }

    fn named(&self, members: &Members) -> Vec<&Migration> {
        members.iter().map(|at| &self.migrations[*at]).collect()
    }

    fn ids(&self, members: &Members) -> Vec<String> {
        let ids = members.iter().map(|at| self.migrations[*at].id());
        ids.map(str::to_owned).collect()
    }

    fn head_members(&self) -> Members {
        let is_head = |at: &usize| self.links[*at].children.is_empty();
        self.all().filter(is_head).collect()
    }

    /// Those of a set that no other of the set comes after or depends on.
    fn tops(&self, of: &Members) -> Members {
        let needed = |at: &usize| {
            let links = &self.links[*at];
            let mut after = links.children.iter().chain(&links.dependents);
            after.any(|next| of.contains(next))
        };
        of.iter().copied().filter(|at| !needed(at)).collect()
    }

    /// All that is reached by steps, with where it starts.
    fn reach<'g, I>(&'g self, from: &Members, step: impl Fn(&'g Links) -> I) -> Members
    where
        I: IntoIterator<Item = &'g usize>,
    {
        let mut reached = from.clone();
        let mut open: Vec<usize> = from.iter().copied().collect();
        while let Some(at) = open.pop() {
            for next in step(&self.links[at]) {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached
    }

    /// With all that must be there before.
    fn with_needed(&self, of: &Members) -> Members {
        self.reach(of, |links| links.parents.iter().chain(&links.depends_on))
    }

    /// With all that cannot be there without.
    fn with_dependents(&self, of: &Members) -> Members {
        self.reach(of, |links| links.children.iter().chain(&links.dependents))
    }

    /// The branch that a label or an id is on: what comes after it, and what leads to it up to
    /// where other branches leave.
    fn branch(&self, at: usize) -> Members {
        let mut branch = self.reach(&Members::from([at]), |links| &links.children);
        let mut below = at;
        while let [parent] = self.links[below].parents[..] {
            if self.links[parent].children.len() > 1 {
                break;
            }
            branch.insert(parent);
            below = parent;
        }
        branch
    }
}

/// Whether a text can name a migration or a branch.
pub fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !text.is_empty() && text.len() <= 120 && text.bytes().all(fits)
}

/// Parents and what is depended on first.
fn ordered(migrations: Vec<Migration>) -> Result<Vec<Migration>, GraphError> {
    let mut waiting = BTreeMap::new();
    for migration in migrations {
        if !is_name(migration.id()) {
            return Err(GraphError::BadName(migration.id().to_owned()));
        }
        let id = migration.id().to_owned();
        if waiting.insert(id.clone(), migration).is_some() {
            return Err(GraphError::SameId(id));
        }
    }
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut after: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, migration) in &waiting {
        let needed: BTreeSet<&str> = migration
            .parents()
            .chain(migration.dependencies())
            .collect();
        for other in &needed {
            if !waiting.contains_key(*other) {
                return Err(GraphError::MissingParent {
                    id: id.clone(),
                    parent: (*other).to_owned(),
                });
            }
            after
                .entry((*other).to_owned())
                .or_default()
                .push(id.clone());
        }
        open.insert(id.clone(), needed.len());
    }
    let mut ready: BTreeSet<String> = BTreeSet::new();
    ready.extend(
        open.iter()
            .filter(|(_, n)| **n == 0)
            .map(|(id, _)| id.clone()),
    );
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(id) = ready.pop_first() {
        for next in after.remove(&id).unwrap_or_default() {
            if let Some(count) = open.get_mut(&next) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(next);
                }
            }
        }
        order.extend(waiting.remove(&id));
    }
    if waiting.is_empty() {
        return Ok(order);
    }
    Err(GraphError::Circle(waiting.into_keys().collect()))
}
