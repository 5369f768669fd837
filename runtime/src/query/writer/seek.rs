use super::{Level, Writer};
use crate::expr::{BinaryOp, Seek};

impl Writer {
    /// `(a, b) > (x, y)` where that means the order and an index serves it.
    pub(super) fn seek(&mut self, seek: &Seek) {
        match self.row_seek(seek) {
            Some(op) => {
                let nodes: Vec<_> = seek
                    .terms
                    .iter()
                    .map(|(term, _)| term.node.clone())
                    .collect();
                self.row(&nodes);
                self.raw(if op == BinaryOp::Lt { " < (" } else { " > (" });
                self.list(&seek.terms, |writer, (term, value)| {
                    writer.bind(Writer::align(value, term.node.kind()));
                });
                self.raw(")");
            }
            None => self.expression(&seek.spelled_out(), Level::Or),
        }
    }

    pub(super) fn seek_level(&self, seek: &Seek) -> Level {
        match self.row_seek(seek) {
            Some(_) => Level::Compare,
            None => self.level(&seek.spelled_out()),
        }
    }

    fn row_seek(&self, seek: &Seek) -> Option<BinaryOp> {
        seek.as_row().filter(|_| self.grammar.orders_rows())
    }
}
