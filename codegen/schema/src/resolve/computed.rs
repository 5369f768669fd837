//! Properties that are computed from columns.

use super::draft::Draft;
use super::{functions, methods};
use crate::diagnostic::Diagnostic;
use crate::formula::{Names, by_columns, diagnostic, formula};
use crate::ir::{Argument, Computed, ModelId};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for property in &written.computed {
            if !methods::is_free(draft, model, &property.name, "computed property") {
                continue;
            }
            let Some(arguments) = arguments(draft, model, property) else {
                continue;
            };
            let text = &property.expression.value;
            let own = draft.model(model);
            let find = |name: &str| own.column_or_reference(name);
            let names = Names {
                columns: &own.ir.columns,
                find: &find,
                arguments: &arguments,
            };
            match formula(text, &names) {
                Ok(formula) => {
                    let property = Computed {
                        name: property.name.value.clone(),
                        text: by_columns(text, &names),
                        formula,
                        comment: property.comment.clone(),
                        arguments,
                    };
                    draft.models[model.0].ir.computed.push(property);
                }
                Err(fault) => draft.report(diagnostic("computed", &property.expression, fault)),
            }
        }
    }
}

/// What is given at each use, if it can be.
fn arguments(
    draft: &mut Draft<'_>,
    model: ModelId,
    property: &written::Computed,
) -> Option<Vec<Argument>> {
    let mut arguments: Vec<Argument> = vec![];
    for (name, ty) in &property.arguments {
        let twice = arguments.iter().any(|a| a.name == name.value);
        let found = if !functions::is_rust_name(draft, name, "") {
            return None;
        } else if draft
            .model(model)
            .column_or_reference(&name.value)
            .is_some()
        {
            Some(("name-clash", "is a column too", "rename the argument"))
        } else if twice {
            Some(("name-clash", "is declared twice", "rename one of them"))
        } else if ty.nullable {
            let help = "take the `?` away: who has no value decides what counts instead";
            Some(("computed", "may be NULL, which no argument is", help))
        } else if ty.rust_type.is_some() {
            let help = "take `rust` away: what it is stored as can be computed with";
            Some(("computed", "has a Rust type of its own", help))
        } else {
            None
        };
        if let Some((code, what, help)) = found {
            let message = format!("the argument `{}` {what}", name.value);
            draft.report(Diagnostic::error(code, name.span, message).help(help));
            return None;
        }
        arguments.push(Argument {
            name: name.value.clone(),
            ty: functions::value_type(draft, ty),
        });
    }
    Some(arguments)
}
