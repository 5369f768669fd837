use ormolu::generated::*;

use super::City;

#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    pub code: String,
    pub name: String,
}

impl Country {
    /// `SELECT` of all rows.
    pub fn select() -> Select<CountryTable, Loaded<Country, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(code: impl Into<String>) -> Get<Country, Rels> {
        Get::new(code.into())
    }
}

/// Table `countries` in a query.
pub struct CountryTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub code: Col<M::Of<String>>,
    pub name: Col<M::Of<String>>,
}

impl<M: Mode> CountryTable<M> {
    pub fn cities(self) -> Path<cities> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Cities = No>(PhantomData<fn() -> (Cities,)>);

/// `Country.cities`
#[allow(non_camel_case_types)]
pub enum cities {}
/// Loads `Country.cities`.
pub fn cities() -> Include<cities, super::city::Rels> {
    Include::new()
}
/// Proof that `Country.cities` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Country.cities` is not loaded by this query",
    label = "`cities` is not loaded",
    note = "add `.with(country::cities())` to the query, or call `try_cities()`"
)]
pub trait HasCities: Shape<Country> {
    type Cities: Shape<City>;
}

/// A row of a loaded graph.
pub struct CountryView<'g, L = Rels>(pub(super) View<'g, Country, L>);

impl<'g, L: 'static> CountryView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Country {
        self.0.row()
    }
    pub fn code(&self) -> &'g str {
        &self.0.row().code
    }
    pub fn name(&self) -> &'g str {
        &self.0.row().name
    }
    pub fn cities<S: 'static>(&self) -> Many<'g, City, S>
    where
        L: HasCities<Cities = S>,
    {
        self.0.many::<cities, S>()
    }
    pub fn try_cities(&self) -> Option<Many<'g, City>> {
        self.0.try_many::<cities, _>()
    }
}
