//! Sequences that belong to no column, and the columns that count with others.

use std::collections::BTreeSet;

use super::{Writer, spanned};
use crate::ddl::catalog::{Catalog, Column, Sequence, SqlText, Table, TableRef};
use crate::ddl::{names, sequence};
use crate::ir::{Dialect, TableName};
use crate::source::Spanned;
use crate::written;

impl Writer<'_> {
    /// Those that belong to no column.
    pub(super) fn sequences(&self) -> Vec<written::Sequence> {
        let sequences = self.catalog.sequences.values();
        let own = sequences.filter(|of| !self.serials.contains(&of.name.text));
        let written = own.map(|of| written::Sequence {
            name: Spanned {
                value: name_of(of),
                span: spanned(&of.name).span,
            },
            renamed_from: None,
            count: of.count.clone(),
            exact: true,
        });
        written.collect()
    }

    /// The sequence of which a default is the next number, if it belongs to no column.
    pub(super) fn next(&self, default: &SqlText) -> Option<TableName> {
        let named = sequence::next(&default.text)?;
        let find = |named: &TableRef| self.catalog.find(&self.catalog.sequences, named);
        // MySQL says the database, which need not be said here.
        let is_mysql = self.catalog.dialect == Dialect::Mysql && self.catalog.database.is_none();
        let plain = TableRef {
            namespace: named.namespace.clone().filter(|_| !is_mysql),
            ..named.clone()
        };
        let at = find(&named).or_else(|| find(&plain))?;
        let found = &self.catalog.sequences[at];
        (!self.serials.contains(&found.name.text)).then(|| name_of(found))
    }
}

fn name_of(of: &Sequence) -> TableName {
    TableName {
        namespace: of.namespace.clone(),
        name: of.name.text.clone(),
    }
}

/// The sequences that count for one column, without their schemas.
pub(super) fn serials(catalog: &Catalog) -> BTreeSet<String> {
    let columns = catalog.tables.values().flat_map(|table| {
        let columns = table.columns.iter();
        columns.filter_map(move |column| serial(column, table, catalog))
    });
    let owned = catalog.owned_sequences.iter().cloned();
    columns.chain(owned).collect()
}

/// The sequence whose next number is the default, where it belongs to the column.
pub(super) fn serial(column: &Column, table: &Table, catalog: &Catalog) -> Option<String> {
    // A column of a domain cannot be counted up by itself.
    if !catalog.domains_of(&column.ty).is_empty() {
        return None;
    }
    let default = column.default.as_ref()?;
    let text = default.text.to_lowercase();
    if catalog.dialect != Dialect::Postgres || !text.starts_with("nextval(") {
        return None;
    }
    let quoted = default.text.split('\'').nth(1)?;
    let last = quoted.rsplit('.').next().unwrap_or_default();
    let sequence = last.trim_matches('"');
    let usual = names::sequence(&table.name.text, &column.name.text);
    let mut owned = table.sequences.iter().chain(&catalog.owned_sequences);
    (sequence == usual || owned.any(|owned| owned == sequence)).then(|| sequence.to_owned())
}
