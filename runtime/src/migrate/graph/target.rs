//! What can be said where a migration is meant: `head`, `+2`, `2026010`, `billing@head`,
//! `20260101T120000_notes-1`.

use super::{Graph, GraphError, Members};

/// A target as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target<'t> {
    /// The whole of it, for messages.
    pub(super) text: &'t str,
    pub(super) branch: Option<&'t str>,
    pub(super) symbol: Symbol<'t>,
    pub(super) steps: isize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol<'t> {
    /// Where the database is.
    Here,
    Head,
    Heads,
    Base,
    /// An id, the beginning of one, or a label.
    Name(&'t str),
}

impl<'t> Target<'t> {
    pub(super) fn parse(text: &'t str) -> Result<Self, GraphError> {
        let unknown = || GraphError::Unknown(text.to_owned());
        let (branch, rest) = match text.split_once('@') {
            Some((branch, rest)) => (Some(branch), rest),
            None => (None, text),
        };
        let (name, steps) = match rest.find(['+', '-']) {
            Some(at) => {
                let (name, steps) = rest.split_at(at);
                (name, steps.parse().map_err(|_| unknown())?)
            }
            None => (rest, 0),
        };
        let symbol = match name {
            "" if steps != 0 => Symbol::Here,
            "" => return Err(unknown()),
            "current" => Symbol::Here,
            "head" => Symbol::Head,
            "heads" => Symbol::Heads,
            "base" => Symbol::Base,
            name => Symbol::Name(name),
        };
        Ok(Target {
            text,
            branch,
            symbol,
            steps,
        })
    }
}

impl Graph {
    /// What an id, the beginning of one or a label names.
    pub(super) fn find(&self, name: &str) -> Result<usize, GraphError> {
        let by_id = self.place(name);
        let labelled = |at: &usize| self.migrations[*at].labels().any(|label| label == name);
        if let Some(at) = by_id.or_else(|| self.all().find(labelled)) {
            return Ok(at);
        }
        // The slug alone is often what people remember.
        let begins = |at: &usize| {
            let id = self.migrations[*at].id();
            let slug = id.split_once('_').map_or("", |(_, slug)| slug);
            id.starts_with(name) || slug == name
        };
        let candidates: Members = self.all().filter(begins).collect();
        match candidates.len() {
            0 => Err(GraphError::Unknown(name.to_owned())),
            1 => candidates
                .first()
                .copied()
                .ok_or(GraphError::Unknown(name.to_owned())),
            _ => Err(GraphError::Ambiguous {
                target: name.to_owned(),
                candidates: self.ids(&candidates),
            }),
        }
    }

    /// The branch that a target names before its `@`.
    pub(super) fn branch_of(&self, target: &Target<'_>) -> Result<Option<Members>, GraphError> {
        let branch = target.branch.map(|name| self.find(name)).transpose()?;
        Ok(branch.map(|at| self.branch(at)))
    }

    /// The head that is meant, of a branch or of all.
    pub(super) fn head(
        &self,
        target: &Target<'_>,
        branch: Option<&Members>,
    ) -> Result<usize, GraphError> {
        let mut heads = self.head_members();
        if let Some(branch) = branch {
            heads.retain(|head| branch.contains(head));
        }
        match (heads.len(), heads.first()) {
            (1, Some(head)) => Ok(*head),
            (0, _) | (_, None) => Err(GraphError::Unknown(target.text.to_owned())),
            _ => Err(GraphError::SeveralHeads {
                target: target.text.to_owned(),
                heads: self.ids(&heads),
            }),
        }
    }

    /// So many steps away from a migration, without a database. Nothing for before the base.
    pub(super) fn walk(
        &self,
        target: &Target<'_>,
        from: usize,
        branch: Option<&Members>,
    ) -> Result<Option<usize>, GraphError> {
        let mut at = Some(from);
        for done in 0..target.steps.unsigned_abs() {
            let Some(here) = at else {
                return Err(too_far(target, done));
            };
            let links = &self.links[here];
            let (ways, up) = match target.steps > 0 {
                true => (&links.children, true),
                false => (&links.parents, false),
            };
            let ways = ways.iter().copied();
            let ways: Members = match branch.filter(|_| links.children.len() > 1 || !up) {
                Some(branch) if up => ways.filter(|way| branch.contains(way)).collect(),
                _ => ways.collect(),
            };
            at = match (ways.len(), ways.first()) {
                (0, _) | (_, None) if up => return Err(too_far(target, done)),
                (0, _) | (_, None) => None,
                (1, Some(way)) => Some(*way),
                _ => {
                    return Err(GraphError::Fork {
                        target: target.text.to_owned(),
                        candidates: self.ids(&ways),
                    });
                }
            };
        }
        Ok(at)
    }
}

pub(super) fn too_far(target: &Target<'_>, done: usize) -> GraphError {
    let steps = target.steps.unsigned_abs();
    GraphError::TooFar {
        target: target.text.to_owned(),
        steps,
        short: steps - done,
    }
}
