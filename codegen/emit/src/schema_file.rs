//! The DDL of the schema, so that a program can create it.

use ormolu_schema::ir::{Dialect, Schema};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::error::EmitError;

/// `schema.rs`
pub(crate) fn tokens(schema: &Schema, hash: &str) -> Result<TokenStream, EmitError> {
    let declared = |dialect: &Dialect| {
        schema
            .dialects
            .iter()
            .any(|d| d.family() == dialect.family())
    };
    let mut constants = vec![];
    let mut arms = vec![];
    for dialect in Dialect::ALL.into_iter().filter(declared) {
        let statements = ormolu_migrate::create_all(schema, dialect)
            .map_err(|source| EmitError::Ddl { dialect, source })?;
        let statements = statements.iter().map(|text| raw(text));
        let constant = format_ident!("{}", dialect.name().to_uppercase());
        let docs = format!(
            " The statements that create the schema on {}.",
            spelled(dialect)
        );
        constants.push(quote!(#[doc = #docs] pub const #constant: &[&str] = &[#(#statements,)*];));
        let variant = format_ident!("{}", variant(dialect));
        arms.push(quote!(::ormolu::Dialect::#variant => Ok(#constant)));
    }
    let other = (arms.len() < Dialect::ALL.len()).then(|| {
        quote! {
            dialect => Err(::ormolu::Error::Unsupported {
                feature: "DDL in this schema, whose `dialects` do not name it",
                dialect,
            }),
        }
    });
    Ok(quote! {
        /// Changes whenever the schema does.
        pub const HASH: &str = #hash;
        #(#constants)*
        /// The statements that create the schema in a dialect.
        ///
        /// # Errors
        /// The schema was not declared for the dialect.
        pub fn statements(dialect: ::ormolu::Dialect) -> ::ormolu::Result<&'static [&'static str]> {
            match dialect {
                #(#arms,)*
                #other
            }
        }
        /// Creates the schema in an empty database.
        ///
        /// # Errors
        /// The schema was not declared for the database's dialect, or the database refuses.
        pub async fn create_all(db: &::ormolu::Database) -> ::ormolu::Result<()> {
            db.execute_script(statements(db.dialect())?).await
        }
    })
}

/// SQL as a raw string: line breaks and quotes as they are.
fn raw(text: &str) -> TokenStream {
    let text = text.trim();
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let quoted = format!("r{hashes}\"{text}\"{hashes}");
    quoted.parse().unwrap_or_else(|_| {
        let plain = Literal::string(text); // a lone carriage return does not stand in a raw string
        quote!(#plain)
    })
}

fn spelled(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
        Dialect::Mysql => "MySQL",
        Dialect::Mariadb => "MariaDB",
    }
}

fn variant(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "Sqlite",
        Dialect::Postgres => "Postgres",
        Dialect::Mysql => "Mysql",
        Dialect::Mariadb => "Mariadb",
    }
}
