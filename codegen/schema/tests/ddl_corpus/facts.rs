//! A schema as a flat list of facts, so that two of them can be compared line by line.

use std::collections::BTreeMap;

use ormolu_schema::ir::{
    ColumnId, ColumnType, Dialect, Enum, IndexPart, IndexTerm, Model, ReferentialAction, Schema,
    TableName, Type,
};

use super::default;

/// What is there, by what it is about.
pub(crate) type Facts = BTreeMap<String, String>;

/// Every difference, one line each.
pub(crate) fn differences(expected: &Facts, found: &Facts) -> Vec<String> {
    let mut lines = vec![];
    for (about, fact) in expected {
        match found.get(about) {
            None => lines.push(format!("lost: {about}: {fact}")),
            Some(other) if other != fact => {
                lines.push(format!("differs: {about}: expected {fact}, found {other}"));
            }
            Some(_) => {}
        }
    }
    let extra = found
        .iter()
        .filter(|(about, _)| !expected.contains_key(*about));
    lines.extend(extra.map(|(about, fact)| format!("invented: {about}: {fact}")));
    lines
}

/// A table's name with its namespace.
pub(crate) fn table_name(namespace: Option<&str>, name: &str) -> String {
    namespace.map_or(name.to_owned(), |n| format!("{n}.{name}"))
}

/// The fact about a column.
pub(crate) struct ColumnFact {
    pub(crate) position: usize,
    pub(crate) ty: String,
    pub(crate) nullable: bool,
    pub(crate) counted: bool,
    pub(crate) generated: bool,
}

impl ColumnFact {
    pub(crate) fn text(&self) -> String {
        let mut text = format!("#{} {}", self.position, self.ty);
        text.push_str(if self.nullable { " null" } else { " not null" });
        text.push_str(if self.counted { " counted" } else { "" });
        text.push_str(if self.generated { " generated" } else { "" });
        text
    }
}

/// The key and the fact of an index.
pub(crate) fn index(
    table: &str,
    name: &str,
    columns: &[String],
    unique: bool,
    rest: &str,
) -> (String, String) {
    let unique = if unique { "unique " } else { "" };
    (
        format!("{table} index {name}"),
        format!("{unique}({}){rest}", columns.join(", ")),
    )
}

/// What a schema says.
pub(crate) fn of_schema(schema: &Schema) -> Facts {
    let mut facts = Facts::new();
    let dialect = schema.dialects[0];
    for model in schema.models.iter().filter(|m| m.view.is_none()) {
        let table = name_of(&model.table);
        facts.insert(table.clone(), "table".into());
        columns(model, &table, schema, &mut facts);
        keys(model, &table, schema, &mut facts);
        indexes(model, &table, dialect, &mut facts);
    }
    for of in &schema.domains {
        let base = type_text(&of.ty.base, schema);
        facts.insert(format!("domain {}", of.name.name), base);
    }
    // MySQL has enumerations at columns only.
    for of in schema.enums.iter().filter(|_| dialect == Dialect::Postgres) {
        let name = table_name(of.namespace.as_deref(), &of.sql_name);
        facts.insert(format!("enum {name}"), labels(of).join(", "));
    }
    facts
}

fn name_of(table: &TableName) -> String {
    table_name(table.namespace.as_deref(), &table.name)
}

fn labels(of: &Enum) -> Vec<String> {
    of.variants.iter().map(|v| v.value.clone()).collect()
}

fn columns(model: &Model, table: &str, schema: &Schema, facts: &mut Facts) {
    for (at, column) in model.columns.iter().enumerate() {
        let fact = ColumnFact {
            position: at + 1,
            ty: column_type(&column.ty, schema),
            nullable: column.nullable,
            counted: column.identity.is_some(),
            generated: column.generated.is_some(),
        };
        facts.insert(format!("{table}.{}", column.name), fact.text());
        if let Some(default) = &column.default {
            let text = default::of_schema(default, schema.dialects[0]);
            facts.insert(format!("{table}.{} default", column.name), text);
        }
    }
}

fn column_type(ty: &ColumnType, schema: &Schema) -> String {
    let base = type_text(&ty.base, schema);
    match &ty.domain {
        Some(domain) => format!("{base} as {}", domain.name),
        None => base,
    }
}

fn type_text(ty: &Type, schema: &Schema) -> String {
    match ty {
        Type::Native { sql, .. } => {
            let sql = sql.to_lowercase();
            format!("native {}", sql.strip_prefix("public.").unwrap_or(&sql))
        }
        Type::Enum(id) => format!("enum of {}", labels(schema.enumeration(*id)).join(", ")),
        Type::Array(element) => format!("list of {}", type_text(element, schema)),
        ty => format!("{ty:?}"),
    }
}

fn names(model: &Model, columns: &[ColumnId]) -> Vec<String> {
    columns
        .iter()
        .map(|id| model.column(*id).name.clone())
        .collect()
}

fn keys(model: &Model, table: &str, schema: &Schema, facts: &mut Facts) {
    let dialect = schema.dialects[0];
    if !model.primary_key.columns.is_empty() {
        let columns = names(model, &model.primary_key.columns);
        let key = format!("{} {:?}", columns.join(", "), model.primary_key.timing);
        facts.insert(format!("{table} primary key"), key);
    }
    for key in &model.uniques {
        let columns = names(model, &key.columns);
        let nulls = if key.nulls_equal { "nulls equal" } else { "" };
        facts.insert(
            format!("{table} unique ({})", columns.join(", ")),
            nulls.into(),
        );
    }
    for check in model.checks.iter().filter(|_| dialect == Dialect::Postgres) {
        facts.insert(format!("{table} check {}", check.name), "".into());
    }
    for key in &model.foreign_keys {
        let target = schema.model(key.target);
        let name = match dialect {
            Dialect::Sqlite => String::new(),
            _ => format!("{} ", key.name),
        };
        let same = |action| match action {
            // For MySQL the two are one.
            ReferentialAction::Restrict if dialect == Dialect::Mysql => ReferentialAction::NoAction,
            action => action,
        };
        let about = format!(
            "{table} foreign key {name}({})",
            names(model, &key.columns).join(", ")
        );
        let fact = format!(
            "{}({}) {:?} {:?} {:?}",
            name_of(&target.table),
            names(target, &key.target_columns).join(", "),
            same(key.on_delete),
            same(key.on_update),
            key.timing
        );
        facts.insert(about, fact);
    }
}

fn indexes(model: &Model, table: &str, dialect: Dialect, facts: &mut Facts) {
    for of in &model.indexes {
        let column = |part: &IndexPart| match &part.term {
            IndexTerm::Column(id) => Some(model.column(*id).name.clone()),
            IndexTerm::Expression(_) => None,
        };
        let mut columns: Vec<String> = of.parts.iter().filter_map(column).collect();
        let expression = columns.len() < of.parts.len();
        columns.extend(names(model, &of.include));
        let mut rest = String::new();
        rest.push_str(if of.predicate.is_some() {
            " partial"
        } else {
            ""
        });
        rest.push_str(if expression { " expression" } else { "" });
        rest.push_str(if of.include.is_empty() {
            ""
        } else {
            " covering"
        });
        if let Some(method) = &of.method {
            rest.push_str(&format!(" {}", method.get(dialect).unwrap()));
        }
        if of.unique && dialect == Dialect::Mysql {
            // For MySQL the two are one.
            facts.insert(
                format!("{table} unique ({})", columns.join(", ")),
                "".into(),
            );
            continue;
        }
        let (about, fact) = index(table, &of.name, &columns, of.unique, &rest);
        facts.insert(about, fact);
    }
}
