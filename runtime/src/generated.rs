//! What generated code imports, in one line: `use ormolu::generated::*;`.
//!
//! Not for application code.

mod calculated;
mod choice;
mod columns;
mod filter;
mod patch;
mod projection;
mod relation;
mod table;
mod variant;
mod view;
mod writes;

pub use std::marker::PhantomData;

pub use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
pub use rust_decimal::Decimal;
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value as Json;
pub use uuid::Uuid;

pub use crate::error::DecodeError;
pub use crate::expr::{
    Alias, BinaryOp, Called, Condition, Expr, FunctionMeta, Inputs, Node, NotNull, Nullable, Order,
    Strict, case, column, lit,
};
pub use crate::graph::{Handle, Many, View};
pub use crate::hooks::{HooksOf, loaded};
pub use crate::load::{Family, Get, Include, Loaded, Way, WriteOnly};
pub use crate::model::{
    Cascade, CascadeAction, Col, ColumnMeta, Fill, Fixed, ForeignKeyMeta, Inner, KeyChange,
    Lineage, Mode, Model, ModelMeta, TableHandle, TableMeta, Version, VersionBy, Whole,
};
pub use crate::query::{
    EqFilter, Filter, NullFilter, Of, Projection, RangeFilter, TextFilter, deserialize_filter,
    may_be_null, unknown_filter,
};
pub use crate::query::{Path, Project, Select, Tuple};
pub use crate::relation::{
    BelongsTo, Far, JoinKey, LinkMeta, Load, No, Position, Positioned, PrimaryKey, Relation,
    RelationMeta, Set, Shape, SlotShape, ToMany, ToOne, Tree, Yes,
};
pub use crate::rules::{
    Audit, Normalize, Parameter, Past, Rules, Scope, ScopeKind, ScopeName, SetBy, SoftChild, Term,
    Test, Trail, ValueCheck, ValueRule, audit_of, checked, history_of, meta, normalized,
};
pub use crate::value::{
    Decoder, Deferred, Element, Id, Interval, IntoNullable, Key, Kind, NamedType, Scalar, SqlType,
    UnknownVariant, Value, ValueRef, decode_variant, deserialize_variant, find_open, find_variant,
};
pub use crate::write::{
    Changes, Delete, Given, Insert, InsertAll, InsertFrom, Insertable, IntoRef, ManyRows, Missing,
    New, NoKey, Patch, ReadPatch, Receives, Ref, UniqueKey, Update, UpdateMany, Upsert, read_patch,
};
pub use calculated::{Calculated, both, calculate, condition, either};
pub use columns::{bound, bound_as, entry, read_into};
pub use projection::next_cell;

/// What a loaded set is made of: one type for each relationship, and no data.
pub type Slots<T> = PhantomData<fn() -> T>;

/// A column that a model does not have was asked for.
#[cold]
#[allow(clippy::panic)] // callers take positions from the model's own columns
pub fn unknown_column(model: &'static ModelMeta, column: usize) -> ValueRef<'static> {
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

pub use crate::{
    __choice as choice, __columns as columns, __filter as filter, __getters as getters,
    __order as order, __patch as patch, __projection as projection, __proof as proof,
    __relation as relation, __rels as rels, __table as table, __tree as tree, __variant as variant,
    __view as view, __writes as writes,
};
