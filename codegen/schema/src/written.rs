//! What was written, with its places: the output of both front ends and the input of `resolve`.
//!
//! Names are as in the source and nothing is looked up yet. Leaves without a name in them (a
//! default, an identity, options) are the ones of the [`ir`](crate::ir) already.

mod choice;
mod column;
mod domain;
mod enumeration;
mod foreign_key;
mod function;
mod index;
mod key;
mod lineage;
mod model;
mod property;
mod relationship;
mod rules;
mod sequence;
mod type_name;
mod version;

pub use choice::{Alternative, Choice};
pub use column::Column;
pub use domain::Domain;
pub use enumeration::{Enum, EnumVariant};
pub use foreign_key::{ForeignKey, Reference, Target};
pub use function::{Function, Returns, ValueType};
pub use index::{Index, IndexPart, IndexTerm};
pub use key::{Check, Key};
pub use lineage::{Conditional, Discriminator, Inherits, Lineage};
pub use model::{Model, Role};
pub use property::{Computed, Projection, Shortcut, SqlField};
pub use relationship::{EqualColumns, Position, Relationship, RelationshipKind};
pub use rules::{Audit, History, Rules, SetBy, SoftDelete};
pub use sequence::Sequence;
pub use type_name::TypeName;
pub use version::Version;

use crate::ir::Dialect;
use crate::source::Spanned;

/// Everything the files of one schema say.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The engines the schema is meant for.
    pub dialects: Vec<Spanned<Dialect>>,
    /// Templates for the names of constraints.
    pub naming: Naming,
    /// The library whose types stand for dates and times, if not chrono.
    pub times: Option<Times>,
    /// Whether each model's key has a type of its own.
    pub typed_ids: bool,
    /// Whether nothing follows from what is written: the schema is all that stands there.
    pub exact: bool,
    /// Enumerations.
    pub enums: Vec<Enum>,
    /// Domains.
    pub domains: Vec<Domain>,
    /// Sequences that belong to no column.
    pub sequences: Vec<Sequence>,
    /// Functions of the database.
    pub functions: Vec<Function>,
    /// Models. Reusable types and mixins are worked in already.
    pub models: Vec<Model>,
}

/// A library of dates and times other than chrono.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// `time`
    Time,
    /// `jiff`
    Jiff,
}

/// Templates for the names of constraints; absent ones have a default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// Primary keys.
    pub pk: Option<Spanned<String>>,
    /// Foreign keys.
    pub fk: Option<Spanned<String>>,
    /// Unique constraints.
    pub uq: Option<Spanned<String>>,
    /// Indexes.
    pub ix: Option<Spanned<String>>,
    /// Checks.
    pub ck: Option<Spanned<String>>,
}
