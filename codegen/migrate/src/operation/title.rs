//! Operations in words.

use std::fmt;

use super::{Commented, Operation};

impl fmt::Display for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name =
            |f: &mut fmt::Formatter<'_>, what: &str, name: &str| write!(f, "{what} `{name}`");
        match self {
            Operation::CreateNamespace(op) => name(f, "create schema", op.name),
            Operation::CreateEnum(op) => name(f, "create type", &op.enumeration.sql_name),
            Operation::CreateDomain(op) => name(f, "create domain", &op.domain.name.name),
            Operation::AlterDomain(op) => match op.changes.as_slice() {
                [one] => write!(f, "domain `{}`: {one}", op.domain.name.name),
                _ => name(f, "change domain", &op.domain.name.name),
            },
            Operation::RebuildDomains(op) => {
                let names = op.domains.iter().map(|of| of.name.name.as_str());
                let names: Vec<&str> = names.collect();
                name(f, "rebuild domain", &names.join("`, `"))
            }
            Operation::DropDomain(op) if op.is_enum => name(f, "drop type", &op.name.name),
            Operation::DropDomain(op) => name(f, "drop domain", &op.name.name),
            Operation::CreateSequence(op) => name(f, "create sequence", &op.sequence.name.name),
            Operation::AlterSequence(op) => name(f, "change sequence", &op.after.name.name),
            Operation::DropSequence(op) => name(f, "drop sequence", &op.sequence.name.name),
            Operation::CreateTable(op) => name(f, "create table", &op.table.table.name),
            Operation::CreateIndex(op) if op.index.exclusion.is_some() => {
                name(f, "add exclusion", &op.index.name)
            }
            Operation::CreateIndex(op) => name(f, "create index", &op.index.name),
            Operation::AddForeignKey(op) => name(f, "add foreign key", &op.foreign_key.name),
            Operation::CreateView(op) => name(f, "create view", &op.table.table.name),
            Operation::KeepHistory(op) => name(f, "keep the history of", &op.table.table.name),
            Operation::StopHistory(op) => name(f, "stop the history of", &op.table.table.name),
            Operation::Comment(op) => match op.on {
                Commented::Enum(e) => name(f, "comment on type", &e.sql_name),
                Commented::Domain(of) => name(f, "comment on domain", &of.name.name),
                Commented::Table(t) => name(f, "comment on table", &t.table.name),
                Commented::Column(t, c) => {
                    write!(f, "comment on column `{}` of `{}`", c.name, t.table.name)
                }
            },
            Operation::DeferForeignKeys(_) => f.write_str("defer the checks of foreign keys"),
            Operation::DropForeignKey(op) => name(f, "drop foreign key", &op.foreign_key.name),
            Operation::DropTable(op) => name(f, "drop table", &op.table.table.name),
            Operation::DropView(op) => name(f, "drop view", &op.table.table.name),
            Operation::DropEnum(op) => name(f, "drop type", &op.enumeration.sql_name),
            Operation::DropIndex(op) if op.index.exclusion.is_some() => {
                name(f, "drop exclusion", &op.index.name)
            }
            Operation::DropIndex(op) => name(f, "drop index", &op.index.name),
            Operation::Rename(op) => op.fmt(f),
            Operation::AlterTable(op) => match op.changes.as_slice() {
                [one] => write!(f, "table `{}`: {one}", op.after.table.name),
                _ => name(f, "change table", &op.after.table.name),
            },
            Operation::RebuildTable(op) => name(f, "rebuild table", &op.after().table.name),
            Operation::AddEnumValue(op) => {
                write!(
                    f,
                    "add value `{}` to type `{}`",
                    op.value, op.enumeration.sql_name
                )
            }
            Operation::RebuildEnum(op) => name(f, "rebuild type", &op.after.sql_name),
            Operation::Online(op) => op.fmt(f),
            Operation::CheckForeignKeys => f.write_str("check all foreign keys"),
        }
    }
}
