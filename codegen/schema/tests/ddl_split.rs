//! The splitter: where statements begin and end, whatever stands between.

use ormolu_schema::ddl::split::{Split, split};
use ormolu_schema::ir::Dialect::{self, Mysql, Postgres, Sqlite};
use proptest::prelude::*;

fn statements(text: &str, dialect: Dialect) -> Vec<String> {
    let split = split(text, dialect);
    assert_eq!(split.problems, vec![], "in {text:?}");
    words(&split)
}

/// The statements with single blanks.
fn words(split: &Split) -> Vec<String> {
    let text = |range: &std::ops::Range<usize>| {
        split.text[range.clone()]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    split.statements.iter().map(text).collect()
}

#[test]
fn statements_end_where_the_engine_ends_them() {
    let cases: &[(Dialect, &str, &[&str])] = &[
        (Sqlite, "a; b ;; c", &["a", "b", "c"]),
        (Mysql, "\u{feff}a; b", &["a", "b"]),
        (
            Sqlite,
            "select ';', 'it''s;' ; b",
            &["select ';', 'it''s;'", "b"],
        ),
        (
            Sqlite,
            "create table [a;b] (`c;d` text, \"e;f\" int);x",
            &["create table [a;b] (`c;d` text, \"e;f\" int)", "x"],
        ),
        (Sqlite, ".mode list\nselect 1;", &["select 1"]),
        (Sqlite, "select 'a\\'; b", &["select 'a\\'", "b"]),
        (
            Mysql,
            "select 'a\\';', \"b\\\";\"; c",
            &["select 'a\\';', \"b\\\";\"", "c"],
        ),
        (Postgres, "select 'a\\'; b", &["select 'a\\'", "b"]),
        (Postgres, "select E'a\\';'; b", &["select E'a\\';'", "b"]),
        (Postgres, "a -- ; '\n b; c", &["a b", "c"]),
        (Mysql, "a # ; '\n b; c", &["a b", "c"]),
        (Mysql, "select 1--1; c", &["select 1--1", "c"]),
        (Postgres, "select a # b; c", &["select a # b", "c"]),
        (Postgres, "a /* ; /* ' */ ; */ b; c", &["a b", "c"]),
        (Mysql, "a /* ; /* ' */ b; c", &["a b", "c"]),
        (
            Mysql,
            "/*!40101 SET x = 1 */; t /*!50100 P BY (a;) */",
            &["SET x = 1", "t P BY (a", ")"],
        ),
        (Mysql, "/*M!999999\\- sandbox */ a;", &["a"]),
        (
            Postgres,
            "do $$ begin; end $$; do $x$ $$ ; $x$; b",
            &["do $$ begin; end $$", "do $x$ $$ ; $x$", "b"],
        ),
        (
            Postgres,
            "select $1; select a$b$c; d",
            &["select $1", "select a$b$c", "d"],
        ),
        (
            Postgres,
            "\\c shop\n\\restrict abc'\nselect 1;",
            &["select 1"],
        ),
        (
            Postgres,
            "select 1 \\gexec\nselect 2;",
            &["select 1", "select 2"],
        ),
        (
            Postgres,
            "copy t (a) from stdin;\nx;'y\n\\.\nb;",
            &["copy t (a) from stdin", "b"],
        ),
        (
            Mysql,
            "DELIMITER $$\ncreate x begin a; end$$\ndelimiter ;\nb;c",
            &["create x begin a; end", "b", "c"],
        ),
        (
            Sqlite,
            "create trigger t after insert on a begin select case when 1 then 2 end; end; b",
            &[
                "create trigger t after insert on a begin select case when 1 then 2 end; end",
                "b",
            ],
        ),
        (
            Sqlite,
            "begin; create table event (a int); end; b",
            &["begin", "create table event (a int)", "end", "b"],
        ),
        (
            Mysql,
            "create procedure p() begin if a then b; end if; case x when 1 then y; end case; end; c",
            &[
                "create procedure p() begin if a then b; end if; case x when 1 then y; end case; end",
                "c",
            ],
        ),
        (
            Mysql,
            "create procedure p() begin for i in 1 .. 3 do select i; end for; end; c",
            &[
                "create procedure p() begin for i in 1 .. 3 do select i; end for; end",
                "c",
            ],
        ),
        (
            Postgres,
            "create function f() returns int begin atomic select 1; end; b",
            &[
                "create function f() returns int begin atomic select 1; end",
                "b",
            ],
        ),
    ];
    for (dialect, text, expected) in cases {
        assert_eq!(
            statements(text, *dialect),
            *expected,
            "in {text:?} ({dialect})"
        );
    }
}

#[test]
fn what_has_no_end_is_reported_and_the_rest_is_read() {
    let cases: &[(Dialect, &str, &str, usize, &[&str])] = &[
        (Sqlite, "a;\nb 'oops;\nc;", "string literal", 5, &["a", "c"]),
        (Sqlite, "a;\nb [oops;\nc;", "quoted name", 5, &["a", "c"]),
        (
            Postgres,
            "a $x$ oops;\nc;",
            "dollar-quoted string",
            2,
            &["c"],
        ),
        (Postgres, "a /* oops;\nc;", "comment", 2, &["c"]),
        (
            Sqlite,
            "create trigger t begin a;\nb;",
            "body of a trigger or routine",
            17,
            &["b"],
        ),
        // What was a comment in the body is none where reading goes on inside of it.
        (
            Sqlite,
            "create trigger t begin a /* ;\nb; */ c",
            "body of a trigger or routine",
            17,
            &["b", "*/ c"],
        ),
    ];
    for (dialect, text, what, at, expected) in cases {
        let split = split(text, *dialect);
        let found: Vec<_> = split
            .problems
            .iter()
            .map(|p| (p.what, p.range.start))
            .collect();
        assert_eq!(found, [(*what, *at)], "in {text:?}");
        assert_eq!(words(&split), *expected, "in {text:?}");
    }
}

#[test]
fn the_way_down_of_a_migration_is_left_out() {
    let cases: &[(&str, usize, &[&str])] = &[
        ("-- migrate:up\na;\n-- migrate:down\nb;\n", 1, &["a"]),
        ("-- +goose Down\nb;\n-- +goose Up\na;", 1, &["a"]),
        ("a\n-- Down Migration\nb; 'c\n", 1, &["a"]),
        ("-- migrate:down transaction:false\nb;\n", 1, &[]),
        ("a; -- down migration of what was\nb;", 0, &["a", "b"]),
    ];
    for (text, marks, expected) in cases {
        let split = split(text, Postgres);
        assert_eq!(split.down.len(), *marks, "in {text:?}");
        assert_eq!(words(&split), *expected, "in {text:?}");
        assert_eq!(split.problems, [], "in {text:?}");
    }
}

#[test]
fn files_that_are_read_by_a_client_are_told() {
    let cases = [
        (Postgres, "\\ir tables/a.sql \na;", "\\ir tables/a.sql"),
        (Postgres, "a;\n\\i a.sql\n\\q", "\\i a.sql"),
        (Sqlite, ".read a.sql\na;", ".read a.sql"),
    ];
    for (dialect, text, expected) in cases {
        let split = split(text, dialect);
        let named: Vec<&str> = split.included.iter().map(|r| &text[r.clone()]).collect();
        assert_eq!(named, [expected]);
        assert_eq!(words(&split), ["a"]);
    }
}

fn check(text: &str) {
    for dialect in [Sqlite, Postgres, Mysql] {
        let split = split(text, dialect);
        assert_eq!(split.text.len(), text.len());
        let mut end = 0;
        for range in &split.statements {
            assert!(end <= range.start && range.start < range.end && range.end <= text.len());
            assert!(
                split.text.get(range.clone()).is_some(),
                "{range:?} cuts a character"
            );
            end = range.end;
        }
        for problem in &split.problems {
            assert!(
                text.get(problem.range.clone())
                    .is_some_and(|mark| !mark.is_empty())
            );
        }
        for (number, (before, after)) in text.bytes().zip(split.text.bytes()).enumerate() {
            let kept = before == after || (after == b' ' && before != b'\n');
            assert!(kept, "byte {number} was changed into something else");
        }
    }
}

/// Text that is rich in what the splitter minds.
fn sql() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "'",
        "\"",
        "`",
        "[",
        "]",
        "$$",
        "$a$",
        "/*",
        "*/",
        "/*!50000 ",
        "--",
        "# ",
        ";",
        "\n",
        "\\",
        "\\.",
        "\\g",
        "E'",
        "begin ",
        "end ",
        "atomic ",
        "case ",
        "if ",
        "create trigger t ",
        "create function f ",
        "copy t from stdin;",
        "delimiter //\n",
        "//",
        "é",
        "x",
        " ",
        "(",
        ")",
    ]);
    prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_text_is_split(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_bytes_are_split(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_mix_of_marks_is_split(text in sql()) {
        check(&text);
    }
}
