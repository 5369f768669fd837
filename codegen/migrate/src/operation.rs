//! What can be done to a database, one type each.
//!
//! An operation holds the schema it reads, so operations of two schemas can stand in one plan.

mod about;
mod add_foreign_key;
mod alter_table;
mod change_enum;
mod comment;
mod create_enum;
mod create_index;
mod create_namespace;
mod create_table;
mod create_view;
mod defer_foreign_keys;
mod domain;
mod drop_enum;
mod drop_foreign_key;
mod drop_index;
mod drop_table;
mod drop_view;
mod history;
mod online;
mod rebuild_table;
mod rename;
mod sequence;
mod table;
mod title;

pub use add_foreign_key::AddForeignKey;
pub use alter_table::{AddColumn, AlterColumn, AlterTable, Change};
pub use change_enum::{AddEnumValue, RebuildEnum};
pub use comment::{Comment, Commented};
pub use create_enum::CreateEnum;
pub use create_index::CreateIndex;
pub use create_namespace::CreateNamespace;
pub use create_table::CreateTable;
pub use create_view::CreateView;
pub use defer_foreign_keys::DeferForeignKeys;
pub use domain::{
    AlterDomain, ColumnOfDomain, CreateDomain, DomainChange, DropDomain, RebuildDomains,
};
pub use drop_enum::DropEnum;
pub use drop_foreign_key::DropForeignKey;
pub use drop_index::DropIndex;
pub use drop_table::DropTable;
pub use drop_view::DropView;
pub use history::{KeepHistory, StopHistory};
pub use online::Online;
pub use rebuild_table::RebuildTable;
pub use rename::Rename;
pub use sequence::{AlterSequence, CreateSequence, DropSequence};
pub use table::Table;

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation<'s> {
    /// See [`CreateNamespace`].
    CreateNamespace(CreateNamespace<'s>),
    /// See [`CreateEnum`].
    CreateEnum(CreateEnum<'s>),
    /// See [`CreateDomain`].
    CreateDomain(CreateDomain<'s>),
    /// See [`AlterDomain`].
    AlterDomain(AlterDomain<'s>),
    /// See [`RebuildDomains`].
    RebuildDomains(RebuildDomains<'s>),
    /// See [`DropDomain`].
    DropDomain(DropDomain),
    /// See [`CreateSequence`].
    CreateSequence(CreateSequence<'s>),
    /// See [`AlterSequence`].
    AlterSequence(AlterSequence<'s>),
    /// See [`DropSequence`].
    DropSequence(DropSequence<'s>),
    /// See [`CreateTable`].
    CreateTable(CreateTable<'s>),
    /// See [`CreateIndex`].
    CreateIndex(CreateIndex<'s>),
    /// See [`AddForeignKey`].
    AddForeignKey(AddForeignKey<'s>),
    /// See [`CreateView`].
    CreateView(CreateView<'s>),
    /// See [`KeepHistory`].
    KeepHistory(KeepHistory<'s>),
    /// See [`StopHistory`].
    StopHistory(StopHistory<'s>),
    /// See [`Comment`].
    Comment(Comment<'s>),
    /// See [`DeferForeignKeys`].
    DeferForeignKeys(DeferForeignKeys),
    /// See [`DropForeignKey`].
    DropForeignKey(DropForeignKey<'s>),
    /// See [`DropTable`].
    DropTable(DropTable<'s>),
    /// See [`DropView`].
    DropView(DropView<'s>),
    /// See [`DropEnum`].
    DropEnum(DropEnum<'s>),
    /// See [`DropIndex`].
    DropIndex(DropIndex<'s>),
    /// See [`Rename`].
    Rename(Rename),
    /// See [`AlterTable`].
    AlterTable(AlterTable<'s>),
    /// See [`RebuildTable`].
    RebuildTable(RebuildTable<'s>),
    /// See [`AddEnumValue`].
    AddEnumValue(AddEnumValue<'s>),
    /// See [`RebuildEnum`].
    RebuildEnum(RebuildEnum<'s>),
    /// See [`Online`].
    Online(Online<'s>),
    /// Fails unless every foreign key has its target (SQLite, after its checks were off).
    CheckForeignKeys,
}
