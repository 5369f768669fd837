//! Migrations and schemas of SQL are cut into statements in two crates, which agree where one ends.
#![allow(clippy::unwrap_used)]

use ormolu::migrate::{Direction, Migration};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect::{self, Mariadb, Mysql, Postgres, Sqlite};

/// What the runner makes of a text, each statement with a semicolon on its own line.
fn run(text: &str, dialect: Dialect) -> String {
    let engine = match dialect {
        Sqlite => ormolu::Dialect::Sqlite,
        Postgres => ormolu::Dialect::Postgres,
        Mysql => ormolu::Dialect::Mysql,
        Mariadb => ormolu::Dialect::Mariadb,
    };
    let migration = Migration::new("20260101T000000_a").up(engine, text.to_owned());
    migration.plain_sql(Direction::Up, engine).unwrap().1
}

/// What the compiler makes of it.
fn compiled(text: &str, dialect: Dialect) -> String {
    let found = split(text, dialect);
    assert_eq!(found.problems, [], "{dialect}: {text}");
    let statements = found.statements.into_iter();
    statements
        .map(|range| format!("{};\n", &text[range]))
        .collect()
}

#[test]
fn both_find_the_same_statements() {
    let all: &[Dialect] = &[Sqlite, Postgres, Mysql, Mariadb];
    let mysql: &[Dialect] = &[Mysql, Mariadb];
    let cases: &[(&[Dialect], usize, &str)] = &[
        (all, 2, "select ';', 'it''s;'; select \";\" ;;"),
        (all, 2, "select /* ; */ 1; select 2 -- ;\n + 3;"),
        (
            all,
            2,
            "\u{feff}create table a (b int); create table c (d int)",
        ),
        (all, 2, "select a\u{a0}b – c; select naïve, 語;"),
        (all, 2, "create table event (id int, begin int); select 1;"),
        (
            all,
            2,
            "create table \"trigger\" (id int, function int, begin int); select 1;",
        ),
        (
            all,
            2,
            "create view event as select begin from procedure; select 1;",
        ),
        (all, 2, "insert into a values ('x', 1end); select begin;"),
        (&[Sqlite], 2, "select [a;b]; select `c;d`;"),
        (
            &[Sqlite],
            2,
            "create trigger t after insert on a begin select case when 1 then 2 end; end; select 1;",
        ),
        (&[Sqlite], 2, r"select 'a\'; select 1;"),
        (&[Postgres], 2, r"select E'a\';'; select '\';"),
        (&[Postgres], 2, "do $$ begin; end $$; do $é$ $$ ; $é$;"),
        (&[Postgres], 2, "select $1, a$b$c; select é$x$;"),
        (&[Postgres], 2, "select /* ; /* */ ; */ 1; select 2;"),
        (
            &[Postgres],
            2,
            "create function f() returns int begin atomic select case when true then 1 end; end; \
             select 1;",
        ),
        (
            &[Postgres],
            2,
            "create function begin() returns int language sql as 'select 1;'; select 1;",
        ),
        (mysql, 2, "select 1--1; select 2 # ;\n + 1;"),
        (
            mysql,
            2,
            "create procedure p() begin if a then set b = 1; end if; case c when 1 then set d = 1; \
             end case; end; select 1;",
        ),
        (
            mysql,
            2,
            "create procedure p() begin for i in 1 .. 3 do select i; end for; end; select 1;",
        ),
        (
            mysql,
            2,
            "create procedure p() iffy: begin select 1; end iffy; select 1;",
        ),
        (
            mysql,
            2,
            "create procedure p() for_sale: begin select 1; end for_sale; select 1;",
        ),
        (
            mysql,
            2,
            "delimiter $$\ncreate procedure p() begin begin select 1; end$$\ndelimiter ;\nselect 2;",
        ),
        (
            mysql,
            2,
            "create trigger t before insert on a for each row follows u if new.b then set new.b = \
             if(c, 1, 2); end if; select 1;",
        ),
        (
            mysql,
            2,
            "create function f(a int) returns int deterministic l: while a do set a = 0; end while l; \
             select 1;",
        ),
        (
            &[Postgres],
            2,
            "create rule r as on insert to a do also (select 1; select (2)); select 1;",
        ),
        (
            mysql,
            2,
            "create or replace trigger t before insert on a for each row begin set new.b = 1; end; \
             select 1;",
        ),
    ];
    for (dialects, count, text) in cases {
        for dialect in *dialects {
            let found = compiled(text, *dialect);
            // Where a comment may end the text, its end stands on the next line.
            let ran = run(text, *dialect).replace("\n;", ";");
            assert_eq!(ran, found, "{dialect}: {text}");
            assert_eq!(
                split(text, *dialect).statements.len(),
                *count,
                "{dialect}: {text}"
            );
        }
    }
}
