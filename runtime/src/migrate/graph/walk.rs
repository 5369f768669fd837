//! Ways through the history: which migrations to apply or to take back.

use super::target::{Symbol, Target, too_far};
use super::{Graph, GraphError, Members};
use crate::migrate::migration::{Direction, Migration};

/// Migrations in the order in which they run.
#[derive(Clone, Debug)]
pub struct Walk<'g> {
    /// Which way.
    pub direction: Direction,
    /// What runs.
    pub migrations: Vec<&'g Migration>,
}

impl Graph {
    /// What is to be applied to a database that has `applied`, to come to a target.
    ///
    /// ```
    /// use ormolu::migrate::{Graph, Migration};
    ///
    /// let graph = Graph::new(vec![
    ///     Migration::new("20260101T120000_notes"),
    ///     Migration::new("20260201T120000_tags").after("20260101T120000_notes"),
    /// ])?;
    /// let walk = graph.up(["20260101T120000_notes"], "head")?;
    /// assert_eq!(walk.migrations[0].id(), "20260201T120000_tags");
    /// # Ok::<(), ormolu::migrate::GraphError>(())
    /// ```
    ///
    /// # Errors
    /// A target that means nothing, or more than one thing.
    pub fn up<'a>(
        &self,
        applied: impl IntoIterator<Item = &'a str>,
        target: &str,
    ) -> Result<Walk<'_>, GraphError> {
        let applied = self.members(applied);
        let target = Target::parse(target)?;
        let branch = self.branch_of(&target)?;
        let ends = match target.symbol {
            Symbol::Here if target.steps > 0 => self.next(&applied, &target, branch.as_ref())?,
            Symbol::Here => return Err(wrong(&target, "up")),
            _ if self.migrations.is_empty() && target.branch.is_none() && is_end(&target) => {
                Members::new()
            }
            _ => self.ends(&target, branch.as_ref(), "up")?,
        };
        let missing = self.with_needed(&ends);
        Ok(Walk {
            direction: Direction::Up,
            migrations: self.named(&missing.difference(&applied).copied().collect()),
        })
    }

    /// What is to be taken back of `applied`, to come to a target: all that comes after it.
    /// Other branches stay.
    ///
    /// # Errors
    /// A target that means nothing, or more than one thing, or that is not applied.
    pub fn down<'a>(
        &self,
        applied: impl IntoIterator<Item = &'a str>,
        target: &str,
    ) -> Result<Walk<'_>, GraphError> {
        let applied = self.members(applied);
        let target = Target::parse(target)?;
        let branch = self.branch_of(&target)?;
        let removed = match target.symbol {
            Symbol::Here if target.steps < 0 => self.last(&applied, &target, branch.as_ref())?,
            Symbol::Here => return Err(wrong(&target, "down")),
            Symbol::Base if target.steps == 0 => match &branch {
                Some(branch) => self.with_dependents(branch),
                None => applied.clone(),
            },
            _ => {
                let ends = self.ends(&target, branch.as_ref(), "down")?;
                if let Some(end) = ends.difference(&applied).next() {
                    let id = self.migrations[*end].id();
                    return Err(GraphError::NotApplied(id.to_owned()));
                }
                let mut after = self.after(&ends);
                if let Some(branch) = &branch {
                    after.retain(|at| branch.contains(at));
                    after = self.with_dependents(&after);
                }
                after
            }
        };
        let mut migrations = self.named(&removed.intersection(&applied).copied().collect());
        migrations.reverse();
        Ok(Walk {
            direction: Direction::Down,
            migrations,
        })
    }

    /// What a database that has `applied` is to have after it was stamped: what comes after a
    /// target is forgotten, what leads to it is known, other branches stay.
    ///
    /// # Errors
    /// As [`Graph::up`].
    pub fn stamp<'a>(
        &self,
        applied: impl IntoIterator<Item = &'a str>,
        targets: &[&str],
    ) -> Result<Vec<&Migration>, GraphError> {
        let mut members = self.members(applied);
        for text in targets {
            let target = Target::parse(text)?;
            let branch = self.branch_of(&target)?;
            if target.symbol == Symbol::Base && target.steps == 0 {
                let gone = match &branch {
                    Some(branch) => self.with_dependents(branch),
                    None => self.all().collect(),
                };
                members.retain(|at| !gone.contains(at));
                continue;
            }
            let ends = match target.symbol {
                Symbol::Here => return Err(wrong(&target, "stamp")),
                _ => self.ends(&target, branch.as_ref(), "stamp")?,
            };
            let after = self.after(&ends);
            members.retain(|at| !after.contains(at));
            members.extend(self.with_needed(&ends));
        }
        Ok(self.named(&members))
    }

    /// The way of a range: `a..b`, `..b` from the beginning, `a..` to the head, `a..base` back.
    ///
    /// # Errors
    /// Ends that are not there, or without a way between them.
    pub fn range(&self, text: &str) -> Result<Walk<'_>, GraphError> {
        let (from, to) = text.split_once("..").unwrap_or(("base", text));
        let from_end = self.range_end(if from.is_empty() { "base" } else { from })?;
        let to_end = self.range_end(if to.is_empty() { "heads" } else { to })?;
        let (before, after) = (self.with_needed(&from_end), self.with_needed(&to_end));
        let (direction, members) = if from_end.is_subset(&after) {
            (Direction::Up, after.difference(&before))
        } else if to_end.is_subset(&before) {
            (Direction::Down, before.difference(&after))
        } else {
            return Err(GraphError::NoWay {
                from: from.to_owned(),
                to: to.to_owned(),
            });
        };
        let mut migrations = self.named(&members.copied().collect());
        if direction == Direction::Down {
            migrations.reverse();
        }
        Ok(Walk {
            direction,
            migrations,
        })
    }

    /// The migration that a target names, without a database.
    ///
    /// # Errors
    /// None, or several.
    pub fn one(&self, target: &str) -> Result<&Migration, GraphError> {
        let parsed = Target::parse(target)?;
        let branch = self.branch_of(&parsed)?;
        let ends = self.ends(&parsed, branch.as_ref(), "show")?;
        match (ends.len(), ends.first()) {
            (1, Some(at)) => Ok(&self.migrations[*at]),
            (0, _) | (_, None) => Err(GraphError::Unknown(target.to_owned())),
            _ => Err(GraphError::SeveralHeads {
                target: target.to_owned(),
                heads: self.ids(&ends),
            }),
        }
    }

    /// All that must be there before a migration, and that itself.
    pub fn needed_by(&self, id: &str) -> Vec<&Migration> {
        self.named(&self.with_needed(&self.members([id])))
    }

    fn range_end(&self, text: &str) -> Result<Members, GraphError> {
        let target = Target::parse(text)?;
        if target.symbol == Symbol::Base && target.steps == 0 {
            return Ok(Members::new());
        }
        let branch = self.branch_of(&target)?;
        self.ends(&target, branch.as_ref(), "sql")
    }

    /// The migrations that a target names.
    fn ends(
        &self,
        target: &Target<'_>,
        branch: Option<&Members>,
        way: &'static str,
    ) -> Result<Members, GraphError> {
        let start = match target.symbol {
            Symbol::Heads if target.steps == 0 => {
                let mut heads = self.head_members();
                heads.retain(|head| branch.is_none_or(|branch| branch.contains(head)));
                return Ok(heads);
            }
            Symbol::Here | Symbol::Heads => return Err(wrong(target, way)),
            Symbol::Base if target.steps <= 0 => return Err(wrong(target, way)),
            Symbol::Base => return self.steps_up(target, branch),
            Symbol::Head => self.head(target, branch)?,
            Symbol::Name(name) => self.find(name)?,
        };
        if branch.is_some_and(|branch| !self.with_needed(branch).contains(&start)) {
            return Err(GraphError::Unknown(target.text.to_owned()));
        }
        let end = self.walk(target, start, branch)?;
        Ok(end.into_iter().collect())
    }

    /// `base+2`
    fn steps_up(
        &self,
        target: &Target<'_>,
        branch: Option<&Members>,
    ) -> Result<Members, GraphError> {
        let mut applied = Members::new();
        let mut ends = Members::new();
        for done in 0..target.steps.unsigned_abs() {
            ends = self.step(&applied, target, branch, done)?;
            applied = self.with_needed(&applied.union(&ends).copied().collect());
        }
        Ok(ends)
    }

    /// `+2`: what two steps lead to.
    fn next(
        &self,
        applied: &Members,
        target: &Target<'_>,
        branch: Option<&Members>,
    ) -> Result<Members, GraphError> {
        let mut reached = applied.clone();
        for done in 0..target.steps.unsigned_abs() {
            let next = self.step(&reached, target, branch, done)?;
            reached = self.with_needed(&reached.union(&next).copied().collect());
        }
        Ok(reached.difference(applied).copied().collect())
    }

    /// The one migration that comes next.
    fn step(
        &self,
        applied: &Members,
        target: &Target<'_>,
        branch: Option<&Members>,
        done: usize,
    ) -> Result<Members, GraphError> {
        let lineage = branch.map(|branch| self.with_needed(branch));
        let comes_next = |at: &usize| {
            let parents = &self.links[*at].parents;
            !applied.contains(at)
                && lineage.as_ref().is_none_or(|lineage| lineage.contains(at))
                && parents.iter().all(|parent| applied.contains(parent))
        };
        let mut next: Members = self.all().filter(comes_next).collect();
        // What another waits for comes with that.
        let all = next.clone();
        next.retain(|at| {
            let mut waiting = self.links[*at].dependents.iter();
            !waiting.any(|other| all.contains(other))
        });
        match next.len() {
            0 => Err(too_far(target, done)),
            1 => Ok(next),
            _ => Err(GraphError::Fork {
                target: target.text.to_owned(),
                candidates: self.ids(&next),
            }),
        }
    }

    /// `-2`: the two that were last.
    fn last(
        &self,
        applied: &Members,
        target: &Target<'_>,
        branch: Option<&Members>,
    ) -> Result<Members, GraphError> {
        let mut left = applied.clone();
        for done in 0..target.steps.unsigned_abs() {
            let mut tops = self.tops(&left);
            if let Some(branch) = branch {
                tops.retain(|top| branch.contains(top));
            }
            match (tops.len(), tops.first()) {
                (1, Some(top)) => left.remove(top),
                (0, _) | (_, None) => return Err(too_far(target, done)),
                _ => {
                    return Err(GraphError::Fork {
                        target: target.text.to_owned(),
                        candidates: self.ids(&tops),
                    });
                }
            };
        }
        Ok(applied.difference(&left).copied().collect())
    }

    /// All that comes after some, without them.
    fn after(&self, ends: &Members) -> Members {
        let mut after = self.with_dependents(ends);
        after.retain(|at| !ends.contains(at));
        after
    }
}

/// Whether a target is the end of the history, or of a branch of it.
pub(crate) fn to_end(target: &str) -> bool {
    Target::parse(target).is_ok_and(|target| is_end(&target))
}

/// `head` and `heads` of a history without migrations are where it is.
fn is_end(target: &Target<'_>) -> bool {
    matches!(target.symbol, Symbol::Head | Symbol::Heads) && target.steps == 0
}

fn wrong(target: &Target<'_>, way: &'static str) -> GraphError {
    GraphError::WrongWay {
        target: target.text.to_owned(),
        way,
    }
}
