#[test]
fn mistakes_are_named_in_one_line() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/query/*.rs");
}
