//! A plan in steps, as SQL.

use std::fmt;

use ormolu_schema::ir::{Dialect, TableName};

use crate::diff::lossy;
use crate::error::RenderError;
use crate::operation::{Change, Online, Operation};
use crate::render;

/// The way from one schema to another, and back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is done, in this order.
    pub up: Vec<Step>,
    /// What undoes it, in this order.
    pub down: Vec<Step>,
    /// What may be a new name for something: until it is answered, the plan drops one thing and
    /// adds another.
    pub questions: Vec<Question>,
    /// Each `renamed_from` that says nothing about this way, in words.
    pub stale: Vec<String>,
    /// Why there is no way back, where there is none.
    pub irreversible: Option<String>,
}

impl Plan {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.up.is_empty()
    }
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it does, in a few words: `add column `phone` to `users``.
    pub title: String,
    /// The single changes, where it makes several.
    pub changes: Vec<String>,
    /// The statements, without semicolons.
    pub statements: Vec<String>,
    /// Whether it may run in a transaction. (MySQL and MariaDB commit at each statement.)
    pub in_transaction: bool,
    /// Whether it runs again and again, each time in a transaction of its own, until it changes no
    /// row.
    pub repeat: bool,
    /// SQLite: whether the checks of foreign keys have to be off (`PRAGMA foreign_keys = OFF`,
    /// which works outside of transactions only).
    pub foreign_keys_off: bool,
    /// The data that may be lost, in words.
    pub lossy: Vec<String>,
    /// What should be known before it runs, in words.
    pub notes: Vec<String>,
    /// Rules of the linter that its statements break with a reason: `rule: the reason`.
    pub allows: Vec<String>,
}

impl Default for Step {
    fn default() -> Self {
        Step {
            title: String::new(),
            changes: Vec::new(),
            statements: Vec::new(),
            in_transaction: true,
            repeat: false,
            foreign_keys_off: false,
            lossy: Vec::new(),
            notes: Vec::new(),
            allows: Vec::new(),
        }
    }
}

impl Step {
    /// Operations as steps. Those without a statement are left out.
    pub(crate) fn all(
        plan: Vec<Operation<'_>>,
        dialect: Dialect,
    ) -> Result<Vec<Step>, RenderError> {
        let mut steps = Vec::with_capacity(plan.len());
        let off = plan.contains(&Operation::CheckForeignKeys);
        for operation in &plan {
            let statements = render::operation_statements(operation, dialect)?;
            if statements.is_empty() {
                continue;
            }
            let (lossy, notes) = lossy::of(operation, dialect);
            let alone = |online: &Online<'_>| {
                !matches!(online, Online::AddForeignKey(_) | Online::AddCheck(..))
            };
            steps.push(Step {
                title: operation.to_string(),
                changes: changes(operation),
                statements,
                in_transaction: !matches!(operation, Operation::Online(op) if alone(op)),
                repeat: matches!(operation, Operation::Online(Online::Backfill { .. })),
                foreign_keys_off: off,
                lossy,
                notes,
                allows: Vec::new(),
            });
        }
        enum_values_alone(&plan, &mut steps);
        Ok(steps)
    }
}

/// The single changes of an operation, where it makes several.
fn changes(operation: &Operation<'_>) -> Vec<String> {
    let in_words = |changes: &[Change<'_>]| changes.iter().map(Change::to_string).collect();
    match operation {
        Operation::AlterTable(alter) if alter.changes.len() > 1 => in_words(&alter.changes),
        Operation::RebuildTable(rebuild) => in_words(&rebuild.alter.changes),
        Operation::AlterDomain(alter) if alter.changes.len() > 1 => {
            alter.changes.iter().map(ToString::to_string).collect()
        }
        _ => vec![],
    }
}

/// PostgreSQL refuses a new value of an enumeration in the transaction that adds it: where another
/// step names one, those that add stand outside.
fn enum_values_alone(plan: &[Operation<'_>], steps: &mut [Step]) {
    let added: Vec<String> = plan
        .iter()
        .filter_map(|operation| match operation {
            Operation::AddEnumValue(add) => Some(format!("'{}'", add.value.replace('\'', "''"))),
            _ => None,
        })
        .collect();
    let adds = |step: &Step| {
        step.statements
            .iter()
            .any(|sql| sql.contains(" ADD VALUE "))
    };
    let uses = |step: &Step| {
        let names = |sql: &String| added.iter().any(|value| sql.contains(value));
        !adds(step) && step.statements.iter().any(names)
    };
    if steps.iter().any(uses) {
        for step in steps.iter_mut().filter(|step| adds(step)) {
            step.in_transaction = false;
        }
    }
}

/// Whether something is gone and something new, or one thing has a new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// About a table.
    Table {
        /// The one that is gone.
        from: TableName,
        /// The one that is new.
        to: TableName,
    },
    /// About a column.
    Column {
        /// Its table, under its new name.
        table: TableName,
        /// The one that is gone.
        from: String,
        /// The one that is new.
        to: String,
    },
    /// About a stored value of an enumeration.
    Value {
        /// The enumeration's name in databases, as it is after.
        of: TableName,
        /// The one that is gone.
        from: String,
        /// The one that is new.
        to: String,
    },
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Question::Table { from, to } => {
                write!(f, "Is table `{}` the new name of `{}`?", to.name, from.name)
            }
            Question::Column { table, from, to } => write!(
                f,
                "Is column `{to}` of table `{}` the new name of `{from}`?",
                table.name
            ),
            Question::Value { of, from, to } => {
                write!(
                    f,
                    "Is value `{to}` of enum `{}` the new text of `{from}`?",
                    of.name
                )
            }
        }
    }
}

/// The answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// Whether it is a new name.
    pub renamed: bool,
}
