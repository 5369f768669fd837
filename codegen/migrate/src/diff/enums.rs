//! Enumerations, where they are objects of their own.

use ormolu_schema::ir::{Dialect, Enum, Type};

use super::Pairs;
use crate::error::RenderError;
use crate::operation::{
    AddEnumValue, Comment, Commented, CreateEnum, DropEnum, Operation, RebuildEnum, Table,
};
use crate::plan;
use crate::render::kept;

/// What is done to them, by when it is done.
#[derive(Default)]
pub(super) struct EnumDiff<'s> {
    pub(super) created: Vec<Operation<'s>>,
    pub(super) changed: Vec<Operation<'s>>,
    pub(super) dropped: Vec<Operation<'s>>,
    pub(super) comments: Vec<Operation<'s>>,
    /// Those that are made anew.
    pub(super) rebuilt: Vec<RebuildEnum<'s>>,
}

impl<'s> EnumDiff<'s> {
    pub(super) fn of(pairs: &Pairs<'s>, dialect: Dialect) -> Result<EnumDiff<'s>, RenderError> {
        let mut diff = EnumDiff::default();
        if !plan::has_catalog_objects(dialect) {
            return Ok(diff);
        }
        let same = |a: &Enum, b: &Enum| a.sql_name == b.sql_name && a.namespace == b.namespace;
        for after in &pairs.after.enums {
            let before = pairs.before.enums.iter().find(|before| same(before, after));
            match before {
                Some(before) => diff.pair(before, after, pairs, dialect)?,
                None => diff
                    .created
                    .push(Operation::CreateEnum(CreateEnum { enumeration: after })),
            }
            let old = before.and_then(|before| before.comment.as_deref());
            if old != after.comment.as_deref() {
                diff.comments.push(Operation::Comment(Comment {
                    on: Commented::Enum(after),
                    text: after.comment.as_deref(),
                }));
            }
        }
        let is_gone = |before: &&Enum| !pairs.after.enums.iter().any(|after| same(before, after));
        for enumeration in pairs.before.enums.iter().filter(is_gone) {
            diff.dropped
                .push(Operation::DropEnum(DropEnum { enumeration }));
        }
        Ok(diff)
    }

    fn pair(
        &mut self,
        before: &'s Enum,
        after: &'s Enum,
        pairs: &Pairs<'s>,
        dialect: Dialect,
    ) -> Result<(), RenderError> {
        if let Some(added) = added(before, after) {
            self.changed
                .extend(added.into_iter().map(Operation::AddEnumValue));
            return Ok(());
        }
        let mut columns = Vec::new();
        for (old, new) in &pairs.kept {
            for column in &old.model().columns {
                if !is_of(*old, column, before) {
                    continue;
                }
                let facts = kept::of_column(*old, column, dialect)?;
                let holds = after
                    .variants
                    .iter()
                    .any(|v| facts.default.contains(&v.value));
                let default = if holds { facts.default } else { String::new() };
                let named = Table { id: old.id, ..*old };
                debug_assert_eq!(named.table, new.table);
                columns.push((named, column, default));
            }
        }
        self.rebuilt.push(RebuildEnum {
            before,
            after,
            columns,
            keeps_old: false,
        });
        Ok(())
    }
}

/// Whether a column has the enumeration as its type.
pub(super) fn is_of(table: Table<'_>, column: &ormolu_schema::ir::Column, of: &Enum) -> bool {
    let is = |ty: &Type| matches!(ty, Type::Enum(id) if table.schema.enumeration(*id) == of);
    let inner = match &column.ty.base {
        Type::Array(inner) => is(inner),
        ty => is(ty),
    };
    inner && column.ty.native.is_empty() && column.ty.domain.is_none()
}

/// The values to add; none where the type has to be made anew.
fn added<'s>(before: &'s Enum, after: &'s Enum) -> Option<Vec<AddEnumValue<'s>>> {
    let mut old = before.variants.iter().map(|v| v.value.as_str()).peekable();
    let mut behind = None;
    let mut added = Vec::new();
    for variant in &after.variants {
        let value = variant.value.as_str();
        if old.peek() == Some(&value) {
            old.next();
        } else {
            added.push(AddEnumValue {
                enumeration: after,
                value,
                behind,
            });
        }
        behind = Some(value);
    }
    old.next().is_none().then_some(added)
}
