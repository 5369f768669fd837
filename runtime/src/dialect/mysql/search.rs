use crate::dialect::Dialect;
use crate::expr::{Node, SearchFn};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: SearchFn, arguments: &[&Node]) {
    let form = match (function, arguments) {
        (SearchFn::Regex, _) if writer.dialect() == Dialect::Mysql => "regexp_like(%0, %1, 'c')",
        // The usual collations ignore case and accents; a binary one does not.
        (SearchFn::Regex, _) => "%0! REGEXP (%1! COLLATE utf8mb4_bin)",
        (SearchFn::FullText { .. }, [Node::Column(_), _]) => "MATCH (%0) AGAINST (%1)",
        (SearchFn::FullText { .. }, _) => {
            return writer.unsupported("full-text search in anything but columns");
        }
    };
    writer.form(form, arguments);
}
