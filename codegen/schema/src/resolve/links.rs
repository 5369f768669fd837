//! Link tables that only many-to-many relationships mention.

use super::draft::{Draft, ModelDraft, Origin};
use super::naming::Kind;
use super::words;
use crate::ir::{
    Column, ColumnId, ForeignKey, ModelId, ModelKind, PrimaryKey, ReferentialAction, TableName,
    Timing,
};
use crate::source::Spanned;
use crate::written::{RelationshipKind, Target};

/// Makes each link table that is nowhere defined: the keys of both sides, and nothing else.
pub(super) fn make_implied(draft: &mut Draft<'_>) {
    for at in 0..draft.models.len() {
        let Some(written) = draft.models[at].written else {
            continue;
        };
        for relationship in &written.relationships {
            let RelationshipKind::ManyToMany {
                through: Some(through),
                from,
                to,
            } = &relationship.kind
            else {
                continue;
            };
            if draft.find(through).is_some() {
                continue;
            }
            let Some(target) = draft.find(&relationship.target) else {
                continue;
            };
            let here = ModelId(at);
            let own = names(draft, here, from.as_ref(), None);
            let clash = (here == target).then_some(&own);
            let theirs = names(draft, target, to.as_ref(), clash);
            make(draft, through, [(here, own), (target, theirs)]);
        }
    }
}

/// The names of the link's columns for one side.
fn names(
    draft: &Draft<'_>,
    side: ModelId,
    given: Option<&Spanned<Vec<String>>>,
    taken: Option<&Vec<String>>,
) -> Vec<String> {
    let model = &draft.model(side).ir;
    let key = &model.primary_key.columns;
    match given {
        Some(given) if given.value.len() == key.len() => given.value.clone(),
        _ => key
            .iter()
            .map(|c| format!("{}_{}", model.module, model.columns[c.0].name))
            .map(|name| match taken {
                Some(taken) if taken.contains(&name) => format!("other_{name}"),
                _ => name,
            })
            .collect(),
    }
}

fn make(draft: &mut Draft<'_>, through: &Target, sides: [(ModelId, Vec<String>); 2]) {
    let table = through.name.value.clone();
    let module = words::snake(&words::singular(&table));
    let id = ModelId(draft.models.len());
    let name = words::camel(&module);
    let table = TableName {
        namespace: through.namespace.clone(),
        name: table,
    };
    let mut link = ModelDraft::new(None, name, module, table, through.name.span);
    link.ir.kind = ModelKind::Link;
    let mut foreign_keys = vec![];
    for (side, names) in &sides {
        let target_columns = draft.model(*side).ir.primary_key.columns.clone();
        let mut columns = vec![];
        for (name, theirs) in names.iter().zip(&target_columns) {
            columns.push(ColumnId(link.ir.columns.len()));
            link.ir
                .columns
                .push(link_column(name, &draft.model(*side).ir.columns[theirs.0]));
            link.origins.push(Origin {
                written: None,
                span: through.name.span,
            });
        }
        foreign_keys.push((columns, *side, target_columns));
    }
    let all: Vec<ColumnId> = (0..link.ir.columns.len()).map(ColumnId).collect();
    draft.add(link);
    let parts = |draft: &Draft<'_>, columns: &[ColumnId]| -> Vec<String> {
        draft
            .model(id)
            .names(columns)
            .into_iter()
            .map(String::from)
            .collect()
    };
    let named = |draft: &Draft<'_>, kind, columns: &[ColumnId]| {
        let parts = parts(draft, columns);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        draft.constraint_name(kind, None, id, &parts)
    };
    let name = named(draft, Kind::Primary, &all);
    draft.models[id.0].ir.primary_key = PrimaryKey {
        name,
        columns: all,
        timing: Timing::AtOnce,
    };
    for (columns, target, target_columns) in foreign_keys {
        let name = named(draft, Kind::Foreign, &columns);
        let link = &mut draft.models[id.0];
        link.key_spans.push(link.span);
        link.ir.foreign_keys.push(ForeignKey {
            name,
            columns,
            target,
            target_columns,
            on_delete: ReferentialAction::Cascade,
            on_update: ReferentialAction::NoAction,
            timing: Timing::AtOnce,
        });
    }
}

fn link_column(name: &str, like: &Column) -> Column {
    Column {
        collation: like.collation.clone(),
        rust_type: like.rust_type.clone(),
        ..Column::new(name, words::snake(name), like.ty.clone())
    }
}
