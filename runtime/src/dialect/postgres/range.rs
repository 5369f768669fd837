use crate::expr::{Node, RangeFn};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: RangeFn, arguments: &[&Node]) {
    let form = match function {
        RangeFn::Contains => "%0! @> %1!",
        RangeFn::Overlaps => "%0! && %1!",
        RangeFn::Adjacent => "%0! -|- %1!",
        RangeFn::Before => "%0! << %1!",
        RangeFn::After => "%0! >> %1!",
        RangeFn::Lower => "lower(%0)",
        RangeFn::Upper => "upper(%0)",
        RangeFn::IsEmpty => "isempty(%0)",
    };
    writer.form(form, arguments);
}
