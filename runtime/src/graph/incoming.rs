use crate::model::{ColumnSet, Model};
use crate::value::{Cell, Value};

/// What is still open in a row that is not in the database yet.
#[derive(Clone, Default)]
pub(crate) struct Incoming {
    /// The columns left to the database.
    pub(crate) unset: ColumnSet,
    /// Foreign keys that wait for the keys of other rows.
    pub(crate) references: Vec<Reference>,
}

/// A foreign key that is filled from another row of the session.
#[derive(Clone)]
pub(crate) struct Reference {
    /// The session's mark.
    pub(crate) tag: u32,
    /// The table and row pointed at.
    pub(crate) to: (u32, u32),
    /// The foreign key's columns, and those they copy.
    pub(super) ends: Ends,
    /// The program wrote the foreign key itself.
    written: bool,
}

impl Reference {
    /// A reference that copies columns of the parent.
    pub(crate) fn new(tag: u32, to: (u32, u32), ends: Ends) -> Self {
        Reference {
            tag,
            to,
            ends,
            written: false,
        }
    }

    /// The foreign key's columns.
    pub(crate) fn columns(&self) -> &'static [u16] {
        self.ends.columns
    }

    /// The program wrote the foreign key itself.
    pub(crate) fn drop_fill(&mut self) {
        self.written = true;
    }

    /// Copies the parent's key into the child.
    pub(crate) fn fill<M: Model>(&self, child: &mut M, parent: &dyn AnyRow) {
        if !self.written {
            self.ends.fill(child, parent);
        }
    }
}

/// A row whose model is not known.
pub(crate) trait AnyRow {
    /// The value of a column.
    fn column(&self, at: u16) -> Value;
}

impl<M: Model> AnyRow for M {
    fn column(&self, at: u16) -> Value {
        self.value(at.into())
    }
}

/// The two ends of a foreign key: columns of the child, and those of the parent they copy.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ends {
    pub(crate) columns: &'static [u16],
    pub(crate) target: &'static [u16],
}

impl Ends {
    /// Copies the parent's columns into the child's.
    pub(crate) fn fill<M: Model>(self, child: &mut M, parent: &dyn AnyRow) {
        for (own, target) in self.columns.iter().zip(self.target) {
            let value = parent.column(*target);
            // The schema gives both ends of a foreign key one type.
            let _ = child.read((*own).into(), &Cell(&value), 0);
        }
    }
}
