use ormolu_schema::ir::{ColumnId, Model, Projection};
use proc_macro2::Ident;

use super::{Field, Unit};
use crate::names::{camel, fresh, ident};
use crate::types;

/// An order that clients may choose.
pub(crate) struct Order<'a> {
    pub(crate) variant: Ident,
    pub(crate) text: String,
    pub(crate) field: Field<'a>,
    pub(crate) descending: bool,
}

/// What `projections` and `filterable` say.
impl<'a> Unit<'a> {
    /// The columns that clients may filter by, in their order.
    pub(crate) fn filterable(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        pick(self.model, &self.model.filterable)
    }

    /// Whether clients may filter by anything.
    pub(crate) fn has_filter(&self) -> bool {
        !self.model.filterable.is_empty()
    }

    /// The columns of a projection, in the order of its fields.
    pub(crate) fn chosen(&self, projection: &'a Projection) -> Vec<Field<'a>> {
        pick(self.model, &projection.columns).collect()
    }

    /// The orders that clients may choose.
    pub(crate) fn orders(&self) -> Vec<Order<'a>> {
        let mut orders: Vec<Order<'a>> = vec![];
        let sorted = |field: &Field<'_>| types::comparison(field.column).is_sorted();
        for field in self.filterable().filter(sorted) {
            for descending in [false, true] {
                let (sign, suffix) = if descending {
                    ("-", "desc")
                } else {
                    ("", "asc")
                };
                let name = camel(&format!("{}_{suffix}", field.column.field)).to_string();
                let taken = |name: &str| orders.iter().any(|order| order.variant == name);
                orders.push(Order {
                    variant: ident(&fresh(&name, taken)),
                    text: format!("{sign}{}", field.column.field),
                    field,
                    descending,
                });
            }
        }
        orders
    }
}

/// Some of a model's columns.
fn pick<'a>(
    model: &'a Model,
    columns: &'a [ColumnId],
) -> impl Iterator<Item = Field<'a>> + use<'a> {
    columns.iter().map(|id| Field {
        at: u16::try_from(id.0).unwrap_or(u16::MAX),
        column: model.column(*id),
    })
}
