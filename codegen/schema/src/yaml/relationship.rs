//! The entries of `relationships`.

use super::fields::{self, Diagnostics, Fields};
use super::foreign_key;
use super::index;
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::Load;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::written::{EqualColumns, Position, Relationship, RelationshipKind};

const KINDS: [&str; 4] = ["belongs_to", "has_one", "has_many", "many_to_many"];

pub(super) fn relationships(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Relationship> {
    let entries = fields::entries(node, "`relationships`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| relationship(key, node, diagnostics))
        .collect()
}

fn relationship(key: &Node, node: &Node, diagnostics: &mut Diagnostics) -> Option<Relationship> {
    let name = fields::named(key);
    let what = format!("relationship `{}`", name.value);
    let mut fields = Fields::of(node, &what, diagnostics)?;
    let mut kinds: Vec<(&str, Span, &Node)> = vec![];
    for kind in KINDS {
        kinds.extend(
            fields
                .take_entry(kind)
                .map(|(span, node)| (kind, span, node)),
        );
    }
    let inverse = fields.take("inverse");
    let inverse = inverse.and_then(|n| fields::text(n, "a relationship's name", diagnostics));
    let comment = fields.comment(diagnostics);
    let foreign_key = names(fields.take("foreign_key"), diagnostics);
    let on = fields.take("on").and_then(|n| pairs(n, diagnostics));
    let order = fields.take("order").map(fields::items).unwrap_or_default();
    let order: Vec<_> = order
        .into_iter()
        .filter_map(|n| index::ordered(n, diagnostics))
        .collect();
    let position = fields.take("position");
    let position = position.and_then(|n| position_of(n, diagnostics));
    let owned = flag(&mut fields, "owned", diagnostics);
    let write_only = flag(&mut fields, "write_only", diagnostics);
    let condition = fields.take("where");
    let condition = condition.and_then(|n| fields::text(n, "a condition", diagnostics));
    let load = fields.take("load").and_then(|n| load(n, diagnostics));
    let limit = fields.take("limit");
    let limit = limit.and_then(|n| fields::integer(n, "`limit`", diagnostics));
    let read_only = flag(&mut fields, "readonly", diagnostics);
    let through = fields.take_entry("through");
    let from = names(fields.take("from"), diagnostics);
    let to = names(fields.take("to"), diagnostics);
    fields.finish(diagnostics);
    let [(kind, kind_span, target)] = kinds.as_slice() else {
        let message = match kinds.as_slice() {
            [] => format!("{what} does not say where it leads"),
            _ => format!("{what} has two kinds"),
        };
        let help = "write one of `belongs_to`, `has_one`, `has_many` and `many_to_many`: \
                    `{ has_many: Post, inverse: author }`";
        let place = kinds.get(1).map_or(key.span, |(_, span, _)| *span);
        diagnostics.push(Diagnostic::error("relationship-kind", place, message).help(help));
        return None;
    };
    let many = *kind == "many_to_many";
    misplaced(
        through.map(|t| t.0).filter(|_| !many),
        "through",
        "`many_to_many`",
        diagnostics,
    );
    for (ends, key) in [(&from, "from"), (&to, "to")] {
        let place = ends.as_ref().map(|e| e.span).filter(|_| !many);
        misplaced(place, key, "`many_to_many`", diagnostics);
    }
    let key_place = foreign_key.as_ref().map(|k| k.span).filter(|_| many);
    if let Some(place) = key_place {
        let message = "`many_to_many` stands on two keys of the link table";
        let help = "name them with `from` and `to`";
        diagnostics.push(Diagnostic::error("misplaced-key", place, message).help(help));
    }
    let several = matches!(target.kind, NodeKind::Sequence(_));
    let no_key = on.as_ref().map(|on| on.span);
    misplaced(
        no_key.filter(|_| many || several),
        "on",
        "relationships to one model without a link table",
        diagnostics,
    );
    misplaced(
        no_key.and(foreign_key.as_ref().map(|key| key.span)),
        "foreign_key",
        "relationships without `on`",
        diagnostics,
    );
    let targets = match (*kind, &target.kind) {
        ("belongs_to", NodeKind::Sequence(_)) => foreign_key::models(target, diagnostics),
        _ => vec![foreign_key::model(target, diagnostics)?],
    };
    let target = targets.first()?.clone();
    let through = through.and_then(|(_, n)| foreign_key::model(n, diagnostics));
    let kind = match *kind {
        "belongs_to" if targets.len() > 1 => RelationshipKind::BelongsToOneOf(targets),
        "belongs_to" => RelationshipKind::BelongsTo,
        "has_one" => RelationshipKind::HasOne,
        "has_many" => RelationshipKind::HasMany,
        _ => RelationshipKind::ManyToMany { through, from, to },
    };
    Some(Relationship {
        name,
        kind,
        kind_span: *kind_span,
        target,
        inverse,
        foreign_key,
        on,
        order,
        position,
        owned,
        write_only,
        condition,
        load,
        limit,
        read_only,
        comment,
    })
}

/// The place of a key that says `true`.
fn flag(fields: &mut Fields<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Span> {
    let (span, node) = fields.take_entry(key)?;
    let flag = fields::boolean(node, &format!("`{key}`"), diagnostics)?;
    flag.value.then_some(span)
}

fn load(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Load>> {
    const WAYS: [(&str, Load); 3] = [
        ("select_in", Load::SelectIn),
        ("joined", Load::Joined),
        ("subquery", Load::Subquery),
    ];
    let Spanned { value, span } = fields::text(node, "`load`", diagnostics)?;
    let found = WAYS.iter().find(|(name, _)| *name == value);
    if found.is_none() {
        let message = format!("`{value}` is no way to load a relationship");
        let help = match value.as_str() {
            "never" => "say `write_only: true` of a collection that is never loaded".to_owned(),
            _ => suggest::help(&value, WAYS.map(|(name, _)| name), "the ways"),
        };
        diagnostics.push(Diagnostic::error("unknown-load", span, message).help(help));
    }
    found.map(|(_, load)| Spanned { value: *load, span })
}

/// `position: place`, or `{ column: place, from: 1 }`.
fn position_of(node: &Node, diagnostics: &mut Diagnostics) -> Option<Position> {
    const COLUMN: &str = "a column of the target";
    let span = node.span;
    if !matches!(node.kind, NodeKind::Mapping(_)) {
        let column = fields::text(node, COLUMN, diagnostics)?;
        let from = 0;
        return Some(Position { column, from, span });
    }
    let mut fields = Fields::of(node, "`position`", diagnostics)?;
    let column = fields.take("column");
    let column = column.and_then(|n| fields::text(n, COLUMN, diagnostics));
    let from = fields.take("from");
    let from = from.and_then(|n| fields::integer(n, "`from`", diagnostics));
    fields.finish(diagnostics);
    if column.is_none() {
        let error = Diagnostic::error(
            "position",
            span,
            "`position` does not say where places stand",
        );
        diagnostics.push(error.help("name the column: `position: { column: place, from: 1 }`"));
    }
    let from = from.map_or(0, |from: Spanned<i64>| from.value);
    Some(Position {
        column: column?,
        from,
        span,
    })
}

/// `on: { email: customer_email }`: a column here, one of the target.
fn pairs(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Vec<EqualColumns>>> {
    let mut value = vec![];
    for (own, target) in fields::entries(node, "`on`", diagnostics)? {
        let target = fields::text(target, "a column of the target", diagnostics)?;
        let own = fields::named(own);
        value.push(EqualColumns { own, target });
    }
    let span = node.span;
    Some(Spanned { value, span })
}

fn names(node: Option<&Node>, diagnostics: &mut Diagnostics) -> Option<Spanned<Vec<String>>> {
    let node = node?;
    let names = fields::texts(node, "a column's name", diagnostics);
    Some(Spanned {
        value: names.into_iter().map(|n| n.value).collect(),
        span: node.span,
    })
}

fn misplaced(span: Option<Span>, key: &str, whose: &str, diagnostics: &mut Diagnostics) {
    if let Some(span) = span {
        let message = format!("`{key}` belongs to {whose}");
        let help = format!("take `{key}` away");
        diagnostics.push(Diagnostic::error("misplaced-key", span, message).help(help));
    }
}
