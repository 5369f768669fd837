//! Comments that allow.

use ormolu_schema::ir::Dialect;

use super::{found, ids};

fn postgres(sql: &str) -> Vec<&'static str> {
    ids(&found(sql, Dialect::Postgres, None))
}

#[test]
fn a_comment_with_a_reason_allows_the_statement_after_it() {
    let sql = "-- ormolu:allow drop-table-data-loss, missing-lock-timeout: empty since March\n\
               -- the old one\n\
               DROP TABLE a;\n\
               DROP TABLE b;\n";
    let findings = found(sql, Dialect::Postgres, None);
    assert_eq!(ids(&findings), ["drop-table-data-loss"]);
    assert_eq!((findings[0].line, findings[0].column), (4, 1));
}

#[test]
fn it_may_stand_in_the_same_line_and_inside_of_a_statement() {
    let allow = "-- ormolu:allow drop-column-data-loss: nobody reads it";
    let one = format!("SET lock_timeout = '5s';\nALTER TABLE a DROP COLUMN b; {allow}\n");
    assert!(postgres(&one).is_empty());
    let inside = format!(
        "SET lock_timeout = '5s';\nALTER TABLE a\n  DROP COLUMN b,\n  {allow}\n  DROP COLUMN c;\n"
    );
    assert_eq!(postgres(&inside), ["drop-column-data-loss"]);
}

#[test]
fn a_comment_without_a_reason_does_not_count() {
    let sql = "SET lock_timeout = '5s';\n-- ormolu:allow drop-table-data-loss\nDROP TABLE a;\n";
    assert_eq!(
        postgres(sql),
        ["allow-without-reason", "drop-table-data-loss"]
    );
}

#[test]
fn one_that_allows_nothing_is_named() {
    let sql = "-- ormolu:allow truncate: never mind\nSELECT 1;\n";
    assert_eq!(postgres(sql), ["allow-unused"]);
    let sql = "-- ormolu:allow trunkate: never mind\nSELECT 1;\n";
    assert_eq!(postgres(sql), ["allow-unknown-rule"]);
}

#[test]
fn text_that_looks_like_one_is_none() {
    let sql = "INSERT INTO a (b) VALUES ('\n-- ormolu:allow truncate: x\n');\nTRUNCATE c;\n";
    assert!(postgres(sql).contains(&"truncate"));
    assert!(!postgres(sql).contains(&"allow-unused"));
}
