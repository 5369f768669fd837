use std::any::Any;
use std::sync::Arc;

use crate::model::{ColumnSet, Model};

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
    /// Nothing once the program wrote the foreign key itself.
    fill: Option<Arc<dyn Fill<M>>>,
}

impl<M: Model> Reference<M> {
    pub(crate) fn new<P: Model>(tag: u32, to: (u32, u32), copy: fn(&mut M, &P)) -> Self {
        let fill: Option<Arc<dyn Fill<M>>> = Some(Arc::new(copy));
        Reference { tag, to, fill }
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
