use crate::dialect::Dialect;
use crate::expr::{Node, SearchFn};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: SearchFn, arguments: &[&Node]) {
    let form = match function {
        SearchFn::Regex if writer.dialect() == Dialect::Mysql => "regexp_like(%0, %1, 'c')",
        // The usual collations ignore case and accents; a binary one does not.
        SearchFn::Regex => "%0! REGEXP (%1! COLLATE utf8mb4_bin)",
        SearchFn::FullText { .. } => return full_text(writer, arguments),
    };
    writer.form(form, arguments);
}

/// `MATCH (a, b) AGAINST (words)`
fn full_text(writer: &mut Writer, arguments: &[&Node]) {
    let Some((words, texts)) = arguments.split_last() else {
        return;
    };
    if !texts.iter().all(|text| matches!(text, Node::Column(_))) {
        return writer.unsupported("full-text search in anything but columns");
    }
    writer.raw("MATCH (");
    writer.list(texts, |writer, text| writer.form("%0", &[text]));
    writer.form(") AGAINST (%0)", &[words]);
}
