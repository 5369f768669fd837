//! What leads from some functions and triggers to others, within the plan for the tables.

use std::collections::BTreeSet;

use ormolu_schema::ir::Dialect;

use super::{Object, ObjectKind};
use crate::diff::mention::mentions;
use crate::migration::{Plan, Step};

/// Puts what makes, replaces and drops functions and triggers into a plan, both ways.
///
/// A function comes before the first step that calls it, else after the tables; what is gone goes
/// when nothing is left that used it. Triggers go first and come last. What only changes inside is
/// replaced in place where the engine does that.
pub fn replace(plan: &mut Plan, before: &[Object], after: &[Object], dialect: Dialect) {
    direction(&mut plan.up, before, after, dialect);
    if plan.irreversible.is_none() {
        direction(&mut plan.down, after, before, dialect);
    }
}

fn direction(steps: &mut Vec<Step>, before: &[Object], after: &[Object], dialect: Dialect) {
    let changes = Changes::of(steps, before, after, dialect);
    if changes.dropped.is_empty() && changes.made.is_empty() {
        return;
    }
    let is_trigger = |object: &&Object| object.kind == ObjectKind::Trigger;
    let alike = steps.iter().any(|step| step.foreign_keys_off);
    let step = |verb: &str, object: &Object, statements: Vec<String>, note: Option<&str>| Step {
        title: format!("{verb} {object}"),
        statements,
        foreign_keys_off: alike,
        notes: note.map(str::to_owned).into_iter().collect(),
        ..Step::default()
    };
    let functions: Vec<&Object> = in_order(changes.made.iter().copied().filter(|o| !is_trigger(o)));
    let mut placed = places(&functions, steps);
    while let Some((at, object)) = placed.pop() {
        let old = changes.before(object);
        let (verb, statements, note) = match (old, &object.replace) {
            (None, _) => ("create", vec![object.create.clone()], None),
            (Some(old), Some(replace)) if old.signature == object.signature => {
                ("replace", vec![replace.clone()], None)
            }
            (Some(old), _) => {
                let note = (dialect == Dialect::Postgres)
                    .then_some("its result is another one: what else uses it has to go first");
                (
                    "replace",
                    vec![old.drop.clone(), object.create.clone()],
                    note,
                )
            }
        };
        steps.insert(at, step(verb, object, statements, note));
    }
    let gone = changes.dropped.iter().copied();
    let gone = in_order(gone.filter(|object| !is_trigger(object) && !changes.comes_again(object)));
    for object in gone.into_iter().rev() {
        steps.push(step("drop", object, vec![object.drop.clone()], None));
    }
    for trigger in changes.made.iter().copied().filter(is_trigger) {
        steps.push(step("create", trigger, vec![trigger.create.clone()], None));
    }
    // Behind what is set for the rest.
    let sets = |step: &&Step| step.statements.iter().all(|sql| sql.starts_with("SET "));
    let front = steps.iter().take_while(sets).count();
    for trigger in changes.dropped.iter().copied().filter(is_trigger).rev() {
        steps.insert(
            front,
            step("drop", trigger, vec![trigger.drop.clone()], None),
        );
    }
}

/// What differs. What is dropped and made again is in both.
struct Changes<'o> {
    all_before: &'o [Object],
    dropped: Vec<&'o Object>,
    made: Vec<&'o Object>,
}

impl<'o> Changes<'o> {
    fn of(
        steps: &[Step],
        before: &'o [Object],
        after: &'o [Object],
        dialect: Dialect,
    ) -> Changes<'o> {
        let same = |a: &Object, others: &[Object]| others.iter().any(|b| a.create == b.create);
        let mut dropped: Vec<&Object> = before.iter().filter(|o| !same(o, after)).collect();
        let mut made: Vec<&Object> = after.iter().filter(|o| !same(o, before)).collect();
        let remade: BTreeSet<&str> = dropped
            .iter()
            .filter(|old| {
                let new = made.iter().find(|new| new.drop == old.drop);
                let in_place =
                    new.is_some_and(|new| new.replace.is_some() && new.signature == old.signature);
                old.kind != ObjectKind::Trigger && !in_place
            })
            .map(|old| old.name.as_str())
            .collect();
        // A trigger goes with its table where SQLite makes that anew, and holds on to its function.
        let moves = |trigger: &Object| match dialect {
            Dialect::Sqlite => steps.iter().flat_map(|step| &step.statements).any(|sql| {
                let table = altered(sql);
                table.is_some_and(|table| mentions(&trigger.text, table))
            }),
            Dialect::Postgres => remade.iter().any(|name| mentions(&trigger.text, name)),
            Dialect::Mysql | Dialect::Mariadb => false,
        };
        let stays = |object: &&Object| object.kind == ObjectKind::Trigger && same(object, before);
        for trigger in after.iter().filter(stays).filter(|object| moves(object)) {
            dropped.push(trigger);
            made.push(trigger);
        }
        Changes {
            all_before: before,
            dropped,
            made,
        }
    }

    /// What was there under the same name and with the same arguments.
    fn before(&self, object: &Object) -> Option<&'o Object> {
        self.all_before.iter().find(|old| old.drop == object.drop)
    }

    fn comes_again(&self, object: &Object) -> bool {
        self.made.iter().any(|new| new.drop == object.drop)
    }
}

/// The table that a statement of SQLite changes or drops.
fn altered(sql: &str) -> Option<&str> {
    let rest = ["ALTER TABLE ", "DROP TABLE "]
        .iter()
        .find_map(|verb| sql.strip_prefix(verb))?;
    rest.strip_prefix('"')?.split('"').next()
}

/// Each after those that it calls, else as they come.
fn in_order<'o>(objects: impl Iterator<Item = &'o Object>) -> Vec<&'o Object> {
    let mut left: Vec<&Object> = objects.collect();
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_ready = |object: &&Object| {
            let mut others = left.iter().filter(|other| other.drop != object.drop);
            !others.any(|other| mentions(&object.text, &other.name))
        };
        // Functions that call each other come as they stand.
        let at = left.iter().position(is_ready).unwrap_or(0);
        ordered.push(left.remove(at));
    }
    ordered
}

/// Before which step each function has to be there, in the order of the steps; those that none
/// calls come at the end.
fn places<'o>(functions: &[&'o Object], steps: &[Step]) -> Vec<(usize, &'o Object)> {
    let mut placed: Vec<(usize, &Object)> = Vec::with_capacity(functions.len());
    for object in functions.iter().rev() {
        let calls = |step: &Step| {
            let mut statements = step.statements.iter();
            statements.any(|sql| calls(sql, &object.name))
        };
        let own = steps.iter().position(calls).unwrap_or(steps.len());
        let callers = placed
            .iter()
            .filter(|(_, other)| mentions(&other.text, &object.name));
        let first = callers.map(|(at, _)| *at).min();
        placed.push((first.map_or(own, |first| first.min(own)), *object));
    }
    placed.reverse();
    placed.sort_by_key(|(at, _)| *at);
    placed
}

/// Whether a text calls a function.
fn calls(sql: &str, name: &str) -> bool {
    let lower = sql.to_lowercase();
    let name = name.to_lowercase();
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    lower.match_indices(&name).any(|(at, _)| {
        let after = lower[at + name.len()..].trim_start_matches(['"', '`']);
        !lower[..at].ends_with(is_word) && after.starts_with('(')
    })
}
