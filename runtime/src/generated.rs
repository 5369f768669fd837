//! What generated code imports, in one line: `use ormolu::generated::*;`.
//!
//! Not for application code.

pub use std::marker::PhantomData;

pub use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
pub use rust_decimal::Decimal;
pub use serde::ser::SerializeMap;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value as Json;
pub use uuid::Uuid;

pub use crate::error::DecodeError;
pub use crate::expr::{Alias, column};
pub use crate::graph::{Handle, Many, View};
pub use crate::load::{Get, Include, Loaded};
pub use crate::model::{
    Cascade, CascadeAction, Col, ColumnMeta, Fill, Fixed, Inner, Mode, Model, ModelMeta, Whole,
    TableHandle, TableMeta,
};
pub use crate::query::{Path, Project, Select, Tuple};
pub use crate::relation::{
    BelongsTo, LinkMeta, No, Relation, RelationMeta, Set, Shape, SlotShape, ToMany, ToOne, Yes,
};
pub use crate::value::{
    Decoder, Element, Interval, IntoNullable, Key, Kind, NamedType, Scalar, SqlType,
    UnknownVariant, Value, decode_variant, deserialize_variant, find_variant,
};
pub use crate::write::{
    Changes, Delete, Given, Insert, InsertAll, InsertFrom, Insertable, IntoRef, ManyRows, Missing,
    New, NoKey, Patch, Receives, Ref, UniqueKey, Update, UpdateMany, Upsert,
};

/// What a loaded set is made of: one type for each relationship, and no data.
pub type Slots<T> = PhantomData<fn() -> T>;

/// A column that a model does not have was asked for.
#[cold]
#[allow(clippy::panic)] // callers take positions from the model's own columns
pub fn unknown_column(model: &'static ModelMeta, column: usize) -> Value {
    panic!("`{}` has no column {column}: a bug of ormolu", model.name)
}

/// Includes the models that `ormolu-build` wrote for this crate.
///
/// Stands alone in a module, which the models then belong to. The argument is the name given to
/// `Config::module`, if one was given.
///
/// ```
/// # #[cfg(any())] // it has no build script here
/// pub mod models {
///     ormolu::include_models!();
/// }
/// ```
#[macro_export]
macro_rules! include_models {
    () => {
        $crate::include_models!("models");
    };
    ($module:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $module, "/mod.rs"));
    };
}

/// The traits of a generated view that only pass on to the [`View`] it wraps.
#[doc(hidden)]
#[macro_export]
macro_rules! __view {
    ($face:ident :: $view:ident, $model:ident) => {
        impl<L> Clone for $face::$view<'_, L> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<L> Copy for $face::$view<'_, L> {}

        impl<'g, L> From<$crate::generated::View<'g, $face::$model, L>> for $face::$view<'g, L> {
            fn from(view: $crate::generated::View<'g, $face::$model, L>) -> Self {
                $face::$view(view)
            }
        }

        impl<'g, L> From<$face::$view<'g, L>> for $crate::generated::View<'g, $face::$model, L> {
            fn from(view: $face::$view<'g, L>) -> Self {
                view.0
            }
        }

        impl<L> $crate::generated::IntoRef<$face::$model> for $face::$view<'_, L> {
            fn into_ref(self) -> $crate::generated::Ref<$face::$model> {
                $crate::generated::IntoRef::into_ref(self.0)
            }
        }

        impl<L> ::std::ops::Deref for $face::$view<'_, L> {
            type Target = $face::$model;

            fn deref(&self) -> &$face::$model {
                self.0.row()
            }
        }

        impl<L> ::std::fmt::Debug for $face::$view<'_, L> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self.0.row(), f)
            }
        }

        impl<L: $crate::Shape<$face::$model>> $crate::serde::Serialize for $face::$view<'_, L> {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.0, serializer)
            }
        }
    };
}

/// The traits of a generated table handle. `Copy` is written out: a derive would ask for
/// `M: Copy`.
#[doc(hidden)]
#[macro_export]
macro_rules! __table {
    ($face:ident :: $table:ident, $model:ident, $alias:ident) => {
        impl<M: $crate::Mode> Clone for $face::$table<M> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M: $crate::Mode> Copy for $face::$table<M> {}

        impl<M: $crate::Mode> $crate::TableHandle for $face::$table<M> {
            type Model = $face::$model;
            type Mode = M;

            fn alias(self) -> $crate::generated::Alias {
                self.$alias
            }
        }
    };
}

/// The statements that change rows in less usual ways. They are the same for every model with a
/// key.
#[doc(hidden)]
#[macro_export]
macro_rules! __writes {
    ($face:ident :: $model:ident, $table:ident) => {
        impl $face::$model {
            /// Inserts one, or does to the row that is there already what the upsert says.
            pub fn upsert(
                new: impl $crate::Insertable<Model = $face::$model>,
            ) -> $crate::Upsert<$face::$model> {
                $crate::Upsert::new(new)
            }

            /// Inserts many, or does to rows that are there already what the upsert says.
            pub fn upsert_all<N: $crate::Insertable<Model = $face::$model>>(
                new: impl IntoIterator<Item = N>,
            ) -> $crate::Upsert<
                $face::$model,
                $crate::generated::NoKey,
                $crate::generated::ManyRows,
            > {
                $crate::Upsert::all(new)
            }

            /// Inserts the rows of a query into the columns that are named.
            pub fn insert_from<
                S,
                P: $crate::generated::Project,
                C: $crate::generated::Receives<P::Row>,
            >(
                query: $crate::Select<S, $crate::generated::Tuple<P>>,
                columns: impl FnOnce($face::$table) -> C,
            ) -> $crate::InsertFrom<$face::$model> {
                $crate::InsertFrom::new(query, columns)
            }

            /// Loads many the fastest safe way; nothing comes back but their number.
            pub fn copy_in<'r, N, I>(rows: I) -> $crate::CopyIn<'r, $face::$model>
            where
                N: $crate::Insertable<Model = $face::$model>,
                I: IntoIterator<Item = N>,
                I::IntoIter: Send + 'r,
            {
                $crate::CopyIn::new(rows)
            }

            /// Updates many, each by its key.
            pub fn update_many<K, C: $crate::Changes<$face::$model>>(
                rows: impl IntoIterator<Item = (K, C)>,
            ) -> $crate::UpdateMany<$face::$model>
            where
                K: Into<<$face::$model as $crate::Model>::Key>,
            {
                $crate::UpdateMany::new(rows)
            }
        }
    };
}

pub use crate::{__table as table, __view as view, __writes as writes};
