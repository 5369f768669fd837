mod conditions;
mod value;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

#[doc(hidden)]
pub use conditions::may_be_null;
pub use conditions::{EqFilter, NullFilter, RangeFilter, TextFilter};

use super::Select;
use super::group::push_condition;
use crate::expr::{Expr, Node, conjunction};
use crate::model::{Inner, Model, TableHandle};

/// Conditions on the rows of a model that a client of the program chose: `UserFilter`. Generated
/// for models whose schema names `filterable` columns.
///
/// Read by serde from a flat map, such as a query string or JSON: a key is a column, or a column
/// and an operator: `name.contains=ann&age.ge=18&id.in=1&id.in=2`. Other keys, operators that do
/// not fit the column, a condition given twice and lists of more than 100 values are errors.
/// Values are always bound, never part of the SQL.
pub trait Filter: Default + Sized {
    /// The model.
    type Model: Model;
    /// What can be filtered by.
    #[doc(hidden)]
    const COLUMNS: &'static [&'static str];
    /// Reads the next value of the map, for an operator of a column.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        column: &str,
        operator: &str,
        values: &mut A,
    ) -> Result<(), A::Error>;
    /// Appends the conditions.
    #[doc(hidden)]
    fn push(self, table: <Self::Model as Model>::Table<Inner>, out: &mut Vec<Node>);

    /// The condition on a table of a query: `.filter(|(u, p)| filter.on(u))`.
    fn on(self, table: <Self::Model as Model>::Table<Inner>) -> Expr<bool> {
        let mut all = vec![];
        self.push(table, &mut all);
        Expr::new(conjunction(all))
    }
}

impl<H: TableHandle<Mode = Inner>, O> Select<H, O> {
    /// `WHERE`, as a client of the program chose; an empty filter lets every row pass.
    pub fn matching<F: Filter<Model = H::Model>>(mut self, filter: F) -> Self {
        let table = F::Model::table::<Inner>(self.scope.alias());
        push_condition(&mut self.ast.filter, filter.on(table).node);
        self
    }
}

/// Reads a filter, for generated code.
#[doc(hidden)]
pub fn deserialize_filter<'de, F: Filter, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<F, D::Error> {
    deserializer.deserialize_map(Keys(PhantomData))
}

struct Keys<F>(PhantomData<fn() -> F>);

impl<'de, F: Filter> Visitor<'de> for Keys<F> {
    type Value = F;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("conditions by column")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<F, A::Error> {
        let mut filter = F::default();
        while let Some(key) = map.next_key::<String>()? {
            let (column, operator) = key.split_once('.').unwrap_or((&key, "eq"));
            filter
                .read(column, operator, &mut map)
                .map_err(|error| A::Error::custom(format_args!("`{key}`: {error}")))?;
        }
        Ok(filter)
    }
}

/// The error for a column that cannot be filtered by, for generated code.
#[doc(hidden)]
pub fn unknown_filter<E: serde::de::Error>(columns: &[&str]) -> E {
    E::custom(format_args!(
        "not a column to filter by; there are {}",
        listed(columns)
    ))
}

/// `a`, `b` and so on.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
