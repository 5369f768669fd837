//! The schema between the two migrations.

use ormolu_schema::ir::{
    Column, Default, Dialect, EnumId, Model, ModelId, ModelKind, Schema, SqlDefault, TableName,
    Type,
};

use super::{ExpandError, parts, view};
use crate::diff::is_table;
use crate::diff::renames::Names;
use crate::render::convert;

/// A column in two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its table, under its new name.
    pub(super) table: TableName,
    /// The old form's name, which is that of before.
    pub(super) old: String,
    /// The new form's name.
    pub(super) new: String,
    /// The name afterwards: that of the new form, unless it takes the old one's place.
    pub(super) name: String,
}

pub(super) struct Between {
    pub(super) schema: Schema,
    pub(super) pairs: Vec<Pair>,
}

impl Between {
    pub(super) fn of(
        before: &Schema,
        after: &Schema,
        names: &Names,
    ) -> Result<Between, ExpandError> {
        let mut between = Between {
            schema: after.clone(),
            pairs: Vec::new(),
        };
        // They say how it came about, which is not to be said twice.
        between.schema.renames.clear();
        // A column that stays for a while goes on counting.
        let stays = before.sequences.iter().filter(|of| {
            let is_renamed = names.sequences.iter().any(|(from, _)| *from == of.name);
            !is_renamed && after.sequence(&of.name).is_none()
        });
        between.schema.sequences.extend(stays.cloned());
        let stays = before.domains.iter().filter(|of| {
            let is_renamed = names.domains.iter().any(|(from, _)| *from == of.name);
            !is_renamed && after.domain(&of.name).is_none()
        });
        let stays = stays.cloned().map(|mut of| {
            let under = of.ty.domain.as_mut();
            under
                .into_iter()
                .for_each(|under| *under = new_of(&names.domains, under));
            of
        });
        between.schema.domains.extend(stays);
        for of in &before.domains {
            let new = after.domain(&new_of(&names.domains, &of.name));
            if new.is_some_and(|new| new.ty.base != of.ty.base || new.ty.native != of.ty.native) {
                return Err(ExpandError::Refused {
                    place: format!("domain `{}`", of.name.dotted()),
                    why: "its type changes, for all of its columns at once; give the new type a \
                          domain of its own, and the columns that"
                        .to_owned(),
                });
            }
        }
        for model in before.models.iter().filter(|model| is_table(model)) {
            let table = new_name(names, &model.table);
            let Some(id) = at(after, &table) else {
                return Err(ExpandError::Refused {
                    place: format!("table `{}`", model.table.name),
                    why: "it goes; plan that in a migration of its own, once no program knows it"
                        .to_owned(),
                });
            };
            between.table((before, model), after, id, names)?;
        }
        for (from, to) in &names.tables {
            view::add(&mut between.schema, (before, from), to)?;
        }
        Ok(between)
    }

    /// New names that the second migration gives.
    pub(super) fn renames(&self) -> Names {
        let taking = self.pairs.iter().filter(|pair| pair.new != pair.name);
        let columns = taking.map(|p| (p.table.clone(), p.new.clone(), p.name.clone()));
        Names {
            columns: columns.collect(),
            ..Names::default()
        }
    }

    /// Columns that ask for a value afterwards, and have one by then.
    pub(super) fn required_after(&self, after: &Schema) -> Vec<(TableName, String)> {
        let required = |pair: &&Pair| {
            column(after, &pair.table, &pair.name).is_some_and(|column| !column.nullable)
        };
        let required = self.pairs.iter().filter(required);
        required
            .map(|pair| (pair.table.clone(), pair.name.clone()))
            .collect()
    }

    /// Columns that asked for a value before, and have one still.
    pub(super) fn required_before(
        &self,
        before: &Schema,
        names: &Names,
    ) -> Vec<(TableName, String)> {
        let all = self.pairs.iter().filter_map(|pair| {
            let table = names.old_table(&pair.table);
            let old = column(before, table, &pair.old)?;
            (!old.nullable).then(|| (table.clone(), pair.old.clone()))
        });
        all.collect()
    }

    fn table(
        &mut self,
        (before, old): (&Schema, &Model),
        after: &Schema,
        id: ModelId,
        names: &Names,
    ) -> Result<(), ExpandError> {
        let new = after.model(id);
        let mut pairs = Vec::new();
        for column in new
            .columns
            .iter()
            .filter(|column| column.generated.is_none())
        {
            let name = names.old_column(&new.table, &column.name);
            let Some(was) = old.column_named(name).map(|id| old.column(id)) else {
                continue;
            };
            let is_renamed = name != column.name;
            if is_renamed || asks_for_two((before, was), (after, column), names) {
                takes_nothing(after, new, column, "the new form begins empty")?;
                takes_nothing(before, old, was, "the old form comes back empty")?;
                let aside = || {
                    free(&format!("{}_new", column.name), |name| {
                        old.column_named(name).is_some() || new.column_named(name).is_some()
                    })
                };
                pairs.push(Pair {
                    table: new.table.clone(),
                    old: was.name.clone(),
                    new: if is_renamed {
                        column.name.clone()
                    } else {
                        aside()
                    },
                    name: column.name.clone(),
                });
                check((old, was), (new, column))?;
            }
        }
        let leaves = |column: &&Column| {
            let paired = pairs.iter().any(|pair| pair.old == column.name);
            !paired && new.column_named(&column.name).is_none()
        };
        let leaving: Vec<&Column> = old.columns.iter().filter(leaves).collect();
        if pairs.is_empty() && leaving.is_empty() {
            return Ok(());
        }
        if old.rules.history.is_none() && new.rules.history.is_some() {
            return Err(ExpandError::Refused {
                place: format!("table `{}`", new.table.name),
                why: "its history begins while it has columns in two forms; plan that in a \
                      migration of its own"
                    .to_owned(),
            });
        }
        for column in &leaving {
            refuse_special((old, column), old)?;
        }
        for pair in &pairs {
            self.split(pair, id);
        }
        let olds = pairs.iter().map(|pair| pair.old.as_str());
        let olds: Vec<&str> = olds
            .chain(leaving.iter().map(|c| c.name.as_str()))
            .collect();
        for column in &old.columns {
            if olds.contains(&column.name.as_str()) {
                self.stay((before, column), id, !leaving.contains(&column), names);
            }
        }
        parts::stay(&mut self.schema, (before, old), id, &olds, &pairs, names);
        self.pairs.extend(pairs);
        Ok(())
    }

    /// The new form: a trigger gives it the value that a program of before does not know.
    fn split(&mut self, pair: &Pair, id: ModelId) {
        let model = &mut self.schema.models[id.0];
        let Some(at) = model.column_named(&pair.name) else {
            return;
        };
        let field = match pair.new == pair.name {
            true => None,
            false => Some(free_field(
                model,
                &format!("{}_new", model.columns[at.0].field),
            )),
        };
        let column = &mut model.columns[at.0];
        column.name.clone_from(&pair.new);
        column.field = field.unwrap_or_else(|| column.field.clone());
        column.nullable = true;
        if column.has_default() {
            column.default = None;
        }
    }

    /// The old form, which a program of after does not know.
    fn stay(
        &mut self,
        (before, old): (&Schema, &Column),
        id: ModelId,
        is_paired: bool,
        names: &Names,
    ) {
        let ty = self.ty(before, &old.ty.base);
        let model = &mut self.schema.models[id.0];
        let mut column = Column {
            field: free_field(model, &old.field),
            nullable: true,
            on_update: None,
            id_of: None,
            ..old.clone()
        };
        column.ty.base = ty;
        if let Some(domain) = &mut column.ty.domain {
            *domain = new_of(&names.domains, domain);
        }
        if let Some(Default::Database(SqlDefault::Sequence(of))) = &mut column.default {
            *of = new_of(&names.sequences, of);
        }
        // A default of its own would hide what the other form says.
        if is_paired || !old.has_default() {
            column.default = None;
        } else {
            column.nullable = old.nullable;
        }
        model.columns.push(column);
    }

    /// A type of the schema before, with its enumeration here.
    fn ty(&mut self, before: &Schema, ty: &Type) -> Type {
        match ty {
            Type::Enum(id) => {
                let of = before.enumeration(*id);
                let same = |e: &ormolu_schema::ir::Enum| {
                    e.name == of.name || (e.sql_name == of.sql_name && e.namespace == of.namespace)
                };
                let at = self.schema.enums.iter().position(same).unwrap_or_else(|| {
                    self.schema.enums.push(of.clone());
                    self.schema.enums.len() - 1
                });
                Type::Enum(EnumId(at))
            }
            Type::Array(of) => Type::Array(Box::new(self.ty(before, of))),
            other => other.clone(),
        }
    }
}

/// A form that is added is empty at first, and what is in it comes from the other one alone.
fn takes_nothing(
    schema: &Schema,
    table: &Model,
    column: &Column,
    why: &str,
) -> Result<(), ExpandError> {
    let mut domains = schema.domains_of(&column.ty);
    match domains.find(|of| of.not_null || of.default.is_some()) {
        None => Ok(()),
        Some(of) => Err(ExpandError::Refused {
            place: format!("`{}.{}`", table.table.name, column.name),
            why: format!(
                "the domain `{}` takes no NULL or gives a default, and {why}; \
                 say that at the columns instead of the domain",
                of.name.dotted()
            ),
        }),
    }
}

/// Whether a type changes in a way that the engine does not do in place, or that a program of
/// before would see.
fn asks_for_two(
    (before, old): (&Schema, &Column),
    (after, new): (&Schema, &Column),
    names: &Names,
) -> bool {
    if old.generated.is_some() || new.generated.is_some() {
        return false;
    }
    let same = match (&old.ty.base, &new.ty.base) {
        // The values of an enumeration are the type's own concern.
        (Type::Enum(a), Type::Enum(b)) => {
            before.enumeration(*a).name == after.enumeration(*b).name
                || before.enumeration(*a).sql_name == after.enumeration(*b).sql_name
        }
        (a, b) => a == b,
    };
    let domain = new.ty.domain.as_ref().map(|new| names.old_domain(new));
    let same = same && old.ty.domain.as_ref() == domain;
    if same && old.ty.native == new.ty.native {
        return false;
    }
    let engines = engines(after);
    !engines
        .into_iter()
        .all(|dialect| convert::in_place(&old.ty, &new.ty, dialect))
}

/// The engines of a schema, one for each family.
fn engines(schema: &Schema) -> Vec<Dialect> {
    let mut engines: Vec<Dialect> = schema.dialects.iter().map(|d| d.family()).collect();
    engines.dedup();
    engines
}

fn check(
    (old, was): (&Model, &Column),
    (new, column): (&Model, &Column),
) -> Result<(), ExpandError> {
    refuse_special((old, was), new)?;
    refuse_special((new, column), old)?;
    for (model, column) in [(old, was), (new, column)] {
        if column.nullable && column.has_default() {
            return Err(refused(
                model,
                column,
                "a trigger cannot tell NULL from a value that was not said; take the default \
                 away, or NULL, in a migration before",
            ));
        }
    }
    Ok(())
}

fn refuse_special((model, column): (&Model, &Column), other: &Model) -> Result<(), ExpandError> {
    let id = model.column_named(&column.name);
    let one = "it changes in one migration only, while no program writes: plan it without \
               `--expand-contract`";
    if model.kind != ModelKind::Entity && model.kind != ModelKind::Link || model.lineage.is_some() {
        return Err(refused(
            model,
            column,
            &format!("its model inherits, and so {one}"),
        ));
    }
    if id.is_some_and(|id| model.in_primary_key(id)) {
        return Err(refused(
            model,
            column,
            &format!("it is part of the key, and so {one}"),
        ));
    }
    if column.identity.is_some() {
        return Err(refused(
            model,
            column,
            &format!("it is counted, and so {one}"),
        ));
    }
    if model.primary_key.columns.is_empty() || other.primary_key.columns.is_empty() {
        return Err(refused(
            model,
            column,
            &format!("its table has no key, and so {one}"),
        ));
    }
    Ok(())
}

fn refused(model: &Model, column: &Column, why: &str) -> ExpandError {
    ExpandError::Refused {
        place: format!("column `{}` of `{}`", column.name, model.table.name),
        why: why.to_owned(),
    }
}

pub(super) fn new_name(names: &Names, old: &TableName) -> TableName {
    new_of(&names.tables, old)
}

fn new_of(renamed: &[(TableName, TableName)], old: &TableName) -> TableName {
    let renamed = renamed.iter().find(|(from, _)| from == old);
    renamed.map_or(old, |(_, to)| to).clone()
}

/// The model of a table.
pub(super) fn at(schema: &Schema, table: &TableName) -> Option<ModelId> {
    let mut models = schema.models();
    let found = models.find(|(_, model)| is_table(model) && model.table == *table);
    found.map(|(id, _)| id)
}

fn column<'s>(schema: &'s Schema, table: &TableName, name: &str) -> Option<&'s Column> {
    let model = schema.model(at(schema, table)?);
    Some(model.column(model.column_named(name)?))
}

/// The name, or one behind which a number stands.
pub(super) fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while is_taken(&free) {
        free = format!("{name}_{number}");
        number += 1;
    }
    free
}

/// A field that nothing of the model is called.
fn free_field(model: &Model, field: &str) -> String {
    let is_taken = |name: &str| {
        model.columns.iter().any(|column| column.field == name)
            || model.relationships.iter().any(|r| r.name == name)
            || model.choices.iter().any(|choice| choice.name == name)
            || model.computed.iter().any(|computed| computed.name == name)
            || model.sql_fields.iter().any(|field| field.name == name)
            || model.shortcuts.iter().any(|shortcut| shortcut.name == name)
    };
    match is_taken(field) {
        true => free(&format!("{field}_before"), is_taken),
        false => field.to_owned(),
    }
}
