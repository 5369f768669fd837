//! Views: a view that reads what changes goes first and comes again last.

use std::collections::BTreeSet;

use ormolu_schema::ir::{Dialect, Schema, View};

use super::mention;
use super::renames::Names;
use crate::error::RenderError;
use crate::operation::{CreateView, DropView, Operation, Table};
use crate::plan;
use crate::render;

/// What goes before everything else, and what comes after it.
#[derive(Default)]
pub(super) struct ViewDiff<'s> {
    pub(super) gone: Vec<Operation<'s>>,
    pub(super) new: Vec<Operation<'s>>,
}

impl<'s> ViewDiff<'s> {
    /// `changed` holds the names of tables that a view must not read meanwhile.
    pub(super) fn of(
        before: &'s Schema,
        after: &'s Schema,
        changed: &BTreeSet<String>,
        names: &Names,
        dialect: Dialect,
    ) -> Result<ViewDiff<'s>, RenderError> {
        let mut moving = changed.clone();
        moving.extend(names.tables.iter().map(|(from, _)| from.name.clone()));
        let renamed = names.columns.iter();
        moving.extend(renamed.map(|(table, _, _)| names.old_table(table).name.clone()));
        let mut kept = BTreeSet::new();
        let mut gone = Vec::new();
        for (table, view) in plan::views(before) {
            let text = text(table, view, dialect)?;
            let same = plan::views(after).find(|(other, _)| other.table == table.table);
            let same = match same {
                Some((table, view)) => self::text(table, view, dialect)? == text,
                None => false,
            };
            let reads = |name: &String| text.iter().any(|sql| mention::mentions(sql, name));
            if same && !moving.iter().any(reads) {
                kept.insert(&table.model().table);
            } else {
                moving.insert(table.table.name.clone());
                gone.push(Operation::DropView(DropView { table, view }));
            }
        }
        gone.reverse();
        let mut new = Vec::new();
        for (table, view) in plan::views(after) {
            if !kept.contains(&table.model().table) {
                new.push(Operation::CreateView(CreateView { table, view }));
                new.extend(plan::indexes(table));
                new.extend(plan::table_comments(table, dialect));
            }
        }
        Ok(ViewDiff { gone, new })
    }
}

/// All that makes the view.
fn text(table: Table<'_>, view: &View, dialect: Dialect) -> Result<Vec<String>, RenderError> {
    let mut operations = vec![Operation::CreateView(CreateView { table, view })];
    operations.extend(plan::indexes(table));
    operations.extend(plan::table_comments(table, dialect));
    render::statements(&operations, dialect)
}
