use super::Parameters;
use crate::error::Result;
use crate::model::{ModelMeta, TableMeta};
use crate::value::Value;

/// A column that says who is at work: it is set to what the database's handle or the session was
/// given, unless the program sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetBy {
    /// The column.
    pub column: u16,
    /// The parameter that new rows get it from.
    pub insert: Option<&'static str>,
    /// The parameter that it is set to at each UPDATE.
    pub update: Option<&'static str>,
}

impl TableMeta {
    /// The columns that say who is at work.
    pub(crate) fn set_by(&self) -> &'static [SetBy] {
        self.rules.map_or(&[], |rules| rules.set_by)
    }
}

/// The values that new rows get, by column, of those that `open` says are left open.
pub(crate) fn of_insert(
    model: &ModelMeta,
    parameters: &Parameters,
    open: impl Fn(u16) -> bool,
) -> Result<Vec<(u16, Value)>> {
    let set_by = model.table.set_by().iter();
    let named = set_by.filter_map(|set| Some((set.column, set.insert?)));
    named
        .filter(|(column, _)| open(*column))
        .map(|(column, name)| Ok((column, parameters.value(name, model, column)?)))
        .collect()
}

/// The values that an UPDATE sets, by column, of those that the program does not set.
pub(crate) fn of_update(
    model: &ModelMeta,
    parameters: &Parameters,
    set: impl Fn(u16) -> bool,
) -> Result<Vec<(u16, Value)>> {
    marks_of_update(model, set)
        .map(|(column, name)| Ok((column, parameters.value(name, model, column)?)))
        .collect()
}

/// The same, to be filled by the connection.
pub(crate) fn marks_of_update(
    model: &ModelMeta,
    set: impl Fn(u16) -> bool,
) -> impl Iterator<Item = (u16, &'static str)> {
    let set_by = model.table.set_by().iter();
    let named = set_by.filter_map(|set| Some((set.column, set.update?)));
    named.filter(move |(column, _)| !set(*column))
}

/// What stands for a parameter's value until a statement runs; NULL, where it may be, without one.
pub(crate) fn mark(model: &ModelMeta, column: u16, name: &'static str) -> Value {
    let column = &model.columns[usize::from(column)];
    Value::Parameter(name, column.kind, column.nullable)
}
