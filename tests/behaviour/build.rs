//! Compiles the models of the suite.

fn main() {
    ormolu_build::Config::new().schema("schema.yaml").compile();
    for module in [
        "typed",
        "wrapped",
        "times",
        "jiff",
        "hostile",
        "variants",
        "family",
        "concrete",
        "ownership",
        "versions",
        "random",
        "rules",
        "alive",
        "loading",
        "flush",
        "relating",
        "identity",
        "history",
        "lineages",
        "spaces",
        "sequences",
        "domains",
    ] {
        ormolu_build::Config::new()
            .schema(format!("{module}.yaml"))
            .module(module)
            .compile();
    }
}
