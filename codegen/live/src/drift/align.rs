//! The schema of a database in the words of another, where both mean the same.
//!
//! What an engine prints is a spelling of what it was told, and a plan compares spellings. So each
//! part of a table in which nothing differs is taken from the other schema.

mod domain;

use ormolu_schema::ddl::normal;
use ormolu_schema::ir::{
    Check, Column, ColumnId, ColumnType, Dialect, EnumId, ForeignKey, Index, IndexTerm, Model,
    ModelId, ModelKind, PrimaryKey, Schema, Type, Unique,
};

use super::difference::{Difference, DifferenceKind as Kind};
use super::facts;

/// What was found, in the words of what is said.
pub(super) fn align(
    found: &Schema,
    said: &Schema,
    differences: &[Difference],
    dialect: Dialect,
) -> Schema {
    let mut aligned = found.clone();
    let enums = enums(&mut aligned, said, dialect);
    domain::align(&mut aligned, said, &enums, differences);
    for model in said.models.iter().filter(|m| m.kind != ModelKind::Rows) {
        let table = name(model);
        let own = differences.iter().filter(|d| d.table == table);
        let of = Of {
            said,
            model,
            enums: &enums,
            differences: own.collect(),
            dialect,
        };
        match aligned.models.iter().position(|m| name(m) == table) {
            Some(at) => {
                let words = of.table(&aligned, &aligned.models[at]);
                aligned.models[at] = words;
            }
            // A view whose columns nobody could read.
            None if model.view.is_some() && of.differences.is_empty() => {
                let columns = of.all_columns();
                aligned.models.push(Model {
                    columns,
                    ..model.clone()
                });
            }
            None => {}
        }
    }
    families(&mut aligned, said);
    arrange(&mut aligned, said);
    aligned
}

/// What is no table and says of tables which of them are parts of others.
fn families(aligned: &mut Schema, said: &Schema) {
    for rows in said.models.iter().filter(|m| m.kind == ModelKind::Rows) {
        let mut rows = rows.clone();
        if let Some(base) = rows.lineage.as_mut().and_then(|own| own.base.as_mut()) {
            let table = name(said.model(base.model));
            match aligned.models.iter().position(|m| name(m) == table) {
                Some(at) => base.model = ModelId(at),
                None => continue,
            }
        }
        aligned.models.push(rows);
    }
}

/// Models in the order in which they are said, and then the others; nothing but tables leads from one to
/// another.
fn arrange(aligned: &mut Schema, said: &Schema) {
    let place = |model: &Model| {
        let is_it = |m: &Model| m.table == model.table && m.name == model.name;
        let at = said.models.iter().position(is_it);
        at.unwrap_or(said.models.len())
    };
    let mut order: Vec<usize> = (0..aligned.models.len()).collect();
    order.sort_by_key(|at| place(&aligned.models[*at]));
    let new = |id: &mut ModelId| {
        if let Some(at) = order.iter().position(|old| *old == id.0) {
            *id = ModelId(at);
        }
    };
    for model in &mut aligned.models {
        model.relationships.clear();
        model
            .foreign_keys
            .iter_mut()
            .for_each(|key| new(&mut key.target));
        model.rules.history.iter_mut().for_each(new);
        let base = model.lineage.as_mut().and_then(|own| own.base.as_mut());
        base.into_iter().for_each(|base| new(&mut base.model));
    }
    let models = std::mem::take(&mut aligned.models);
    let mut models: Vec<Option<Model>> = models.into_iter().map(Some).collect();
    let ordered = order.iter().filter_map(|at| models[*at].take());
    aligned.models = ordered.collect();
}

fn name(model: &Model) -> String {
    facts::name(model.table.namespace.as_deref(), &model.table.name)
}

/// For each enumeration of what is said the one that takes its place.
fn enums(aligned: &mut Schema, said: &Schema, dialect: Dialect) -> Vec<Option<EnumId>> {
    let mut places = Vec::with_capacity(said.enums.len());
    for of in &said.enums {
        let same =
            |e: &ormolu_schema::ir::Enum| e.sql_name == of.sql_name && e.namespace == of.namespace;
        let at = match dialect {
            Dialect::Postgres => aligned.enums.iter().position(same),
            // Elsewhere it is a column's own.
            _ => {
                aligned.enums.push(of.clone());
                Some(aligned.enums.len() - 1)
            }
        };
        places.push(at.map(EnumId));
    }
    places
}

/// A type of what is said, with the enumeration that takes the place of its own.
fn of_type(ty: &ColumnType, enums: &[Option<EnumId>]) -> Option<ColumnType> {
    fn base(ty: &Type, enums: &[Option<EnumId>]) -> Option<Type> {
        Some(match ty {
            Type::Enum(id) => Type::Enum(enums[id.0]?),
            Type::Array(inner) => Type::Array(Box::new(base(inner, enums)?)),
            ty => ty.clone(),
        })
    }
    Some(ColumnType {
        base: base(&ty.base, enums)?,
        ..ty.clone()
    })
}

/// A table that both have.
struct Of<'a> {
    said: &'a Schema,
    model: &'a Model,
    enums: &'a [Option<EnumId>],
    differences: Vec<&'a Difference>,
    dialect: Dialect,
}

impl Of<'_> {
    fn differs(&self, kind: Kind, name: &str) -> bool {
        let mut all = self.differences.iter();
        all.any(|d| d.kind == kind && d.name == name)
    }

    fn differs_in(&self, kind: Kind) -> bool {
        self.differences.iter().any(|d| d.kind == kind)
    }

    fn table(&self, schema: &Schema, found: &Model) -> Model {
        let mut table = Model {
            name: self.model.name.clone(),
            kind: self.model.kind,
            ..found.clone()
        };
        if !self.differs(Kind::Comment, "") {
            table.comment.clone_from(&self.model.comment);
        }
        if self.model.view.is_some() && found.view.is_some() && !self.differs_in(Kind::View) {
            table.view.clone_from(&self.model.view);
            table.columns = self.all_columns();
        } else {
            self.columns(&mut table);
            self.keys(schema, found, &mut table);
        }
        table.indexes = self.indexes(found, &table);
        table
    }

    fn all_columns(&self) -> Vec<Column> {
        let columns = self.model.columns.iter();
        columns
            .map(|column| Column {
                ty: self.ty(&column.ty).unwrap_or_else(|| Type::Text.into()),
                id_of: None,
                ..column.clone()
            })
            .collect()
    }

    /// A condition that a type brings along is a check to a reader.
    fn stores_otherwise(&self) -> bool {
        let known = |d: &Difference| {
            let mut own = self.model.checks.iter();
            own.any(|check| self.check(check) == d.name)
        };
        let mut all = self.differences.iter();
        all.any(|d| d.kind == Kind::Check && d.found.is_none() && !known(d))
    }

    fn columns(&self, table: &mut Model) {
        let types = !self.stores_otherwise();
        for found in &mut table.columns {
            let said = self.model.column_named(&found.name);
            let said = said.map(|id| self.model.column(id));
            let Some(said) = said.and_then(|said| Some((said, self.ty(&said.ty)?))) else {
                continue;
            };
            let (said, ty) = said;
            let same = |kind: Kind| !self.differs(kind, &said.name);
            // A moment or a number is written as its type has it.
            let is_typed = types && same(Kind::Type);
            if is_typed {
                found.ty = ty;
                found.ignores_case = said.ignores_case;
            }
            if is_typed && same(Kind::Default) {
                found.default.clone_from(&said.default);
            }
            if same(Kind::Null) {
                found.nullable = said.nullable;
            }
            if same(Kind::Generated) {
                found.generated.clone_from(&said.generated);
            }
            if same(Kind::Identity) {
                found.identity.clone_from(&said.identity);
            }
            if is_typed && same(Kind::OnUpdate) {
                found.on_update.clone_from(&said.on_update);
            }
            if same(Kind::Collation) {
                found.collation.clone_from(&said.collation);
            }
            if same(Kind::Comment) {
                found.comment.clone_from(&said.comment);
            }
        }
    }

    fn ty(&self, ty: &ColumnType) -> Option<ColumnType> {
        of_type(ty, self.enums)
    }

    fn keys(&self, schema: &Schema, found: &Model, table: &mut Model) {
        if !self.differs_in(Kind::Option) {
            table.options.clone_from(&self.model.options);
        } else {
            // MySQL prints more than anybody said.
            let found = std::mem::take(&mut table.options.mysql);
            let said = self.model.options.mysql.iter();
            let of = said.filter_map(|(key, said)| {
                let value = match self.differs(Kind::Option, key) {
                    true => found.get(key)?,
                    false => said,
                };
                Some((key.clone(), value.clone()))
            });
            table.options.mysql = of.collect();
        }
        let key = &self.model.primary_key;
        let columns = self.ids(&key.columns, table);
        if let Some(columns) = columns.filter(|_| !self.differs_in(Kind::PrimaryKey)) {
            table.primary_key = PrimaryKey {
                columns,
                ..key.clone()
            };
        }
        if !self.stores_otherwise() {
            let name = |check: &Check| self.check(check);
            let said = self.model.checks.iter();
            let said = said.filter(|check| !self.differs(Kind::Check, &name(check)));
            let other = found.checks.iter();
            let other = other.filter(|check| self.differs(Kind::Check, &name(check)));
            table.checks = said.chain(other).cloned().collect();
        }
        let said = self.model.uniques.iter();
        let said =
            said.filter(|key| !self.differs(Kind::Unique, &columns_of(self.model, &key.columns)));
        let said = said.filter_map(|key| {
            Some(Unique {
                columns: self.ids(&key.columns, table)?,
                ..key.clone()
            })
        });
        let other = found.uniques.iter();
        let other =
            other.filter(|key| self.differs(Kind::Unique, &columns_of(found, &key.columns)));
        table.uniques = said.chain(other.cloned()).collect();
        let is_known = |key: &ForeignKey, of: (&Schema, &Model)| {
            let target = name(of.0.model(key.target));
            let about = format!("{} to {target}", columns_of(of.1, &key.columns));
            !self.differs(Kind::ForeignKey, &about)
        };
        let said = self.model.foreign_keys.iter();
        let said = said.filter(|key| is_known(key, (self.said, self.model)));
        let said = said.filter_map(|key| self.foreign_key(key, schema, table));
        let other = found.foreign_keys.iter();
        let other = other.filter(|key| !is_known(key, (schema, found)));
        table.foreign_keys = said.chain(other.cloned()).collect();
        let history = self.model.rules.history;
        table.rules.history = history.and_then(|id| self.place(id, schema));
    }

    fn foreign_key(&self, key: &ForeignKey, schema: &Schema, table: &Model) -> Option<ForeignKey> {
        let target = self.place(key.target, schema)?;
        let (from, to) = (self.said.model(key.target), schema.model(target));
        Some(ForeignKey {
            columns: self.ids(&key.columns, table)?,
            target,
            target_columns: ids(&key.target_columns, from, to)?,
            ..key.clone()
        })
    }

    fn indexes(&self, found: &Model, table: &Model) -> Vec<Index> {
        let differs = |index: &Index, of: &Model| {
            let about = [Kind::Index, Kind::Exclusion];
            about.iter().any(|kind| self.differs(*kind, &index.name))
                || index.unique && self.differs(Kind::Unique, &columns_of(of, &terms(index)))
        };
        let said = self.model.indexes.iter();
        let said = said.filter(|index| !differs(index, self.model));
        let said = said.filter_map(|index| {
            let mut own = index.clone();
            for part in &mut own.parts {
                if let IndexTerm::Column(id) = &mut part.term {
                    *id = self.ids(&[*id], table)?[0];
                }
            }
            own.include = self.ids(&index.include, table)?;
            Some(own)
        });
        let other = found.indexes.iter();
        let other = other.filter(|index| differs(index, found));
        said.chain(other.cloned()).collect()
    }

    /// What a check is known by: engines but SQLite keep its name.
    fn check(&self, check: &Check) -> String {
        match self.dialect {
            Dialect::Sqlite => {
                let sql = check.expression.get(self.dialect);
                normal(sql.map_or("", String::as_str), self.dialect)
            }
            _ => check.name.clone(),
        }
    }

    /// Columns of what is said, as columns of the table.
    fn ids(&self, columns: &[ColumnId], table: &Model) -> Option<Vec<ColumnId>> {
        ids(columns, self.model, table)
    }

    /// A model of what is said among those that were found.
    fn place(&self, id: ModelId, schema: &Schema) -> Option<ModelId> {
        let table = name(self.said.model(self.said.table_of(id)));
        let at = schema.models.iter().position(|m| name(m) == table);
        at.map(ModelId)
    }
}

fn ids(columns: &[ColumnId], from: &Model, to: &Model) -> Option<Vec<ColumnId>> {
    let names = columns.iter().map(|id| &from.column(*id).name);
    names.map(|name| to.column_named(name)).collect()
}

fn columns_of(model: &Model, columns: &[ColumnId]) -> String {
    let names = columns.iter().map(|id| model.column(*id).name.as_str());
    format!("({})", names.collect::<Vec<_>>().join(", "))
}

/// The columns that an index is over.
fn terms(index: &Index) -> Vec<ColumnId> {
    let columns = index.parts.iter().filter_map(|part| match part.term {
        IndexTerm::Column(id) => Some(id),
        IndexTerm::Expression(_) => None,
    });
    columns.collect()
}
