//! A reference to one of several models: a nullable column and a relationship for each.

use crate::diagnostic::Diagnostic;
use crate::resolve::words;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::written::{
    Alternative, Choice, Column, Document, Model, Reference, Relationship, RelationshipKind, Target,
};

pub(super) fn expand(document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut renamed = vec![];
    for model in &mut document.models {
        columns(model, diagnostics);
        relationships(model, diagnostics);
        let Some(name) = &model.name else { continue };
        let names = model
            .choices
            .iter()
            .map(|c| (name.value.clone(), c.clone()));
        renamed.extend(names);
    }
    for model in &mut document.models {
        ways_back(model, &renamed);
    }
}

/// `commentable: { references: [Post, Photo] }` is `commentable_post` and `commentable_photo`.
fn columns(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for mut column in std::mem::take(&mut model.columns) {
        let (targets, field) = (std::mem::take(&mut column.one_of), column.field.clone());
        let Some(name) = field.filter(|_| !targets.is_empty()) else {
            model.columns.push(column);
            continue;
        };
        let mut alternatives = vec![];
        for reference in distinct(targets, diagnostics) {
            let field = part(&name.value, &reference.target);
            alternatives.push(Alternative {
                target: reference.target.clone(),
                reference: field.clone(),
                relationship: None,
            });
            model.columns.push(of_target(&column, field, reference));
        }
        model.choices.push(Choice {
            name,
            alternatives,
            nullable: column.nullable.as_ref().is_some_and(|n| n.value),
            itself: false,
            comment: column.comment,
        });
    }
}

fn of_target(column: &Column, field: String, reference: Reference) -> Column {
    Column {
        field: Some(Spanned {
            value: field,
            span: column.span,
        }),
        references: Some(reference),
        nullable: Some(Spanned {
            value: true,
            span: column.span,
        }),
        ..column.clone()
    }
}

/// The targets, each once.
fn distinct(targets: Vec<Reference>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference> {
    let mut seen: Vec<Reference> = vec![];
    for reference in targets {
        let name = &reference.target.name;
        let first = seen.iter().find(|r| r.target.name.value == name.value);
        if let Some(first) = first {
            let message = format!("`{}` is one of the targets already", name.value);
            diagnostics.push(
                Diagnostic::error("duplicate-target", name.span, message)
                    .related(first.target.name.span, "the first one")
                    .help("take one of the two away"),
            );
        } else {
            seen.push(reference);
        }
    }
    seen
}

/// `commentable: { belongs_to: [Post, Photo] }` is a relationship over each of the references.
fn relationships(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    for relationship in std::mem::take(&mut model.relationships) {
        let RelationshipKind::BelongsToOneOf(targets) = &relationship.kind else {
            model.relationships.push(relationship);
            continue;
        };
        let named = match &relationship.foreign_key {
            Some(given) => (given.value.first().cloned().unwrap_or_default(), given.span),
            None => (relationship.name.value.clone(), relationship.name.span),
        };
        let Some(choice) = choice(
            &mut model.choices,
            &relationship,
            &named,
            targets,
            diagnostics,
        ) else {
            continue;
        };
        choice.comment = relationship.comment.clone().or(choice.comment.take());
        choice.name = relationship.name.clone();
        for alternative in &mut choice.alternatives {
            let name = part(&relationship.name.value, &alternative.target);
            alternative.relationship = Some(name.clone());
            model.relationships.push(Relationship {
                name: Spanned {
                    value: name,
                    span: relationship.name.span,
                },
                kind: RelationshipKind::BelongsTo,
                target: alternative.target.clone(),
                foreign_key: Some(Spanned {
                    value: vec![alternative.reference.clone()],
                    span: named.1,
                }),
                comment: None,
                ..relationship.clone()
            });
        }
    }
}

/// The references that a relationship stands on.
fn choice<'m>(
    choices: &'m mut [Choice],
    relationship: &Relationship,
    (key, span): &(String, Span),
    targets: &[Target],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'m mut Choice> {
    let names: Vec<&str> = targets.iter().map(|t| t.name.value.as_str()).collect();
    let list = names.join(", ");
    let Some(choice) = choices.iter_mut().find(|c| c.name.value == *key) else {
        let message = format!("`{key}` is no reference to one of several models");
        let help = format!("add a column: `{key}: {{ references: [{list}] }}`");
        diagnostics.push(Diagnostic::error("no-foreign-key", *span, message).help(help));
        return None;
    };
    let theirs = choice
        .alternatives
        .iter()
        .map(|a| a.target.name.value.as_str());
    let theirs: Vec<&str> = theirs.collect();
    let differs = theirs.len() != names.len() || names.iter().any(|n| !theirs.contains(n));
    if differs {
        let message = format!("the reference `{key}` has other targets");
        let error = Diagnostic::error("other-targets", relationship.kind_span, message)
            .related(choice.name.span, "the reference")
            .help(format!("it points at {}", suggest::list(&theirs)));
        diagnostics.push(error);
        return None;
    }
    Some(choice)
}

/// Where the way back names the choice, the part of it that leads here is meant.
fn ways_back(model: &mut Model, choices: &[(String, Choice)]) {
    let Some(own) = &model.name else { return };
    for relationship in &mut model.relationships {
        let there = choices
            .iter()
            .filter(|(of, _)| *of == relationship.target.name.value);
        for (_, choice) in there {
            let is_here = |a: &&Alternative| a.target.name.value == own.value;
            let Some(here) = choice.alternatives.iter().find(is_here) else {
                continue;
            };
            if let Some(inverse) = &mut relationship.inverse
                && inverse.value == choice.name.value
                && let Some(name) = &here.relationship
            {
                inverse.value.clone_from(name);
            }
            if let Some(key) = &mut relationship.foreign_key
                && key.value == [choice.name.value.clone()]
            {
                key.value = vec![here.reference.clone()];
            }
        }
    }
}

fn part(name: &str, target: &Target) -> String {
    format!("{name}_{}", words::snake(&target.name.value))
}
