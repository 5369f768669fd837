//! Compiles the schema at the top of the repository.

fn main() {
    ormolu_build::Config::new()
        .schema("../schema.example.yaml")
        .compile();
}
