//! A trail of what happened to the rows of a model: a model of its own, `PostAudit`.

use crate::diagnostic::Diagnostic;
use crate::ir::{Default, SqlDefault, Type};
use crate::resolve::words;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::written::{
    Audit, Column, Document, Index, IndexPart, IndexTerm, Model, SetBy, TypeName,
};

pub(super) fn expand(document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut made = vec![];
    for model in &document.models {
        let Some(audit) = model.rules.audit.as_ref().filter(|audit| audit.wanted) else {
            continue;
        };
        if document.models.iter().any(|other| is_trail(other, model)) {
            continue; // what it has to be is asked once columns are known
        }
        match trail(document, model, audit) {
            Ok(trail) => made.extend(trail),
            Err((message, help)) => {
                diagnostics.push(Diagnostic::error("audit", audit.span, message).help(help));
            }
        }
    }
    document.models.append(&mut made);
}

fn is_trail(other: &Model, model: &Model) -> bool {
    let name = |model: &Model| model.name.as_ref().map(|name| name.value.clone());
    name(other).is_some() && name(other) == name(model).map(|name| format!("{name}Audit"))
}

/// What is wrong, and the way out.
type Fault = (String, String);

fn trail(document: &Document, model: &Model, audit: &Audit) -> Result<Option<Model>, Fault> {
    let name = model.name.as_ref().map_or("", |name| name.value.as_str());
    let span = audit.span;
    let made = |field: &str, ty: Type| Column {
        ty: Some(Spanned {
            value: TypeName::from(ty),
            span,
        }),
        ..named(field, span)
    };
    let mut columns = vec![Column {
        primary_key: Some(span),
        ..made("audit_id", Type::BigInt)
    }];
    let key = super::inherit::key_columns(model);
    let named = super::inherit::key_names(model);
    if key.is_empty() && named.is_none() {
        return Ok(None); // refused where the model is known
    }
    if named.is_some_and(|named| named.len() != key.len()) {
        let message = format!("the key of {name} has columns that references make");
        let help = "write them out as columns with types, and the keys under `foreign_keys`";
        return Err((message, help.into()));
    }
    for column in &key {
        columns.push(of_key(document, name, column, span)?);
    }
    let keys: Vec<String> = columns[1..].iter().filter_map(field).collect();
    columns.push(made("operation", Type::String(Some(6))));
    columns.push(Column {
        default: Some(Spanned {
            value: Default::Database(SqlDefault::Now),
            span,
        }),
        ..made("at", Type::TimestampTz)
    });
    if let Some(actor) = &audit.actor {
        columns.push(by(document, actor)?);
    }
    columns.push(made("changes", Type::Json));
    let mut trail = Model::new(span);
    trail.name = Some(Spanned {
        value: format!("{name}Audit"),
        span,
    });
    trail.table = audit.table.clone();
    trail.namespace = model.namespace.clone();
    trail.columns = columns;
    trail.indexes = vec![index(keys, span)];
    trail.comment = Some(format!("What happened to rows of {name}."));
    Ok(Some(trail))
}

fn named(field: &str, span: Span) -> Column {
    Column {
        field: Some(Spanned {
            value: field.to_owned(),
            span,
        }),
        ..Column::new(span)
    }
}

fn field(column: &Column) -> Option<String> {
    column.field.as_ref().map(|field| field.value.clone())
}

/// A column of the key, by its type alone: no row has to be there.
fn of_key(document: &Document, model: &str, column: &Column, span: Span) -> Result<Column, Fault> {
    let key = field(column).unwrap_or_default();
    let Some(typed) = typed(document, column, 0) else {
        let message = format!(
            "the key column `{key}` has its type from another model's key of several columns"
        );
        return Err((message, "give it a type of its own".into()));
    };
    Ok(Column {
        ty: typed.ty.clone(),
        rust_type: typed.rust_type.clone(),
        ..named(&format!("{}_{key}", words::snake(model)), span)
    })
}

/// The column whose type this one has: that of the key that it points at, where it has none.
fn typed<'d>(document: &'d Document, column: &'d Column, depth: usize) -> Option<&'d Column> {
    let reference = match (&column.ty, &column.references) {
        (Some(_), _) => return Some(column),
        (None, Some(reference)) if depth < 8 => reference,
        _ => return None,
    };
    let target = reference.target.name.value.as_str();
    let mut models = document.models.iter();
    let model = models.find(|m| m.name.as_ref().is_some_and(|name| name.value == target))?;
    let pointed: Vec<&Column> = match &reference.target_columns[..] {
        [] => super::inherit::key_columns(model),
        named => {
            let is = |c: &&Column| named.iter().any(|n| field(c).as_ref() == Some(&n.value));
            model.columns.iter().filter(is).collect()
        }
    };
    match pointed[..] {
        [only] => typed(document, only, depth + 1),
        _ => None,
    }
}

/// Who did it: of the type of the columns that are set by the same parameter.
fn by(document: &Document, actor: &Spanned<String>) -> Result<Column, Fault> {
    let set = |column: &&Column| {
        let names = column
            .set_by
            .iter()
            .flat_map(|set| [&set.insert, &set.update]);
        names.flatten().any(|name| name.value == actor.value)
    };
    let mut columns = document.models.iter().flat_map(|model| &model.columns);
    let Some(typed) = columns.find(set).and_then(|c| typed(document, c, 0)) else {
        let name = &actor.value;
        let names = document.models.iter().flat_map(|model| &model.columns);
        let names = names.filter_map(|column| column.set_by.as_ref());
        let names = names.flat_map(|set| [&set.insert, &set.update]).flatten();
        let names: Vec<&str> = names.map(|name| name.value.as_str()).collect();
        let message = format!("no column says what the parameter `{name}` is");
        let help = match suggest::nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("columns with `set_by: {name}` say its type"),
        };
        return Err((message, help));
    };
    Ok(Column {
        ty: typed.ty.clone(),
        rust_type: typed.rust_type.clone(),
        nullable: Some(Spanned {
            value: true,
            span: actor.span,
        }),
        set_by: Some(SetBy {
            insert: Some(actor.clone()),
            update: None,
            span: actor.span,
        }),
        ..named("actor", actor.span)
    })
}

fn index(columns: Vec<String>, span: Span) -> Index {
    let part = |value: String| IndexPart::from(IndexTerm::Column(Spanned { value, span }));
    Index::new(columns.into_iter().map(part).collect(), span)
}
