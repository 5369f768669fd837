//! The entries of `domains`, and types that name one.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use super::vocabulary::Vocabulary;
use super::{index, sequence, type_name, value};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::written::{Check, Domain, TypeName};

/// `email: { type: text, check: "VALUE LIKE '%@%'" }`, or the type alone.
pub(super) fn domain<'n>(
    key: &Node,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Domain> {
    let written = fields::named(key);
    let mut made = Domain {
        name: sequence::name(&written),
        renamed_from: None,
        ty: Spanned {
            value: TypeName::Domain(sequence::name(&written).value),
            span: key.span,
        },
        not_null: false,
        default: None,
        collation: None,
        checks: vec![],
        comment: None,
        exact: false,
    };
    let is_long = matches!(&node.kind, NodeKind::Mapping(entries)
        if entries.iter().any(|(key, _)| fields::name_of(key) == "type"));
    if !is_long {
        made.ty = base(&written.value, node, words, diagnostics)?;
        return Some(made);
    }
    let mut fields = Fields::of(node, &format!("domain `{}`", written.value), diagnostics)?;
    let base = base(&written.value, fields.take("type")?, words, diagnostics);
    let renamed = fields.take("renamed_from");
    made.renamed_from = renamed.and_then(|n| fields::text(n, "a name", diagnostics));
    let not_null = fields.take("not_null");
    let not_null = not_null.and_then(|n| fields::boolean(n, "`not_null`", diagnostics));
    made.not_null = not_null.is_some_and(|flag| flag.value);
    let default = fields.take("default");
    made.default = default.and_then(|n| value::default(n, diagnostics));
    let collate = fields.take("collate");
    let collate = collate.and_then(|n| fields::sql(n, "a collation", diagnostics));
    made.collation = collate.map(|sql| sql.value);
    let check = fields.take("check");
    let check = check.and_then(|n| fields::sql(n, "a check", diagnostics));
    made.checks.extend(check.map(|expression| Check {
        name: None,
        whole_name: true,
        expression,
    }));
    if let Some(node) = fields.take("checks") {
        made.checks.extend(index::checks(node, diagnostics));
    }
    made.comment = fields.comment(diagnostics);
    fields.finish(diagnostics);
    made.ty = base?;
    Some(made)
}

/// What a domain is a name for: a type without more.
fn base<'n>(
    name: &str,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<TypeName>> {
    let preset = type_name::read(node, words, diagnostics)?;
    let message = if preset.nullable {
        "takes NULL or does not in each column, and says nothing of it itself"
    } else if preset.rust.is_some() || !preset.bodies.is_empty() {
        "is a name for a type of the database alone"
    } else {
        return Some(Spanned {
            value: preset.ty,
            span: preset.span,
        });
    };
    let help = "write a type such as `text`; what else is to hold of its columns is said at them, or \
                in an entry of `types` with `type: domain(..)`";
    diagnostics.push(
        Diagnostic::error(
            "domain-type",
            node.span,
            format!("domain `{name}` {message}"),
        )
        .help(help),
    );
    None
}

/// The `email` of `domain(email)`.
pub(super) fn named(text: &str, span: Span) -> Option<TypeName> {
    let inner = text.strip_prefix("domain(")?.strip_suffix(')')?;
    let written = Spanned {
        value: inner.trim().to_owned(),
        span,
    };
    Some(TypeName::Domain(sequence::name(&written).value))
}
