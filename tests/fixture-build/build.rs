//! Compiles the schema of the two fixtures.

fn main() {
    ormolu_build::Config::new().schema("schema.yaml").compile();
}
