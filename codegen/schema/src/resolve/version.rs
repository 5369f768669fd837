//! The column that tells a row's versions apart.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, Default, Literal, ModelId, Type, Version, VersionBy};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let version = draft.model(model).written.and_then(|w| w.version.as_ref());
        let Some(written) = version else { continue };
        let column = draft.columns_named(model, std::slice::from_ref(&written.column));
        let unless = draft.columns_named(model, &written.unless);
        let (Some(column), Some(unless)) = (column, unless) else {
            continue;
        };
        let [column] = column[..] else {
            say(draft, written, "is several columns", "name one");
            continue;
        };
        if !is_fit(draft, model, column, written) {
            continue;
        }
        let ir = &mut draft.models[model.0].ir;
        let made = &mut ir.columns[column.0];
        if written.by == VersionBy::Session && made.default.is_none() {
            made.default = Some(Default::Value(Literal::Integer(1)));
        }
        ir.version = Some(Version {
            column,
            by: written.by,
            unless,
        });
    }
}

/// Whether the column can be a version; says why not.
fn is_fit(
    draft: &mut Draft<'_>,
    model: ModelId,
    column: ColumnId,
    written: &written::Version,
) -> bool {
    let own = &draft.model(model).ir;
    let made = &own.columns[column.0];
    let whole = matches!(
        made.ty.base,
        Type::SmallInt | Type::Int | Type::BigInt | Type::U32 | Type::U64
    );
    let keyed =
        own.key().contains(&column) || own.foreign_keys.iter().any(|k| k.columns.contains(&column));
    let (why, help) = if own.read_only {
        ("is of a model that is only read", "take `version` away")
    } else if keyed {
        ("is a key", "give the model a column of its own for it")
    } else if made.nullable {
        (
            "may be NULL, which is equal to nothing",
            "take `nullable` away",
        )
    } else if made.deferred {
        ("is not read with the row", "take `deferred` away")
    } else if written.by == VersionBy::Session && !whole {
        (
            "is no whole number that can be counted up",
            "give it `type: int`, or say who changes it: `by: database` or `by: program`",
        )
    } else if written.by == VersionBy::Session && made.generated.is_some() {
        (
            "is computed by the database",
            "say so: `version: { column: .., by: database }`",
        )
    } else if matches!(made.ty.base, Type::F32 | Type::F64 | Type::Json) {
        (
            "is of a type whose values do not compare equal reliably",
            "take a whole number, a text, a UUID or a time",
        )
    } else {
        return true;
    };
    say(draft, written, why, help);
    false
}

fn say(draft: &mut Draft<'_>, written: &written::Version, why: &str, help: &str) {
    let column = &written.column;
    let message = format!("`{}` cannot be a version: it {why}", column.value);
    let error = Diagnostic::error("version-unfit", column.span, message);
    draft.report(error.help(help.to_owned()));
}
