use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::graph::{Handle, View};
use crate::model::Model;
use crate::value::{Id, Key, Scalar, Value};

/// A row to point at: by its key, by the row itself, or by its handle in a session.
#[derive(Clone, Debug)]
pub enum Ref<M: Model> {
    /// The key.
    Key(M::Key),
    /// The row.
    Row(Box<M>),
    /// A row of a session, perhaps one without a key yet.
    #[doc(hidden)]
    Handle {
        /// The session's mark.
        tag: u32,
        /// The table in the session.
        table: u32,
        /// The row in the table.
        row: u32,
    },
}

/// What can be pointed at as a row of `M`: its key, `&row`, a view, a session's handle.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a `{M}`",
    label = "not a key, row or handle of `{M}`",
    note = "give its key, a reference to its row, a view of it, or a session's handle"
)]
pub trait IntoRef<M: Model> {
    /// The reference.
    fn into_ref(self) -> Ref<M>;
}

impl<M: Model> IntoRef<M> for Ref<M> {
    fn into_ref(self) -> Ref<M> {
        self
    }
}

impl<M: Model> IntoRef<M> for &M {
    fn into_ref(self) -> Ref<M> {
        Ref::Row(Box::new(self.clone()))
    }
}

/// A row of a session is named by its handle: it may not have a key yet.
impl<M: Model, L> IntoRef<M> for View<'_, M, L> {
    fn into_ref(self) -> Ref<M> {
        match self.handle() {
            handle if handle.tag == 0 => self.row().into_ref(),
            handle => handle.into_ref(),
        }
    }
}

impl<M: Model, L> IntoRef<M> for Handle<M, L> {
    fn into_ref(self) -> Ref<M> {
        Ref::Handle {
            tag: self.tag,
            table: self.table,
            row: self.row,
        }
    }
}

impl<M: Model, L> Handle<M, L> {
    /// The row as one of the base that its model inherits from; for generated code.
    #[doc(hidden)]
    pub fn as_base<B: Model<Key = M::Key>>(self) -> Ref<B> {
        Ref::Handle {
            tag: self.tag,
            table: self.table,
            row: self.row,
        }
    }
}

impl<M: Model, L> IntoRef<M> for &Handle<M, L> {
    fn into_ref(self) -> Ref<M> {
        (*self).into_ref()
    }
}

impl<M: Model<Key = String>> IntoRef<M> for &str {
    fn into_ref(self) -> Ref<M> {
        Ref::Key(self.to_owned())
    }
}

macro_rules! key_ref {
    ($($key:ty)*) => {$(
        impl<M: Model<Key = $key>> IntoRef<M> for $key {
            fn into_ref(self) -> Ref<M> {
                Ref::Key(self)
            }
        }
    )*};
}

key_ref! {
    bool i8 i16 i32 i64 u8 u16 u32 u64 String Vec<u8> Decimal Uuid
    NaiveDate NaiveTime NaiveDateTime DateTime<Utc>
}

impl<M: Model<Key = Id<O, T>>, O: 'static, T> IntoRef<M> for Id<O, T> {
    fn into_ref(self) -> Ref<M> {
        Ref::Key(self)
    }
}

macro_rules! tuple_ref {
    ($($part:ident),+) => {
        impl<M: Model<Key = ($($part,)+)>, $($part: Scalar + Eq + Ord + std::hash::Hash),+> IntoRef<M> for ($($part,)+) {
            fn into_ref(self) -> Ref<M> {
                Ref::Key(self)
            }
        }
    };
}

tuple_ref!(A, B);
tuple_ref!(A, B, C);
tuple_ref!(A, B, C, D);
tuple_ref!(A, B, C, D, E);
tuple_ref!(A, B, C, D, E, F);

/// A [`Ref`] whose model is forgotten: one side of a link row.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// The joining values.
    Values(Vec<Value>),
    /// They are those of a session's row.
    Pending { tag: u32, table: u32, row: u32 },
    /// A bare key of other columns than those the link table points at.
    OtherKey(&'static str),
}

impl End {
    /// The side of a reference, joined by these columns of its model.
    pub(crate) fn new<M: Model>(to: Ref<M>, columns: &[u16]) -> End {
        match to {
            Ref::Handle { tag, table, row } => End::Pending { tag, table, row },
            Ref::Row(row) => End::Values(columns.iter().map(|c| row.value((*c).into())).collect()),
            Ref::Key(key) => {
                let values = key.values();
                let place = |column| M::META.key.iter().position(|key| key == column);
                let picked = columns
                    .iter()
                    .map(|column| values.get(place(column)?).cloned())
                    .collect();
                Option::map_or(picked, End::OtherKey(M::META.name), End::Values)
            }
        }
    }
}
