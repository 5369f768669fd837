use ormolu_schema::ir::{Normalize, ValueCheck, ValueRule};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::meta::option;
use crate::error::EmitError;
use crate::unit::Unit;

/// What the model's columns make of values, and ask of them.
pub(super) fn tokens(unit: &Unit<'_>) -> Result<Vec<TokenStream>, EmitError> {
    let rules = unit.model.rules.values.iter();
    rules.map(|rule| self::rule(unit, rule)).collect()
}

fn rule(unit: &Unit<'_>, rule: &ValueRule) -> Result<TokenStream, EmitError> {
    let place = unit.place(&unit.model.column(rule.column).field);
    let column = Literal::usize_unsuffixed(rule.column.0);
    let normalize = rule.normalize.iter().map(|word| normalize(word, &place));
    let normalize = normalize.collect::<Result<Vec<_>, _>>()?;
    let checks = rule.checks.iter().map(|word| check(word, &place));
    let checks = checks.collect::<Result<Vec<_>, _>>()?;
    Ok(quote!(rt::ValueRule {
        column: #column,
        normalize: &[#(#normalize),*],
        checks: &[#(#checks),*],
    }))
}

fn normalize(word: &Normalize, place: &str) -> Result<TokenStream, EmitError> {
    let name = match word {
        Normalize::Trim => quote!(Trim),
        Normalize::Lower => quote!(Lower),
        Normalize::Upper => quote!(Upper),
        Normalize::CollapseSpaces => quote!(CollapseSpaces),
        Normalize::Rust(text) => {
            let path = path(text, place)?;
            quote!(By(|text| rt::normalized(#path(text))))
        }
    };
    Ok(quote!(rt::Normalize::#name))
}

fn check(word: &ValueCheck, place: &str) -> Result<TokenStream, EmitError> {
    let name = match word {
        ValueCheck::NotBlank => quote!(NotBlank),
        ValueCheck::Length(from, to) => {
            let (from, to) = (bound(*from), bound(*to));
            quote!(Length(#from, #to))
        }
        ValueCheck::Range(from, to) => {
            let (from, to) = (bound(*from), bound(*to));
            quote!(Range(#from, #to))
        }
        ValueCheck::Rust(text) => {
            let path = path(text, place)?;
            quote!(By(|text| rt::checked(#path(text))))
        }
    };
    Ok(quote!(rt::ValueCheck::#name))
}

fn bound(bound: Option<i64>) -> TokenStream {
    option(bound.map(Literal::i64_unsuffixed))
}

fn path(text: &str, place: &str) -> Result<syn::Path, EmitError> {
    syn::parse_str(text).map_err(|error| EmitError::NotRust {
        place: place.to_owned(),
        text: text.to_owned(),
        expected: "the path of a function",
        reason: error.to_string(),
    })
}
