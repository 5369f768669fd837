use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::model::{ColumnSet, Model};
use crate::value::Cell;

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
    pub(crate) fn new<P: Model>(
        tag: u32,
        to: (u32, u32),
        columns: &'static [u16],
        copy: fn(&mut M, &P),
    ) -> Self {
        let fill: Option<Arc<dyn Fill<M>>> = Some(Arc::new(copy));
        Reference {
            tag,
            to,
            columns,
            fill,
        }
    }

    /// A reference that copies columns of the parent.
    pub(crate) fn by_columns<P: Model>(
        tag: u32,
        to: (u32, u32),
        columns: &'static [u16],
        target: &'static [u16],
    ) -> Self {
        let copied = Copied::<P> {
            columns,
            target,
            parent: PhantomData,
        };
        Reference {
            tag,
            to,
            columns,
            fill: Some(Arc::new(copied)),
        }
    }

    /// The program wrote the foreign key itself.
    pub(crate) fn drop_fill(&mut self) {
        self.fill = None;
    }

    /// Copies the parent's key into the child.
    pub(crate) fn fill(&self, child: &mut M, parent: &dyn Any) {
        if let Some(fill) = &self.fill {
            fill.fill(child, parent);
        }
    }
}

/// Fills a foreign key of `M` from a row whose model only the implementor knows.
trait Fill<M>: Send + Sync {
    fn fill(&self, child: &mut M, parent: &dyn Any);
}

impl<M: Model, P: Model> Fill<M> for fn(&mut M, &P) {
    fn fill(&self, child: &mut M, parent: &dyn Any) {
        if let Some(parent) = parent.downcast_ref() {
            self(child, parent);
        }
    }
}

/// Copies columns of a parent, one by one.
struct Copied<P> {
    columns: &'static [u16],
    target: &'static [u16],
    parent: PhantomData<fn() -> P>,
}

impl<M: Model, P: Model> Fill<M> for Copied<P> {
    fn fill(&self, child: &mut M, parent: &dyn Any) {
        let Some(parent) = parent.downcast_ref::<P>() else {
            return;
        };
        for (own, target) in self.columns.iter().zip(self.target) {
            let value = parent.value((*target).into());
            // The schema gives both ends of a foreign key one type.
            let _ = child.read((*own).into(), &Cell(&value), 0);
        }
    }
}
