//! Relationships that are written.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    ForeignKey, ForeignKeyId, ModelId, OrderTerm, Relationship, RelationshipId, RelationshipKind,
};
use crate::source::Spanned;
use crate::suggest;
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let models: Vec<ModelId> = (0..draft.models.len()).map(ModelId).collect();
    // Keys of this side first: an inverse may name one of them.
    for &model in &models {
        each(draft, model, &|w| {
            w.kind == written::RelationshipKind::BelongsTo
        });
    }
    for &model in &models {
        each(draft, model, &|w| {
            w.kind != written::RelationshipKind::BelongsTo
        });
    }
    for &model in &models {
        in_written_order(draft, model);
    }
    for &model in &models {
        inverses(draft, model);
    }
}

fn each(draft: &mut Draft<'_>, model: ModelId, wanted: &dyn Fn(&written::Relationship) -> bool) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    for relationship in written.relationships.iter().filter(|r| wanted(r)) {
        let Some(target) = draft.find(&relationship.target) else {
            draft.unknown_model(&relationship.target);
            continue;
        };
        if clashes(draft, model, relationship) {
            continue;
        }
        let Some(kind) = kind_of(draft, model, target, relationship) else {
            continue;
        };
        let order = order_of(draft, target, relationship);
        let own = &mut draft.models[model.0];
        own.ir.relationships.push(Relationship {
            name: relationship.name.value.clone(),
            target,
            kind,
            inverse: None,
            order,
            comment: relationship.comment.clone(),
        });
        own.relationships.push(Some(relationship));
    }
}

/// A relationship's accessor stands beside the columns' getters.
fn clashes(draft: &mut Draft<'_>, model: ModelId, written: &written::Relationship) -> bool {
    let name = &written.name;
    if !super::words::is_identifier(&name.value) {
        let message = format!("`{}` cannot be the name of a Rust method", name.value);
        draft.report(
            Diagnostic::error("bad-name", name.span, message).help("use letters, digits and `_`"),
        );
        return true;
    }
    if super::words::snake(&name.value) != name.value {
        let message = format!("`{}` is not written like a Rust method", name.value);
        draft.report(
            Diagnostic::error("name-case", name.span, message)
                .help(format!("write `{}`", super::words::snake(&name.value))),
        );
        return true;
    }
    let own = draft.model(model);
    let column = own.ir.columns.iter().position(|c| c.field == name.value);
    if let Some(at) = column {
        let place = own.origins[at].span;
        let message = format!("`{}` is a column of `{}` too", name.value, own.ir.name);
        draft.report(
            Diagnostic::error("name-clash", name.span, message)
                .label("both would be the same method")
                .related(place, "the column")
                .help("rename the relationship, or the field: `column:` keeps the column's name"),
        );
        return true;
    }
    false
}

fn kind_of(
    draft: &mut Draft<'_>,
    model: ModelId,
    target: ModelId,
    written: &written::Relationship,
) -> Option<RelationshipKind> {
    match &written.kind {
        written::RelationshipKind::BelongsTo => {
            let foreign_key = key_between(draft, model, target, written, None)?;
            Some(RelationshipKind::BelongsTo { foreign_key })
        }
        written::RelationshipKind::HasMany => {
            let foreign_key = key_between(draft, target, model, written, Some(target))?;
            Some(RelationshipKind::HasMany { foreign_key })
        }
        written::RelationshipKind::HasOne => {
            let foreign_key = key_between(draft, target, model, written, Some(target))?;
            let key = draft.model(target).ir.foreign_key(foreign_key);
            if !draft.model(target).is_unique(&key.columns) {
                let columns = draft.model(target).names(&key.columns).join("`, `");
                let (child, place) = (
                    draft.model(target).ir.name.clone(),
                    draft.model(target).key_spans[foreign_key.0],
                );
                let message = format!("`{columns}` of `{child}` is not unique");
                draft.report(
                    Diagnostic::error("not-unique", written.kind_span, message)
                        .label("there could be more than one")
                        .related(place, "the foreign key")
                        .help("add `unique: true` to it, or write `has_many`"),
                );
            }
            Some(RelationshipKind::HasOne { foreign_key })
        }
        written::RelationshipKind::ManyToMany { through, from, to } => many_to_many(
            draft,
            model,
            target,
            written,
            through.as_ref(),
            from.as_ref(),
            to.as_ref(),
        ),
    }
}

/// The foreign key of `owner` that points at `target` and is meant.
fn key_between(
    draft: &mut Draft<'_>,
    owner: ModelId,
    target: ModelId,
    written: &written::Relationship,
    inverse_on: Option<ModelId>,
) -> Option<ForeignKeyId> {
    let all = keys(draft, owner, target);
    let (owner_name, target_name) = (
        draft.model(owner).ir.name.clone(),
        draft.model(target).ir.name.clone(),
    );
    if let Some(named) = &written.foreign_key {
        let fits = all
            .iter()
            .copied()
            .find(|k| is_named(draft, owner, *k, &named.value));
        if fits.is_none() {
            let message = format!(
                "`{owner_name}` has no foreign key `{}` to `{target_name}`",
                named.value.join(", ")
            );
            let known: Vec<String> = all.iter().map(|k| described(draft, owner, *k)).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let help = suggest::help(&named.value.join(", "), known, "its foreign keys to it");
            draft.report(Diagnostic::error("unknown-key", named.span, message).help(help));
        }
        return fits;
    }
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
    let known: Vec<String> = all.iter().map(|k| described(draft, owner, *k)).collect();
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

fn keys(draft: &Draft<'_>, owner: ModelId, target: ModelId) -> Vec<ForeignKeyId> {
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

fn many_to_many(
    draft: &mut Draft<'_>,
    model: ModelId,
    target: ModelId,
    written: &written::Relationship,
    through: Option<&written::Target>,
    from: Option<&Spanned<Vec<String>>>,
    to: Option<&Spanned<Vec<String>>>,
) -> Option<RelationshipKind> {
    let Some(named) = through else {
        draft.report(
            Diagnostic::error(
                "no-link",
                written.kind_span,
                "a many-to-many relationship needs a link table",
            )
            .help("name it: `through: table`; one that is nowhere defined is made"),
        );
        return None;
    };
    let through = draft.find(named)?;
    let parent_key = link_key(draft, through, model, from, "from", named, None)?;
    let not = (model == target).then_some(parent_key);
    let child_key = link_key(draft, through, target, to, "to", named, not)?;
    Some(RelationshipKind::ManyToMany {
        through,
        parent_key,
        child_key,
    })
}

/// The link table's key that points at one of the sides.
fn link_key(
    draft: &mut Draft<'_>,
    through: ModelId,
    side: ModelId,
    given: Option<&Spanned<Vec<String>>>,
    word: &str,
    named: &written::Target,
    not: Option<ForeignKeyId>,
) -> Option<ForeignKeyId> {
    let all = keys(draft, through, side);
    let (link, name) = (
        draft.model(through).ir.name.clone(),
        draft.model(side).ir.name.clone(),
    );
    let known: Vec<String> = all.iter().map(|k| described(draft, through, *k)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if let Some(given) = given {
        let fits = all
            .iter()
            .copied()
            .find(|k| is_named(draft, through, *k, &given.value));
        if fits.is_none() {
            let written = given.value.join(", ");
            let message = format!("`{link}` has no foreign key `{written}` to `{name}`");
            let help = suggest::help(&written, known, "its foreign keys to it");
            draft.report(Diagnostic::error("unknown-key", given.span, message).help(help));
        }
        return fits;
    }
    let left: Vec<ForeignKeyId> = all.iter().copied().filter(|k| Some(*k) != not).collect();
    match left[..] {
        [only] => Some(only),
        [] => {
            let message = format!("the link `{link}` has no foreign key to `{name}`");
            let help = format!("add one to it: `references: {name}`");
            draft.report(Diagnostic::error("no-foreign-key", named.name.span, message).help(help));
            None
        }
        _ => {
            let message = format!(
                "the link `{link}` has {} foreign keys to `{name}`",
                all.len()
            );
            let help = format!("say which: `{word}: ..` with {}", suggest::list(&known));
            draft.report(
                Diagnostic::error("ambiguous-foreign-key", named.name.span, message).help(help),
            );
            None
        }
    }
}

fn order_of(
    draft: &mut Draft<'_>,
    target: ModelId,
    written: &written::Relationship,
) -> Vec<OrderTerm> {
    let many = matches!(
        written.kind,
        written::RelationshipKind::HasMany | written::RelationshipKind::ManyToMany { .. }
    );
    if let (false, Some((first, _))) = (many, written.order.first()) {
        draft.report(
            Diagnostic::error("order-of-one", first.span, "one row has no order")
                .help("remove `order`; it belongs to `has_many` and `many_to_many`"),
        );
        return vec![];
    }
    let mut order = vec![];
    for (name, descending) in &written.order {
        match draft.model(target).column(&name.value) {
            Some(column) => order.push(OrderTerm {
                column,
                descending: *descending,
            }),
            None => draft.unknown_column(target, &name.value, name.span),
        }
    }
    order
}

/// The slots follow the order of the source, not that of their resolution.
fn in_written_order(draft: &mut Draft<'_>, model: ModelId) {
    let own = &mut draft.models[model.0];
    let Some(written) = own.written else { return };
    let place = |r: &Option<&written::Relationship>| {
        written
            .relationships
            .iter()
            .position(|w| r.is_some_and(|r| std::ptr::eq(r, w)))
    };
    let mut both: Vec<_> = own
        .ir
        .relationships
        .drain(..)
        .zip(own.relationships.drain(..))
        .collect();
    both.sort_by_key(|(_, w)| place(w));
    (own.ir.relationships, own.relationships) = both.into_iter().unzip();
}

fn inverses(draft: &mut Draft<'_>, model: ModelId) {
    for at in 0..draft.model(model).ir.relationships.len() {
        let Some(written) = draft.model(model).relationships[at] else {
            continue;
        };
        let own = draft.model(model).ir.relationships[at].clone();
        let Some(named) = &written.inverse else {
            let back = fitting(draft, model, RelationshipId(at));
            if let [only] = back[..] {
                draft.models[model.0].ir.relationships[at].inverse = Some(only);
            }
            continue;
        };
        let there = &draft.model(own.target).ir;
        let Some(back) = there
            .relationships
            .iter()
            .position(|r| r.name == named.value)
        else {
            // The other side may be wrong itself; then that is said there.
            let is_written = draft
                .model(own.target)
                .written
                .is_some_and(|w| w.relationships.iter().any(|r| r.name.value == named.value));
            if !is_written {
                missing_inverse(draft, model, own.target, named, &own);
            }
            continue;
        };
        let fits = fitting(draft, model, RelationshipId(at)).contains(&RelationshipId(back));
        let names_another = draft.model(own.target).relationships[back]
            .and_then(|w| w.inverse.as_ref())
            .filter(|i| i.value != own.name)
            .filter(|i| {
                let mut here = draft.model(model).relationships.iter().flatten();
                here.any(|w| w.name.value == i.value)
            });
        if let Some(other) = names_another {
            let message = format!("`{}` names another inverse: `{}`", named.value, other.value);
            let place = other.span;
            draft.report(
                Diagnostic::error("inverse-mismatch", named.span, message)
                    .related(place, "here")
                    .help("two relationships that are each other's inverse name each other"),
            );
        } else if !fits {
            let message = format!("`{}` is not the way back of `{}`", named.value, own.name);
            draft.report(
                Diagnostic::error("inverse-mismatch", named.span, message)
                    .label("it stands on another key or leads elsewhere")
                    .help("name the relationship that stands on the same foreign key"),
            );
        } else {
            draft.models[model.0].ir.relationships[at].inverse = Some(RelationshipId(back));
        }
    }
}

fn missing_inverse(
    draft: &mut Draft<'_>,
    model: ModelId,
    target: ModelId,
    named: &Spanned<String>,
    own: &Relationship,
) {
    let there = &draft.model(target).ir;
    let known: Vec<&str> = there
        .relationships
        .iter()
        .map(|r| r.name.as_str())
        .collect();
    let near = suggest::nearest(&named.value, known.iter().copied());
    let here = draft.model(model).ir.name.as_str();
    let help = match (near, own.kind) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, RelationshipKind::BelongsTo { .. }) => format!(
            "add it to `{}`: `{}: {{ has_many: {here}, inverse: {} }}`",
            there.name, named.value, own.name
        ),
        (None, RelationshipKind::ManyToMany { .. }) => format!(
            "add it to `{}`: `{}: {{ many_to_many: {here}, through: .., inverse: {} }}`",
            there.name, named.value, own.name
        ),
        (None, _) => format!(
            "add it to `{}`: `{}: {{ belongs_to: {here}, inverse: {} }}`",
            there.name, named.value, own.name
        ),
    };
    let message = format!("`{}` has no relationship `{}`", there.name, named.value);
    draft.report(Diagnostic::error("missing-inverse", named.span, message).help(help));
}

/// The relationships of the target that stand on the same key, seen from its other end.
fn fitting(draft: &Draft<'_>, model: ModelId, id: RelationshipId) -> Vec<RelationshipId> {
    let own = &draft.model(model).ir.relationships[id.0];
    let back = |r: &Relationship| {
        r.target == model
            && match (own.kind, r.kind) {
                (
                    RelationshipKind::BelongsTo { foreign_key: a },
                    RelationshipKind::HasMany { foreign_key: b }
                    | RelationshipKind::HasOne { foreign_key: b },
                )
                | (
                    RelationshipKind::HasMany { foreign_key: a }
                    | RelationshipKind::HasOne { foreign_key: a },
                    RelationshipKind::BelongsTo { foreign_key: b },
                ) => a == b,
                (
                    RelationshipKind::ManyToMany {
                        through: a,
                        parent_key: ap,
                        child_key: ac,
                    },
                    RelationshipKind::ManyToMany {
                        through: b,
                        parent_key: bp,
                        child_key: bc,
                    },
                ) => a == b && ap == bc && ac == bp,
                _ => false,
            }
    };
    let there = draft.model(own.target).ir.relationships.iter().enumerate();
    there
        .filter(|(_, r)| back(r))
        .map(|(at, _)| RelationshipId(at))
        .collect()
}
