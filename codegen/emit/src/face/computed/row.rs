//! A formula as Rust that reads a row.

use ormolu_schema::ir::Comparison;
use ormolu_schema::ir::formula::{Arithmetic, FormulaType, Term};
use ormolu_schema::ir::{Argument, Column, ColumnId, Computed, Formula, Type};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{argument, is_narrow, whole};
use crate::names::ident;
use crate::scope::Scope;
use crate::unit::Unit;

/// The value; an `Option` where it can be NULL.
pub(super) fn value(unit: &Unit<'_>, scope: &Scope, property: &Computed) -> TokenStream {
    let writer = Writer {
        unit,
        scope,
        arguments: &property.arguments,
    };
    writer.owned(&property.formula)
}

struct Writer<'w, 'a> {
    unit: &'w Unit<'a>,
    scope: &'w Scope,
    arguments: &'w [Argument],
}

impl Writer<'_, '_> {
    /// The value, a text as a `String`.
    fn owned(&self, formula: &Formula) -> TokenStream {
        match (&formula.term, formula.ty) {
            (Term::Column(id), FormulaType::Text) => {
                let field = ident(&self.unit.model.column(*id).field);
                quote!(self.#field.clone())
            }
            (Term::Argument(place), FormulaType::Text) => {
                let name = argument(&self.arguments[*place]);
                quote!(#name.to_owned())
            }
            (Term::Text(text), _) => quote!(#text.to_owned()),
            (Term::Concat(parts), _) => self.strict(parts, concat),
            (Term::Lower(text), _) => self.strict(
                std::slice::from_ref(&**text),
                |text| quote!(#(#text)*.to_ascii_lowercase()),
            ),
            (Term::Upper(text), _) => self.strict(
                std::slice::from_ref(&**text),
                |text| quote!(#(#text)*.to_ascii_uppercase()),
            ),
            (Term::Coalesce(values), _) => self.coalesce(values),
            (Term::Case(branches, otherwise), _) => {
                self.case(branches, otherwise.as_deref(), formula.nullable)
            }
            _ => self.scalar(formula),
        }
    }

    /// The value of what is no text.
    fn scalar(&self, formula: &Formula) -> TokenStream {
        let one = |inner: &Formula, make: &dyn Fn(TokenStream) -> TokenStream| {
            self.strict(std::slice::from_ref(inner), |parts| {
                make(quote!(#(#parts)*))
            })
        };
        match &formula.term {
            Term::Column(id) => column(self.unit.model.column(*id)),
            Term::Argument(place) if formula.ty == FormulaType::Integer => {
                whole(&self.arguments[*place], self.scope)
            }
            Term::Argument(place) => argument(&self.arguments[*place]),
            Term::Integer(value) => integer(*value),
            Term::Decimal { units, scale } => {
                let (decimal, scale) = (self.scope.rt("Decimal"), Literal::u32_unsuffixed(*scale));
                let units = integer(*units);
                quote!(#decimal::new(#units, #scale))
            }
            Term::Bool(value) => quote!(#value),
            Term::Arithmetic(operator, sides) => {
                let sign = sign(*operator);
                if !formula.nullable
                    && let Some(left) = self.leading(*operator, &sides.0)
                {
                    let right = self.operand(&sides.1);
                    return quote!(#left #sign #right);
                }
                self.both(sides, &|left, right| quote!(#left #sign #right))
            }
            Term::Compare(operator, sides) => {
                if let Some(same) = self.same_but_case(*operator, sides) {
                    return same;
                }
                let sign = match operator {
                    Comparison::Eq => quote!(==),
                    Comparison::Ne => quote!(!=),
                    Comparison::Lt => quote!(<),
                    Comparison::Le => quote!(<=),
                    Comparison::Gt => quote!(>),
                    Comparison::Ge => quote!(>=),
                };
                if let [Some(left), Some(right)] = self.narrow(sides) {
                    return quote!(#left #sign #right);
                }
                self.both(sides, &|left, right| quote!(#left #sign #right))
            }
            Term::Negate(inner) => one(inner, &|inner| quote!(-#inner)),
            Term::Not(inner) => one(inner, &|inner| quote!(!#inner)),
            Term::Length(text) => {
                let int = self.scope.std("i64");
                one(text, &|text| quote!(#text.chars().count() as #int))
            }
            Term::IsNull(inner) => {
                let inner = self.tested(inner);
                quote!(#inner.is_none())
            }
            Term::IsNotNull(inner) => {
                let inner = self.tested(inner);
                quote!(#inner.is_some())
            }
            Term::And(parts) => self.connect(parts, &quote!(&&), "both"),
            Term::Or(parts) => self.connect(parts, &quote!(||), "either"),
            _ => self.owned(formula),
        }
    }

    /// A calculation on the left of another that needs no parentheses.
    fn leading(&self, operator: Arithmetic, left: &Formula) -> Option<TokenStream> {
        match left.term {
            Term::Arithmetic(Arithmetic::Multiply, _) => Some(self.scalar(left)),
            Term::Arithmetic(..) if operator != Arithmetic::Multiply => Some(self.scalar(left)),
            _ => None,
        }
    }

    /// `lower(a) = lower(b)`, without making either.
    fn same_but_case(
        &self,
        operator: Comparison,
        sides: &(Formula, Formula),
    ) -> Option<TokenStream> {
        let (Term::Lower(left), false) = (&sides.0.term, sides.0.nullable) else {
            return None;
        };
        let right = match &sides.1.term {
            Term::Lower(right) if !right.nullable => self.operand(right),
            Term::Text(text) if *text == text.to_ascii_lowercase() => quote!(#text),
            _ => return None,
        };
        let right = match &sides.1.term {
            Term::Lower(inner) if !matches!(inner.term, Term::Argument(_)) => quote!(&#right),
            _ => right,
        };
        let left = self.operand(left);
        match operator {
            Comparison::Eq => Some(quote!(#left.eq_ignore_ascii_case(#right))),
            Comparison::Ne => Some(quote!(!#left.eq_ignore_ascii_case(#right))),
            _ => None,
        }
    }

    /// What is asked for NULL.
    fn tested(&self, formula: &Formula) -> TokenStream {
        match &formula.term {
            Term::Column(id) => {
                let field = ident(&self.unit.model.column(*id).field);
                quote!(self.#field)
            }
            _ => self.owned(formula),
        }
    }

    /// `a || b`: of SQL's three truth values where one may be NULL.
    fn connect(&self, parts: &[Formula], sign: &TokenStream, name: &str) -> TokenStream {
        if parts.iter().all(|part| !part.nullable) {
            let mut parts = parts.iter().map(|part| self.operand(part));
            let first = parts.next();
            return quote!(#first #(#sign #parts)*);
        }
        let function = self.scope.rt(name);
        let mut parts = parts.iter().map(|part| self.optional(part));
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |left, right| quote!(#function(#left, #right)))
    }

    fn optional(&self, formula: &Formula) -> TokenStream {
        let value = self.owned(formula);
        match formula.nullable {
            true => value,
            false => quote!(Some(#value)),
        }
    }

    fn coalesce(&self, values: &[Formula]) -> TokenStream {
        if let Some(shared) = self.shared(values) {
            let nullable = values.iter().all(|value| value.nullable);
            return match nullable {
                true => quote!(#shared.map(str::to_owned)),
                false => quote!(#shared.to_owned()),
            };
        }
        let mut values = values.iter();
        let first = values.next().map(|value| self.owned(value));
        let rest = values.map(|value| {
            let owned = self.owned(value);
            match value.nullable {
                true => quote!(.or(#owned)),
                false => quote!(.unwrap_or(#owned)),
            }
        });
        quote!(#first #(#rest)*)
    }

    fn case(
        &self,
        branches: &[(Formula, Formula)],
        otherwise: Option<&Formula>,
        nullable: bool,
    ) -> TokenStream {
        let value = |formula: &Formula| match nullable {
            true => self.optional(formula),
            false => self.owned(formula),
        };
        let branches = branches.iter().map(|(when, then)| {
            let (when, then) = (self.holds(when), value(then));
            quote!(if #when { #then } else)
        });
        let otherwise = otherwise.map_or_else(|| quote!(None), value);
        quote!(#(#branches)* { #otherwise })
    }

    /// A condition, false where it is NULL.
    fn holds(&self, condition: &Formula) -> TokenStream {
        let value = self.owned(condition);
        match condition.nullable {
            true => quote!(#value == Some(true)),
            false => value,
        }
    }

    fn both(
        &self,
        sides: &(Formula, Formula),
        make: &dyn Fn(TokenStream, TokenStream) -> TokenStream,
    ) -> TokenStream {
        let sides = [sides.0.clone(), sides.1.clone()];
        self.strict(&sides, |mut parts| {
            let (right, left) = (parts.pop(), parts.pop());
            make(left.unwrap_or_default(), right.unwrap_or_default())
        })
    }

    /// What is NULL as soon as a part is; `make` gets parts that are not, texts by reference.
    fn strict(
        &self,
        parts: &[Formula],
        make: impl FnOnce(Vec<TokenStream>) -> TokenStream,
    ) -> TokenStream {
        let mut optional: Vec<(Ident, TokenStream)> = vec![];
        let mut operands = vec![];
        for part in parts {
            if part.nullable {
                let name = self.part_name(optional.len());
                optional.push((name.clone(), self.borrowed(part)));
                operands.push(quote!(#name));
            } else {
                operands.push(self.operand(part));
            }
        }
        let made = make(operands);
        let mut optional = optional.into_iter();
        let Some((name, first)) = optional.next() else {
            return made;
        };
        let (pattern, zipped) = optional.fold(
            (quote!(#name), first),
            |(pattern, zipped), (name, value)| {
                (quote!((#pattern, #name)), quote!(#zipped.zip(#value)))
            },
        );
        quote!(#zipped.map(|#pattern| #made))
    }

    /// A part that is not NULL, as an operand or what a method follows.
    fn operand(&self, formula: &Formula) -> TokenStream {
        let value = match &formula.term {
            Term::Text(text) => return quote!(#text),
            Term::Column(id) if formula.ty == FormulaType::Text => return self.field(*id),
            Term::Argument(place) if formula.ty == FormulaType::Text => {
                return argument(&self.arguments[*place]);
            }
            Term::Coalesce(values) => match self.shared(values) {
                Some(shared) if !formula.nullable => return shared,
                _ => self.owned(formula),
            },
            _ => self.owned(formula),
        };
        match formula.term {
            Term::Length(_) | Term::Arithmetic(..) | Term::Compare(..) => quote!((#value)),
            Term::And(_) | Term::Or(_) | Term::Case(..) => quote!((#value)),
            _ => value,
        }
    }

    fn field(&self, id: ColumnId) -> TokenStream {
        let field = ident(&self.unit.model.column(id).field);
        quote!(self.#field)
    }

    /// The first of several texts that is not NULL, by reference; where each is a column or
    /// written out.
    fn shared(&self, values: &[Formula]) -> Option<TokenStream> {
        let one = |value: &Formula| match &value.term {
            Term::Text(text) => Some(quote!(#text)),
            Term::Argument(place) if value.ty == FormulaType::Text => {
                Some(argument(&self.arguments[*place]))
            }
            Term::Column(id) if value.ty == FormulaType::Text => {
                let field = self.field(*id);
                Some(match value.nullable {
                    true => quote!(#field.as_deref()),
                    false => quote!(#field.as_str()),
                })
            }
            _ => None,
        };
        let parts: Vec<TokenStream> = values.iter().map(one).collect::<Option<_>>()?;
        let mut parts = parts.into_iter().zip(values);
        let (first, _) = parts.next()?;
        let rest = parts.map(|(part, value)| match value.nullable {
            true => quote!(.or(#part)),
            false => quote!(.unwrap_or(#part)),
        });
        Some(quote!(#first #(#rest)*))
    }

    /// A part that may be NULL, as an `Option`: a column's text by reference.
    fn borrowed(&self, formula: &Formula) -> TokenStream {
        match &formula.term {
            Term::Column(id) if formula.ty == FormulaType::Text => {
                let field = ident(&self.unit.model.column(*id).field);
                quote!(self.#field.as_deref())
            }
            Term::Case(..) => {
                let value = self.owned(formula);
                quote!((#value))
            }
            _ => self.owned(formula),
        }
    }

    /// Both sides of a comparison of whole numbers as they are stored.
    fn narrow(&self, sides: &(Formula, Formula)) -> [Option<TokenStream>; 2] {
        let model = self.unit.model;
        let nullable = sides.0.nullable || sides.1.nullable;
        if nullable || !is_narrow(model, self.arguments, sides) {
            return [None, None];
        }
        [&sides.0, &sides.1].map(|side| match side.term {
            Term::Column(id) => Some(self.field(id)),
            Term::Argument(place) => Some(argument(&self.arguments[place])),
            Term::Integer(value) => Some(integer(value)),
            _ => None,
        })
    }

    /// What a part that may be NULL is called within a closure, where no argument is called so.
    fn part_name(&self, at: usize) -> Ident {
        let letters = ('a'..='l').map(String::from);
        let numbered = (12..).map(|at| format!("part_{at}"));
        let is_free = |name: &String| self.arguments.iter().all(|a| a.name != *name);
        let name = letters.chain(numbered).filter(is_free).nth(at);
        format_ident!("{}", name.unwrap_or_default())
    }
}

fn sign(operator: Arithmetic) -> TokenStream {
    match operator {
        Arithmetic::Add => quote!(+),
        Arithmetic::Subtract => quote!(-),
        Arithmetic::Multiply => quote!(*),
    }
}

fn column(column: &Column) -> TokenStream {
    let field = ident(&column.field);
    let small = matches!(
        column.ty.base,
        Type::TinyInt | Type::SmallInt | Type::Int | Type::U8 | Type::U16 | Type::U32
    );
    match (small, column.nullable) {
        (true, true) => quote!(self.#field.map(i64::from)),
        (true, false) => quote!(i64::from(self.#field)),
        (false, _) => quote!(self.#field),
    }
}

fn integer(value: i64) -> TokenStream {
    let literal = Literal::i64_unsuffixed(value);
    quote!(#literal)
}

/// Texts one behind the other; those that are written out stand in the format itself.
fn concat(parts: Vec<TokenStream>) -> TokenStream {
    let mut format = String::new();
    let mut values = vec![];
    for part in parts {
        if let Ok(text) = syn::parse2::<syn::LitStr>(part.clone()) {
            format += &text.value().replace('{', "{{").replace('}', "}}");
        } else if let Ok(name) = syn::parse2::<Ident>(part.clone()) {
            format += &format!("{{{name}}}");
        } else {
            format += "{}";
            values.push(part);
        }
    }
    quote!(format!(#format #(, #values)*))
}
