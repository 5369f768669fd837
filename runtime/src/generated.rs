//! What generated code imports, in one line: `use ormolu::generated::*;`.
//!
//! Not for application code.

pub use std::marker::PhantomData;

pub use serde::ser::SerializeMap;
pub use serde::{Deserialize, Serialize, Serializer};

pub use crate::error::DecodeError;
pub use crate::expr::Alias;
pub use crate::graph::{Many, View};
pub use crate::model::{
    Cascade, CascadeAction, Col, ColumnMeta, Fill, Fixed, Inner, Mode, Model, ModelMeta,
    TableHandle, TableMeta,
};
pub use crate::relation::{
    LinkMeta, No, Relation, RelationMeta, Set, Shape, SlotShape, ToMany, ToOne, Yes,
};
pub use crate::write::{
    Changes, Delete, Given, Insert, InsertAll, Insertable, IntoRef, Missing, New, Patch, Ref, Update,
};
pub use crate::value::{Decoder, Interval, Key, Kind, NamedType, Scalar, SqlType, Value};
