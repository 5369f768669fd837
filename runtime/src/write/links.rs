use std::collections::HashSet;

use super::statement::link::LinkTable;
use crate::relation::LinkMeta;
use crate::value::Value;

/// Rows of link tables, each once.
#[derive(Default)]
pub(crate) struct LinkRows {
    pub(crate) tables: Vec<(LinkTable, Vec<Vec<Value>>)>,
    known: HashSet<String>,
}

impl LinkRows {
    /// Adds the row that links two sides, unless it is there.
    pub(crate) fn add(&mut self, link: &LinkMeta, parent: Vec<Value>, child: Vec<Value>) {
        let table = LinkTable::new(link);
        let row = table.row(parent, child);
        let at = match self.tables.iter().position(|(known, _)| known.same(&table)) {
            Some(at) => at,
            None => {
                self.tables.push((table, vec![]));
                self.tables.len() - 1
            }
        };
        if self.known.insert(format!("{at} {row:?}")) {
            self.tables[at].1.push(row);
        }
    }
}
