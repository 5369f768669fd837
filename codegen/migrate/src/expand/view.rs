//! A table under its old name, for programs that know no other.

use std::collections::BTreeMap;

use ormolu_schema::ir::{
    Dialect, Model, ModelKind, PerDialect, PrimaryKey, Rules, Schema, TableName, TableOptions,
    Timing, View,
};

use super::ExpandError;
use super::between::{at, free};
use crate::render::quote;

/// Adds a view under the old name to the schema between.
pub(super) fn add(
    schema: &mut Schema,
    (before, from): (&Schema, &TableName),
    to: &TableName,
) -> Result<(), ExpandError> {
    let refused = |why: &str| ExpandError::Refused {
        place: format!("table `{}`", to.name),
        why: why.to_owned(),
    };
    if schema.dialects.contains(&Dialect::Sqlite) {
        return Err(refused(
            "a view of SQLite does not take what is written to it, so the old name cannot stay; \
             rename the table in one migration, without `--expand-contract`",
        ));
    }
    let (Some(old), Some(new)) = (at(before, from), at(schema, to)) else {
        return Ok(());
    };
    let (old, new) = (before.model(old), schema.model(new));
    let mut columns = Vec::with_capacity(old.columns.len());
    for column in &old.columns {
        let here = new
            .column_named(&column.name)
            .map(|id| new.column(id).clone());
        let Some(mut here) = here else { continue };
        here.field.clone_from(&column.field);
        (here.default, here.on_update, here.identity) = (None, None, None);
        (here.generated, here.id_of, here.comment) = (None, None, None);
        columns.push(here);
    }
    let mut query = BTreeMap::new();
    for dialect in schema.dialects.iter().map(|dialect| dialect.family()) {
        let names: Result<Vec<String>, _> = columns
            .iter()
            .map(|column| quote::name(dialect, &column.name))
            .collect();
        let table = quote::table(dialect, to)?;
        query.insert(
            dialect,
            format!("SELECT {} FROM {table}", names?.join(", ")),
        );
    }
    let name = free(&format!("{}Before", old.name), |name| {
        schema.models.iter().any(|model| model.name == name)
    });
    let view = Model {
        module: free(&format!("{}_before", old.module), |module| {
            schema.models.iter().any(|model| model.module == module)
        }),
        name,
        table: from.clone(),
        kind: ModelKind::Entity,
        columns,
        primary_key: PrimaryKey {
            name: old.primary_key.name.clone(),
            columns: Vec::new(),
            timing: Timing::AtOnce,
        },
        identity: Vec::new(),
        read_only: true,
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        relationships: Vec::new(),
        choices: Vec::new(),
        lineage: None,
        projections: Vec::new(),
        computed: Vec::new(),
        sql_fields: Vec::new(),
        shortcuts: Vec::new(),
        filterable: Vec::new(),
        version: None,
        rules: Rules::default(),
        comment: None,
        derives: Vec::new(),
        options: TableOptions::default(),
        view: Some(View {
            query: PerDialect::Each(query),
            materialized: false,
        }),
    };
    schema.models.push(view);
    Ok(())
}
