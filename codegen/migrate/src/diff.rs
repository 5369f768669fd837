//! What leads from one schema to another.
//!
//! New names come first, so that everything after compares what has one name (`renames`). Then
//! the parts of each table are compared by what the dialect keeps of them (`table`, `keys`), and
//! what has to go and come again with a part that changes is found (`touched`). Operations stand
//! in the order of what depends on what (`order`).

mod domains;
mod enums;
mod histories;
mod keys;
pub(crate) mod lossy;
pub(crate) mod mention;
mod order;
pub(crate) mod questions;
pub(crate) mod renames;
mod sequences;
mod sqlite;
mod table;
mod touched;
mod views;
pub(crate) mod wanted;

use std::collections::BTreeMap;

use ormolu_schema::ir::{Dialect, ModelId, ModelKind, Schema, TableName};

use crate::error::RenderError;
use crate::migration::{Answer, Plan, Step};
use crate::operation::Table;
use crate::pass::{self, Direction, PlanPass};

/// Plans the way from one schema to another, and back.
///
/// Nothing is asked of a database. Equal schemas give an empty plan.
///
/// # Errors
/// What one of the schemas asks for that `dialect` cannot do.
pub fn diff(before: &Schema, after: &Schema, dialect: Dialect) -> Result<Plan, RenderError> {
    diff_answered(before, after, dialect, &[])
}

/// The same, once the questions of a plan are answered.
///
/// # Errors
/// What one of the schemas asks for that `dialect` cannot do.
pub fn diff_answered(
    before: &Schema,
    after: &Schema,
    dialect: Dialect,
    answers: &[Answer],
) -> Result<Plan, RenderError> {
    let answers = answers.to_vec();
    let online = false;
    diff_with(before, after, dialect, &Options { answers, online })
}

/// How to plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What was asked and answered.
    pub answers: Vec<Answer>,
    /// Whether others go on writing meanwhile: then each lock is short and each long work goes
    /// without one. PostgreSQL makes indexes concurrently, and constraints hold for new rows first
    /// and are held against all rows then; values for NULLs are filled in some rows at a time; and
    /// nothing waits for a lock for long. SQLite, which has one writer, plans as ever.
    pub online: bool,
}

/// The same, in the way that options say.
///
/// # Errors
/// What one of the schemas asks for that `dialect` cannot do.
pub fn diff_with(
    before: &Schema,
    after: &Schema,
    dialect: Dialect,
    options: &Options,
) -> Result<Plan, RenderError> {
    diff_through(before, after, dialect, options, &[])
}

/// The same, and the plan of each direction goes through passes, in their order.
///
/// # Errors
/// What one of the schemas asks for that `dialect` cannot do, or what a pass is against.
pub fn diff_through(
    before: &Schema,
    after: &Schema,
    dialect: Dialect,
    options: &Options,
    passes: &[&dyn PlanPass],
) -> Result<Plan, RenderError> {
    let answers = &options.answers;
    let (names, stale) = wanted::names(before, after, answers);
    let questions = questions::ask(before, after, &names, answers, dialect)?;
    let online = pass::ONLINE.iter().filter(|_| options.online);
    let passes: Vec<&dyn PlanPass> = passes.iter().chain(online).copied().collect();
    let up = steps(before, after, &names, dialect, Direction::Up, &passes)?;
    let back = names.inverse();
    let (down, irreversible) = match steps(after, before, &back, dialect, Direction::Down, &passes)
    {
        Ok(down) => (down, None),
        Err(why) => (Vec::new(), Some(why.to_string())),
    };
    Ok(Plan {
        up,
        down,
        questions,
        stale,
        irreversible,
    })
}

/// One direction.
pub(crate) fn steps(
    before: &Schema,
    after: &Schema,
    names: &renames::Names,
    dialect: Dialect,
    direction: Direction,
    passes: &[&dyn PlanPass],
) -> Result<Vec<Step>, RenderError> {
    let renamed = renames::apply(before, names, dialect);
    let pairs = Pairs::of(&renamed.schema, after);
    let mut plan = order::operations(before, &renamed, after, &pairs, names, dialect)?;
    for pass in passes {
        plan = pass.apply(plan, dialect, direction)?;
    }
    Step::all(plan, dialect)
}

/// The tables of two schemas by their names.
struct Pairs<'s> {
    before: &'s Schema,
    after: &'s Schema,
    /// In the order of the schema after.
    kept: Vec<(Table<'s>, Table<'s>)>,
    gone: Vec<Table<'s>>,
    new: Vec<Table<'s>>,
}

impl<'s> Pairs<'s> {
    fn of(before: &'s Schema, after: &'s Schema) -> Pairs<'s> {
        let (old, new) = (tables(before), tables(after));
        let in_order = |schema: &'s Schema| {
            let models = schema.models();
            models
                .filter(|(_, m)| is_table(m))
                .map(|(id, _)| Table { schema, id })
        };
        let other = |of: &BTreeMap<&TableName, ModelId>, table: Table<'_>| {
            of.get(&table.model().table).copied()
        };
        let mut pairs = Pairs {
            before,
            after,
            kept: Vec::new(),
            gone: Vec::new(),
            new: Vec::new(),
        };
        for table in in_order(after) {
            match other(&old, table) {
                Some(id) => {
                    let before = Table { schema: before, id };
                    pairs.kept.push((before, table));
                }
                None => pairs.new.push(table),
            }
        }
        pairs.gone = in_order(before)
            .filter(|table| other(&new, *table).is_none())
            .collect();
        pairs
    }

    /// What a table of the schema after was.
    fn old(&self, after: Table<'_>) -> Option<Table<'s>> {
        let mut kept = self.kept.iter();
        kept.find(|(_, new)| new.id == after.id)
            .map(|(old, _)| *old)
    }
}

/// Whether a model makes a table of its own, which is no view.
pub(crate) fn is_table(model: &ormolu_schema::ir::Model) -> bool {
    model.kind != ModelKind::Rows && model.view.is_none()
}

fn tables(schema: &Schema) -> BTreeMap<&TableName, ModelId> {
    let models = schema.models().filter(|(_, model)| is_table(model));
    models.map(|(id, model)| (&model.table, id)).collect()
}
