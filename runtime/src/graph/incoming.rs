use std::any::Any;
use std::sync::Arc;

use crate::model::{ColumnSet, Model};
use crate::value::{Cell, Value};

/// What is still open in a row that is not in the database yet.
#[derive(Clone)]
pub(crate) struct Incoming<M> {
    /// The columns left to the database.
    pub(crate) unset: ColumnSet,
    /// Foreign keys that wait for the keys of other rows.
    pub(crate) references: Vec<Reference<M>>,
}

impl<M> Default for Incoming<M> {
    fn default() -> Self {
        Incoming {
            unset: ColumnSet::default(),
            references: vec![],
        }
    }
}

/// A foreign key that is filled from another row of the session.
#[derive(Clone)]
pub(crate) struct Reference<M> {
    /// The session's mark.
    pub(crate) tag: u32,
    /// The table and row pointed at.
    pub(crate) to: (u32, u32),
    /// The foreign key's columns, if they are known.
    pub(crate) columns: &'static [u16],
    /// Nothing once the program wrote the foreign key itself.
    fill: Option<Arc<dyn Fill<M>>>,
}

impl<M: Model> Reference<M> {
    /// A reference to a row of `P`, of which `copy` knows what to take; or to one of a variant
    /// of `P`, from which the columns of the key are copied.
    pub(crate) fn new<P: Model>(
        tag: u32,
        to: (u32, u32),
        ends: Ends,
        copy: fn(&mut M, &P),
    ) -> Self {
        let typed = Typed { copy, ends };
        Reference {
            tag,
            to,
            columns: ends.columns,
            fill: Some(Arc::new(typed)),
        }
    }

    /// A reference that copies columns of the parent.
    pub(crate) fn by_columns(tag: u32, to: (u32, u32), ends: Ends) -> Self {
        Reference {
            tag,
            to,
            columns: ends.columns,
            fill: Some(Arc::new(ends)),
        }
    }

    /// The program wrote the foreign key itself.
    pub(crate) fn drop_fill(&mut self) {
        self.fill = None;
    }

    /// Copies the parent's key into the child.
    pub(crate) fn fill(&self, child: &mut M, parent: &dyn AnyRow) {
        if let Some(fill) = &self.fill {
            fill.fill(child, parent);
        }
    }
}

/// A row whose model is not known.
pub(crate) trait AnyRow {
    /// The row, for those who know its model.
    fn any(&self) -> &dyn Any;
    /// The value of a column.
    fn column(&self, at: u16) -> Value;
}

impl<M: Model> AnyRow for M {
    fn any(&self) -> &dyn Any {
        self
    }

    fn column(&self, at: u16) -> Value {
        self.value(at.into())
    }
}

/// Fills a foreign key of `M` from a row whose model only the implementor knows.
trait Fill<M>: Send + Sync {
    fn fill(&self, child: &mut M, parent: &dyn AnyRow);
}

struct Typed<M, P> {
    copy: fn(&mut M, &P),
    ends: Ends,
}

impl<M: Model, P: Model> Fill<M> for Typed<M, P> {
    fn fill(&self, child: &mut M, parent: &dyn AnyRow) {
        match parent.any().downcast_ref() {
            Some(parent) => (self.copy)(child, parent),
            None => self.ends.fill(child, parent),
        }
    }
}

/// The two ends of a foreign key: columns of the child, and those of the parent they copy.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ends {
    pub(crate) columns: &'static [u16],
    pub(crate) target: &'static [u16],
}

impl<M: Model> Fill<M> for Ends {
    fn fill(&self, child: &mut M, parent: &dyn AnyRow) {
        for (own, target) in self.columns.iter().zip(self.target) {
            let value = parent.column(*target);
            // The schema gives both ends of a foreign key one type.
            let _ = child.read((*own).into(), &Cell(&value), 0);
        }
    }
}
