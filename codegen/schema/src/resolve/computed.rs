//! Properties that are computed from columns.

use super::draft::Draft;
use super::methods;
use crate::formula::{Names, by_columns, diagnostic, formula};
use crate::ir::{Computed, ModelId};

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for property in &written.computed {
            if !methods::is_free(draft, model, &property.name, "computed property") {
                continue;
            }
            let text = &property.expression.value;
            let own = draft.model(model);
            let find = |name: &str| own.column_or_reference(name);
            let names = Names {
                columns: &own.ir.columns,
                find: &find,
            };
            match formula(text, &names) {
                Ok(formula) => {
                    let property = Computed {
                        name: property.name.value.clone(),
                        text: by_columns(text, &names),
                        formula,
                        comment: property.comment.clone(),
                    };
                    draft.models[model.0].ir.computed.push(property);
                }
                Err(fault) => draft.report(diagnostic("computed", &property.expression, fault)),
            }
        }
    }
}
