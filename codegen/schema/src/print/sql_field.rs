//! Properties that only SQL can compute.

use super::sql::by_dialect;
use super::tree::{Entries, Tree};
use super::type_name::of_value;
use crate::ir::{Schema, SqlField};

pub(super) fn sql_field(of: &SqlField, schema: &Schema) -> (String, Tree) {
    let SqlField {
        name,
        sql,
        columns: _,
        ty,
        comment,
    } = of;
    let mut map = Entries::default();
    map.text("comment", comment);
    map.add("is", by_dialect(sql, |text| Tree::Quoted(text.clone())));
    map.add("returns", of_value(ty, schema));
    (name.clone(), Tree::Map(map))
}
