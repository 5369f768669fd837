//! Columns that the database's handle or the session fills: who is at work.

use super::draft::{Draft, ModelDraft};
use super::rules;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, ModelId, SetBy};
use crate::source::Spanned;
use crate::written::{self, Role};

/// What is wrong, and the way out.
type Fault = (String, String);

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        if draft
            .model(model)
            .written
            .is_some_and(|w| w.role == Role::Table)
        {
            continue; // the models whose rows it holds say so
        }
        let origins = draft.model(model).origins.iter().enumerate();
        let said: Vec<(ColumnId, &written::SetBy)> = origins
            .filter_map(|(at, origin)| Some((ColumnId(at), origin.written?.set_by.as_ref()?)))
            .collect();
        for (column, set_by) in said {
            let fault = unfit(draft.model(model), column).or_else(|| misnamed(set_by));
            if let Some((message, help)) = fault {
                draft.report(Diagnostic::error("set-by", set_by.span, message).help(help));
                continue;
            }
            for name in [&set_by.insert, &set_by.update].into_iter().flatten() {
                rules::parameter(draft, model, column, &name.value, name.span);
            }
            let name = |name: &Option<Spanned<String>>| name.as_ref().map(|n| n.value.clone());
            draft.models[model.0].ir.rules.set_by.push(SetBy {
                column,
                insert: name(&set_by.insert),
                update: name(&set_by.update),
            });
        }
    }
}

fn misnamed(set_by: &written::SetBy) -> Option<Fault> {
    let mut names = [&set_by.insert, &set_by.update].into_iter().flatten();
    let name = names.find(|name| {
        !words::is_identifier(&name.value) || words::snake(&name.value) != name.value
    })?;
    let message = format!(
        "the parameter `{}` is not written in snake case",
        name.value
    );
    Some((message, format!("write `{}`", words::snake(&name.value))))
}

/// Why the column's values are somebody else's.
fn unfit(own: &ModelDraft<'_>, id: ColumnId) -> Option<Fault> {
    let column = own.ir.column(id);
    let name = &column.name;
    if own.ir.read_only {
        let message = format!("{} is only read", own.ir.name);
        return Some((message, "take the line away".into()));
    }
    if !rules::is_comparable(column) {
        let message = format!("`{name}` cannot say who is at work");
        return Some((message, "give it a type that keys have".into()));
    }
    let version = own.ir.version.as_ref().map(|version| version.column);
    let taken = own.ir.key().contains(&id)
        || version == Some(id)
        || own.ir.rules.tenant == Some(id)
        || own.ir.rules.soft_delete == Some(id);
    if taken {
        let message = format!("`{name}` has another task already");
        return Some((message, "give who is at work a column of its own".into()));
    }
    let elsewhere = column.default.is_some()
        || column.on_update.is_some()
        || column.generated.is_some()
        || column.identity.is_some();
    elsewhere.then(|| {
        let message = format!("`{name}` has its value from elsewhere already");
        (message, "take the default away, or `set_by`".into())
    })
}
