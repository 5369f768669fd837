use crate::expr::SearchFn;
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: SearchFn) {
    writer.unsupported(match function {
        SearchFn::Regex => "regular expressions (use `like` or `contains`, or match in Rust)",
        SearchFn::FullText { .. } => {
            "full-text search outside of virtual tables (use `contains`, or ask an FTS5 table with \
             `raw_expr`)"
        }
    });
}
