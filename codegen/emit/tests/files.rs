//! What the generated files look like.

mod support;

use std::path::Path;

use ormolu_codegen::generate;

#[test]
fn the_files_of_three_models() {
    let output = generate(&support::blog()).unwrap();
    let names: Vec<_> = output
        .files
        .keys()
        .map(|p| p.display().to_string())
        .collect();
    insta::assert_debug_snapshot!("names", names);
    for name in [
        "post.rs",
        "user.rs",
        "tag.rs",
        "enums.rs",
        "schema.rs",
        "mod.rs",
        "glue.rs",
        "glue/post.rs",
        "glue/enums.rs",
    ] {
        let text = &output.files[Path::new(name)];
        insta::assert_snapshot!(name.replace('/', "_"), text);
    }
}

#[test]
fn equal_schemas_make_equal_bytes() {
    assert_eq!(
        generate(&support::blog()).unwrap(),
        generate(&support::blog()).unwrap()
    );
    assert_eq!(
        generate(&support::hostile()).unwrap(),
        generate(&support::hostile()).unwrap()
    );
}
