use crate::dialect::Dialect;
use crate::expr::{Shift, Window};
use crate::query::writer::Writer;

/// MariaDB knows no default for `lag` and `lead`. Whether there is such a row is asked by a
/// constant, since the value itself may be NULL.
pub(super) fn shift(writer: &mut Writer, name: &str, shift: &Shift, window: &Window) {
    let Some(default) = &shift.default else {
        return writer.standard_shift(name, shift, window);
    };
    if writer.dialect() != Dialect::Mariadb {
        return writer.standard_shift(name, shift, window);
    }
    writer.raw(&format!("CASE WHEN {name}(1, {})", shift.rows));
    writer.over(window);
    writer.raw(" IS NULL THEN ");
    writer.bind(Writer::align(default, shift.value.kind()));
    writer.raw(" ELSE ");
    writer.shifted(name, shift);
    writer.raw(")");
    writer.over(window);
    writer.raw(" END");
}
