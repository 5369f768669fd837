//! A plan in two migrations, between which programs of before and of after run side by side.
//!
//! The first *expands*: what gets another name or type is there in both forms, and triggers keep
//! the two in step. The second *contracts*: the old form goes. What a program of before does not
//! hinder comes with the first, and what it still needs goes with the second.

mod between;
mod parts;
mod view;

use ormolu_schema::ir::{Dialect, Schema, TableName};

use crate::diff::lossy;
use crate::diff::renames::Names;
use crate::diff::{Options, questions, steps, wanted};
use crate::error::RenderError;
use crate::migration::{Plan, Step};
use crate::operation::Table;
use crate::pass::{self, Direction, PlanPass};
use crate::render::mirror::Mirror;
use between::{Between, Pair};

/// Two plans with a schema between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpandContract {
    /// What there is between the two, for programs of before and of after.
    pub between: Schema,
    /// From the schema before to the one between.
    pub expand: Plan,
    /// From the one between to the schema after.
    pub contract: Plan,
}

/// Why there are no two migrations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// Something that cannot be there in two forms.
    #[error("{place}: {why}")]
    Refused {
        /// The table or column.
        place: String,
        /// Why, and the way out.
        why: String,
    },
    /// What the dialect cannot do.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// Plans the way from one schema to another in two migrations, as [`diff_through`](crate::diff_through)
/// does in one. Where nothing asks for two, the second is empty.
///
/// # Errors
/// What cannot be there in two forms, and what one of the schemas asks for that `dialect` cannot do.
pub fn expand_contract(
    before: &Schema,
    after: &Schema,
    dialect: Dialect,
    options: &Options,
    passes: &[&dyn PlanPass],
) -> Result<ExpandContract, ExpandError> {
    let (names, stale) = wanted::names(before, after, &options.answers);
    let questions = questions::ask(before, after, &names, &options.answers, dialect)?;
    let between = Between::of(before, after, &names)?;
    let middle = &between.schema;
    let first = Names {
        columns: Vec::new(),
        ..names.clone()
    };
    let second = between.renames();
    let mirrors = mirrors(&between, before, after, &names, dialect)?;

    let passes: Vec<&dyn PlanPass> = passes.iter().chain(&pass::ONLINE).copied().collect();
    let way =
        |from, to, names: &Names, direction| steps(from, to, names, dialect, direction, &passes);

    let mut up = way(before, middle, &first, Direction::Up)?;
    add(&mut up, &mirrors, true, dialect)?;
    let back = first
        .inverse()
        .with_values(between.required_before(before, &names));
    let mut down = way(middle, before, &back, Direction::Down)?;
    release(&mut down, &mirrors, dialect)?;
    keep(&mut down, &mirrors, Form::New, &names, dialect)?;
    let expand = Plan {
        up,
        down,
        questions,
        stale,
        irreversible: None,
    };

    let onwards = second.clone().with_values(between.required_after(after));
    let mut up = way(middle, after, &onwards, Direction::Up)?;
    release(&mut up, &mirrors, dialect)?;
    keep(&mut up, &mirrors, Form::Old, &names, dialect)?;
    let mut down = way(after, middle, &second.inverse(), Direction::Down)?;
    add(&mut down, &mirrors, false, dialect)?;
    let contract = Plan {
        up,
        down,
        ..Plan::default()
    };
    Ok(ExpandContract {
        between: between.schema,
        expand,
        contract,
    })
}

/// Which of two forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Old,
    New,
}

fn mirrors<'s>(
    between: &'s Between,
    before: &'s Schema,
    after: &'s Schema,
    names: &Names,
    dialect: Dialect,
) -> Result<Vec<Mirror<'s>>, ExpandError> {
    let mut mirrors = Vec::with_capacity(between.pairs.len());
    for pair in &between.pairs {
        let old_table = names.old_table(&pair.table);
        let (Some(table), Some(old), Some(new)) = (
            find(&between.schema, &pair.table),
            find(before, old_table),
            find(after, &pair.table),
        ) else {
            continue;
        };
        let column = |table: Table<'s>, name: &str| {
            let model = table.model();
            model.column_named(name).map(|id| model.column(id))
        };
        let sides = (column(old, &pair.old), column(new, &pair.name));
        let (Some(before), Some(after)) = sides else {
            continue;
        };
        let name = Mirror::usual_name(&pair.table.name, &pair.new);
        // Long names may begin alike.
        let is_taken = |name: &str| {
            let mut others = mirrors.iter();
            others.any(|other: &Mirror<'_>| other.name.eq_ignore_ascii_case(name))
        };
        let mirror = Mirror {
            name: between::free(&name, is_taken),
            table,
            old: &pair.old,
            new: &pair.new,
            before: (old, before),
            after: (new, after),
        };
        mirror.check(dialect).map_err(|why| refused(pair, why))?;
        mirrors.push(mirror);
    }
    Ok(mirrors)
}

fn refused(pair: &Pair, why: String) -> ExpandError {
    ExpandError::Refused {
        place: format!("column `{}` of `{}`", pair.name, pair.table.name),
        why,
    }
}

fn find<'s>(schema: &'s Schema, name: &TableName) -> Option<Table<'s>> {
    between::at(schema, name).map(|id| Table { schema, id })
}

/// Triggers, and then the values of the form that is new on this way.
fn add(
    steps: &mut Vec<Step>,
    mirrors: &[Mirror<'_>],
    forwards: bool,
    dialect: Dialect,
) -> Result<(), RenderError> {
    let off = steps.iter().any(|step| step.foreign_keys_off);
    for mirror in mirrors {
        let notes = match mirror.may_refuse() && forwards {
            true => vec![format!(
                "until the second migration `{}.{}` takes no value that its new form does not hold",
                mirror.table.table.name, mirror.old
            )],
            false => Vec::new(),
        };
        steps.push(Step {
            title: format!("keep {} in step", mirror.both()),
            statements: mirror.keep_in_step(dialect)?,
            foreign_keys_off: off,
            notes,
            ..Step::default()
        });
    }
    for mirror in mirrors {
        let (to, from) = match forwards {
            true => (mirror.new, mirror.old),
            false => (mirror.old, mirror.new),
        };
        let repeat = dialect != Dialect::Sqlite;
        let table = &mirror.table.model().table.name;
        let some = if repeat { ", some rows at a time" } else { "" };
        steps.push(Step {
            title: format!("fill `{to}` of `{table}` from `{from}`{some}"),
            statements: vec![mirror.fill(forwards, dialect)?],
            in_transaction: !repeat,
            repeat,
            foreign_keys_off: off && !repeat,
            ..Step::default()
        });
    }
    Ok(())
}

/// The triggers go before all that needs them gone.
fn release(
    steps: &mut Vec<Step>,
    mirrors: &[Mirror<'_>],
    dialect: Dialect,
) -> Result<(), RenderError> {
    let off = steps.iter().any(|step| step.foreign_keys_off);
    // Behind the limit of waiting for locks.
    let at = usize::from(dialect != Dialect::Sqlite && !steps.is_empty());
    let mut all = Vec::with_capacity(mirrors.len());
    for mirror in mirrors {
        all.push(Step {
            title: format!("no longer keep {} in step", mirror.both()),
            statements: mirror.let_go(dialect)?,
            foreign_keys_off: off,
            ..Step::default()
        });
    }
    steps.splice(at..at, all);
    Ok(())
}

/// What goes in one form stays in the other: it is no loss, unless the other holds less.
fn keep(
    steps: &mut [Step],
    mirrors: &[Mirror<'_>],
    gone: Form,
    names: &Names,
    dialect: Dialect,
) -> Result<(), RenderError> {
    for mirror in mirrors {
        let table = &mirror.table.model().table;
        let (column, shown) = match gone {
            Form::Old => (mirror.old, &table.name),
            Form::New => (mirror.new, &names.old_table(table).name),
        };
        let loss = lossy::values(shown, column);
        for step in steps.iter_mut() {
            let had = step.lossy.len();
            step.lossy.retain(|lost| *lost != loss);
            if step.lossy.len() == had {
                continue;
            }
            let is_old = gone == Form::Old;
            let nulls = mirror.lost_nulls(is_old, dialect)?;
            let loss: Vec<String> = mirror.loss(is_old).into_iter().chain(nulls).collect();
            let drops = |sql: &String| sql.contains(" DROP COLUMN ");
            if loss.is_empty() && is_old && step.statements.iter().any(drops) {
                let reason = format!("`{}` has the values of `{column}`", mirror.new);
                step.allows.push(format!("drop-column-data-loss: {reason}"));
            }
            step.lossy.extend(loss);
        }
    }
    // What is lost in truth is to be heard of.
    for step in steps.iter_mut().filter(|step| !step.lossy.is_empty()) {
        step.allows.clear();
    }
    Ok(())
}
