//! The SQL a schema is printed as, read as a reviewer reads it.

#![allow(clippy::expect_used, reason = "a failing test says what it expected")]

mod builder;
mod constraints;
mod defaults;
mod order;
mod refusals;
mod types;

use ormolu_migrate::{create_all, drop_all, script};
use ormolu_schema::ir::{Dialect, Schema};

/// The creating script of a dialect.
fn created(schema: &Schema, dialect: Dialect) -> String {
    script(&create_all(schema, dialect).expect("SQL"))
}

/// The dropping script of a dialect.
fn dropped(schema: &Schema, dialect: Dialect) -> String {
    script(&drop_all(schema, dialect).expect("SQL"))
}

/// A snapshot for each dialect.
fn assert_scripts(promise: &str, schema: &Schema) {
    for dialect in Dialect::ALL {
        let sql = created(schema, dialect);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{promise}-{dialect}"), sql);
        });
    }
}
