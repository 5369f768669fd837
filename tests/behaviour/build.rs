//! Compiles the models of the suite.

fn main() {
    ormolu_build::Config::new().schema("schema.yaml").compile();
}
