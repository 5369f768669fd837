//! Compiles the schema of the other benchmarks.

fn main() {
    ormolu_build::Config::new()
        .schema("../ormolu/schema.yaml")
        .compile();
}
