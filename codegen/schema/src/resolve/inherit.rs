//! Models that inherit: which columns say what a row is, the relationships of the base on its
//! variants, and checks of what only some of a table's rows have.

use super::draft::Draft;
use super::naming::Kind;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Base, Check, ColumnId, ForeignKeyId, Lineage, ModelId, PerDialect, Relationship,
    RelationshipId, RelationshipKind, Storage, Type, Variant, VersionBy,
};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let models: Vec<ModelId> = (0..draft.models.len()).map(ModelId).collect();
    for &model in &models {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for conditional in &written.conditional {
            check(draft, model, conditional);
        }
        if let Some(lineage) = &written.lineage {
            self::lineage(draft, model, lineage);
        }
    }
    // Where all is written, so is what is inherited.
    if draft.document.exact {
        return;
    }
    let mut variants: Vec<(usize, ModelId, ModelId)> = vec![];
    for &model in &models {
        let line = std::iter::successors(Some(model), |model| base(draft, *model));
        let depth = line.count() - 1;
        variants.extend(base(draft, model).map(|base| (depth, model, base)));
    }
    variants.sort_by_key(|(depth, ..)| *depth);
    for (_, model, base) in variants {
        relationships(draft, model, base);
    }
}

fn base(draft: &Draft<'_>, model: ModelId) -> Option<ModelId> {
    let base = draft.model(model).ir.lineage.as_ref()?.base?;
    Some(base.model)
}

fn lineage(draft: &mut Draft<'_>, model: ModelId, written: &written::Lineage) {
    let Some(discriminator) = draft.model(model).column(&written.discriminator.value) else {
        return; // it has no type, which was said
    };
    let base = match &written.base {
        None => None,
        Some((from, storage)) => {
            let Some(model) = draft.find(from) else {
                return;
            };
            Some(Base {
                model,
                storage: *storage,
            })
        }
    };
    let column = &draft.model(model).ir.columns[discriminator.0];
    let is_text = matches!(column.ty.base, Type::String(_) | Type::Text | Type::Enum(_));
    if !is_text || column.nullable || column.rust_type.is_some() {
        let message = format!("`{}` cannot say what a row is", column.name);
        draft.report(
            Diagnostic::error("discriminator", written.discriminator.span, message)
                .help("make it text or an enumeration, without `?` and `rust`"),
        );
        return;
    }
    let version = draft.model(model).written.and_then(|w| w.version.as_ref());
    let unseen = version.filter(|version| version.by != VersionBy::Session);
    if let (Some(version), true) = (unseen, is_apart(draft, model)) {
        let message = format!(
            "rows of `{}` are in several tables, of which one alone has their version",
            draft.model(model).ir.name
        );
        let (span, column) = (version.column.span, &version.column.value);
        let help = format!(
            "let sessions count it, which sees all changes: `version: {column}`; or store the \
             variant `by: single`"
        );
        draft.report(Diagnostic::error("version-of-variant", span, message).help(help));
        return;
    }
    let variants = variants(draft, model, discriminator, written);
    draft.models[model.0].ir.lineage = Some(Lineage {
        discriminator,
        tag: written.tag.clone(),
        base,
        variants,
    });
}

/// The models whose rows are those of a base without a table.
fn variants(
    draft: &mut Draft<'_>,
    model: ModelId,
    discriminator: ColumnId,
    written: &written::Lineage,
) -> Vec<Variant> {
    let mut found = vec![];
    for (name, tag) in &written.variants {
        let own = &draft.model(model).ir;
        let Some(at) = own.relationships.iter().position(|r| r.name == name.value) else {
            continue; // what is wrong with it was said
        };
        if let Type::Enum(id) = own.column(discriminator).ty.base
            && draft.enums[id.0].variants.iter().all(|v| v.value != *tag)
        {
            let (kind, variant) = (
                &draft.enums[id.0].name,
                draft.model(own.relationships[at].target),
            );
            let message = format!("`{kind}` has no value `{tag}`");
            let help = format!(
                "add it, or say another: `{}: {{ inherits: {{ .., tag: .. }} }}`",
                variant.ir.name
            );
            let error = Diagnostic::error("bad-tag", variant.span, message);
            draft.report(error.help(help));
        }
        found.push(Variant {
            tag: tag.clone(),
            relationship: RelationshipId(at),
        });
    }
    found
}

/// Whether the rows of a model are in several tables.
fn is_apart(draft: &Draft<'_>, model: ModelId) -> bool {
    let base = |model: ModelId| draft.model(model).written?.lineage.as_ref()?.base.as_ref();
    let line = std::iter::successors(Some(model), |model| draft.find(&base(*model)?.0));
    line.filter_map(base).any(|(_, by)| *by == Storage::Joined)
}

/// A column that rows of one kind must have, in a table where others have NULL.
fn check(draft: &mut Draft<'_>, model: ModelId, conditional: &written::Conditional) {
    let own = draft.model(model);
    let Some(discriminator) = own.column(&conditional.discriminator) else {
        return;
    };
    let made = own
        .ir
        .columns
        .iter()
        .zip(&own.origins)
        .filter(|(_, origin)| {
            let field = origin.written.and_then(|w| w.field.as_ref());
            field.is_some_and(|f| {
                f.value == conditional.column.value && f.span == conditional.column.span
            })
        });
    let names: Vec<String> = made.map(|(column, _)| column.name.clone()).collect();
    let kind = own.ir.columns[discriminator.0].name.clone();
    for column in names {
        let expression = PerDialect::by_family(|dialect| {
            let (kind, column) = (dialect.quoted(&kind), dialect.quoted(&column));
            format!("{kind} <> '{}' OR {column} IS NOT NULL", conditional.tag)
        });
        let part = format!("{}_{column}", conditional.tag);
        let check = Check {
            name: draft.constraint_name(Kind::Check, None, model, &[&part]),
            expression,
        };
        draft.models[model.0].ir.checks.push(check);
    }
}

/// What the base leads to, its variants lead to as well.
fn relationships(draft: &mut Draft<'_>, model: ModelId, base: ModelId) {
    let there = &draft.model(base).ir;
    let down =
        |r: &Relationship| {
            draft.model(r.target).ir.lineage.as_ref().is_some_and(|l| {
                l.base.is_some_and(|b| b.model == base) && r.name.starts_with("as_")
            })
        };
    let inherited: Vec<Relationship> = there
        .relationships
        .iter()
        .filter(|r| !down(r))
        .cloned()
        .collect();
    let base_keys = there.foreign_keys.clone();
    for mut relationship in inherited {
        let own = &draft.model(model).ir;
        if let Some(at) = own
            .relationships
            .iter()
            .position(|r| r.name == relationship.name)
        {
            let message = format!(
                "`{}` has the relationship `{}` from `{}` already",
                own.name,
                relationship.name,
                draft.model(base).ir.name
            );
            let written = draft.model(model).relationships[at];
            let span = written.map_or(draft.model(model).span, |w| w.name.span);
            let error = Diagnostic::error("name-clash", span, message);
            draft.report(error.help("rename it"));
            continue;
        }
        relationship.inverse = None;
        if let RelationshipKind::BelongsTo { foreign_key } = relationship.kind {
            let key = &base_keys[foreign_key.0];
            let same = own
                .foreign_keys
                .iter()
                .position(|k| k.columns == key.columns && k.target == key.target);
            let Some(at) = same else { continue };
            relationship.kind = RelationshipKind::BelongsTo {
                foreign_key: ForeignKeyId(at),
            };
        }
        let own = &mut draft.models[model.0];
        own.ir.relationships.push(relationship);
        own.relationships.push(None);
    }
}
