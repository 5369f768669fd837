use heck::ToShoutySnakeCase;
use ormolu_schema::ir::{
    ColumnId, Comparison, Condition, ForeignKey, Literal, Model, ModelId, ModelKind,
    ReferentialAction, Scope, ScopeKind, SetBy, Term,
};
use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use super::functions;
use super::history;
use super::meta::{option, positions, table};
use super::values;
use crate::error::EmitError;
use crate::lineage::past;
use crate::names::{ident, one};
use crate::scope::Scope as Names;
use crate::unit::Unit;

/// The static that says what holds for the rows, the names of the scopes, and what soft delete
/// offers; nothing for a model without rules.
pub(super) fn tokens(unit: &Unit<'_>, names: &Names) -> Result<TokenStream, EmitError> {
    let rules = &unit.model.rules;
    if !unit.is_ruled() {
        return Ok(TokenStream::new());
    }
    let mut said = vec![];
    if !rules.scopes.is_empty() {
        let scopes = rules.scopes.iter().map(scope);
        said.push(quote!(scopes: &[#(#scopes),*]));
    }
    if let Some(at) = rules.soft_delete.map(place) {
        said.push(quote!(soft_delete: Some(#at)));
    }
    let children = children(unit, names);
    if !children.is_empty() {
        said.push(quote!(children: &[#(#children),*]));
    }
    if let Some(at) = rules.tenant.map(place) {
        said.push(quote!(tenant: Some((#at, "tenant"))));
    }
    if rules.hooks {
        let name = ident(&unit.model.name);
        said.push(quote!(hooks: Some(&rt::HooksOf::<face::#name>::ALL)));
    }
    if let Some(audit) = &rules.audit {
        let trail = names.model(unit.schema.model(audit.trail), &unit.model.module);
        let actor = option(audit.actor.as_ref());
        said.push(quote!(audit: Some(rt::Audit { trail: rt::meta::<#trail>, actor: #actor })));
    }
    if let Some(history) = rules.history {
        let versions = names.model(unit.schema.model(history), &unit.model.module);
        said.push(quote!(history: Some(rt::meta::<#versions>)));
    }
    if let Some(past) = past::tokens(unit) {
        said.push(quote!(past: Some(&#past)));
    }
    if !rules.set_by.is_empty() {
        let set_by = rules.set_by.iter().map(set_by);
        said.push(quote!(set_by: &[#(#set_by),*]));
    }
    let values = values::tokens(unit)?;
    if !values.is_empty() {
        said.push(quote!(values: &[#(#values),*]));
    }
    let face = face(unit);
    let trail = trail(unit, names)?;
    let history = history::tokens(unit, names)?;
    Ok(quote! {
        static RULES: rt::Rules = rt::Rules {
            #(#said,)*
            ..rt::Rules::of(&META)
        };
        #face
        #trail
        #history
    })
}

fn place(id: ColumnId) -> Token {
    Token::usize_unsuffixed(id.0)
}

fn set_by(set: &SetBy) -> TokenStream {
    let at = place(set.column);
    let (insert, update) = (option(set.insert.as_ref()), option(set.update.as_ref()));
    quote!(rt::SetBy {
        column: #at,
        insert: #insert,
        update: #update,
    })
}

/// What the program says of them.
fn face(unit: &Unit<'_>) -> TokenStream {
    if unit.model.rules.scopes.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&unit.model.name);
    let here = table(&unit.model.table);
    let consts = unit.model.rules.scopes.iter().map(|scope| {
        let (constant, text) = (constant(&scope.name), &scope.name);
        let docs = match scope.kind {
            ScopeKind::Own => format!(" The scope `{text}`, for `.unscoped(..)`."),
            ScopeKind::NotDeleted => " The scope that hides deleted rows.".into(),
            ScopeKind::Tenant => " The scope that keeps tenants apart.".into(),
        };
        quote! {
            #[doc = #docs]
            pub const #constant: rt::ScopeName = rt::ScopeName::new(#here, #text);
        }
    });
    let soft = unit.model.rules.soft_delete.map(|_| {
        let (restore, purge) = (
            format!(" Brings {} back that was deleted.", one(&unit.model.name)),
            format!(" Deletes {} for good.", one(&unit.model.name)),
        );
        quote! {
            #[doc = #restore]
            pub fn restore() -> rt::Update<face::#name> {
                rt::Update::restore()
            }
            #[doc = #purge]
            pub fn purge() -> rt::Delete<face::#name> {
                rt::Delete::purge()
            }
        }
    });
    quote! {
        impl face::#name {
            #(#consts)*
            #soft
        }
    }
}

/// The query for the trail of a row.
fn trail(unit: &Unit<'_>, names: &Names) -> Result<TokenStream, EmitError> {
    let Some(audit) = &unit.model.rules.audit else {
        return Ok(TokenStream::new());
    };
    let name = ident(&unit.model.name);
    let trail = names.model(unit.schema.model(audit.trail), &unit.model.module);
    let (parameters, key) = functions::key(unit, names)?;
    let doc = format!(" What happened to {}.", one(&unit.model.name));
    Ok(quote! {
        impl face::#name {
            #[doc = #doc]
            pub fn audit_of(#(#parameters),*) -> rt::Trail<#trail> {
                rt::audit_of::<face::#name, #trail>(#key)
            }
        }
    })
}

fn constant(name: &str) -> proc_macro2::Ident {
    format_ident!("{}", name.to_shouty_snake_case())
}

fn scope(scope: &Scope) -> TokenStream {
    let (name, test) = (&scope.name, test(&scope.condition));
    let kind = match scope.kind {
        ScopeKind::Own => quote!(Own),
        ScopeKind::NotDeleted => quote!(NotDeleted),
        ScopeKind::Tenant => quote!(Tenant),
    };
    quote!(rt::Scope {
        name: #name,
        kind: rt::ScopeKind::#kind,
        test: #test,
    })
}

fn test(condition: &Condition) -> TokenStream {
    let all = |parts: &[Condition]| {
        let parts = parts.iter().map(test);
        quote!(&[#(#parts),*])
    };
    match condition {
        Condition::Null(id) => {
            let at = Token::usize_unsuffixed(id.0);
            quote!(rt::Test::Null(#at))
        }
        Condition::NotNull(id) => {
            let at = Token::usize_unsuffixed(id.0);
            quote!(rt::Test::NotNull(#at))
        }
        Condition::Holds(id) => {
            let at = Token::usize_unsuffixed(id.0);
            quote!(rt::Test::Holds(#at))
        }
        Condition::Compare(comparison, id, term) => {
            let (at, term) = (Token::usize_unsuffixed(id.0), self::term(term));
            let op = match comparison {
                Comparison::Eq => quote!(Eq),
                Comparison::Ne => quote!(Ne),
                Comparison::Lt => quote!(Lt),
                Comparison::Le => quote!(Le),
                Comparison::Gt => quote!(Gt),
                Comparison::Ge => quote!(Ge),
            };
            quote!(rt::Test::Compare(rt::BinaryOp::#op, #at, #term))
        }
        Condition::Not(inner) => {
            let inner = test(inner);
            quote!(rt::Test::Not(&#inner))
        }
        Condition::All(parts) => {
            let parts = all(parts);
            quote!(rt::Test::All(#parts))
        }
        Condition::Any(parts) => {
            let parts = all(parts);
            quote!(rt::Test::Any(#parts))
        }
    }
}

fn term(term: &Term) -> TokenStream {
    match term {
        Term::Column(id) => {
            let at = Token::usize_unsuffixed(id.0);
            quote!(rt::Term::Column(#at))
        }
        Term::Now => quote!(rt::Term::Now),
        Term::Parameter(name) => quote!(rt::Term::Parameter(#name)),
        Term::Literal(Literal::Bool(value)) => quote!(rt::Term::Bool(#value)),
        Term::Literal(Literal::Integer(value)) => {
            let value = Token::i128_unsuffixed(*value);
            quote!(rt::Term::Integer(#value))
        }
        Term::Literal(Literal::Number(text)) => quote!(rt::Term::Number(#text)),
        Term::Literal(Literal::Text(text)) => quote!(rt::Term::Text(#text)),
        Term::Literal(Literal::Null) => quote!(rt::Term::Text("")), // never: see `ir::Term`
    }
}

/// The models whose rows the database would delete with one of these, and that are deleted
/// softly themselves.
fn children(unit: &Unit<'_>, names: &Names) -> Vec<TokenStream> {
    if unit.model.rules.soft_delete.is_none() {
        return vec![];
    }
    // A row of a family may be of any model of its line, and what points at it is there for each.
    let line: Vec<ModelId> = std::iter::once(unit.id)
        .chain(unit.bases())
        .chain(unit.variants())
        .collect();
    let follows = |model: &&Model| model.kind.has_struct() && model.rules.soft_delete.is_some();
    let models = unit.schema.models().map(|(_, model)| model).filter(follows);
    let keys = models.flat_map(|model| model.foreign_keys.iter().map(move |key| (model, key)));
    let here = |model: &Model, key: &ForeignKey| {
        let own_row = model.kind == ModelKind::Rows && key.columns == model.primary_key.columns;
        line.contains(&key.target) && key.on_delete == ReferentialAction::Cascade && !own_row
    };
    let inherited = |model: &Model, key: &ForeignKey| {
        let base = model.lineage.as_ref().and_then(|l| l.base);
        base.is_some_and(|base| {
            let base = unit.schema.model(base.model);
            key.columns
                .iter()
                .all(|column| column.0 < base.columns.len())
        })
    };
    let keys = keys.filter(|(model, key)| here(model, key) && !inherited(model, key));
    keys.map(|(model, key)| {
        let child = names.model(model, &unit.model.module);
        let (columns, target_columns) = (positions(&key.columns), positions(&key.target_columns));
        quote!(rt::SoftChild {
            model: rt::meta::<#child>,
            columns: #columns,
            target_columns: #target_columns,
        })
    })
    .collect()
}
