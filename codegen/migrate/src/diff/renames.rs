//! New names: the schema before, as if everything in it had the name it gets.

use ormolu_schema::ir::{
    Column, Default, Dialect, EnumId, IndexTerm, Literal, Model, PerDialect, Schema, SqlDefault,
    TableName, Type,
};

use super::mention;
use crate::operation::Rename;
use crate::plan;
use crate::render::domain;

/// What has another name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) tables: Vec<(TableName, TableName)>,
    /// With the table's new name.
    pub(crate) columns: Vec<(TableName, String, String)>,
    pub(crate) enums: Vec<(TableName, TableName)>,
    pub(crate) domains: Vec<(TableName, TableName)>,
    pub(crate) sequences: Vec<(TableName, TableName)>,
    /// With the enumeration's new name.
    pub(crate) values: Vec<(TableName, String, String)>,
    /// Columns of which every row has a value, whatever the schema before says, by their new names.
    pub(crate) filled: Vec<(TableName, String)>,
}

impl Names {
    /// The way back.
    pub(crate) fn inverse(&self) -> Names {
        let swapped = |pairs: &[(TableName, TableName)]| {
            pairs.iter().map(|(a, b)| (b.clone(), a.clone())).collect()
        };
        let inner = |outer: &[(TableName, TableName)], inner: &[(TableName, String, String)]| {
            let back = |(of, from, to): &(TableName, String, String)| {
                (old_name(outer, of).clone(), to.clone(), from.clone())
            };
            inner.iter().map(back).collect()
        };
        Names {
            tables: swapped(&self.tables),
            columns: inner(&self.tables, &self.columns),
            enums: swapped(&self.enums),
            domains: swapped(&self.domains),
            sequences: swapped(&self.sequences),
            values: inner(&self.enums, &self.values),
            filled: Vec::new(),
        }
    }

    /// The same, and columns of which every row has a value.
    pub(crate) fn with_values(self, filled: Vec<(TableName, String)>) -> Names {
        Names { filled, ..self }
    }

    /// Whether every row has a value in a column.
    pub(crate) fn is_filled(&self, table: &TableName, column: &str) -> bool {
        self.filled
            .iter()
            .any(|(of, name)| of == table && name == column)
    }

    /// What an enumeration was called.
    pub(crate) fn old_enum<'n>(&'n self, new: &'n TableName) -> &'n TableName {
        old_name(&self.enums, new)
    }

    /// What a domain was called.
    pub(crate) fn old_domain<'n>(&'n self, new: &'n TableName) -> &'n TableName {
        old_name(&self.domains, new)
    }

    /// What a column of a table was called.
    pub(crate) fn old_column<'n>(&'n self, table: &TableName, new: &'n str) -> &'n str {
        let renamed = self
            .columns
            .iter()
            .find(|(of, _, to)| of == table && to == new);
        renamed.map_or(new, |(_, from, _)| from)
    }

    /// What a table was called.
    pub(crate) fn old_table<'n>(&'n self, new: &'n TableName) -> &'n TableName {
        old_name(&self.tables, new)
    }
}

fn old_name<'n>(pairs: &'n [(TableName, TableName)], new: &'n TableName) -> &'n TableName {
    let pair = pairs.iter().find(|(_, to)| to == new);
    pair.map_or(new, |(from, _)| from)
}

/// A schema under its new names, and what gives them.
pub(crate) struct Renamed {
    pub(crate) schema: Schema,
    pub(crate) operations: Vec<Rename>,
}

/// What stands in the way of a name gets another one for a while: this before its own.
pub(crate) const ASIDE: &str = "ormolu_old_";

fn aside(name: &str) -> String {
    format!("{ASIDE}{name}")
}

pub(crate) fn apply(before: &Schema, names: &Names, dialect: Dialect) -> Renamed {
    let mut renamed = Renamed {
        schema: before.clone(),
        operations: Vec::new(),
    };
    renamed.enums(names, dialect);
    renamed.domains(names, dialect);
    renamed.sequences(names, dialect);
    renamed.tables(names);
    renamed.columns(names);
    renamed.values(names, dialect);
    renamed
}

impl Renamed {
    fn tables(&mut self, names: &Names) {
        let mut pending = names.tables.clone();
        while !pending.is_empty() {
            let (from, to) = pending.remove(0);
            if self.has_table(&to) {
                let free = TableName {
                    name: aside(&to.name),
                    ..to.clone()
                };
                for (other, _) in pending.iter_mut().filter(|(other, _)| *other == to) {
                    *other = free.clone();
                }
                self.table(&to, &free);
            }
            self.table(&from, &to);
        }
    }

    fn has_table(&self, name: &TableName) -> bool {
        let is_it = |m: &Model| m.table == *name && super::is_table(m);
        self.schema.models.iter().any(is_it)
    }

    fn table(&mut self, from: &TableName, to: &TableName) {
        let moved = TableName {
            namespace: to.namespace.clone(),
            name: from.name.clone(),
        };
        // PostgreSQL gives a name and a namespace one after the other; a step without a
        // difference has no statement.
        for (from, to) in [(from, &moved), (&moved, to)] {
            if from != to {
                self.operations.push(Rename::Table {
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
        for model in &mut self.schema.models {
            if model.table == *from && model.view.is_none() {
                model.table = to.clone();
            }
        }
    }

    fn columns(&mut self, names: &Names) {
        let mut pending = names.columns.clone();
        while !pending.is_empty() {
            let (table, from, to) = pending.remove(0);
            let taken = |model: &Model| model.table == table && model.column_named(&to).is_some();
            if self.schema.models.iter().any(taken) {
                let free = aside(&to);
                let same =
                    |other: &&mut (TableName, String, String)| other.0 == table && other.1 == to;
                for other in pending.iter_mut().filter(same) {
                    other.1 = free.clone();
                }
                self.column(&table, &to, &free);
            }
            self.column(&table, &from, &to);
        }
    }

    fn column(&mut self, table: &TableName, from: &str, to: &str) {
        self.operations.push(Rename::Column {
            table: table.clone(),
            from: from.to_owned(),
            to: to.to_owned(),
        });
        let models = self.schema.models.iter_mut();
        for model in models.filter(|m| m.table == *table && m.view.is_none()) {
            rename_column(model, from, to);
        }
    }

    fn enums(&mut self, names: &Names, dialect: Dialect) {
        for (from, to) in &names.enums {
            for of in &mut self.schema.enums {
                if of.sql_name != from.name || of.namespace != from.namespace {
                    continue;
                }
                of.sql_name.clone_from(&to.name);
                of.namespace.clone_from(&to.namespace);
                if plan::has_catalog_objects(dialect) {
                    let moved = TableName {
                        namespace: to.namespace.clone(),
                        name: from.name.clone(),
                    };
                    for (from, to) in [(from, &moved), (&moved, to)] {
                        if from != to {
                            self.operations.push(Rename::Enum {
                                from: from.clone(),
                                to: to.clone(),
                            });
                        }
                    }
                }
            }
        }
    }

    /// What is of a domain is so under its new name.
    fn domains(&mut self, names: &Names, dialect: Dialect) {
        for (from, to) in &names.domains {
            let schema = &mut self.schema;
            let columns = schema.models.iter_mut().flat_map(|m| &mut m.columns);
            let types = columns.map(|column| &mut column.ty);
            let types = types.chain(schema.domains.iter_mut().map(|of| &mut of.ty));
            let mentions = types.filter_map(|ty| ty.domain.as_mut());
            for name in mentions.filter(|name| *name == from) {
                *name = to.clone();
            }
            for of in schema.domains.iter_mut().filter(|of| of.name == *from) {
                of.name = to.clone();
            }
            let moved = TableName {
                namespace: to.namespace.clone(),
                name: from.name.clone(),
            };
            let steps = [(from, &moved), (&moved, to)];
            let steps = steps.into_iter().filter(|(from, to)| from != to);
            for (from, to) in steps.filter(|_| domain::is_object(dialect)) {
                self.operations.push(Rename::Domain {
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
    }

    /// PostgreSQL carries a new name into the defaults of columns; in MariaDB they change at once, for
    /// nothing is done to a table whose default names nothing.
    fn sequences(&mut self, names: &Names, dialect: Dialect) {
        for (from, to) in &names.sequences {
            for of in self
                .schema
                .sequences
                .iter_mut()
                .filter(|of| of.name == *from)
            {
                of.name = to.clone();
            }
            let moved = TableName {
                namespace: to.namespace.clone(),
                name: from.name.clone(),
            };
            let steps = match dialect {
                Dialect::Postgres => vec![(from, &moved), (&moved, to)],
                _ => vec![(from, to)],
            };
            for (from, to) in steps.into_iter().filter(|(from, to)| from != to) {
                self.operations.push(Rename::Sequence {
                    from: from.clone(),
                    to: to.clone(),
                });
            }
            for model in &mut self.schema.models {
                let mut columns = Vec::new();
                for column in &mut model.columns {
                    if let Some(Default::Database(SqlDefault::Sequence(of))) = &mut column.default
                        && of == from
                    {
                        *of = to.clone();
                        columns.push(column.name.clone());
                    }
                }
                if dialect != Dialect::Postgres && !columns.is_empty() {
                    self.operations.push(Rename::Counter {
                        table: model.table.clone(),
                        columns,
                        to: to.clone(),
                    });
                }
            }
        }
    }

    /// Where a value is only text in a column, the column's change says it.
    fn values(&mut self, names: &Names, dialect: Dialect) {
        if !plan::has_catalog_objects(dialect) {
            return;
        }
        for (of, from, to) in &names.values {
            let is =
                |e: &ormolu_schema::ir::Enum| e.sql_name == of.name && e.namespace == of.namespace;
            let Some(at) = self.schema.enums.iter().position(is) else {
                continue;
            };
            for variant in &mut self.schema.enums[at].variants {
                if variant.value == *from {
                    variant.value.clone_from(to);
                }
            }
            let columns = self.schema.models.iter_mut().flat_map(|m| &mut m.columns);
            for column in columns.filter(|c| c.ty.base == Type::Enum(EnumId(at))) {
                rename_default(column, from, to);
            }
            self.operations.push(Rename::Value {
                of: of.clone(),
                from: from.clone(),
                to: to.clone(),
            });
        }
    }
}

/// Engines carry a new name into what names the column.
fn rename_column(model: &mut Model, from: &str, to: &str) {
    let texts = model.checks.iter_mut().map(|check| &mut check.expression);
    let indexes = model.indexes.iter_mut().flat_map(|index| {
        let parts = index
            .parts
            .iter_mut()
            .filter_map(|part| match &mut part.term {
                IndexTerm::Expression(sql) => Some(sql),
                IndexTerm::Column(_) => None,
            });
        parts.chain(&mut index.predicate)
    });
    let generated = model
        .columns
        .iter_mut()
        .filter_map(|column| column.generated.as_mut());
    let generated = generated.map(|generated| &mut generated.expression);
    for text in texts.chain(indexes).chain(generated) {
        match text {
            PerDialect::Same(sql) => *sql = mention::replaced(sql, from, to),
            PerDialect::Each(each) => {
                for sql in each.values_mut() {
                    *sql = mention::replaced(sql, from, to);
                }
            }
        }
    }
    if let Some(id) = model.column_named(from) {
        model.columns[id.0].name = to.to_owned();
    }
}

fn rename_default(column: &mut Column, from: &str, to: &str) {
    let literal = match &mut column.default {
        Some(
            Default::Value(literal)
            | Default::Statement(SqlDefault::Literal(literal))
            | Default::Database(SqlDefault::Literal(literal)),
        ) => literal,
        _ => return,
    };
    if matches!(literal, Literal::Text(text) if text == from) {
        *literal = Literal::Text(to.to_owned());
    }
}
