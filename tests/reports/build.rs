//! Compiles third-party schemas as their projects ship them, where the folder with them is at
//! hand; it is not part of this repository.

use ormolu_build::{Config, Dialect};

fn main() {
    println!("cargo::rustc-check-cfg=cfg(corpus)");
    println!("cargo::rerun-if-env-changed=ORMOLU_CORPUS");
    let Ok(corpus) = std::env::var("ORMOLU_CORPUS") else {
        return;
    };
    let cases = [
        ("chinook_sqlite", "sqlite/chinook_lite", Dialect::Sqlite),
        ("chinook_postgres", "postgres/chinook_pg", Dialect::Postgres),
        ("chinook_mariadb", "mysql/chinook_my", Dialect::Mysql),
        ("northwind", "sqlite/northwind_lite", Dialect::Sqlite),
        ("sakila", "mysql/sakila_my", Dialect::Mysql),
        ("pagila", "postgres/pagila", Dialect::Postgres),
    ];
    for (module, folder, dialect) in cases {
        Config::new()
            .schema(format!("{corpus}/{folder}/original.sql"))
            .sql_dialect(dialect)
            .module(module)
            .compile();
    }
    println!("cargo::rustc-cfg=corpus");
}
