//! Which foreign key a relationship stands on.

use crate::diagnostic::Diagnostic;
use crate::ir::{ForeignKey, ForeignKeyId, ModelId, RelationshipKind};
use crate::resolve::draft::Draft;
use crate::source::Spanned;
use crate::suggest;
use crate::written;

/// The foreign key of `owner` that points at `target` and is meant.
pub(super) fn key_between(
    draft: &mut Draft<'_>,
    owner: ModelId,
    target: ModelId,
    written: &written::Relationship,
    inverse_on: Option<ModelId>,
) -> Option<ForeignKeyId> {
    if let Some(given) = &written.foreign_key {
        return named(draft, owner, target, given);
    }
    let all = keys(draft, owner, target);
    let (owner_name, target_name) = (
        draft.model(owner).ir.name.clone(),
        draft.model(target).ir.name.clone(),
    );
    match all[..] {
        [only] => return Some(only),
        [] => {
            let message = format!("`{owner_name}` has no foreign key to `{target_name}`");
            let help = format!(
                "add one to `{owner_name}`: `{}: {{ references: {target_name} }}`",
                draft.model(target).ir.module
            );
            draft.report(
                Diagnostic::error("no-foreign-key", written.target.name.span, message).help(help),
            );
            return None;
        }
        _ => {}
    }
    // The inverse says which.
    if let (Some(inverse), Some(on)) = (&written.inverse, inverse_on) {
        let of_inverse = draft
            .model(on)
            .ir
            .relationships
            .iter()
            .find_map(|r| match r.kind {
                RelationshipKind::BelongsTo { foreign_key } if r.name == inverse.value => {
                    Some(foreign_key)
                }
                _ => None,
            });
        if let Some(key) = of_inverse.filter(|k| all.contains(k)) {
            return Some(key);
        }
    }
    // A reference of the relationship's own name.
    if inverse_on.is_none()
        && let Some(key) = draft.model(owner).references.get(&written.name.value)
        && all.contains(key)
    {
        return Some(*key);
    }
    let known = described_all(draft, owner, &all);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let message = format!(
        "`{owner_name}` has {} foreign keys to `{target_name}`",
        all.len()
    );
    let help = format!(
        "say which: `foreign_key: ..` with {}",
        suggest::list(&known)
    );
    draft.report(
        Diagnostic::error("ambiguous-foreign-key", written.name.span, message)
            .label("which one is meant?")
            .help(help),
    );
    None
}

/// The foreign key of `owner` that points at `target` and is called so.
pub(super) fn named(
    draft: &mut Draft<'_>,
    owner: ModelId,
    target: ModelId,
    given: &Spanned<Vec<String>>,
) -> Option<ForeignKeyId> {
    let mut all = keys(draft, owner, target);
    if draft.document.exact {
        // The key of an inherited relationship points at the base.
        let others = 0..draft.model(owner).ir.foreign_keys.len();
        all.extend(others.map(ForeignKeyId));
    }
    let is_meant = |key: &&ForeignKeyId| is_named(draft, owner, **key, &given.value);
    let found = all.iter().find(is_meant).copied();
    if found.is_none() {
        let (owner_name, name) = (&draft.model(owner).ir.name, given.value.join(", "));
        let target_name = &draft.model(target).ir.name;
        let message = format!("`{owner_name}` has no foreign key `{name}` to `{target_name}`");
        let known = described_all(draft, owner, &all);
        let known = known.iter().map(String::as_str);
        let help = suggest::help(&name, known, "its foreign keys to it");
        draft.report(Diagnostic::error("unknown-key", given.span, message).help(help));
    }
    found
}

pub(super) fn keys(draft: &Draft<'_>, owner: ModelId, target: ModelId) -> Vec<ForeignKeyId> {
    let keys = draft.model(owner).ir.foreign_keys.iter().enumerate();
    keys.filter(|(_, k)| k.target == target)
        .map(|(at, _)| ForeignKeyId(at))
        .collect()
}

/// Whether names mean a key: the reference's name, the constraint's, or its columns.
fn is_named(draft: &Draft<'_>, owner: ModelId, key: ForeignKeyId, names: &[String]) -> bool {
    let own = draft.model(owner);
    let it: &ForeignKey = own.ir.foreign_key(key);
    let columns: Vec<&str> = own.names(&it.columns);
    let fields: Vec<&str> = it
        .columns
        .iter()
        .map(|c| own.ir.columns[c.0].field.as_str())
        .collect();
    if let [name] = names
        && (own.references.get(name) == Some(&key) || it.name == *name)
    {
        return true;
    }
    columns == names || fields == names
}

/// How a key is best named: by its reference, else by its columns.
fn described(draft: &Draft<'_>, owner: ModelId, key: ForeignKeyId) -> String {
    let own = draft.model(owner);
    let by_reference = own
        .references
        .iter()
        .find(|(_, k)| **k == key)
        .map(|(name, _)| name.clone());
    by_reference.unwrap_or_else(|| own.names(&own.ir.foreign_key(key).columns).join(", "))
}

pub(super) fn described_all(
    draft: &Draft<'_>,
    owner: ModelId,
    keys: &[ForeignKeyId],
) -> Vec<String> {
    keys.iter().map(|k| described(draft, owner, *k)).collect()
}
