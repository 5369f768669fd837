//! The two foreign keys of a many-to-many relationship.

use super::foreign_key::{self, described_all, keys};
use crate::diagnostic::Diagnostic;
use crate::ir::{ForeignKeyId, ModelId, RelationshipKind};
use crate::resolve::draft::Draft;
use crate::source::Spanned;
use crate::suggest;
use crate::written;

pub(super) fn many_to_many(
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
    if let Some(given) = given {
        return foreign_key::named(draft, through, side, given);
    }
    let all = keys(draft, through, side);
    let (link, name) = (
        draft.model(through).ir.name.clone(),
        draft.model(side).ir.name.clone(),
    );
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
            let known = described_all(draft, through, &all);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let help = format!("say which: `{word}: ..` with {}", suggest::list(&known));
            draft.report(
                Diagnostic::error("ambiguous-foreign-key", named.name.span, message).help(help),
            );
            None
        }
    }
}
