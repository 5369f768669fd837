//! Rows as they were of models that inherit, and of those that they inherit from.

use ormolu_schema::ir::{Dialect, Model, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use super::{When, select};
use crate::sql;
use crate::unit::Unit;

/// Stands where a query binds the moment: what no name and no tag has in it.
const MOMENT: char = '\0';

impl Unit<'_> {
    /// Whether the versions of all of its rows are kept.
    pub(crate) fn keeps_past(&self) -> bool {
        let kept = |model: &Model| model.rules.history.is_some();
        let mut apart = self.apart().iter();
        match self.apart().is_empty() {
            true => kept(self.model),
            false => apart.all(|variant| {
                let way = &self.model.relationships[variant.relationship.0];
                kept(self.schema.model(way.target))
            }),
        }
    }
}

/// The rows at a moment, where they are not those of one table: an `rt::Past`.
pub(crate) fn tokens(unit: &Unit<'_>) -> Option<TokenStream> {
    if !unit.keeps_past() {
        return None;
    }
    let pieces = |dialect| {
        let text = select(unit, When::Then, dialect)?;
        let pieces = text.split(MOMENT);
        Some(quote!(&[#(#pieces),*]))
    };
    let [sqlite, postgres, mysql] = [
        pieces(Dialect::Sqlite)?,
        pieces(Dialect::Postgres)?,
        pieces(Dialect::Mysql)?,
    ];
    Some(quote!(rt::Past { sqlite: #sqlite, postgres: #postgres, mysql: #mysql, }))
}

/// The table of a model's rows, or of the versions of these.
pub(super) fn table(schema: &Schema, model: &Model, when: When, dialect: Dialect) -> String {
    let versions = model.rules.history.filter(|_| when == When::Then);
    sql::table(versions.map_or(model, |id| schema.model(id)), dialect)
}

/// Whether a version is that of the moment.
pub(super) fn holds(of: Option<String>, when: When, dialect: Dialect) -> Option<String> {
    let name = |name: &str| match &of {
        Some(of) => format!("{of}.{}", dialect.quoted(name)),
        None => dialect.quoted(name),
    };
    let (from, to) = (name("valid_from"), name("valid_to"));
    let holds = || format!("{from} <= {MOMENT} AND ({to} > {MOMENT} OR {to} IS NULL)");
    (when == When::Then).then(holds)
}
