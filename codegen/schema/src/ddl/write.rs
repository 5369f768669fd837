//! From the catalog to what was written.

mod domain;
mod index;
mod sequence;
mod type_name;

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, Check, Column, ForeignKey, KeyConstraint, Name, SqlText, Table};
use super::constraint::note;
use super::default::{default, expression};
use super::types::{Mapped, map};
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Default, Dialect, Generated, Identity, PerDialect, SqlDefault, TableOptions, Type, View,
};
use crate::source::{Span, Spanned};
use crate::written;

/// Writes the catalog down as a document of its one dialect.
pub(super) fn document(
    catalog: &Catalog,
    place: Span,
    notes: &mut Vec<Diagnostic>,
) -> written::Document {
    let mut writer = Writer {
        catalog,
        notes,
        enums: vec![],
        opaque: BTreeSet::new(),
        serials: sequence::serials(catalog),
    };
    let enums = catalog.enums.values().map(|e| written::Enum {
        renamed_from: None,
        name: None,
        sql_name: Some(spanned(&e.name)),
        namespace: e.namespace.clone(),
        variants: e.values.iter().map(|v| variant(v, e.name.span)).collect(),
        open: false,
        comment: prose(&e.comment),
        span: e.name.span,
    });
    let mut enums: Vec<written::Enum> = enums.collect();
    let models = catalog
        .tables
        .values()
        .map(|table| writer.model(table))
        .collect();
    enums.append(&mut writer.enums);
    let domains = writer.domains();
    let sequences = writer.sequences();
    written::Document {
        exact: false,
        dialects: vec![Spanned {
            value: catalog.dialect,
            span: place,
        }],
        naming: written::Naming::default(),
        times: None,
        typed_ids: false,
        enums,
        domains,
        sequences,
        functions: vec![],
        models,
    }
}

fn spanned(name: &Name) -> Spanned<String> {
    Spanned {
        value: name.text.clone(),
        span: name.span,
    }
}

/// A comment without the blanks around it, as the language has it.
fn prose(comment: &Option<String>) -> Option<String> {
    let comment = comment.as_deref()?.trim();
    (!comment.is_empty()).then(|| comment.to_owned())
}

fn given(name: &Option<Name>) -> Option<Spanned<String>> {
    name.as_ref().map(spanned)
}

fn variant(value: &str, span: Span) -> written::EnumVariant {
    let value = Spanned {
        value: value.to_owned(),
        span,
    };
    written::EnumVariant {
        name: None,
        value,
        renamed_from: None,
        comment: None,
    }
}

struct Writer<'a> {
    catalog: &'a Catalog,
    notes: &'a mut Vec<Diagnostic>,
    /// Enumerations that only one column has.
    enums: Vec<written::Enum>,
    /// Types already reported as not portable.
    opaque: BTreeSet<String>,
    /// Sequences that count for one column.
    serials: BTreeSet<String>,
}

impl Writer<'_> {
    fn dialect(&self) -> Dialect {
        self.catalog.dialect
    }

    fn sql(&self, text: &str) -> PerDialect<String> {
        PerDialect::Each(BTreeMap::from([(self.dialect(), text.to_owned())]))
    }

    fn spanned_sql(&self, sql: &SqlText) -> Spanned<PerDialect<String>> {
        Spanned {
            value: self.sql(&sql.text),
            span: sql.span,
        }
    }

    fn model(&mut self, table: &Table) -> written::Model {
        let mut model = written::Model::new(table.name.span);
        model.table = Some(spanned(&table.name));
        model.namespace = table.namespace.as_ref().map(|n| Spanned {
            value: n.clone(),
            span: table.name.span,
        });
        model.infer = true;
        model.read_only = table.primary_key.is_none();
        model.view = table.view.as_ref().map(|view| View {
            query: self.sql(&view.query.text),
            materialized: view.materialized,
        });
        model.comment = prose(&table.comment);
        model.options = options(table, self.dialect());
        model.columns = table
            .columns
            .iter()
            .map(|c| self.column(c, table))
            .collect();
        model.primary_key = table.primary_key.as_ref().map(|key| {
            // Whatever MySQL is told, the name of the key is PRIMARY.
            let named = self.dialect() != Dialect::Mysql;
            let key = self.key(table, key);
            written::Key {
                name: key.name.filter(|_| named),
                ..key
            }
        });
        model.uniques = table
            .uniques
            .iter()
            .map(|key| self.key(table, key))
            .collect();
        model.indexes = table
            .indexes
            .iter()
            .map(|index| self.index(table, index))
            .collect();
        let of_json = |check: &Check| {
            let mut columns = table.columns.iter();
            columns.any(|c| makes_json(check, c) && self.is_json(c, table))
        };
        let checks = table.checks.iter();
        let checks: Vec<&Check> = checks.filter(|check| !of_json(check)).collect();
        for check in checks {
            let expression = self.spanned_sql(&check.expression);
            model.checks.push(written::Check {
                name: given(&check.name),
                whole_name: true,
                expression,
            });
        }
        for key in &table.foreign_keys {
            model.foreign_keys.extend(self.foreign_key(table, key));
        }
        model
    }

    /// The column's name as it was declared, whatever its case where it is mentioned.
    fn column_name(&self, table: &Table, name: &Name) -> Spanned<String> {
        let at = table.column_at(&name.text, self.dialect());
        let value = at.map_or(&name.text, |at| &table.columns[at].name.text);
        Spanned {
            value: value.clone(),
            span: name.span,
        }
    }

    fn column_names(&self, table: &Table, names: &[Name]) -> Vec<Spanned<String>> {
        names
            .iter()
            .map(|name| self.column_name(table, name))
            .collect()
    }

    fn key(&self, table: &Table, key: &KeyConstraint) -> written::Key {
        let columns = self.column_names(table, &key.columns);
        written::Key {
            name: given(&key.name),
            columns,
            nulls_equal: key.nulls_equal,
            timing: key.timing,
            span: key.span,
        }
    }

    fn column(&mut self, column: &Column, table: &Table) -> written::Column {
        let span = column.name.span;
        let is_json = self.is_json(column, table);
        let mapped = match is_json {
            true => Mapped::Plain(Type::Json),
            false => map(&column.ty, self.catalog),
        };
        let (ty, base) = match mapped {
            Mapped::InlineEnum(values) => (self.inline_enum(&values, column, table), None),
            other => self.type_name(other, column.ty.sql.span),
        };
        let mut written = written::Column::new(span);
        written.name = Some(spanned(&column.name));
        written.ty = Some(Spanned {
            value: ty,
            span: column.ty.sql.span,
        });
        written.nullable = Some(Spanned {
            value: self.catalog.is_nullable(table, column),
            span,
        });
        written.comment = prose(&column.comment);
        let collation = column.collation.as_ref();
        let collation = collation.filter(|name| !is_json && !self.is_of_table(name, table));
        written.collation = collation.map(|c| Spanned {
            value: self.sql(c),
            span,
        });
        written.generated = column.generated.as_ref().map(|(sql, stored)| Spanned {
            value: Generated {
                expression: self.sql(&sql.text),
                stored: *stored,
            },
            span: sql.span,
        });
        let serial = sequence::serial(column, table, self.catalog).is_some();
        let counted = Identity {
            always: false,
            start: None,
            increment: None,
        };
        let identity = column.identity.clone().or(serial.then_some(counted));
        if identity.is_none() {
            let own = column.default.as_ref();
            written.default = own.filter(|sql| !is_null(&sql.text)).map(|sql| Spanned {
                value: match self.next(sql) {
                    Some(sequence) => Default::Database(SqlDefault::Sequence(sequence)),
                    None => default(sql, base.as_ref(), self.dialect()),
                },
                span: sql.span,
            });
        }
        written.identity = Some(Spanned {
            value: identity,
            span,
        });
        written.on_update = column.on_update.as_ref().map(|sql| Spanned {
            value: expression(&sql.text, base.as_ref(), self.dialect()),
            span: sql.span,
        });
        written
    }

    /// Whether a collation is what the table's columns have anyway: MySQL prints it at each of them.
    fn is_of_table(&self, collation: &str, table: &Table) -> bool {
        let mut options = table.options.iter();
        let usual = options.find(|(key, _)| key == "COLLATE");
        self.dialect().family() == Dialect::Mysql
            && usual.is_some_and(|(_, value)| value.eq_ignore_ascii_case(collation))
    }

    /// MariaDB has no JSON type: it prints a text of a certain collation and a check. None of them
    /// is said again, for a JSON is made with them.
    fn is_json(&self, column: &Column, table: &Table) -> bool {
        let text = column.ty.name == "longtext" && column.ty.args.is_empty();
        let collation = column.collation.as_deref();
        self.dialect() == Dialect::Mysql
            && text
            && collation.is_none_or(|name| name.eq_ignore_ascii_case("utf8mb4_bin"))
            && table.checks.iter().any(|c| makes_json(c, column))
    }

    /// An enumeration that only this column has.
    fn inline_enum(
        &mut self,
        values: &[String],
        column: &Column,
        table: &Table,
    ) -> written::TypeName {
        let span = column.ty.sql.span;
        if let Some(known) = self.enums.iter().find(|e| is_of(e, values))
            && let (Some(sql_name), Some(_)) = (&known.sql_name, &table.view)
        {
            let (namespace, name) = (known.namespace.clone(), sql_name.value.clone());
            return written::TypeName::Enum { namespace, name };
        }
        let name = format!("{}_{}", table.name.text, column.name.text);
        let namespace = table.namespace.clone();
        self.enums.push(written::Enum {
            renamed_from: None,
            name: None,
            sql_name: Some(Spanned {
                value: name.clone(),
                span,
            }),
            namespace: namespace.clone(),
            variants: values.iter().map(|v| variant(v, span)).collect(),
            open: false,
            comment: None,
            span,
        });
        written::TypeName::Enum { namespace, name }
    }

    fn foreign_key(&mut self, table: &Table, key: &ForeignKey) -> Option<written::ForeignKey> {
        let target = &key.target.name;
        let Some(found) = self.catalog.table(&key.target) else {
            let message = format!("foreign key to `{}`, which is no table here", target.text);
            let lost = Diagnostic::warning("unknown-table", target.span, message);
            self.notes.push(lost.label("this foreign key is left out"));
            return None;
        };
        let at = |value, span| Some(Spanned { value, span });
        Some(written::ForeignKey {
            name: given(&key.name),
            columns: self.column_names(table, &key.columns),
            target: written::Target {
                namespace: found.namespace.clone(),
                name: Spanned {
                    value: found.name.text.clone(),
                    span: target.span,
                },
            },
            target_columns: self.column_names(found, &key.target_columns),
            on_delete: at(key.on_delete, key.span),
            on_update: at(key.on_update, key.span),
            timing: key.timing,
            unindexed: false,
            span: key.span,
        })
    }
}

/// Whether this is the check that MariaDB gives to a JSON.
fn makes_json(check: &Check, column: &Column) -> bool {
    let text = check.expression.text.replace('`', "").to_lowercase();
    text == format!("json_valid({})", column.name.text.to_lowercase())
}

/// Whether an enumeration has just these values.
fn is_of(known: &written::Enum, values: &[String]) -> bool {
    let known = known.variants.iter().map(|v| &v.value.value);
    known.eq(values)
}

/// Whether a default says no more than that there is none.
fn is_null(default: &str) -> bool {
    let text = default.to_ascii_lowercase();
    text == "null" || text.starts_with("null::")
}

fn options(table: &Table, dialect: Dialect) -> TableOptions {
    let given = || table.options.iter().cloned().collect();
    let mut options = TableOptions::default();
    match dialect {
        Dialect::Sqlite => {
            options.sqlite_not_strict = !table.strict;
            options.sqlite_without_rowid = table.without_rowid;
            options.sqlite_autoincrement = table.autoincrement;
        }
        Dialect::Postgres => {
            options.postgres = given();
            options.postgres_unlogged = table.unlogged;
        }
        Dialect::Mysql | Dialect::Mariadb => options.mysql = given(),
    }
    options
}
