//! Scopes, soft delete, tenants, hooks.

use super::names;
use super::tree::{Entries, Tree};
use crate::ir::{
    Audit, ColumnId, Comparison, Condition, Literal, Model, Rules, Scope, ScopeKind, SetBy, Term,
};

pub(crate) fn add(map: &mut Entries, model: &Model) {
    let Rules {
        scopes,
        soft_delete,
        tenant,
        hooks,
        audit,
        history,
        // They stand at the columns.
        set_by: _,
        values: _,
    } = &model.rules;
    let own = scopes.iter().filter(|scope| scope.kind == ScopeKind::Own);
    let own = own.map(
        |Scope {
             name,
             kind: _,
             condition: of,
         }| { (name.clone(), Tree::Quoted(condition(of, model))) },
    );
    map.filled("scopes", Tree::block(own));
    // Where deleted rows are out of the unique keys, these are indexes already.
    let soft_delete = soft_delete.map(|column| {
        let mut soft = Entries::default();
        soft.add("column", Tree::text(names::column(column, model)));
        soft.add("uniques", Tree::text("all"));
        Tree::Map(soft)
    });
    map.maybe("soft_delete", soft_delete);
    let tenant = tenant.map(|column| Tree::text(names::column(column, model)));
    map.maybe("tenant", tenant);
    map.flag("hooks", *hooks);
    map.maybe("audit", audit.as_ref().map(self::audit));
    // Its model stands for itself.
    map.flag("history", history.is_some());
}

/// The trail's model stands for itself.
fn audit(audit: &Audit) -> Tree {
    let Audit { trail: _, actor } = audit;
    match actor {
        None => Tree::Plain("true".into()),
        actor => {
            let mut map = Entries::default();
            map.text("actor", actor);
            Tree::Map(map)
        }
    }
}

/// By which parameters a column is set.
pub(super) fn set_by(set: &SetBy) -> Tree {
    let SetBy {
        column: _,
        insert,
        update,
    } = set;
    match (insert, update) {
        (Some(insert), Some(update)) if insert == update => Tree::text(insert),
        _ => {
            let mut map = Entries::default();
            map.text("insert", insert);
            map.text("update", update);
            Tree::Map(map)
        }
    }
}

/// A condition that reads as this one; what stands within another one is in parentheses.
fn condition(of: &Condition, model: &Model) -> String {
    let column = |id: &ColumnId| name(names::column(*id, model));
    match of {
        Condition::Null(id) => format!("{} is null", column(id)),
        Condition::NotNull(id) => format!("{} is not null", column(id)),
        Condition::Holds(id) => column(id),
        Condition::Compare(comparison, id, with) => {
            format!("{} {} {}", column(id), sign(*comparison), term(with, model))
        }
        Condition::Not(inner) => format!("not {}", within(inner, model)),
        Condition::All(parts) => joined(parts, " and ", model),
        Condition::Any(parts) => match &parts[..] {
            [Condition::Compare(Comparison::Eq, id, with)] => {
                format!("{} in ({})", column(id), term(with, model))
            }
            _ => joined(parts, " or ", model),
        },
    }
}

fn joined(parts: &[Condition], word: &str, model: &Model) -> String {
    let parts: Vec<String> = parts.iter().map(|part| within(part, model)).collect();
    parts.join(word)
}

fn within(of: &Condition, model: &Model) -> String {
    let text = condition(of, model);
    match of {
        Condition::All(_) | Condition::Any(_) => format!("({text})"),
        _ => text,
    }
}

fn sign(comparison: Comparison) -> &'static str {
    let mut signs = Comparison::SIGNS.iter();
    let found = signs.find(|(_, own)| *own == comparison);
    found.map_or("", |(sign, _)| sign)
}

fn term(term: &Term, model: &Model) -> String {
    match term {
        Term::Column(id) => name(names::column(*id, model)),
        Term::Now => "now".into(),
        Term::Parameter(name) => format!(":{name}"),
        Term::Literal(Literal::Null) => "null".into(),
        Term::Literal(Literal::Bool(value)) => value.to_string(),
        Term::Literal(Literal::Integer(value)) => value.to_string(),
        Term::Literal(Literal::Number(text)) => text.clone(),
        Term::Literal(Literal::Text(text)) => format!("'{}'", text.replace('\'', "''")),
    }
}

/// A column, in quotes where it is no word.
fn name(column: &str) -> String {
    let begins = column.starts_with(|c: char| c == '_' || c.is_alphabetic());
    let is_word = column.chars().all(|c| c == '_' || c.is_alphanumeric());
    match begins && is_word {
        true => column.to_owned(),
        false => format!("\"{}\"", column.replace('"', "\"\"")),
    }
}
