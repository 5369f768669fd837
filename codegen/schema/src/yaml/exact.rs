//! What only a schema says that leaves nothing to be inferred: see `exact` in docs/schema.md.

use super::fields::{self, Diagnostics, Fields};
use super::model;
use super::tree::{Node, NodeKind};
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::ir::Storage;
use crate::source::Spanned;
use crate::suggest;
use crate::written::{Alternative, Choice, Lineage, Model, Role, Target};

use super::inherit::STORAGES;

/// `exact` and `kind` of any model; `module`, `lineage` and `choices` where all of the schema is
/// exact.
pub(super) fn properties<'n>(
    model: &mut Model,
    fields: &mut Fields<'n>,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) {
    let exact = fields.take("exact");
    let exact = exact.and_then(|n| fields::boolean(n, "`exact`", diagnostics));
    model.exact = words.exact || exact.is_some_and(|flag| flag.value);
    if let Some(node) = fields.take("kind") {
        model.role = role(node, words, diagnostics);
    }
    if !words.exact {
        return;
    }
    let module = fields.take("module");
    model.module = module.and_then(|n| fields::text(n, "a module's name", diagnostics));
    let lineage = fields.take("lineage");
    model.lineage = lineage.and_then(|n| self::lineage(n, diagnostics));
    if let Some(node) = fields.take("choices") {
        model.choices = choices(node, diagnostics);
    }
}

/// `link`, and `rows` where all is written.
fn role(node: &Node, words: &Vocabulary<'_>, diagnostics: &mut Diagnostics) -> Role {
    match fields::name_of(node) {
        "link" => return Role::Link,
        "rows" if words.exact => return Role::Rows,
        _ => {}
    }
    let message = format!("a model is not of the kind `{}`", fields::name_of(node));
    let help = "write `kind: link` for a table that only many-to-many relationships see, or leave \
                it out";
    diagnostics.push(Diagnostic::error("unknown-kind", node.span, message).help(help));
    Role::Both
}

/// The entries of `tables`: tables for the rows of other models, each behind the model of its name.
pub(super) fn tables<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    models: &mut Vec<Model>,
    diagnostics: &mut Diagnostics,
) {
    if !words.exact {
        let message = "`tables` belongs to a schema that says `exact: true`";
        let help = "write the tables as `models`";
        diagnostics.push(Diagnostic::error("misplaced-key", node.span, message).help(help));
        return;
    }
    for (key, node) in fields::entries(node, "`tables`", diagnostics).unwrap_or_default() {
        let Some(mut table) = model::model(key, node, words, diagnostics) else {
            continue;
        };
        table.role = Role::Table;
        let name = fields::name_of(key);
        let is_it = |m: &Model| m.name.as_ref().is_some_and(|n| n.value == name);
        if let Some(at) = models.iter().position(is_it) {
            models.insert(at + 1, table);
        } else {
            let message = format!("there is no model `{name}` whose rows this table has");
            let names = models.iter().filter_map(|m| m.name.as_ref());
            let help = suggest::help(name, names.map(|n| n.value.as_str()), "the models");
            diagnostics.push(Diagnostic::error("unknown-model", key.span, message).help(help));
        }
    }
}

/// `{ discriminator: kind, tag: engineer, from: Person, by: joined }`.
fn lineage(node: &Node, diagnostics: &mut Diagnostics) -> Option<Lineage> {
    let mut fields = Fields::of(node, "`lineage`", diagnostics)?;
    let mut text = |key: &'static str, diagnostics: &mut Diagnostics| {
        let node = fields.take(key)?;
        fields::text(node, &format!("`{key}`"), diagnostics)
    };
    let (discriminator, tag) = (text("discriminator", diagnostics), text("tag", diagnostics));
    let (from, by) = (text("from", diagnostics), text("by", diagnostics));
    let variants = fields.take("variants");
    let variants = variants.and_then(|n| fields::entries(n, "`variants`", diagnostics));
    fields.finish(diagnostics);
    let base = match (from, by) {
        (None, None) => None,
        (Some(name), Some(by)) => Some((
            Target {
                namespace: None,
                name,
            },
            storage(&by, diagnostics)?,
        )),
        _ => return incomplete(node, diagnostics),
    };
    let (Some(discriminator), Some(tag)) = (discriminator, tag) else {
        return incomplete(node, diagnostics);
    };
    let variant = |(way, tag): &(Node, Node)| {
        let tag = fields::text(tag, "a tag", diagnostics)?;
        Some((fields::named(way), tag.value))
    };
    let variants = variants.unwrap_or_default();
    Some(Lineage {
        discriminator,
        tag: tag.value,
        base,
        variants: variants.iter().filter_map(variant).collect(),
    })
}

fn storage(by: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Storage> {
    let found = STORAGES.iter().find(|(name, _)| *name == by.value);
    if found.is_none() {
        let message = format!("rows that inherit are not stored `{}`", by.value);
        let names = STORAGES.iter().map(|(name, _)| *name);
        let help = suggest::help(&by.value, names, "they are stored");
        diagnostics.push(Diagnostic::error("unknown-storage", by.span, message).help(help));
    }
    found.map(|(_, storage)| *storage)
}

fn incomplete<T>(node: &Node, diagnostics: &mut Diagnostics) -> Option<T> {
    let message = "`lineage` says what tells the rows apart, and what they inherit from";
    let help = "write `{ discriminator: kind, tag: engineer, from: Person, by: joined }`";
    diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
    None
}

/// `subject: { of: [subject_post, subject_photo], nullable: true }`.
fn choices(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Choice> {
    let entries = fields::entries(node, "`choices`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| choice(key, node, diagnostics))
        .collect()
}

fn choice(key: &Node, node: &Node, diagnostics: &mut Diagnostics) -> Option<Choice> {
    let name = fields::named(key);
    let NodeKind::Mapping(_) = &node.kind else {
        fields::wrong_kind(node, "a choice is a mapping", diagnostics);
        return None;
    };
    let mut fields = Fields::of(node, &format!("choice `{}`", name.value), diagnostics)?;
    let of = fields.take("of").map(fields::items).unwrap_or_default();
    let mut flag = |key: &'static str| {
        let node = fields.take(key);
        let flag = node.and_then(|n| fields::boolean(n, &format!("`{key}`"), diagnostics));
        flag.is_some_and(|f| f.value)
    };
    let (nullable, itself) = (flag("nullable"), flag("itself"));
    let comment = fields.comment(diagnostics);
    fields.finish(diagnostics);
    let alternative = |node: &Node| {
        let name = fields::text(node, "a relationship's name", diagnostics)?;
        Some(Alternative {
            target: Target {
                namespace: None,
                name: name.clone(),
            },
            reference: String::new(),
            relationship: Some(name.value),
        })
    };
    Some(Choice {
        name,
        alternatives: of.into_iter().filter_map(alternative).collect(),
        nullable,
        itself,
        comment,
    })
}
