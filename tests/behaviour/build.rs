//! Compiles the models of the suite.

fn main() {
    ormolu_build::Config::new().schema("schema.yaml").compile();
    ormolu_build::Config::new()
        .schema("typed.yaml")
        .module("typed")
        .compile();
}
