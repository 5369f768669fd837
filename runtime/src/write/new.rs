use std::fmt;

use super::reference::{End, End::Pending, Ref};
use crate::error::{InvalidValues, Result};
use crate::graph::{Ends, Incoming, Reference};
use crate::model::{Fill, Model};
use crate::relation::{BelongsTo, Relation, RelationMeta};
use crate::rules::values::admit_row;
use crate::value::{Cell, Kind, Value, uuid_v7};

/// A row on its way in: its values, the columns left to the database, and the rows it points at.
///
/// Generated builders wrap it: `post::new(..)` fills in the defaults, each setter one column.
#[derive(Clone)]
pub struct New<M: Model> {
    /// The row, with placeholders in the columns that are open.
    pub row: M,
    pub(crate) incoming: Incoming,
    pub(crate) links: Vec<Link>,
    /// The relationships by which it leads where no other row can.
    pub(crate) claims: Vec<&'static RelationMeta>,
}

/// A row of a link table to be.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) relation: &'static RelationMeta,
    pub(crate) to: End,
}

impl<M: Model> New<M> {
    /// A row all of whose columns have values.
    #[allow(clippy::self_named_constructors)] // a `New` is called so in generated code
    pub fn new(row: M) -> Self {
        New {
            row,
            incoming: Incoming::default(),
            links: vec![],
            claims: vec![],
        }
    }

    /// A copy of a row, to be inserted as another: without what the database fills in, a key that
    /// it counts among them, and with a new UUID where that is the key. A key of the program's own
    /// is to be changed before: `New::copy_of(&row).row`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// use ormolu::New;
    ///
    /// let first = Post::get(1).one(&db).await?.into_row();
    /// let again = Post::insert(New::copy_of(&first)).run(&db).await?;
    /// assert!(again.id != first.id && again.title == first.title);
    /// # Ok(()) }
    /// ```
    pub fn copy_of(row: &M) -> Self {
        let mut new = New::new(row.clone());
        for (at, column) in (0..).zip(M::META.columns) {
            let in_key = M::META.key.contains(&at);
            match column.fill {
                Fill::Identity | Fill::Generated => new.unset(at),
                Fill::Default | Fill::Statement(_) if in_key => new.unset(at),
                Fill::Program if in_key && column.kind == Kind::Uuid && M::META.key.len() == 1 => {
                    let key = Value::Uuid(uuid_v7());
                    // The column is one of UUIDs.
                    let _ = new.row.read(at.into(), &Cell(&key), 0);
                }
                _ => {}
            }
        }
        new
    }

    /// Leaves a column to the database.
    pub fn unset(&mut self, column: u16) {
        self.incoming.unset.insert(column);
    }

    /// The row, to give a value to a column that was left to the database.
    pub fn given(&mut self, column: u16) -> &mut M {
        self.incoming.unset.remove(column);
        &mut self.row
    }

    /// Points at a parent: `columns` become its `target`. A key is copied at once; so are the
    /// columns of a row; those of a session's row when they are known.
    pub fn refer<P: Model>(
        &mut self,
        to: Ref<P>,
        columns: &'static [u16],
        target: &'static [u16],
        by_key: fn(&mut M, &P::Key),
    ) {
        let ends = Ends { columns, target };
        match to {
            Ref::Key(key) => by_key(&mut self.row, &key),
            Ref::Row(row) => ends.fill(&mut self.row, &*row),
            Ref::Handle { tag, table, row } => {
                let reference = Reference::new(tag, (table, row), ends);
                self.incoming.references.push(reference);
            }
        }
    }

    /// Points at the row of a `belongs_to` relationship.
    pub fn point<R: BelongsTo<Parent = M>>(&mut self, to: Ref<R::Child>) {
        for column in R::META.parent_columns {
            self.incoming.unset.remove(*column);
        }
        if M::META.is_unique(R::META.parent_columns) {
            self.claims.push(R::META);
        }
        let ends = (R::META.parent_columns, R::META.child_columns);
        self.refer(to, ends.0, ends.1, R::fill_key);
    }

    /// Links rows of a many-to-many relationship.
    pub fn link<R: Relation<Parent = M>>(&mut self, to: Vec<Ref<R::Child>>) {
        self.links.extend(to.into_iter().map(|to| Link {
            relation: R::META,
            to: End::new(to, R::META.child_columns),
        }));
    }

    /// Makes its values what the schema says.
    pub(crate) fn admit(&mut self) -> Result<()> {
        let mut faults = vec![];
        admit_row(&mut self.row, &self.incoming.unset, &mut faults)?;
        InvalidValues::check(faults)
    }

    /// Whether it points at rows of a session, so that only the session can insert it.
    pub(crate) fn needs_session(&self) -> bool {
        !self.incoming.references.is_empty()
            || self.links.iter().any(|l| matches!(l.to, Pending { .. }))
    }
}

impl<M: Model + fmt::Debug> fmt::Debug for New<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "New({:?})", self.row)
    }
}
