//! Compiles the Chinook schema of each engine as its project ships it, where the folder of
//! third-party schemas is at hand; it is not part of this repository.

use ormolu_build::{Config, Dialect};

fn main() {
    println!("cargo::rustc-check-cfg=cfg(corpus)");
    println!("cargo::rerun-if-env-changed=ORMOLU_CORPUS");
    let Ok(corpus) = std::env::var("ORMOLU_CORPUS") else {
        return;
    };
    let cases = [
        ("lite", "sqlite/chinook_lite", Dialect::Sqlite),
        ("pg", "postgres/chinook_pg", Dialect::Postgres),
        ("my", "mysql/chinook_my", Dialect::Mysql),
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
