//! Chinook with its real rows on every engine: five levels, checked against plain SQL.

// The keys are `i32` on one engine and `i64` on another; a missing row fails the test.
#![allow(clippy::useless_conversion, clippy::expect_used)]

#[cfg(not(corpus))]
#[test]
fn totals() {
    let required = std::env::var("ORMOLU_REQUIRE_ENGINES").unwrap_or_default();
    let required = required
        .split(',')
        .any(|name| name == "all" || name == "corpus");
    assert!(
        !required,
        "ORMOLU_CORPUS must name the folder of third-party schemas"
    );
    println!("SKIPPED: ORMOLU_CORPUS is not set");
}

#[cfg(corpus)]
mod load;

#[cfg(corpus)]
mod lite {
    use chinook::lite as models;
    const ENGINE: testkit::Engine = testkit::Engine::Sqlite;
    const FILE: &str = "sqlite/chinook_lite/original.sql";
    const DIALECT: ormolu_schema::ir::Dialect = ormolu_schema::ir::Dialect::Sqlite;
    const TOTALS: &str = "SELECT \"CustomerId\", count(*), sum(\"Quantity\") \
         FROM \"Invoice\" JOIN \"InvoiceLine\" USING (\"InvoiceId\") GROUP BY 1 ORDER BY 1";
    include!("totals.rs");
}

#[cfg(corpus)]
mod pg {
    use chinook::pg as models;
    const ENGINE: testkit::Engine = testkit::Engine::Postgres;
    const FILE: &str = "postgres/chinook_pg/original.sql";
    const DIALECT: ormolu_schema::ir::Dialect = ormolu_schema::ir::Dialect::Postgres;
    const TOTALS: &str = "SELECT customer_id::bigint, count(*), sum(quantity) \
         FROM invoice JOIN invoice_line USING (invoice_id) GROUP BY 1 ORDER BY 1";
    include!("totals.rs");
}

#[cfg(corpus)]
mod my {
    use chinook::my as models;
    const ENGINE: testkit::Engine = testkit::Engine::Mariadb;
    const FILE: &str = "mysql/chinook_my/original.sql";
    const DIALECT: ormolu_schema::ir::Dialect = ormolu_schema::ir::Dialect::Mysql;
    const TOTALS: &str = "SELECT CAST(CustomerId AS SIGNED), count(*), CAST(sum(Quantity) AS SIGNED) \
         FROM Invoice JOIN InvoiceLine USING (InvoiceId) GROUP BY 1 ORDER BY 1";
    include!("totals.rs");
}
