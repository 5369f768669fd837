//! SQLite.

use super::case::{Case, same};
use super::rule::Check::{Any, Old};
use super::rule::Severity::Error;
use super::rule::{Rule, SQLITE};
use super::statement::{Clause, Statement, What, begins};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "sqlite-add-column-limits",
        Error,
        SQLITE,
        Old(add_column),
        [
            "a new column that is unique, a key, stored generated, or has a computed default",
            "SQLite refuses it",
            "build the table anew, as `ormolu migrate diff` does",
        ],
    ),
    Rule::new(
        "sqlite-drop-column-limits",
        Error,
        SQLITE,
        Old(drop_column),
        [
            "a column that a key, index, or foreign key has is dropped",
            "SQLite refuses it",
            "drop the index first, or build the table anew, as `ormolu migrate diff` does",
        ],
    ),
    Rule::new(
        "sqlite-alter-limits",
        Error,
        SQLITE,
        Any(alter),
        [
            "`ALTER COLUMN`, `ADD CONSTRAINT`, `DROP CONSTRAINT`",
            "SQLite does not know them",
            "build the table anew, as `ormolu migrate diff` does",
        ],
    ),
    Rule::new(
        "sqlite-foreign-keys-on-in-rebuild",
        Error,
        SQLITE,
        Old(rebuild),
        [
            "a table is built anew while foreign keys are enforced",
            "dropping the old one deletes the rows that point at it by CASCADE, or fails",
            "`-- ormolu:step foreign_keys=off` before it",
        ],
    ),
    Rule::new(
        "sqlite-pragma-in-transaction",
        Error,
        SQLITE,
        Any(pragma),
        [
            "`PRAGMA foreign_keys` in a transaction",
            "it does nothing there",
            "`-- ormolu:step foreign_keys=off`",
        ],
    ),
];

fn add_column(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    if clause.what != What::AddColumn {
        return None;
    }
    let computed = ["current_timestamp", "current_date", "current_time", "("];
    let default = computed
        .iter()
        .any(|word| clause.has(&format!("default {word}")));
    let points = clause.has("references") && clause.has("default") && !clause.has("default null");
    let limits = ["unique", "primary key", "stored"];
    let found = limits.iter().find(|words| clause.has(words)).copied();
    let found = found
        .or(default.then_some("default"))
        .or(points.then_some("references"))?;
    Some(format!(
        "`{}.{}` cannot be added: {}",
        clause.table,
        clause.name,
        found.to_uppercase()
    ))
}

fn drop_column(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    if clause.what != What::DropColumn {
        return None;
    }
    let model = case.model(&clause.table)?;
    let id = model.column_named(&clause.name)?;
    let dropped = |name: &str| {
        case.clauses()
            .any(|(_, other)| other.what == What::DropIndex && same(&other.name, name))
    };
    let indexed = model.indexes.iter().find(|index| {
        let named = |part: &ormolu_schema::ir::IndexPart| {
            part.term == ormolu_schema::ir::IndexTerm::Column(id)
        };
        index.parts.iter().any(named) && !dropped(&index.name)
    });
    let holds = if model.in_primary_key(id) {
        "the primary key".to_owned()
    } else if let Some(index) = indexed {
        format!("index `{}`", index.name)
    } else if model
        .uniques
        .iter()
        .any(|unique| unique.columns.contains(&id))
    {
        "a unique constraint".to_owned()
    } else if model
        .foreign_keys
        .iter()
        .any(|key| key.columns.contains(&id))
    {
        "a foreign key".to_owned()
    } else {
        return None;
    };
    Some(format!(
        "`{}.{}` is part of {holds}",
        clause.table, clause.name
    ))
}

fn alter(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let unknown = matches!(
        clause.what,
        What::AlterColumn | What::ModifyColumn | What::AddConstraint | What::DropConstraint
    );
    (begins(&statement.tokens, "alter table") && unknown)
        .then(|| format!("SQLite cannot change `{}` so", clause.table))
}

fn rebuild(case: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::DropTable
        && case.rebuilds(&clause.table)
        && !statement.step.foreign_keys_off)
        .then(|| format!("`{}` is dropped with foreign keys enforced", clause.table))
}

fn pragma(case: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let keys = begins(&statement.tokens, "pragma foreign_keys");
    (keys && case.in_transaction(statement))
        .then(|| "`PRAGMA foreign_keys` does nothing in a transaction".to_owned())
}
