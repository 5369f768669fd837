//! Where the rows of a model are that inherits from another.

use ormolu_schema::ir::{ColumnId, Dialect, Storage};

use crate::sql::{self, quoted};
use crate::unit::Unit;

/// The rows of a variant as a SELECT.
pub(crate) fn rows(unit: &Unit<'_>, dialect: Dialect) -> Option<String> {
    let lineage = unit.model.lineage.as_ref()?;
    let base = lineage.base?;
    let (model, above) = (unit.model, unit.schema.model(base.model));
    let name = |column: &ColumnId| quoted(&model.column(*column).name, dialect);
    let all = (0..model.columns.len()).map(ColumnId);
    let from = sql::table(above, dialect);
    Some(match base.storage {
        Storage::Single => {
            let columns: Vec<_> = all.map(|column| name(&column)).collect();
            let kind = name(&lineage.discriminator);
            let (columns, tag) = (columns.join(", "), &lineage.tag);
            format!("SELECT {columns} FROM {from} WHERE {kind} = '{tag}'")
        }
        Storage::Joined => {
            let [base, own] = ["base", "own"].map(|name| quoted(name, dialect));
            let inherited = above.columns.len();
            let columns: Vec<_> = all
                .map(|column| match column.0 < inherited {
                    true => format!("{base}.{}", name(&column)),
                    false => format!("{own}.{}", name(&column)),
                })
                .collect();
            let on = model.primary_key.columns.iter().map(|column| {
                let name = name(column);
                format!("{own}.{name} = {base}.{name}")
            });
            let (columns, on) = (columns.join(", "), on.collect::<Vec<_>>().join(" AND "));
            let beside = sql::table(model, dialect);
            format!("SELECT {columns} FROM {from} AS {base} JOIN {beside} AS {own} ON {on}")
        }
    })
}
