//! Domains, where they are objects of their own.

use std::collections::BTreeSet;

use ormolu_schema::ir::{
    Column, ColumnType, Dialect, Domain, Enum, ModelKind, Schema, TableName, Type,
};

use super::enums::EnumDiff;
use super::{Pairs, keys};
use crate::error::RenderError;
use crate::operation::{
    AlterDomain, ColumnOfDomain, Comment, Commented, CreateDomain, DomainChange, DropDomain,
    Operation, RebuildDomains, Table,
};
use crate::render::convert::{self, Conversion};
use crate::render::{domain as kept, fill, kept as facts, quote};

/// What is done to them, by when it is done.
#[derive(Default)]
pub(super) struct DomainDiff<'s> {
    /// What lets columns have more than before.
    pub(super) looser: Vec<Operation<'s>>,
    /// New ones, once the enumerations are what they are to be.
    pub(super) made: Vec<Operation<'s>>,
    /// Those that are made anew, with their columns.
    pub(super) rebuilt: Option<RebuildDomains<'s>>,
    /// What holds of all values, once they are as they are to be.
    pub(super) tightened: Vec<Operation<'s>>,
    /// When nothing is of them any more.
    pub(super) dropped: Vec<Operation<'s>>,
    pub(super) comments: Vec<Operation<'s>>,
    /// Enumerations that are made anew, and stay for the domains over them until these go.
    pub(super) kept_enums: Vec<&'s Enum>,
}

impl<'s> DomainDiff<'s> {
    pub(super) fn of(
        pairs: &Pairs<'s>,
        enums: &EnumDiff<'s>,
        dialect: Dialect,
    ) -> Result<DomainDiff<'s>, RenderError> {
        let mut diff = DomainDiff::default();
        if !kept::is_object(dialect) {
            return Ok(diff);
        }
        clashes(pairs)?;
        let schema = pairs.after;
        let (mut anew, mut new): (Vec<&'s Domain>, Vec<&'s Domain>) = (vec![], vec![]);
        for after in &schema.domains {
            let before = pairs.before.domain(&after.name);
            let is_under = |domain: &&Domain| Some(&domain.name) == after.ty.domain.as_ref();
            let is_over = anew.iter().chain(&new).any(is_under);
            match before {
                None if is_over => new.push(after),
                None => diff.made.push(Operation::CreateDomain(CreateDomain {
                    schema,
                    domain: after,
                })),
                Some(before) => {
                    if over(pairs.before, before, enums).is_some() {
                        return Err(no_way_below(pairs.before, before));
                    }
                    let changes = Changes::of(before, after)?;
                    // PostgreSQL does not look into lists for values that break a condition.
                    let unseen = !changes.tighter.is_empty() && has_lists(schema, after);
                    if unseen || is_over || is_another(pairs, before, after)? {
                        anew.push(after);
                    } else {
                        diff.change(schema, after, changes);
                    }
                }
            }
            let old = before.and_then(|before| before.comment.as_deref());
            let rebuilt = anew.iter().any(|domain| domain.name == after.name);
            let old = old.filter(|_| !rebuilt);
            if old != after.comment.as_deref() {
                diff.comments.push(Operation::Comment(Comment {
                    on: Commented::Domain(after),
                    text: after.comment.as_deref(),
                }));
            }
        }
        diff.drop(pairs, enums, &anew);
        if !anew.is_empty() {
            diff.rebuilt = Some(rebuilt(pairs, anew, new)?);
        }
        Ok(diff)
    }

    /// Drops what goes or made room, each before what it is made of.
    fn drop(&mut self, pairs: &Pairs<'s>, enums: &EnumDiff<'s>, anew: &[&'s Domain]) {
        let mut drop = |name, is_enum| {
            let operation = Operation::DropDomain(DropDomain { name, is_enum });
            self.dropped.push(operation);
        };
        for before in pairs.before.domains.iter().rev() {
            if pairs.after.domain(&before.name).is_none() {
                drop(before.name.clone(), false);
                let under = over(pairs.before, before, enums);
                self.kept_enums
                    .extend(under.filter(|of| !self.kept_enums.contains(of)));
            } else if anew.iter().any(|domain| domain.name == before.name) {
                drop(kept::aside(&before.name), false);
            }
        }
        for of in &self.kept_enums {
            let name = TableName {
                namespace: of.namespace.clone(),
                name: of.sql_name.clone(),
            };
            drop(kept::aside(&name), true);
        }
    }

    fn change(&mut self, schema: &'s Schema, domain: &'s Domain, changes: Changes<'s>) {
        let plans = [
            (changes.looser, &mut self.looser),
            (changes.tighter, &mut self.tightened),
        ];
        for (changes, plan) in plans {
            if !changes.is_empty() {
                plan.push(Operation::AlterDomain(AlterDomain {
                    schema,
                    domain,
                    changes,
                }));
            }
        }
    }

    /// Whether a column gets its type anew with its domain.
    pub(super) fn touches(&self, table: Table<'_>, column: &Column) -> bool {
        let mut columns = self.rebuilt.iter().flat_map(|rebuild| &rebuild.columns);
        columns.any(|of| of.table.table == table.table && of.column.name == column.name)
    }
}

/// What differs of a domain that can be changed.
struct Changes<'s> {
    /// What lets columns have more than before, or the same.
    looser: Vec<DomainChange<'s>>,
    /// What holds of all values.
    tighter: Vec<DomainChange<'s>>,
}

impl<'s> Changes<'s> {
    fn of(before: &'s Domain, after: &'s Domain) -> Result<Changes<'s>, RenderError> {
        let (mut looser, mut tighter) = (vec![], vec![]);
        if kept::kept_default(before)? != kept::kept_default(after)? {
            looser.push(DomainChange::Default);
        }
        let parts = |of: &'s Domain| {
            let text = |check| kept::kept_check(of, check);
            keys::parts(&of.checks, |check| check.name.as_str(), text)
        };
        let checks = keys::compare(&parts(before)?, &parts(after)?, |_| false, true);
        looser.extend(checks.gone.into_iter().map(DomainChange::DropCheck));
        let renamed = checks.renamed.into_iter();
        looser.extend(renamed.map(|(from, to)| DomainChange::RenameCheck(from, to)));
        tighter.extend(checks.new.into_iter().map(DomainChange::AddCheck));
        match (before.not_null, after.not_null) {
            (true, false) => looser.push(DomainChange::Null),
            (false, true) => tighter.push(DomainChange::Null),
            _ => {}
        }
        Ok(Changes { looser, tighter })
    }
}

/// Whether there are lists of a domain, or of one that is made of it.
fn has_lists(schema: &Schema, domain: &Domain) -> bool {
    let columns = schema.models.iter().flat_map(|model| &model.columns);
    let types = columns.map(|column| &column.ty);
    let mut types = types.chain(schema.domains.iter().map(|of| &of.ty));
    let is_list =
        |ty: &ColumnType| ty.domain.as_ref() == Some(&domain.name) && domain.is_element_of(ty);
    let is_over = |of: &&Domain| of.ty.domain.as_ref() == Some(&domain.name);
    let mut over = schema.domains.iter().filter(is_over);
    types.any(is_list) || over.any(|of| has_lists(schema, of))
}

/// Whether a domain has to be made anew for its own type.
fn is_another(pairs: &Pairs<'_>, before: &Domain, after: &Domain) -> Result<bool, RenderError> {
    Ok(kept::kept(pairs.before, before)? != kept::kept(pairs.after, after)?)
}

/// The enumeration that a domain is made of, where that is made anew.
fn over<'s>(schema: &'s Schema, domain: &Domain, enums: &EnumDiff<'s>) -> Option<&'s Enum> {
    let base = match &domain.ty.base {
        Type::Array(inner) => inner,
        base => base,
    };
    let Type::Enum(id) = base else { return None };
    let of = schema.enumeration(*id);
    let mut rebuilt = enums.rebuilt.iter();
    rebuilt.any(|rebuild| rebuild.before == of).then_some(of)
}

/// An enumeration that is made anew cannot be so while a domain that stays is made of it.
fn no_way_below(schema: &Schema, domain: &Domain) -> RenderError {
    let below = match &domain.ty.base {
        Type::Enum(id) => schema.enumeration(*id).sql_name.as_str(),
        _ => "what is",
    };
    RenderError::Unsupported {
        place: format!("domain `{}`", domain.name.dotted()),
        feature: format!("way to take values from `{below}` below it"),
        dialect: Dialect::Postgres,
        help: "let its columns be of the enumeration itself, in a migration before this one"
            .to_owned(),
    }
}

/// Domains, enumerations and tables share their names, also while one goes and another comes.
fn clashes(pairs: &Pairs<'_>) -> Result<(), RenderError> {
    let has = |schema: &Schema, name: &TableName| {
        let mut enums = schema.enums.iter();
        let mut models = schema.models.iter().filter(|m| m.kind != ModelKind::Rows);
        enums.any(|of| of.sql_name == name.name && of.namespace == name.namespace)
            || models.any(|m| m.table == *name)
    };
    let old = pairs.before.domains.iter().map(|of| &of.name);
    let new = pairs.after.domains.iter().map(|of| &of.name);
    match old
        .chain(new)
        .find(|name| has(pairs.before, name) || has(pairs.after, name))
    {
        None => Ok(()),
        Some(name) => Err(RenderError::Unsupported {
            place: format!("domain `{}`", name.dotted()),
            feature: "way to take the name over between a domain and an enumeration or a table"
                .to_owned(),
            dialect: Dialect::Postgres,
            help: "let the old one go in a migration before this one".to_owned(),
        }),
    }
}

/// The columns of the domains that are made anew, and how their values become those of the new
/// ones.
fn rebuilt<'s>(
    pairs: &Pairs<'s>,
    anew: Vec<&'s Domain>,
    new: Vec<&'s Domain>,
) -> Result<RebuildDomains<'s>, RenderError> {
    let names: BTreeSet<&TableName> = anew.iter().map(|domain| &domain.name).collect();
    let mut columns = vec![];
    for (old_table, new_table) in &pairs.kept {
        for before in &old_table.model().columns {
            let after = new_table.model().column_named(&before.name);
            let Some(after) = after.map(|id| new_table.model().column(id)) else {
                continue;
            };
            let is_of = before
                .ty
                .domain
                .as_ref()
                .is_some_and(|of| names.contains(of));
            if is_of && before.ty.domain == after.ty.domain {
                columns.push(ColumnOfDomain {
                    table: *new_table,
                    before,
                    column: after,
                    using: using(pairs, *new_table, (before, after))?,
                    default: facts::of_column(*old_table, before, Dialect::Postgres)?.default,
                });
            }
        }
    }
    Ok(RebuildDomains {
        schema: pairs.after,
        domains: anew,
        new,
        columns,
    })
}

/// How the values of a column become those of its domain's new type, where the engine does not know.
/// What a column says of its type itself may be what it is to be already.
fn using(
    pairs: &Pairs<'_>,
    table: Table<'_>,
    (before, after): (&Column, &Column),
) -> Result<Option<String>, RenderError> {
    // What is computed goes and comes again.
    if before.generated.is_some() || after.generated.is_some() {
        return Ok(None);
    }
    let name = quote::name(Dialect::Postgres, &after.name)?;
    let old = made_of(pairs.before, &before.ty);
    let new = made_of(pairs.after, &after.ty);
    // A NULL cannot be of the domain, be it for a moment.
    let storage = kept::made_of(pairs.after, &after.ty)?;
    let value = match convert::between(&old, &new, Dialect::Postgres, &name, &storage) {
        Conversion::Plain => None,
        Conversion::Using(sql) => Some(sql),
        Conversion::None => return Err(no_way(table, after)),
    };
    if !before.nullable || after.nullable {
        return Ok(value);
    }
    let fill = fill::of(table, after, Dialect::Postgres)?.sql;
    Ok(Some(format!("coalesce({}, {fill})", value.unwrap_or(name))))
}

/// What a domain, or a list of it, is made of.
fn made_of(schema: &Schema, ty: &ColumnType) -> ColumnType {
    let domain = ty.domain.as_ref().and_then(|name| schema.domain(name));
    match domain {
        Some(domain) if domain.is_element_of(ty) => {
            Type::Array(Box::new(domain.ty.base.clone())).into()
        }
        of => ColumnType {
            domain: None,
            ..of.map_or(ty, |domain| &domain.ty).clone()
        },
    }
}

fn no_way(table: Table<'_>, column: &Column) -> RenderError {
    let domain = column.ty.domain.as_ref();
    RenderError::Unsupported {
        place: format!("table `{}`, column `{}`", table.table.name, column.name),
        feature: format!(
            "way from the values of the domain `{}` to those of its new type",
            domain.map(TableName::dotted).unwrap_or_default()
        ),
        dialect: Dialect::Postgres,
        help: "give the new type a domain of its own, and the column that domain".to_owned(),
    }
}
