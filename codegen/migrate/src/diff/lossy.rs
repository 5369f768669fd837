//! What an operation may cost.

use ormolu_schema::ir::{Dialect, Type};

use super::renames;
use crate::operation::{
    AlterColumn, AlterTable, Change, ColumnOfDomain, DomainChange, Online, Operation,
};
use crate::render::fill;

/// The data that may be lost, and what should be known, each in words.
pub(crate) fn of(operation: &Operation<'_>, dialect: Dialect) -> (Vec<String>, Vec<String>) {
    let mut costs = Costs::default();
    match operation {
        Operation::DropTable(drop) => {
            costs
                .lossy
                .push(format!("the rows of `{}`", own(&drop.table.table.name)));
        }
        Operation::DropSequence(drop) => {
            let name = &drop.sequence.name.name;
            costs.lossy.push(format!("how far `{name}` has counted"));
        }
        Operation::AlterDomain(alter) => {
            let name = &alter.domain.name.name;
            let held = alter.changes.iter().filter_map(|change| match change {
                DomainChange::AddCheck(check) => Some(format!(
                    "fails where a value of `{name}` breaks `{}`",
                    check.name
                )),
                DomainChange::Null if alter.domain.not_null => {
                    Some(format!("fails where a column of `{name}` holds NULL"))
                }
                _ => None,
            });
            costs.notes.extend(held);
        }
        Operation::RebuildDomains(rebuild) => {
            let names = rebuild.domains.iter().map(|domain| &domain.name.name);
            let fits =
                |name| format!("fails where a value of `{name}` does not fit what it becomes");
            costs.notes.extend(names.clone().map(fits));
            let names: Vec<&str> = names.map(String::as_str).collect();
            costs.notes.push(format!(
                "fails where a function, or a view over other tables, names `{}`: drop that before, \
                 and make it again behind",
                names.join("` or `")
            ));
            costs
                .lossy
                .extend(rebuild.columns.iter().filter_map(rounded));
        }
        Operation::AlterTable(alter) => costs.alter(alter, dialect),
        Operation::Online(online) => costs.online(online, dialect),
        Operation::RebuildTable(rebuild) => costs.alter(&rebuild.alter, dialect),
        Operation::RebuildEnum(rebuild) => {
            let stays = |value: &str| rebuild.after.variants.iter().any(|v| v.value == value);
            let gone = rebuild.before.variants.iter().map(|v| v.value.as_str());
            costs.gone_values(gone.filter(|value| !stays(value)));
        }
        _ => {}
    }
    (costs.lossy, costs.notes)
}

#[derive(Default)]
struct Costs {
    lossy: Vec<String>,
    notes: Vec<String>,
}

impl Costs {
    fn online(&mut self, online: &Online<'_>, dialect: Dialect) {
        match online {
            Online::Backfill {
                table,
                column,
                fill,
            } => {
                let table = &table.model().table.name;
                self.lossy.push(nulls(&format!("{table}.{column}"), fill));
            }
            Online::AddUnique(_, unique) => {
                self.unique(&unique.name);
                self.left_over(&unique.name);
            }
            Online::CreateIndex(create) if dialect == Dialect::Postgres => {
                self.left_over(&create.index.name);
            }
            _ => {}
        }
    }

    fn left_over(&mut self, index: &str) {
        self.notes.push(format!(
            "where it fails, the index `{index}` is left without use; `up` builds it again"
        ));
    }

    fn unique(&mut self, name: &str) {
        self.notes
            .push(format!("fails where rows are equal under `{name}`"));
    }

    fn alter(&mut self, alter: &AlterTable<'_>, dialect: Dialect) {
        let table = &alter.after.model().table.name;
        for change in &alter.changes {
            match change {
                Change::DropColumn(column) if column.generated.is_none() => {
                    self.lossy.push(values(table, own(&column.name)));
                }
                Change::AddColumn(add) => {
                    let Some(value) = &add.fill else { continue };
                    let guess = fill::of(alter.after, add.column, dialect);
                    if guess.is_ok_and(|guess| guess.is_guess) {
                        let name = &add.column.name;
                        self.notes.push(format!(
                            "rows that are there get {value} in `{table}.{name}`, since the \
                             schema names no value for them"
                        ));
                    }
                }
                Change::AlterColumn(change) => self.column(alter, change, dialect),
                Change::AddUnique(unique) => self.unique(&unique.name),
                _ => {}
            }
        }
    }

    fn column(&mut self, alter: &AlterTable<'_>, change: &AlterColumn<'_>, dialect: Dialect) {
        let name = format!("{}.{}", alter.after.model().table.name, change.after.name);
        if let Some(fill) = &change.fill {
            self.lossy.push(nulls(&name, fill));
        }
        let types = (&change.before.ty.base, &change.after.ty.base);
        if let (Type::Enum(old), Type::Enum(new)) = types {
            if dialect != Dialect::Postgres {
                let (old, new) = (
                    alter.before.schema.enumeration(*old),
                    alter.after.schema.enumeration(*new),
                );
                let stays = |value: &str| {
                    new.variants.iter().any(|v| v.value == value)
                        || change.values.iter().any(|(from, _)| from == value)
                };
                let gone = old.variants.iter().map(|v| v.value.as_str());
                self.gone_values(gone.filter(|value| !stays(value)));
            }
        } else if change.before.ty != change.after.ty && !is_wider(types.0, types.1) {
            let (from, to) = (&change.from, &change.to);
            let stays = from.storage == to.storage && change.using.is_none();
            let held = format!("{}{}", to.storage, to.check);
            if stays && (to.check.is_empty() || from.check == to.check) {
                return;
            }
            match stays || is_refused(types.0, types.1) {
                true => self.notes.push(format!(
                    "fails where a value of `{name}` does not fit {held}"
                )),
                false => self
                    .lossy
                    .push(format!("what of `{name}` does not fit {held}")),
            }
        }
    }

    fn gone_values<'v>(&mut self, values: impl Iterator<Item = &'v str>) {
        let values: Vec<String> = values.map(|value| format!("`{value}`")).collect();
        if !values.is_empty() {
            self.notes.push(format!(
                "fails where a row holds {}: give such rows another value first, in a migration of \
                 its own (`ormolu migrate new`), or say `renamed_from` at the new value that takes \
                 its place",
                values.join(" or ")
            ));
        }
    }
}

/// What is lost where a column goes.
pub(crate) fn values(table: &str, column: &str) -> String {
    format!("the values of `{table}.{column}`")
}

/// What is lost where a domain is made anew, and its values are not refused.
fn rounded(of: &ColumnOfDomain<'_>) -> Option<String> {
    let (from, to) = match (&of.before.ty.base, &of.column.ty.base) {
        (Type::Array(from), Type::Array(to)) => (&**from, &**to),
        both => both,
    };
    let domain = of.column.ty.domain.as_ref()?;
    let (table, column) = (&of.table.model().table.name, &of.column.name);
    let lost = !is_wider(from, to) && !is_refused(from, to);
    lost.then(|| format!("what of `{table}.{column}` does not fit `{}`", domain.name))
}

/// What is lost where a column asks for values.
pub(crate) fn nulls(column: &str, fill: &str) -> String {
    format!("which rows had NULL in `{column}`: they get {fill}")
}

/// Whether engines refuse a value that the other type does not hold, and never change it.
fn is_refused(from: &Type, to: &Type) -> bool {
    use Type::*;
    let is_text = |ty: &Type| matches!(ty, String(_) | Char(_) | Text);
    let is_bytes = |ty: &Type| matches!(ty, Bytes(_) | Binary(_));
    let is_integer =
        |ty: &Type| matches!(ty, TinyInt | SmallInt | Int | BigInt | U8 | U16 | U32 | U64);
    [is_text, is_bytes, is_integer]
        .iter()
        .any(|is| is(from) && is(to))
}

/// Whether every value of a type is one of the other.
pub(crate) fn is_wider(from: &Type, to: &Type) -> bool {
    let bits = |ty: &Type| match ty {
        Type::TinyInt => Some((8, true)),
        Type::SmallInt => Some((16, true)),
        Type::Int => Some((32, true)),
        Type::BigInt => Some((64, true)),
        Type::U8 => Some((8, false)),
        Type::U16 => Some((16, false)),
        Type::U32 => Some((32, false)),
        Type::U64 => Some((64, false)),
        _ => None,
    };
    if let (Some((a, signed)), Some((b, to_signed))) = (bits(from), bits(to)) {
        return if signed == to_signed {
            a <= b
        } else {
            !signed && a < b
        };
    }
    let integer = bits(from).is_some();
    match (from, to) {
        (a, b) if a == b => true,
        (Type::String(Some(a)) | Type::Char(a), Type::String(Some(b))) => a <= b,
        (Type::String(_) | Type::Char(_) | Type::Enum(_), Type::Text | Type::String(None)) => true,
        (Type::Numeric(Some((p, s))), Type::Numeric(Some((q, t)))) => s <= t && p - s <= q - t,
        (Type::Numeric(Some(_)), Type::Numeric(None)) => true,
        (Type::Bytes(Some(a)) | Type::Binary(a), Type::Bytes(Some(b))) => a <= b,
        (Type::Bytes(_) | Type::Binary(_), Type::Bytes(None)) => true,
        (Type::F32, Type::F64) => true,
        (Type::Uuid, Type::String(Some(n)) | Type::Char(n)) => *n >= 36,
        (Type::Date, Type::Timestamp | Type::TimestampTz) => true,
        (Type::Timestamp, Type::TimestampTz) | (Type::TimestampTz, Type::Timestamp) => true,
        (Type::Bool, _) => true,
        (_, Type::Text | Type::String(None)) => true,
        (_, Type::Numeric(Some((p, s)))) => bits(from).is_some_and(|(bits, _)| {
            let digits = match bits {
                8 => 3,
                16 => 5,
                32 => 10,
                _ => 20,
            };
            p - s >= digits
        }),
        _ => integer && matches!(to, Type::Numeric(None)),
    }
}

/// The name something had before it made room for another.
fn own(name: &str) -> &str {
    name.trim_start_matches(renames::ASIDE)
}
