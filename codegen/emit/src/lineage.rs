//! Where the rows of a model are that inherits from another.

pub(crate) mod past;
mod union;

use ormolu_schema::ir::{ColumnId, Dialect, Model, ModelId, Schema, Storage, Variant};

use crate::unit::Unit;

/// A table with some of the columns of a model's rows.
struct Part<'a> {
    table: &'a Model,
    /// How many of the columns are in this table or one before.
    until: usize,
}

impl<'a> Unit<'a> {
    /// What it inherits from, the nearest first.
    pub(crate) fn bases(&self) -> impl Iterator<Item = ModelId> + use<'a> {
        bases(self.schema, self.id)
    }

    /// What inherits from it, at whatever distance.
    pub(crate) fn variants(&self) -> impl Iterator<Item = ModelId> + use<'a> {
        let (schema, id) = (self.schema, self.id);
        let models = schema.models().map(|(model, _)| model);
        models.filter(move |model| bases(schema, *model).any(|base| base == id))
    }

    /// What its rows are, where each kind of them has a table for all of a row.
    pub(crate) fn apart(&self) -> &'a [Variant] {
        let lineage = self.model.lineage.as_ref();
        lineage.map_or(&[], |lineage| &lineage.variants)
    }

    /// The tables that these have.
    pub(crate) fn tables_apart(&self) -> String {
        let targets = self.apart().iter();
        let targets = targets.map(|v| self.model.relationships[v.relationship.0].target);
        let tables = targets.map(|target| format!("`{}`", self.schema.model(target).table.name));
        tables.collect::<Vec<_>>().join(", ")
    }

    /// The model whose rows are all of this one's columns that are in other tables than the last.
    pub(crate) fn above(&self) -> Option<ModelId> {
        let line = std::iter::once(self.id).chain(self.bases());
        let joined = |model: ModelId| {
            let base = self.schema.model(model).lineage.as_ref()?.base?;
            (base.storage == Storage::Joined).then_some(base.model)
        };
        line.filter_map(joined).next()
    }

    /// What the column that tells rows apart says of rows of this model.
    pub(crate) fn tags(&self) -> Vec<&'a str> {
        let schema = self.schema;
        let models = std::iter::once(self.id).chain(self.variants());
        let tag = |model| Some(schema.model(model).lineage.as_ref()?.tag.as_str());
        models.filter_map(tag).collect()
    }
}

fn bases(schema: &Schema, id: ModelId) -> impl Iterator<Item = ModelId> + use<'_> {
    let base = |model: &ModelId| Some(schema.model(*model).lineage.as_ref()?.base?.model);
    std::iter::successors(base(&id), base)
}

/// Which rows of a table are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Those that are there.
    Now,
    /// Those that were, at the moments that have [`past::MOMENT`] in their place.
    Then,
}

/// The rows of a model that are not those of one table, as a SELECT.
pub(crate) fn rows(unit: &Unit<'_>, dialect: Dialect) -> Option<String> {
    select(unit, When::Now, dialect)
}

fn select(unit: &Unit<'_>, when: When, dialect: Dialect) -> Option<String> {
    if !unit.apart().is_empty() {
        return Some(union::rows(unit, when, dialect));
    }
    let (model, base) = (unit.model, unit.inherited()?);
    let parts = parts(unit);
    let name = |column: ColumnId| dialect.quoted(&model.column(column).name);
    let several = parts.len() > 1;
    let column = |at: usize| {
        let part = parts.iter().position(|part| at < part.until);
        match part.filter(|_| several) {
            Some(part) => format!("{}.{}", alias(part, &parts, dialect), name(ColumnId(at))),
            None => name(ColumnId(at)),
        }
    };
    let columns: Vec<_> = (0..model.columns.len()).map(column).collect();
    let tables = (0..).zip(&parts).map(|(at, part)| {
        let table = past::table(unit.schema, part.table, when, dialect);
        if !several {
            return table;
        }
        let own = alias(at, &parts, dialect);
        let keys = model.primary_key.columns.iter().map(|key| {
            let (key, base) = (name(*key), alias(0, &parts, dialect));
            format!("{own}.{key} = {base}.{key}")
        });
        match at {
            0 => format!("{table} AS {own}"),
            _ => format!(
                "{table} AS {own} ON {}",
                keys.collect::<Vec<_>>().join(" AND ")
            ),
        }
    });
    let from = tables.collect::<Vec<_>>().join(" JOIN ");
    let mut rows = format!("SELECT {} FROM {from}", columns.join(", "));
    let mut conditions = vec![];
    if let (Storage::Single, Some(lineage)) = (base.storage, &model.lineage) {
        let kind = column(lineage.discriminator.0);
        let tags: Vec<_> = unit.tags().iter().map(|tag| format!("'{tag}'")).collect();
        conditions.push(match &tags[..] {
            [tag] => format!("{kind} = {tag}"),
            tags => format!("{kind} IN ({})", tags.join(", ")),
        });
    }
    conditions.extend((0..parts.len()).filter_map(|at| {
        let of = several.then(|| alias(at, &parts, dialect));
        past::holds(of, when, dialect)
    }));
    if !conditions.is_empty() {
        rows += " WHERE ";
        rows += &conditions.join(" AND ");
    }
    Some(rows)
}

/// The tables that have a part of the rows, that of the first columns first.
fn parts<'a>(unit: &Unit<'a>) -> Vec<Part<'a>> {
    let mut line: Vec<ModelId> = std::iter::once(unit.id).chain(unit.bases()).collect();
    line.reverse();
    let mut parts: Vec<Part<'a>> = vec![];
    for id in line {
        let model = unit.schema.model(id);
        let base = model.lineage.as_ref().and_then(|l| l.base);
        let (until, shared) = (
            model.columns.len(),
            base.is_some_and(|base| base.storage == Storage::Single),
        );
        match parts.last_mut().filter(|_| shared) {
            Some(last) => last.until = until,
            None => parts.push(Part {
                table: model,
                until,
            }),
        }
    }
    parts
}

/// What a part is called: the key of the first is that of all.
fn alias(at: usize, parts: &[Part<'_>], dialect: Dialect) -> String {
    match at {
        0 => dialect.quoted("base"),
        at if at + 1 == parts.len() => dialect.quoted("own"),
        at => dialect.quoted(&format!("part{at}")),
    }
}
