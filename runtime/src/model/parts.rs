use super::{ModelMeta, VersionBy};

/// An UPDATE of columns of rows that may be stored in several tables, as one for each table: the
/// model that has its rows there, and which of the columns. None of them where only what comes
/// along with a change of the row is to be written.
pub(crate) fn updates(
    model: &'static ModelMeta,
    columns: &[u16],
) -> Vec<(&'static ModelMeta, Vec<u16>)> {
    let Some(base) = model.base() else {
        return vec![(model, columns.to_vec())];
    };
    let (first, rest): (Vec<u16>, Vec<u16>) =
        columns.iter().partition(|at| **at < model.inherited());
    let mut parts = vec![];
    let alone = columns.is_empty() || !rest.is_empty();
    if alone && !is_noticed(base, &first) {
        parts.extend(updates(base, &[]));
    }
    if !first.is_empty() {
        parts.extend(updates(base, &first));
    }
    if !rest.is_empty() || changes_along(model) {
        parts.push((model, rest));
    }
    parts
}

/// Whether an UPDATE of these columns of a base does what a change of the row brings along there.
fn is_noticed(base: &'static ModelMeta, columns: &[u16]) -> bool {
    if columns.is_empty() {
        return !base.upwards().any(changes_along);
    }
    let version = base.version.filter(|v| v.by == VersionBy::Session);
    version.is_none_or(|version| {
        columns.contains(&version.column) || version.counts(columns.iter().copied())
    })
}

/// Whether the table that is the model's own has columns that change with any other of a row.
fn changes_along(model: &ModelMeta) -> bool {
    let own = model.inherited();
    let version = model.version;
    version.is_some_and(|version| version.by == VersionBy::Session && version.column >= own)
        || model.columns[usize::from(own)..]
            .iter()
            .any(|column| column.on_update.is_some())
}
