//! What columns make of the program's values, and ask of them.

use super::draft::{Draft, ModelDraft};
use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, ForeignKey, ModelId, Normalize, Type, ValueCheck, ValueRule};
use crate::source::Span;
use crate::written::{self, Role};

/// What is wrong, and the way out.
type Fault = (String, String);

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        // What a table is to ask of values, the models do whose rows it holds.
        if draft
            .model(model)
            .written
            .is_some_and(|w| w.role == Role::Table)
        {
            continue;
        }
        let (mut rules, mut found) = (vec![], vec![]);
        for (at, origin) in draft.model(model).origins.iter().enumerate() {
            let Some(written) = origin.written else {
                continue;
            };
            let Some((code, span)) = place(written) else {
                continue;
            };
            let column = ColumnId(at);
            let fault = whole(draft, model, column).map(|fault| (code, span, fault));
            let fault = fault.or_else(|| unfit(draft.model(model), column, written));
            match fault {
                Some((code, span, (message, help))) => {
                    found.push(Diagnostic::error(code, span, message).help(help));
                }
                None => rules.push(ValueRule {
                    column,
                    normalize: written.normalize.iter().map(|n| n.value.clone()).collect(),
                    checks: written.validate.iter().map(|c| c.value.clone()).collect(),
                }),
            }
        }
        draft.models[model.0].ir.rules.values = rules;
        draft.diagnostics.append(&mut found);
    }
}

/// Where the first word of a column's rule stands.
fn place(written: &written::Column) -> Option<(&'static str, Span)> {
    let normalize = written.normalize.first().map(|n| ("normalize", n.span));
    normalize.or(written.validate.first().map(|c| ("validate", c.span)))
}

/// Why the column has no values of the program's that could be changed or refused.
fn whole(draft: &Draft<'_>, model: ModelId, id: ColumnId) -> Option<Fault> {
    let own = draft.model(model);
    let column = own.ir.column(id);
    let name = &column.name;
    let points = |key: &ForeignKey| key.target == model && key.target_columns.contains(&id);
    let mut keys = draft.models.iter().flat_map(|other| &other.ir.foreign_keys);
    let is_key = own.ir.key().contains(&id)
        || own
            .ir
            .foreign_keys
            .iter()
            .any(|key| key.columns.contains(&id))
        || keys.any(points);
    if is_key {
        let message = format!("`{name}` is a key, by which rows are found and pointed at as it is");
        return Some((message, "say what it must be by a `check`, in SQL".into()));
    }
    if column.generated.is_some() {
        let message = format!("`{name}` is computed by the database");
        return Some((
            message,
            "say the rule of the columns that it is made of".into(),
        ));
    }
    if column.rust_type.is_some() {
        let message = format!("`{name}` has a type of yours");
        let help = "let the type refuse what it cannot be, where a value of it is made";
        return Some((message, help.into()));
    }
    let version = own.ir.version.as_ref().map(|version| version.column);
    if version == Some(id) || own.ir.rules.tenant == Some(id) {
        let message = format!("the values of `{name}` are not the program's to choose");
        return Some((message, "take the line away".into()));
    }
    None
}

/// The first word that is not for the column's type.
fn unfit(
    own: &ModelDraft<'_>,
    id: ColumnId,
    written: &written::Column,
) -> Option<(&'static str, Span, Fault)> {
    let column = own.ir.column(id);
    let text = matches!(column.ty.base, Type::String(_) | Type::Char(_) | Type::Text);
    let number = matches!(
        column.ty.base,
        Type::TinyInt
            | Type::SmallInt
            | Type::Int
            | Type::BigInt
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::F32
            | Type::F64
            | Type::Numeric(_)
    );
    let fault = |what: &str, needed: &str| {
        let message = format!("`{what}` is for {needed}, which `{}` is not", column.name);
        let help = match number {
            true => "numbers are checked by `range(0..=100)`",
            false if text => "text is checked by `length(1..=100)`, `not_blank` or a function",
            false => "only text and numbers have such rules; say it by a `check`, in SQL",
        };
        (message, help.to_owned())
    };
    if let (Some(first), false) = (written.normalize.first(), text) {
        let what = match &first.value {
            Normalize::Rust(path) => path,
            _ => "normalize",
        };
        return Some(("normalize", first.span, fault(what, "text")));
    }
    written.validate.iter().find_map(|check| {
        let (fits, what, needed) = match &check.value {
            ValueCheck::NotBlank => (text, "not_blank", "text"),
            ValueCheck::Length(..) => (text, "length", "text"),
            ValueCheck::Range(..) => (number, "range", "numbers"),
            ValueCheck::Rust(path) => (text, path.as_str(), "text"),
        };
        (!fits).then(|| ("validate", check.span, fault(what, needed)))
    })
}
