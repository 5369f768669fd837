//! Collections in an order of their own, which a column of their rows keeps.

use std::marker::PhantomData;

use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::{Error, Result};
use crate::graph::Handle;
use crate::load::Named;
use crate::model::Model;
use crate::relation::{Position, Positioned, Relation, ToMany};
use crate::value::{Kind, Value};
use crate::write::{IntoRef, Ref};

/// The rows of a collection in their order, to be changed: see [`Session::ordered`].
pub struct Ordered<'s, R: Relation> {
    session: &'s mut Session,
    parent: RowId,
    rows: Vec<RowId>,
    relation: PhantomData<fn() -> R>,
}

impl Session {
    /// The rows of a collection whose order the schema keeps by `position: ..`, to be put in
    /// another: one SELECT reads them. Each change gives the rows that it moves their new places,
    /// and no others; the next flush writes them, by one UPDATE where the engine can, whatever
    /// unique key the places are in.
    ///
    /// What is linked, unlinked or deleted elsewhere leaves the places of the others as they are:
    /// the order holds, and the next change here closes the gaps.
    ///
    /// ```ignore
    /// let mut tracks = s.ordered(album, album::tracks()).await?;
    /// tracks.insert_at(0, intro)?;
    /// tracks.move_to(encore, 3)?;
    /// tracks.remove(skit)?;
    /// s.commit().await?;
    /// ```
    pub async fn ordered<M, L, N>(
        &mut self,
        parent: Handle<M, L>,
        relationship: N,
    ) -> Result<Ordered<'_, N::Relation>>
    where
        M: Model,
        N: Named<Relation: Positioned<Parent = M, Cardinality = ToMany>>,
    {
        let _ = relationship;
        self.ready()?;
        let parent = self.id(parent)?;
        let column = N::Relation::POSITION.column;
        let mut rows = self.children_there::<N::Relation>(parent).await?;
        rows.sort_by_key(|id| {
            match self.graph.tables[id.table as usize]
                .unset(id.row)
                .contains(column)
            {
                true => i64::MAX,
                false => self.place_in(*id, column),
            }
        });
        Ok(Ordered {
            session: self,
            parent,
            rows,
            relation: PhantomData,
        })
    }

    /// The place that a row has by now.
    fn place_in(&self, id: RowId, column: u16) -> i64 {
        match self.joining_values(id, &[column]).first() {
            Some(Value::I16(at)) => (*at).into(),
            Some(Value::I32(at)) => (*at).into(),
            Some(Value::I64(at)) => *at,
            Some(Value::U64(at)) => i64::try_from(*at).unwrap_or(i64::MAX),
            _ => i64::MAX,
        }
    }
}

impl<R: Positioned> Ordered<'_, R> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in their order.
    pub fn rows(&self) -> Vec<Handle<R::Child>> {
        self.rows.iter().map(|id| self.session.bare(*id)).collect()
    }

    /// Puts a row at a place, 0 for the first, and those from there on behind it. A row of another
    /// collection leaves that one; one that is in this one moves.
    pub fn insert_at(&mut self, place: usize, row: impl IntoRef<R::Child>) -> Result<()> {
        let id = self.session.row_here::<R::Child>(row.into_ref())?;
        let known = self.rows.iter().position(|known| *known == id);
        self.check_place(place, self.rows.len() - usize::from(known.is_some()))?;
        // A new row is told again: then its place is one beside its parent's key from now on.
        let new = self.session.states.get(id) == RowState::Pending;
        if let Some(at) = known {
            self.rows.remove(at);
        }
        if known.is_none() || new {
            let row = named(self.session, id);
            self.session.relate::<R>(self.parent, row)?;
        }
        self.rows.insert(place, id);
        self.number()
    }

    /// Puts a row behind all others.
    pub fn push(&mut self, row: impl IntoRef<R::Child>) -> Result<()> {
        let id = self.session.row_here::<R::Child>(row.into_ref())?;
        let end = self.rows.iter().filter(|known| **known != id).count();
        self.insert_at(end, named::<R::Child>(self.session, id))
    }

    /// Moves a row of the collection to a place among the others.
    pub fn move_to(&mut self, row: impl IntoRef<R::Child>, place: usize) -> Result<()> {
        let id = self.session.row_here::<R::Child>(row.into_ref())?;
        let at = self.find(id)?;
        self.check_place(place, self.rows.len() - 1)?;
        let id = self.rows.remove(at);
        self.rows.insert(place, id);
        self.number()
    }

    /// Takes a row away, as [`unlink`](Session::unlink) does.
    pub fn remove(&mut self, row: impl IntoRef<R::Child>) -> Result<()> {
        let id = self.session.row_here::<R::Child>(row.into_ref())?;
        let at = self.find(id)?;
        self.session.part_child::<R>(id)?;
        self.rows.remove(at);
        self.number()
    }

    /// Puts all rows in this order: each of the collection once, and no other.
    pub fn arrange<T: IntoRef<R::Child>>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
    ) -> Result<()> {
        let mut order = vec![];
        for row in rows {
            let id = self.session.row_here::<R::Child>(row.into_ref())?;
            self.find(id)?;
            order.push(id);
        }
        let (mut asked, mut known) = (order.clone(), self.rows.clone());
        asked.sort_unstable();
        known.sort_unstable();
        if asked != known {
            return Err(Error::Invalid(format!(
                "an order of `{}` names each of its {} rows once",
                R::META.name,
                known.len()
            )));
        }
        self.rows = order;
        self.number()
    }

    fn find(&self, id: RowId) -> Result<usize> {
        let at = self.rows.iter().position(|known| *known == id);
        at.ok_or_else(|| {
            let child = self.session.named(id, R::Child::META);
            let relationship = R::META.name;
            SessionError::NotAChild {
                child,
                relationship,
            }
            .into()
        })
    }

    fn check_place(&self, place: usize, end: usize) -> Result<()> {
        if place <= end {
            return Ok(());
        }
        Err(Error::Invalid(format!(
            "`{}` has no place {place}: {end} is behind the last of the others",
            R::META.name
        )))
    }

    /// Gives the rows that are elsewhere by now their places.
    fn number(&mut self) -> Result<()> {
        let Position { column, from } = R::POSITION;
        for (place, id) in (from..).zip(&self.rows) {
            let open = self.session.graph.tables[id.table as usize].unset(id.row);
            if open.contains(column) || self.session.place_in(*id, column) != place {
                let value = number::<R>(place)?;
                self.session.write_key(*id, &[column], &[value])?;
            }
        }
        Ok(())
    }
}

fn named<M: Model>(session: &Session, id: RowId) -> Ref<M> {
    session.bare::<M>(id).into_ref()
}

/// A place as the column stores it.
fn number<R: Positioned>(place: i64) -> Result<Value> {
    let column = &R::Child::META.columns[usize::from(R::POSITION.column)];
    let value = match column.kind {
        Kind::I16 => place.try_into().ok().map(Value::I16),
        Kind::I32 => place.try_into().ok().map(Value::I32),
        Kind::U64 => place.try_into().ok().map(Value::U64),
        _ => Some(Value::I64(place)),
    };
    value.ok_or_else(|| Error::Invalid(format!("`{}` has no room for place {place}", column.name)))
}
