use std::marker::PhantomData;

use super::derived::Layout;
use super::{FromItem, Project, Scope, Select, Tuple};
use crate::error::DecodeError;
use crate::expr::{Alias, Column, DerivedColumn, Node};
use crate::load::Loaded;
use crate::model::{Model, TableHandle};
use crate::value::Decoder;

/// A struct for some of a model's columns, named in the schema under `projections`.
pub trait Projection: Sized + Send + 'static {
    /// The model.
    type Model: Model;
    /// The columns, as positions in the model.
    #[doc(hidden)]
    const COLUMNS: &'static [u16];
    /// Whether the row may be missing.
    #[doc(hidden)]
    const OPTIONAL: bool = false;
    /// Reads a row whose first column stands at `at`.
    #[doc(hidden)]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError>;
}

/// A row that may be missing: `None` where all its columns are NULL.
impl<P: Projection> Projection for Option<P> {
    type Model = P::Model;
    const COLUMNS: &'static [u16] = P::COLUMNS;
    const OPTIONAL: bool = true;

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        for cell in at..at + P::COLUMNS.len() {
            if !row.is_null(cell)? {
                return P::decode(row, at).map(Some);
            }
        }
        Ok(None)
    }
}

/// A projection in a `select`: `UserCard::of(u)`.
pub struct Of<P> {
    place: Place,
    projection: PhantomData<fn() -> P>,
}

/// Where its columns stand.
#[derive(Clone, Copy)]
enum Place {
    Table(Alias),
    /// In a derived source, from a column on.
    Derived(Alias, u16),
}

impl<P> Clone for Of<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Of<P> {}

impl<P: Projection> Of<P> {
    /// The columns of a table; for generated code.
    #[doc(hidden)]
    pub fn table<H: TableHandle<Model = P::Model>>(table: H) -> Self {
        Of::at(Place::Table(table.alias()))
    }

    fn at(place: Place) -> Self {
        Of {
            place,
            projection: PhantomData,
        }
    }
}

impl<P: Projection> Project for Of<P> {
    type Row = P;
    type Columns = Self;
    const WIDTH: usize = P::COLUMNS.len();

    fn push_columns(self, out: &mut Vec<Node>) {
        let model = P::Model::META;
        let columns = P::COLUMNS.iter().zip(0_u16..);
        out.extend(columns.map(|(&at, nth)| match self.place {
            Place::Table(alias) => Node::Column(Column { alias, model, at }),
            Place::Derived(alias, first) => Node::Derived(DerivedColumn {
                alias,
                at: first + nth,
                kind: model.columns[usize::from(at)].kind,
            }),
        }));
    }

    fn push_nullable(out: &mut Vec<bool>) {
        let columns = P::COLUMNS.iter();
        out.extend(
            columns.map(|at| P::Model::META.columns[usize::from(*at)].nullable || P::OPTIONAL),
        );
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<P, DecodeError> {
        P::decode(row, at)
    }

    fn columns(of: &mut Layout<'_>) -> Self {
        let (alias, first) = of.several(Self::WIDTH);
        Of::at(Place::Derived(alias, first))
    }
}

/// As a source of rows it can be selected again, as a whole.
impl<P: Projection> FromItem for Of<P> {
    type Ungrouped = ();
    type Outer = Of<Option<P>>;

    fn ungrouped(self) {}

    fn outer(self) -> Self::Outer {
        Of::at(self.place)
    }
}

impl<S: Scope, M: Model> Select<S, Loaded<M, M::Bare>> {
    /// Selects a struct of some of the model's columns, instead of whole rows:
    /// `User::select().select_as::<UserCard>()`.
    pub fn select_as<P: Projection<Model = M>>(mut self) -> Select<S, Tuple<Of<P>>> {
        self.ast.columns.clear();
        if let Some(from) = &self.ast.from {
            Of::<P>::at(Place::Table(from.alias)).push_columns(&mut self.ast.columns);
        }
        Select {
            ast: self.ast,
            scope: self.scope,
            output: Tuple::new(),
        }
    }
}
