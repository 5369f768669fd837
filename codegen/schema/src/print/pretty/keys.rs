//! Which indexes follow from foreign keys, and where a key has none.

use crate::ir::{ColumnId, ForeignKeyId, Index, IndexPart, IndexTerm, Model};

/// What the rule "a foreign key that nothing leads with gets an index" makes of a model.
pub(super) struct KeyIndexes {
    /// Indexes, by position, that the rule makes by itself.
    pub(super) implied: Vec<usize>,
    /// Foreign keys without an index.
    pub(super) without: Vec<ForeignKeyId>,
}

pub(super) fn key_indexes(model: &Model, is_usual: impl Fn(&Index) -> bool) -> KeyIndexes {
    let mut found = KeyIndexes {
        implied: vec![],
        without: vec![],
    };
    for (at, key) in model.foreign_keys.iter().enumerate() {
        let columns = &key.columns;
        let implied = model.indexes.iter().position(|index| {
            is_plain(index) && is_usual(index) && columns_of(index).as_ref() == Some(columns)
        });
        let constraint = model.primary_key.columns.starts_with(columns)
            || model.uniques.iter().any(|u| u.columns.starts_with(columns));
        let leads = |(place, index): (usize, &Index)| {
            let by_rule = found.implied.contains(&place);
            (by_rule || Some(place) != implied) && leads(index, columns)
        };
        if constraint || model.indexes.iter().enumerate().any(leads) {
            continue;
        }
        match implied {
            Some(place) => found.implied.push(place),
            None => found.without.push(ForeignKeyId(at)),
        }
    }
    found
}

/// Whether the index has nothing but columns.
fn is_plain(index: &Index) -> bool {
    let bare = Index {
        name: index.name.clone(),
        parts: index.parts.clone(),
        ..Index::default()
    };
    *index == bare && index.parts.iter().all(IndexPart::is_plain)
}

fn columns_of(index: &Index) -> Option<Vec<ColumnId>> {
    let column = |term: &IndexTerm| match term {
        IndexTerm::Column(id) => Some(*id),
        IndexTerm::Expression(_) => None,
    };
    index.parts.iter().map(|part| column(&part.term)).collect()
}

fn leads(index: &Index, columns: &[ColumnId]) -> bool {
    let mut parts = index.parts.iter().zip(columns);
    index.predicate.is_none()
        && index.parts.len() >= columns.len()
        && parts.all(|(part, column)| part.term == IndexTerm::Column(*column))
}
