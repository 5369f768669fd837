//! Domains, where they are objects of their own.

use std::collections::BTreeSet;

use ormolu_schema::ir::{Column, ColumnType, Dialect, Domain, Schema, TableName, Type};

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
    /// New ones, and what lets columns have more than before.
    pub(super) made: Vec<Operation<'s>>,
    /// Those that are made anew, with their columns.
    pub(super) rebuilt: Option<RebuildDomains<'s>>,
    /// What holds of all values, once they are as they are to be.
    pub(super) tightened: Vec<Operation<'s>>,
    /// When nothing is of them any more.
    pub(super) dropped: Vec<Operation<'s>>,
    pub(super) comments: Vec<Operation<'s>>,
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
        let schema = pairs.after;
        let mut anew: Vec<&'s Domain> = vec![];
        for after in &schema.domains {
            let before = pairs.before.domain(&after.name);
            match before {
                None => diff.made.push(Operation::CreateDomain(CreateDomain {
                    schema,
                    domain: after,
                })),
                Some(before) => {
                    not_of_rebuilt(pairs.before, before, enums)?;
                    let changes = Changes::of(before, after)?;
                    // PostgreSQL does not look into lists for values that break a condition.
                    let unseen = !changes.tighter.is_empty() && has_lists(schema, after);
                    if unseen || is_another(pairs, before, after, &anew)? {
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
        let gone = pairs.before.domains.iter().rev();
        let gone = gone.filter(|before| schema.domain(&before.name).is_none());
        let mut dropped: Vec<TableName> = gone.map(|before| before.name.clone()).collect();
        if !anew.is_empty() {
            let old = anew.iter().rev().map(|domain| kept::aside(&domain.name));
            dropped.splice(0..0, old);
            diff.rebuilt = Some(rebuilt(pairs, anew)?);
        }
        let drop = |name| Operation::DropDomain(DropDomain { name });
        diff.dropped = dropped.into_iter().map(drop).collect();
        Ok(diff)
    }

    fn change(&mut self, schema: &'s Schema, domain: &'s Domain, changes: Changes<'s>) {
        let plans = [
            (changes.looser, &mut self.made),
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

/// Whether there are lists of a domain.
fn has_lists(schema: &Schema, domain: &Domain) -> bool {
    let columns = schema.models.iter().flat_map(|model| &model.columns);
    let types = columns.map(|column| &column.ty);
    let mut types = types.chain(schema.domains.iter().map(|of| &of.ty));
    types.any(|ty| ty.domain.as_ref() == Some(&domain.name) && domain.is_element_of(ty))
}

/// Whether a domain has to be made anew: for its own type, or for one that it is made of.
fn is_another(
    pairs: &Pairs<'_>,
    before: &Domain,
    after: &Domain,
    anew: &[&Domain],
) -> Result<bool, RenderError> {
    let under = after.ty.domain.as_ref();
    let is_under = |domain: &&Domain| Some(&domain.name) == under;
    let same = kept::kept(pairs.before, before)? == kept::kept(pairs.after, after)?;
    Ok(!same || anew.iter().any(is_under))
}

/// An enumeration that is made anew cannot be so while a domain is made of it.
fn not_of_rebuilt(
    schema: &Schema,
    domain: &Domain,
    enums: &EnumDiff<'_>,
) -> Result<(), RenderError> {
    let base = match &domain.ty.base {
        Type::Array(inner) => inner,
        base => base,
    };
    let Type::Enum(id) = base else {
        return Ok(());
    };
    let of = schema.enumeration(*id);
    match enums.rebuilt.iter().any(|rebuild| rebuild.before == of) {
        false => Ok(()),
        true => Err(RenderError::Unsupported {
            place: format!("domain `{}`", domain.name.dotted()),
            feature: format!("way to take values from `{}` below it", of.sql_name),
            dialect: Dialect::Postgres,
            help: "let its columns be of the enumeration itself, in a migration before this one"
                .to_owned(),
        }),
    }
}

/// The columns of the domains that are made anew, and how their values become those of the new
/// ones.
fn rebuilt<'s>(
    pairs: &Pairs<'s>,
    anew: Vec<&'s Domain>,
) -> Result<RebuildDomains<'s>, RenderError> {
    let names: BTreeSet<&TableName> = anew.iter().map(|domain| &domain.name).collect();
    let mut columns = vec![];
    for (old, new) in &pairs.kept {
        for before in &old.model().columns {
            let after = new.model().column_named(&before.name);
            let Some(after) = after.map(|id| new.model().column(id)) else {
                continue;
            };
            let is_of = before
                .ty
                .domain
                .as_ref()
                .is_some_and(|of| names.contains(of));
            if !is_of || before.ty.domain != after.ty.domain {
                continue;
            }
            let column = quote::name(Dialect::Postgres, &after.name)?;
            let types = (without_domain(&before.ty), without_domain(&after.ty));
            let storage = kept::kept_name(&after.ty, pairs.after)?;
            let using =
                match convert::between(&types.0, &types.1, Dialect::Postgres, &column, &storage) {
                    // The new one may take no NULL at once.
                    Conversion::Plain if before.nullable && !after.nullable => {
                        let fill = fill::of(*new, after, Dialect::Postgres)?.sql;
                        Some(format!("coalesce({column}, {fill})"))
                    }
                    Conversion::Plain => None,
                    Conversion::Using(sql) => Some(sql),
                    Conversion::None => return Err(no_way(*new, after)),
                };
            columns.push(ColumnOfDomain {
                table: *new,
                before,
                column: after,
                using,
                default: facts::of_column(*old, before, Dialect::Postgres)?.default,
            });
        }
    }
    Ok(RebuildDomains {
        schema: pairs.after,
        domains: anew,
        columns,
    })
}

fn without_domain(ty: &ColumnType) -> ColumnType {
    ColumnType {
        domain: None,
        ..ty.clone()
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
