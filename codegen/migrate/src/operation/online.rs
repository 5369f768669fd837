use std::fmt;

use ormolu_schema::ir::{Check, Unique};

use super::{AddForeignKey, CreateIndex, DropIndex, Table};

/// Something that is done while others go on writing: without a lock that keeps them out for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Online<'s> {
    /// Gives up soon where a lock is not to be had, instead of letting all others queue behind.
    LockTimeout,
    /// Makes an index.
    CreateIndex(CreateIndex<'s>),
    /// Drops an index.
    DropIndex(DropIndex<'s>),
    /// Makes the index of a unique constraint, and then the constraint of it.
    AddUnique(Table<'s>, &'s Unique),
    /// Adds a foreign key that holds for new rows only, for now.
    AddForeignKey(AddForeignKey<'s>),
    /// Adds a check that holds for new rows only, for now.
    AddCheck(Table<'s>, &'s Check),
    /// Holds a constraint against the rows that are there.
    Validate(Table<'s>, &'s str),
    /// Gives a part of the rows with NULL another value.
    Backfill {
        /// The table.
        table: Table<'s>,
        /// The column.
        column: &'s str,
        /// The value.
        fill: String,
    },
    /// Adds the check that lets `SET NOT NULL` go without a look at the rows.
    ExpectValue(Table<'s>, &'s str),
    /// Holds that check against the rows that are there.
    ValidateValue(Table<'s>, &'s str),
    /// Takes it away.
    ForgetValue(Table<'s>, &'s str),
}

impl fmt::Display for Online<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Online::LockTimeout => f.write_str("wait for no lock longer than five seconds"),
            Online::CreateIndex(op) => write!(f, "create index `{}`", op.index.name),
            Online::DropIndex(op) => write!(f, "drop index `{}`", op.index.name),
            Online::AddUnique(table, unique) => {
                write!(f, "add unique `{}` to `{}`", unique.name, table.table.name)
            }
            Online::AddForeignKey(op) => {
                write!(f, "add foreign key `{}` for new rows", op.foreign_key.name)
            }
            Online::AddCheck(_, check) => write!(f, "add check `{}` for new rows", check.name),
            Online::Validate(_, name) => write!(f, "check all rows against `{name}`"),
            Online::Backfill { table, column, .. } => {
                write!(
                    f,
                    "fill `{column}` of `{}`, some rows at a time",
                    table.table.name
                )
            }
            Online::ExpectValue(table, column) => {
                write!(
                    f,
                    "expect a value in `{column}` of `{}` from new rows",
                    table.table.name
                )
            }
            Online::ValidateValue(table, column) => {
                write!(f, "check `{column}` of all rows of `{}`", table.table.name)
            }
            Online::ForgetValue(table, column) => {
                write!(
                    f,
                    "take the help for `{column}` of `{}` away",
                    table.table.name
                )
            }
        }
    }
}
