//! The Rust types of dates and times, where they are not those of chrono.

use super::draft::Draft;
use crate::ir::Type;
use crate::written::Times;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let Some(library) = draft.document.times else {
        return;
    };
    let columns = draft.models.iter_mut().flat_map(|m| &mut m.ir.columns);
    for column in columns.filter(|column| column.rust_type.is_none()) {
        column.rust_type = name(library, &column.ty.base).map(|ty| format!("::ormolu::{ty}"));
    }
}

fn name(library: Times, ty: &Type) -> Option<&'static str> {
    Some(match (library, ty) {
        (Times::Time, Type::TimestampTz) => "time::OffsetDateTime",
        (Times::Time, Type::Timestamp) => "time::PrimitiveDateTime",
        (Times::Time, Type::Date) => "time::Date",
        (Times::Time, Type::Time) => "time::Time",
        (Times::Jiff, Type::TimestampTz) => "jiff::Timestamp",
        (Times::Jiff, Type::Timestamp) => "jiff::civil::DateTime",
        (Times::Jiff, Type::Date) => "jiff::civil::Date",
        (Times::Jiff, Type::Time) => "jiff::civil::Time",
        _ => return None,
    })
}
