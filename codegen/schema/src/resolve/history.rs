//! Models whose rows' versions are kept, each in a model of its own: `UserHistory`. Of models that
//! inherit, each table has one.

mod family;
mod tenant;

use super::constraints::plain_index;
use super::draft::{Draft, ModelDraft, Origin};
use super::naming::Kind;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Column, ColumnId, Default, Dialect, Identity, ModelId, PrimaryKey, TableName, Timing, Type,
};
use crate::source::Span;
use crate::suggest;
use crate::written::{self, Role};

/// The columns behind those of the model.
const OWN: [&str; 4] = ["valid_from", "valid_to", "operation", "history_id"];

pub(super) use tenant::keep_tenants_apart;

/// What is wrong, and the way out.
type Fault = (String, String);

pub(super) fn resolve(draft: &mut Draft<'_>) {
    // Variants have the rules of their base, whose fault is said once.
    let mut said: Vec<Span> = vec![];
    for model in (0..draft.models.len()).map(ModelId) {
        let written = draft.model(model).written;
        let history = written.filter(|w| w.role != Role::Table);
        let history = history.and_then(|w| w.rules.history.as_ref());
        let Some(history) = history.filter(|history| history.wanted) else {
            continue;
        };
        let Some(table) = family::table(draft, model) else {
            continue; // its rows are those of several, which have versions of their own
        };
        let kept = match (draft.model(table).ir.rules.history, unfit(draft, table)) {
            (Some(known), _) => Ok(known),
            (None, Some(fault)) => Err(fault),
            (None, None) => kept(draft, table, history),
        };
        match kept {
            Ok(id) => {
                draft.models[model.0].ir.rules.history = Some(id);
                draft.models[table.0].ir.rules.history = Some(id);
            }
            Err(_) if said.contains(&history.span) => {}
            Err((message, help)) => {
                said.push(history.span);
                draft.report(Diagnostic::error("history", history.span, message).help(help));
            }
        }
    }
}

/// Why versions of a model's rows cannot be kept.
fn unfit(draft: &Draft<'_>, model: ModelId) -> Option<Fault> {
    let own = draft.model(model);
    let name = &own.ir.name;
    if own.written.is_some_and(|w| w.role == Role::Link) {
        return Some(("links have no history".into(), "take it away".into()));
    }
    if own.ir.view.is_some() || own.ir.key().is_empty() {
        let message = format!("{name} is only read, and so has no history");
        return Some((message, "take it away".into()));
    }
    let mut columns = own.ir.columns.iter();
    if let Some(taken) =
        columns.find(|c| OWN.contains(&c.name.as_str()) || OWN.contains(&c.field.as_str()))
    {
        let message = format!(
            "the history of {name} has a column `{}` of its own",
            taken.name
        );
        return Some((message, "give the model's another name".into()));
    }
    if !draft.dialects.contains(&Dialect::Mysql) {
        return None;
    }
    // What goes together with the row of a base is ended together with it.
    let keys = own.ir.foreign_keys.iter();
    let mut keys = keys.filter(|key| !family::is_part(draft, own, key));
    let key = keys.find(|key| key.acts())?;
    let target = &draft.model(key.target).ir.name;
    let message = format!(
        "MySQL and MariaDB change rows of {name} together with those of {target} without a \
         trigger, and so without a version"
    );
    let help = format!(
        "let the foreign key to {target} say `on_delete: restrict`, and the session delete the \
         rows, or take `mysql` out of `dialects`"
    );
    Some((message, help))
}

/// The model of the versions: the one that is there, or a new one.
fn kept(
    draft: &mut Draft<'_>,
    model: ModelId,
    written: &written::History,
) -> Result<ModelId, Fault> {
    let own = &draft.model(model).ir;
    let name = format!("{}History", own.name);
    let rows = family::columns(draft, model);
    let wanted = columns(&rows);
    let there = draft.models.iter().position(|m| m.ir.name == name);
    let Some(at) = there else {
        return make(draft, model, name, wanted, written);
    };
    let keys: Vec<_> = rows.iter().map(|column| column.id_of).collect();
    let there = &draft.models[at].ir;
    let like = |(a, b): (&Column, &Column)| {
        let rust = b.rust_type.is_none() || a.rust_type == b.rust_type;
        rust && (&a.name, &a.ty, a.nullable) == (&b.name, &b.ty, b.nullable)
    };
    let equal = there.columns.len() == wanted.len();
    if !(equal && there.columns.iter().zip(&wanted).all(like)) {
        let message = format!("{name} is there already, and no history of {}", own.name);
        let names: Vec<&str> = wanted.iter().map(|column| column.name.as_str()).collect();
        let help = format!(
            "rename it, or give it the columns {}, of the same types",
            suggest::list(&names)
        );
        return Err((message, help));
    }
    // No foreign key says whose keys they are.
    let columns = draft.models[at].ir.columns.iter_mut();
    for (column, id_of) in columns.zip(keys) {
        column.id_of = id_of;
    }
    Ok(ModelId(at))
}

fn make(
    draft: &mut Draft<'_>,
    of: ModelId,
    name: String,
    columns: Vec<Column>,
    written: &written::History,
) -> Result<ModelId, Fault> {
    let own = draft.model(of);
    let module = format!("{}_history", own.ir.module);
    let usual = || format!("{}_history", own.ir.table.name);
    // What a base calls its versions are not those of what its variants have beside it.
    let base = family::base(draft, own);
    let said = written.table.as_ref().filter(|_| base.is_none());
    let table = TableName {
        namespace: own.ir.table.namespace.clone(),
        name: said.map_or_else(usual, |t| t.value.clone()),
    };
    let mut others = draft.models.iter();
    let taken = others.find(|m| m.ir.table == table || m.ir.module == module);
    if let Some(taken) = taken {
        let message = format!(
            "the history of {} would be called `{}`, as {} is",
            own.ir.name, table.name, taken.ir.name
        );
        return Err((message, "name its table: `history: { table: .. }`".into()));
    }
    if draft.enums.iter().any(|e| e.name == name) {
        let message = format!("`{name}` is an enumeration");
        return Err((message, "rename it".into()));
    }
    let mut history = ModelDraft::new(None, name, module, table, written.span);
    history.ir.comment = Some(match base {
        None => format!("The versions of rows of {}.", own.ir.name),
        Some(_) => format!(
            "The versions of what rows of {} have of their own.",
            own.ir.name
        ),
    });
    history.ir.options = own.ir.options.clone();
    history.ir.options.sqlite_without_rowid = false;
    let origin = Origin {
        written: None,
        span: written.span,
    };
    history.origins = columns.iter().map(|_| origin).collect();
    let key = own.ir.key().iter().copied();
    let valid_to = ColumnId(own.ir.columns.len() + 1);
    let searched: Vec<ColumnId> = key.chain([valid_to]).collect();
    history.ir.columns = columns;
    let id = draft.add(history);
    if draft.document.typed_ids {
        draft.models[id.0].ir.columns[valid_to.0 + 2].id_of = Some(id);
    }
    let history_id = vec![ColumnId(valid_to.0 + 2)];
    let parts = draft.model(id).names(&history_id);
    let name = draft.constraint_name(Kind::Primary, None, id, &parts);
    draft.models[id.0].ir.primary_key = PrimaryKey {
        name,
        columns: history_id,
        timing: Timing::AtOnce,
    };
    plain_index(draft, id, &searched);
    Ok(id)
}

/// Those of the rows, without what makes their values, and since when until when they held.
fn columns(rows: &[Column]) -> Vec<Column> {
    let [valid_from, valid_to, operation, history_id] = OWN;
    let copies = rows.iter().map(|column| Column {
        // What rows have that are older than the column.
        default: column.default.clone().filter(Default::in_database),
        on_update: None,
        generated: None,
        identity: None,
        ..column.clone()
    });
    let own = [
        Column {
            comment: Some("Since when the row was so.".into()),
            ..column(valid_from, Type::TimestampTz)
        },
        Column {
            nullable: true,
            comment: Some("Since when it is no longer so; NULL while it is.".into()),
            ..column(valid_to, Type::TimestampTz)
        },
        Column {
            comment: Some("`insert` or `update`: what made it so.".into()),
            ..column(operation, Type::String(Some(6)))
        },
        Column {
            identity: Some(Identity {
                always: false,
                start: None,
                increment: None,
            }),
            comment: Some("Counts the versions of all rows.".into()),
            ..column(history_id, Type::BigInt)
        },
    ];
    copies.chain(own).collect()
}

fn column(name: &str, ty: Type) -> Column {
    Column::new(name, words::snake(name), ty)
}
