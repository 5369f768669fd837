use ormolu_schema::ir::TableName;

use super::{Commented, Online, Operation, Rename, Table};

impl Operation<'_> {
    /// The table or view that it is about, under its new name; none where it is about something
    /// else, or about all.
    #[must_use]
    pub fn table(&self) -> Option<&TableName> {
        match self {
            Operation::CreateTable(op) => of(op.table),
            Operation::CreateIndex(op) => of(op.table),
            Operation::AddForeignKey(op) => of(op.table),
            Operation::CreateView(op) => of(op.table),
            Operation::DropForeignKey(op) => of(op.table),
            Operation::DropTable(op) => of(op.table),
            Operation::DropView(op) => of(op.table),
            Operation::DropIndex(op) => of(op.table),
            Operation::AlterTable(op) => of(op.after),
            Operation::RebuildTable(op) => of(op.after()),
            Operation::KeepHistory(op) => of(op.table),
            Operation::StopHistory(op) => of(op.table),
            Operation::Comment(op) => match op.on {
                Commented::Table(table) | Commented::Column(table, _) => of(table),
                Commented::Enum(_) | Commented::Domain(_) => None,
            },
            Operation::Rename(op) => match op {
                Rename::Table { to: table, .. }
                | Rename::Column { table, .. }
                | Rename::Counter { table, .. }
                | Rename::Index { table, .. } => Some(table),
                Rename::Enum { .. }
                | Rename::Domain { .. }
                | Rename::Sequence { .. }
                | Rename::Value { .. } => None,
            },
            Operation::Online(op) => op.table().and_then(of),
            Operation::CreateNamespace(_)
            | Operation::CreateEnum(_)
            | Operation::CreateDomain(_)
            | Operation::AlterDomain(_)
            | Operation::RebuildDomains(_)
            | Operation::DropDomain(_)
            | Operation::CreateSequence(_)
            | Operation::AlterSequence(_)
            | Operation::DropSequence(_)
            | Operation::DeferForeignKeys(_)
            | Operation::DropEnum(_)
            | Operation::AddEnumValue(_)
            | Operation::RebuildEnum(_)
            | Operation::CheckForeignKeys => None,
        }
    }

    /// The sequence that it is about, under its new name; none where it is about something else.
    #[must_use]
    pub fn sequence(&self) -> Option<&TableName> {
        match self {
            Operation::CreateSequence(op) => Some(&op.sequence.name),
            Operation::AlterSequence(op) => Some(&op.after.name),
            Operation::DropSequence(op) => Some(&op.sequence.name),
            Operation::Rename(Rename::Sequence { to, .. }) => Some(to),
            _ => None,
        }
    }
}

fn of(table: Table<'_>) -> Option<&TableName> {
    Some(&table.model().table)
}

impl<'s> Online<'s> {
    fn table(&self) -> Option<Table<'s>> {
        match self {
            Online::LockTimeout => None,
            Online::CreateIndex(op) => Some(op.table),
            Online::DropIndex(op) => Some(op.table),
            Online::AddForeignKey(op) => Some(op.table),
            Online::AddUnique(table, _)
            | Online::AddCheck(table, _)
            | Online::Validate(table, _)
            | Online::Backfill { table, .. }
            | Online::ExpectValue(table, _)
            | Online::ValidateValue(table, _)
            | Online::ForgetValue(table, _) => Some(*table),
        }
    }
}
