//! Writing rows: inserts, updates and deletes, each one statement for many rows.
//!
//! The spelling is one for all: `User::insert(new)`, `User::insert_all(rows)`,
//! `User::update()..`, `User::delete()..`, each ended by `.run(&db)` or `.run(&mut transaction)`.

mod apart;
mod assign;
pub(crate) mod batch;
mod condition;
mod copy_in;
mod delete;
mod followed;
mod guard;
mod insert;
mod insert_all;
mod insert_from;
mod insertable;
mod keyed;
pub(crate) mod links;
mod new;
mod patch;
mod reference;
mod returning;
mod rows;
mod rows_of;
pub(crate) mod soft_delete;
pub(crate) mod statement;
pub(crate) mod tenant;
mod unique_key;
mod unscoped;
mod update;
mod update_many;
mod upsert;

pub use assign::{Assigned, Assignment, Assignments};
pub use condition::{Conditional, Restricted, Unconditional};
pub use copy_in::CopyIn;
pub use delete::Delete;
pub use insert::Insert;
pub use insert_all::InsertAll;
pub use insert_from::{InsertFrom, Receives};
pub use insertable::{Given, Insertable, Missing};
pub(crate) use new::Link;
pub use new::New;
pub use patch::{Changes, Patch};
#[doc(hidden)]
pub use patch::{ReadPatch, read_patch};
pub(crate) use reference::End;
pub use reference::{IntoRef, Ref};
pub use returning::Returning;
pub use rows_of::{RowsOf, rows_of};
pub use unique_key::UniqueKey;
pub use update::Update;
pub use update_many::UpdateMany;
pub use upsert::{Decided, Decides, ManyRows, NoKey, OneRow, Outcome, Undecided, Upsert, Upserted};
