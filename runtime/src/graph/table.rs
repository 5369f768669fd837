use std::any::Any;
use std::collections::hash_map::Entry;

use super::{Followed, Incoming, Keyed, Places, Rekeyed, Tracked};
use crate::model::{Model, ModelMeta};
use crate::value::{Kind, Texts, Value, ValueRef};

/// The rows of one model.
pub struct Table<M: Model> {
    /// The rows; places never change.
    pub rows: Vec<M>,
    /// Session: the place of each key.
    pub(crate) index: Keyed<M::Key>,
    /// Session: each edited row as it was before its first edit.
    pub(crate) originals: Places<Box<M>>,
    /// Session: by transaction and savepoint, the rows changed in it as they were before it.
    pub(crate) history: Vec<Places<Box<M>>>,
    /// Session: what is open in each row added since the last COMMIT.
    pub(crate) incoming: Places<Incoming>,
    /// Session: rows whose values are out of date.
    pub(super) stale: Places<()>,
    /// Session: whether rows that are read are locked, and so take what was read.
    pub(super) renewing: bool,
    /// Session: what columns that the database fills show until then.
    pub(crate) placeholders: Vec<(u16, Value)>,
}

impl<M: Model> Default for Table<M> {
    fn default() -> Self {
        Table {
            rows: vec![],
            index: Keyed::default(),
            originals: Places::default(),
            history: vec![],
            incoming: Places::default(),
            stale: Places::default(),
            renewing: false,
            placeholders: vec![],
        }
    }
}

impl<M: Model> Table<M> {
    /// The place of the row of this key; the row moves in if there is none, or if it is out of
    /// date or locked: then edits stay. Rows of a model without a key are all different.
    pub(crate) fn adopt(&mut self, row: M) -> u32 {
        if M::META.key.is_empty() {
            self.rows.push(row);
            return self.rows.len() as u32 - 1;
        }
        match self.index.entry(row.key()) {
            Entry::Vacant(vacant) => {
                self.rows.push(row);
                *vacant.insert(self.rows.len() as u32 - 1)
            }
            Entry::Occupied(known) => {
                let place = *known.get();
                let stale = !self.stale.is_empty() && self.stale.contains_key(&place);
                if stale || self.renewing {
                    self.renew(place, row);
                }
                place
            }
        }
    }
}

/// A [`Table`] whose model is not known.
#[allow(private_bounds)] // what a session asks of it is no one else's concern
pub trait AnyTable: Any + Tracked + Followed + Rekeyed {
    /// For downcasts.
    fn as_any(&self) -> &dyn Any;
    /// For downcasts.
    fn as_any_mut(&mut self) -> &mut dyn Any;
    /// The model.
    fn meta(&self) -> &'static ModelMeta;
    /// The value of a column of a row.
    fn value(&self, row: u32, column: usize) -> Value;
    /// The values of a column of rows. Those of named types are texts.
    fn array(&self, rows: &[u32], column: usize) -> Value;
}

impl<M: Model> AnyTable for Table<M> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn meta(&self) -> &'static ModelMeta {
        M::META
    }

    fn value(&self, row: u32, column: usize) -> Value {
        self.rows[row as usize].value(column)
    }

    fn array(&self, rows: &[u32], column: usize) -> Value {
        let kind = &M::META.columns[column].kind;
        let bound = || {
            rows.iter()
                .map(|row| self.rows[*row as usize].bound(column))
        };
        let plain = |value| Value::from(value).into_bare();
        let apart = |kind| Value::Array(kind, bound().map(plain).collect());
        if let Kind::Wrapped(of) = kind {
            return apart(&of.kind);
        }
        if !matches!(kind, Kind::Text | Kind::Named(_)) {
            return apart(kind);
        }
        let mut texts = Texts::with_capacity(rows.len());
        for value in bound() {
            match value {
                ValueRef::Text(text) | ValueRef::Named(text, _) => texts.push(Some(text)),
                ValueRef::Owned(Value::Text(text) | Value::Named(text, _)) => {
                    texts.push(Some(&text));
                }
                ValueRef::Owned(Value::Null(_)) => texts.push(None),
                // A type that says it is text and is not: the driver refuses it.
                ValueRef::Owned(_) => return apart(&Kind::Text),
            }
        }
        Value::Texts(texts)
    }
}
