use ormolu::generated::*;

use super::Country;
use super::CountryView;

#[derive(Clone, Debug, PartialEq)]
pub struct City {
    pub id: i64,
    pub country_code: Option<String>,
    pub name: String,
}

impl City {
    /// `SELECT` of all rows.
    pub fn select() -> Select<CityTable, Loaded<City, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<City, Rels> {
        Get::new(id)
    }
}

/// Table `cities` in a query.
pub struct CityTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub country_code: Col<Option<String>>,
    pub name: Col<M::Of<String>>,
}

impl<M: Mode> CityTable<M> {
    pub fn country(self) -> Path<country> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Country = No>(PhantomData<fn() -> (Country,)>);

/// `City.country`
#[allow(non_camel_case_types)]
pub enum country {}
/// Loads `City.country`.
pub fn country() -> Include<country, super::country::Rels, ToOne> {
    Include::new()
}
/// Proof that `City.country` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `City.country` is not loaded by this query",
    label = "`country` is not loaded",
    note = "add `.with(city::country())` to the query, or call `try_country()`"
)]
pub trait HasCountry: Shape<City> {
    type Country: Shape<Country>;
}

/// A row of a loaded graph.
pub struct CityView<'g, L = Rels>(pub(super) View<'g, City, L>);

impl<'g, L: 'static> CityView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g City {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn country_code(&self) -> Option<&'g str> {
        self.0.row().country_code.as_deref()
    }
    pub fn name(&self) -> &'g str {
        &self.0.row().name
    }
    pub fn country<S: 'static>(&self) -> Option<CountryView<'g, S>>
    where
        L: HasCountry<Country = S>,
    {
        self.0.optional::<country, S>().map(Into::into)
    }
    pub fn try_country(&self) -> Option<CountryView<'g>> {
        Some(self.0.try_optional::<country, _>()??.into())
    }
}
