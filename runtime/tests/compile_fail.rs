//! What must not compile, and what the compiler says then.
//!
//! The messages are those of the toolchain of `rust-toolchain.toml`; write them anew with
//! `TRYBUILD=overwrite` and read the difference.

#[test]
fn messages_are_as_promised() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*/*.rs");
}
