//! Named choices of columns.

use super::draft::Draft;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{ModelId, Projection};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for projection in &written.projections {
            let columns = draft.columns_named(model, &projection.columns);
            if !name_is_free(draft, model, projection) {
                continue;
            }
            let Some(columns) = columns else { continue };
            let derives = projection.derives.iter().map(|d| d.value.clone());
            let projection = Projection {
                name: projection.name.value.clone(),
                columns,
                derives: derives.collect(),
                comment: projection.comment.clone(),
            };
            draft.models[model.0].ir.projections.push(projection);
        }
    }
}

/// A projection is a struct in the model's module, beside the model and in reach of the others.
fn name_is_free(draft: &mut Draft<'_>, model: ModelId, written: &written::Projection) -> bool {
    let name = &written.name;
    if !words::is_identifier(&name.value) || !words::is_type_case(&name.value) {
        let camel = words::camel(&name.value);
        let message = format!("`{}` is not written like a Rust type", name.value);
        let error = Diagnostic::error("name-case", name.span, message);
        draft.report(error.help(format!("write `{camel}`")));
        return false;
    }
    let of_model = draft.models.iter().find(|m| m.ir.name == name.value);
    let of_enum = draft.enums.iter().any(|e| e.name == name.value);
    let projections = &draft.model(model).ir.projections;
    let again = projections.iter().any(|p| p.name == name.value);
    let what = match (of_model, of_enum, again) {
        (Some(_), _, _) => "a model",
        (None, true, _) => "an enumeration",
        (None, false, true) => "another projection",
        (None, false, false) => return true,
    };
    let message = format!("`{}` is {what} too", name.value);
    let mut error = Diagnostic::error("name-clash", name.span, message);
    if let Some(first) = of_model {
        error = error.related(first.span, "the model");
    }
    draft.report(error.help("rename the projection"));
    false
}
