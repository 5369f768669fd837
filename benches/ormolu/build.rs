//! Compiles the schema.

fn main() {
    ormolu_build::Config::new().schema("schema.yaml").compile();
}
