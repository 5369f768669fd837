//! Schemas by hand, in few words.

use std::collections::BTreeMap;

use ormolu_schema::ir::{
    Check, Column, ColumnId, Default, Dialect, Enum, EnumVariant, ForeignKey, Generated, Identity,
    Index, IndexPart, IndexTerm, Literal, Model, ModelId, ModelKind, PerDialect, PrimaryKey,
    ReferentialAction, Rules, Schema, SqlDefault, TableName, TableOptions, Timing, Type, Unique,
};

pub(crate) fn schema(enums: Vec<Enum>, models: Vec<Model>) -> Schema {
    Schema {
        dialects: Dialect::ALL.to_vec(),
        enums,
        functions: Vec::new(),
        parameters: Vec::new(),
        models,
        domains: Vec::new(),
        sequences: Vec::new(),
        renames: Vec::new(),
    }
}

pub(crate) fn enumeration(name: &str, values: &[&str]) -> Enum {
    let variant = |v: &&str| EnumVariant {
        name: v.to_string(),
        value: v.to_string(),
        comment: None,
    };
    Enum {
        name: name.to_owned(),
        sql_name: name.to_owned(),
        namespace: None,
        variants: values.iter().map(variant).collect(),
        open: false,
        comment: None,
    }
}

/// A table whose key is its first column.
pub(crate) fn table(name: &str, columns: Vec<Column>) -> Model {
    Model {
        name: name.to_owned(),
        module: name.to_owned(),
        table: TableName {
            namespace: None,
            name: name.to_owned(),
        },
        kind: ModelKind::Entity,
        columns,
        primary_key: PrimaryKey {
            name: format!("pk_{name}"),
            columns: vec![ColumnId(0)],
            timing: Timing::AtOnce,
        },
        identity: Vec::new(),
        read_only: false,
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        relationships: Vec::new(),
        choices: Vec::new(),
        computed: Vec::new(),
        shortcuts: Vec::new(),
        lineage: None,
        projections: Vec::new(),
        filterable: Vec::new(),
        sql_fields: Vec::new(),
        version: None,
        rules: Rules::default(),
        comment: None,
        derives: Vec::new(),
        options: TableOptions::default(),
        view: None,
    }
}

/// The identity key most tables have.
pub(crate) fn id() -> Column {
    let identity = Identity {
        always: false,
        start: None,
        increment: None,
    };
    Column {
        identity: Some(identity),
        ..column("id", Type::BigInt)
    }
}

pub(crate) fn column(name: &str, ty: Type) -> Column {
    Column::new(name, name, ty)
}

pub(crate) fn nullable(column: Column) -> Column {
    Column {
        nullable: true,
        ..column
    }
}

pub(crate) fn with_value(column: Column, literal: Literal) -> Column {
    Column {
        default: Some(Default::Value(literal)),
        ..column
    }
}

pub(crate) fn with_database(column: Column, default: SqlDefault) -> Column {
    Column {
        default: Some(Default::Database(default)),
        ..column
    }
}

pub(crate) fn generated(column: Column, expression: &str) -> Column {
    let expression = PerDialect::Same(expression.to_owned());
    Column {
        generated: Some(Generated {
            expression,
            stored: true,
        }),
        ..column
    }
}

pub(crate) fn commented(column: Column, comment: &str) -> Column {
    Column {
        comment: Some(comment.to_owned()),
        ..column
    }
}

pub(crate) fn text(value: &str) -> Literal {
    Literal::Text(value.to_owned())
}

pub(crate) fn columns(model: &Model, names: &[&str]) -> Vec<ColumnId> {
    names
        .iter()
        .map(|name| model.column_named(name).expect("a column of the table"))
        .collect()
}

impl TableExt for Model {}

/// Constraints added to a table.
pub(crate) trait TableExt: Into<Model> {
    fn key(self, names: &[&str]) -> Model {
        let mut model: Model = self.into();
        model.primary_key.columns = columns(&model, names);
        model
    }

    fn unique(self, name: &str, names: &[&str]) -> Model {
        let mut model: Model = self.into();
        let columns = columns(&model, names);
        model.uniques.push(Unique {
            name: name.to_owned(),
            columns,
            nulls_equal: false,
            timing: Timing::AtOnce,
        });
        model
    }

    fn check(self, name: &str, sql: &str) -> Model {
        let mut model: Model = self.into();
        let expression = PerDialect::Same(sql.to_owned());
        model.checks.push(Check {
            name: name.to_owned(),
            expression,
        });
        model
    }

    fn index(self, index: Index) -> Model {
        let mut model: Model = self.into();
        model.indexes.push(index);
        model
    }

    /// A key to the first column of another table.
    fn references(self, column: &str, target: usize, on_delete: ReferentialAction) -> Model {
        let mut model: Model = self.into();
        model.foreign_keys.push(ForeignKey {
            name: format!("fk_{}_{column}", model.table.name),
            columns: columns(&model, &[column]),
            target: ModelId(target),
            target_columns: vec![ColumnId(0)],
            on_delete,
            on_update: ReferentialAction::NoAction,
            timing: Timing::AtOnce,
        });
        model
    }
}

/// An index over columns by their position.
pub(crate) fn index(name: &str, columns: &[usize]) -> Index {
    let part = |at: &usize| IndexPart::from(IndexTerm::Column(ColumnId(*at)));
    Index {
        name: name.to_owned(),
        parts: columns.iter().map(part).collect(),
        ..Index::default()
    }
}

pub(crate) fn each(entries: &[(Dialect, &str)]) -> PerDialect<String> {
    let entries = entries
        .iter()
        .map(|(dialect, sql)| (*dialect, (*sql).to_owned()));
    PerDialect::Each(entries.collect::<BTreeMap<_, _>>())
}
