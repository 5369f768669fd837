use super::*;

#[test]
fn like_patterns_become_glob_patterns() {
    for (like, expected) in [
        ("a%", "a*"),
        ("_b", "?b"),
        ("50!%", "50%"),
        ("a!_!!", "a_!"),
        ("*?[x]", "[*][?][[]x]"),
        ("!*", "[*]"),
        ("end!", "end!"),
    ] {
        assert_eq!(glob(like), expected);
    }
}
