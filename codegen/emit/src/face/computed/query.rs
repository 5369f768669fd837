//! A formula as an expression of a query.

use ormolu_schema::ir::Comparison;
use ormolu_schema::ir::formula::{Arithmetic, FormulaType, Term};
use ormolu_schema::ir::{Argument, Computed, Formula, Model, Type};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{argument, is_narrow, whole};
use crate::names::ident;
use crate::scope::Scope;

/// What the table handle is called in the closure.
pub(crate) const HANDLE: &str = "row";

/// A condition on a row of a model.
pub(crate) fn value(model: &Model, scope: &Scope, formula: &Formula) -> TokenStream {
    let writer = Writer {
        model,
        scope,
        arguments: &[],
        handle: format_ident!("{HANDLE}"),
    };
    writer.expression(formula)
}

/// What the table handle is called in the closure of a property, and the expression.
pub(super) fn property(model: &Model, scope: &Scope, property: &Computed) -> (Ident, TokenStream) {
    let arguments = &property.arguments;
    let taken = arguments.iter().any(|argument| argument.name == HANDLE);
    let writer = Writer {
        model,
        scope,
        arguments,
        handle: format_ident!("{}", if taken { "own" } else { HANDLE }),
    };
    let value = writer.expression(&property.formula);
    (writer.handle, value)
}

struct Writer<'w> {
    model: &'w Model,
    scope: &'w Scope,
    arguments: &'w [Argument],
    handle: Ident,
}

impl Writer<'_> {
    /// An expression, never a bare value.
    fn expression(&self, formula: &Formula) -> TokenStream {
        match &formula.term {
            Term::Text(_)
            | Term::Integer(_)
            | Term::Decimal { .. }
            | Term::Bool(_)
            | Term::Argument(_) => {
                let (lit, value) = (self.scope.rt("lit"), self.typed(formula));
                quote!(#lit(#value))
            }
            Term::Column(id) => {
                let column = self.model.column(*id);
                let (row, field) = (&self.handle, ident(&column.field));
                let whole = formula.ty == FormulaType::Integer && column.ty.base != Type::BigInt;
                match whole {
                    true => quote!(#row.#field.cast::<i64>()),
                    false => quote!(#row.#field),
                }
            }
            Term::Concat(parts) => self.chain(parts, &quote!(concat)),
            Term::Arithmetic(operator, sides) => {
                let sign = match operator {
                    Arithmetic::Add => quote!(+),
                    Arithmetic::Subtract => quote!(-),
                    Arithmetic::Multiply => quote!(*),
                };
                let left = match sides.0.term {
                    Term::Arithmetic(Arithmetic::Multiply, _) => self.expression(&sides.0),
                    Term::Arithmetic(..) if *operator != Arithmetic::Multiply => {
                        self.expression(&sides.0)
                    }
                    _ => self.factor(&sides.0),
                };
                let right = self.factor_or_value(&sides.1);
                quote!(#left #sign #right)
            }
            Term::Negate(inner) => {
                let inner = self.factor(inner);
                quote!(-#inner)
            }
            Term::Not(inner) => {
                let inner = self.factor(inner);
                quote!(!#inner)
            }
            Term::Compare(operator, sides) => self.compare(*operator, sides),
            Term::And(parts) => self.chain_of_expressions(parts, &quote!(and)),
            Term::Or(parts) => self.chain_of_expressions(parts, &quote!(or)),
            Term::IsNull(inner) => self.method(inner, &quote!(is_null)),
            Term::IsNotNull(inner) => self.method(inner, &quote!(is_not_null)),
            Term::Coalesce(values) => self.chain(values, &quote!(coalesce)),
            Term::Case(branches, otherwise) => self.case(branches, otherwise.as_deref()),
            Term::Lower(text) => self.method(text, &quote!(to_ascii_lowercase)),
            Term::Upper(text) => self.method(text, &quote!(to_ascii_uppercase)),
            Term::Length(text) => self.method(text, &quote!(length)),
        }
    }

    fn method(&self, receiver: &Formula, method: &TokenStream) -> TokenStream {
        let receiver = self.factor(receiver);
        quote!(#receiver.#method())
    }

    fn compare(&self, operator: Comparison, sides: &(Formula, Formula)) -> TokenStream {
        let (left, right) = sides;
        let method = match (operator, left.ty) {
            (Comparison::Eq, FormulaType::Text) => quote!(same_text),
            (Comparison::Ne, FormulaType::Text) => {
                let same = self.compare(Comparison::Eq, sides);
                return quote!(!#same);
            }
            (Comparison::Eq, _) => quote!(eq),
            (Comparison::Ne, _) => quote!(ne),
            (Comparison::Lt, _) => quote!(lt),
            (Comparison::Le, _) => quote!(le),
            (Comparison::Gt, _) => quote!(gt),
            (Comparison::Ge, _) => quote!(ge),
        };
        if is_narrow(self.model, self.arguments, sides) {
            let (left, right) = (self.stored(left), self.stored(right));
            return quote!(#left.#method(#right));
        }
        let (left, right) = (self.factor(left), self.typed(right));
        quote!(#left.#method(#right))
    }

    /// A whole number as it is stored.
    fn stored(&self, formula: &Formula) -> TokenStream {
        match formula.term {
            Term::Column(id) => {
                let (row, field) = (&self.handle, ident(&self.model.column(id).field));
                quote!(#row.#field)
            }
            Term::Integer(value) => {
                let literal = Literal::i64_unsuffixed(value);
                quote!(#literal)
            }
            Term::Argument(place) => argument(&self.arguments[place]),
            _ => self.factor(formula),
        }
    }

    /// `a.method(b).method(c)`, where values may stand as they are.
    fn chain(&self, parts: &[Formula], method: &TokenStream) -> TokenStream {
        let mut parts = parts.iter();
        let first = parts.next().map(|part| self.factor(part));
        let rest = parts.map(|part| self.typed(part));
        quote!(#first #(.#method(#rest))*)
    }

    fn chain_of_expressions(&self, parts: &[Formula], method: &TokenStream) -> TokenStream {
        let mut parts = parts.iter();
        let first = parts.next().map(|part| self.factor(part));
        let rest = parts.map(|part| self.expression(part));
        quote!(#first #(.#method(#rest))*)
    }

    fn case(&self, branches: &[(Formula, Formula)], otherwise: Option<&Formula>) -> TokenStream {
        let case = self.scope.rt("case");
        let branches = branches.iter().map(|(when, then)| {
            let (when, then) = (self.expression(when), self.typed(then));
            quote!(.when(#when, #then))
        });
        let end = match otherwise {
            Some(value) => {
                let value = self.typed(value);
                quote!(.else_(#value))
            }
            None => quote!(.end()),
        };
        quote!(#case() #(#branches)* #end)
    }

    /// An expression that a method or an operator can follow.
    fn factor(&self, formula: &Formula) -> TokenStream {
        let value = self.expression(formula);
        match formula.term {
            Term::Arithmetic(..) | Term::Negate(_) | Term::Not(_) => quote!((#value)),
            Term::Compare(Comparison::Ne, _) => quote!((#value)),
            _ => value,
        }
    }

    fn factor_or_value(&self, formula: &Formula) -> TokenStream {
        match &formula.term {
            Term::Integer(_) => self.stored(formula),
            Term::Decimal { .. } | Term::Argument(_) => self.typed(formula),
            _ => self.factor(formula),
        }
    }

    /// A value with its type, or an expression.
    fn typed(&self, formula: &Formula) -> TokenStream {
        match &formula.term {
            Term::Argument(place) => {
                let given = &self.arguments[*place];
                match formula.ty {
                    FormulaType::Integer => whole(given, self.scope),
                    _ => argument(given),
                }
            }
            Term::Text(text) => quote!(#text),
            Term::Bool(value) => quote!(#value),
            Term::Integer(value) => {
                let literal = Literal::i64_suffixed(*value);
                quote!(#literal)
            }
            Term::Decimal { units, scale } => {
                let decimal = self.scope.rt("Decimal");
                let (units, scale) = (
                    Literal::i64_unsuffixed(*units),
                    Literal::u32_unsuffixed(*scale),
                );
                quote!(#decimal::new(#units, #scale))
            }
            _ => self.expression(formula),
        }
    }
}
