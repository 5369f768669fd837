//! Which columns hold whose keys, where keys have types of their own.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, ModelId, Type};

/// A key of one column that is no foreign key names its model's rows; a foreign key names those
/// its target names.
pub(super) fn resolve(draft: &mut Draft<'_>) {
    if !draft.document.typed_ids {
        return;
    }
    let mut found = vec![];
    for model in (0..draft.models.len()).map(ModelId) {
        for column in (0..draft.model(model).ir.columns.len()).map(ColumnId) {
            let mut roots = vec![];
            follow(draft, (model, column), &mut vec![], &mut roots);
            match roots[..] {
                [] => {}
                [root] if is_like(draft, (model, column), root) => {
                    found.push((model, column, root));
                }
                [root] => other_type(draft, (model, column), root),
                [first, second, ..] => two_models(draft, (model, column), [first, second]),
            }
        }
    }
    for (model, column, root) in found {
        draft.models[model.0].ir.columns[column.0].id_of = Some(root);
    }
}

type Place = (ModelId, ColumnId);

/// Collects the models whose rows a column names.
fn follow(draft: &Draft<'_>, at: Place, path: &mut Vec<Place>, roots: &mut Vec<ModelId>) {
    let (model, column) = (&draft.model(at.0).ir, at.1);
    if model.columns[column.0].rust_type.is_some() || path.contains(&at) {
        return;
    }
    path.push(at);
    let mut is_foreign = false;
    for key in &model.foreign_keys {
        for (own, target) in key.columns.iter().zip(&key.target_columns) {
            if *own == column {
                is_foreign = true;
                follow(draft, (key.target, *target), path, roots);
            }
        }
    }
    path.pop();
    let is_key = model.primary_key.columns == [column] && model.kind.has_struct();
    let names_rows = is_key && !is_foreign && can_be_id(&model.columns[column.0].ty.base);
    if names_rows && !roots.contains(&at.0) {
        roots.push(at.0);
    }
}

fn can_be_id(ty: &Type) -> bool {
    use Type::{BigInt, Char, Int, SmallInt, String, Text, TinyInt, U8, U16, U32, U64, Uuid};
    matches!(
        ty,
        TinyInt
            | SmallInt
            | Int
            | BigInt
            | U8
            | U16
            | U32
            | U64
            | Uuid
            | String(_)
            | Char(_)
            | Text
    )
}

/// Whether the column's Rust type is that of the key.
fn is_like(draft: &Draft<'_>, (model, column): Place, root: ModelId) -> bool {
    let text = |ty: &Type| matches!(ty, Type::String(_) | Type::Char(_) | Type::Text);
    let own = &draft.model(model).ir.columns[column.0].ty.base;
    let key = key_type(draft, root);
    own == key || text(own) && text(key)
}

fn key_type<'a>(draft: &'a Draft<'_>, root: ModelId) -> &'a Type {
    let model = &draft.model(root).ir;
    &model.columns[model.primary_key.columns[0].0].ty.base
}

/// Where SQL files say so; in YAML no foreign key has another type than its target.
fn other_type(draft: &mut Draft<'_>, (model, column): Place, root: ModelId) {
    if !draft.model(model).inferred() {
        return;
    }
    let (own, target) = (draft.model(model), &draft.model(root).ir.name);
    let message = format!(
        "`{}` holds the key of `{target}`, but has another type",
        own.ir.columns[column.0].name
    );
    let diagnostic = Diagnostic::error("id-type", own.origins[column.0].span, message)
        .help("with `typed_ids` both are one type in Rust: give both columns the same");
    draft.report(diagnostic);
}

fn two_models(draft: &mut Draft<'_>, (model, column): Place, roots: [ModelId; 2]) {
    let own = draft.model(model);
    let [first, second] = roots.map(|root| draft.model(root).ir.name.clone());
    let message = format!(
        "`{}` names both a `{first}` and a `{second}`",
        own.ir.columns[column.0].name
    );
    let diagnostic = Diagnostic::error("id-of-two", own.origins[column.0].span, message)
        .help("with `typed_ids` a column holds ids of one model: use a column for each");
    draft.report(diagnostic);
}
