//! Functions of the program, in each engine's own words.

use insta::assert_snapshot;
use ormolu::{Dialect, Error, count, sql_function};

use crate::models::{Post, User};
use crate::running::on_engines;
use crate::support::{mariadb, sql};

sql_function! {
    /// The first letter.
    fn initial(text: String) -> String {
        "upper(substr({text}, 1, 1))"
    }

    /// A number within bounds, which the text names in an order of its own.
    fn clamped(low: i32, high: i32, number: i32) -> i32 {
        sqlite: "min(max({number}, {low}), {high})",
        postgres: "least(greatest({number}, {low}), {high})",
        mysql: "least(greatest({number}, {low}), {high})",
        mariadb: "greatest(least({number}, {high}), {low})",
    }

    /// Whether a text that may be missing is one of two.
    fn is_either(text: Option<String>, one: String, other: String) -> bool {
        "coalesce({text}, 'b') IN ({one}, {other})"
    }

    fn doubled(number: i64) -> i64 {
        "{number} + {number}"
    }

    fn seven() -> i64 {
        "7"
    }

    fn alike(one: String, other: String) -> f64 {
        postgres: "similarity({one}, {other})",
    }

    fn braces(text: String) -> String {
        "replace({text}, '}}', '{{')"
    }
}

#[test]
fn a_function_of_the_program_stands_anywhere() {
    let initials = || {
        User::select()
            .filter(|u| initial(u.name).ne("C").and(is_either(u.bio, "b", "x")))
            .order_by(|u| initial(u.name).desc())
            .select(|u| (initial(u.name), clamped(0, 35, u.age), doubled(u.id) * 2))
    };
    assert_snapshot!(sql(initials()));
    assert_snapshot!(mariadb(initials()));
    let groups = || {
        User::select()
            .group_by(|u| clamped(31, 99, u.age))
            .order_by(|key, _| key)
            .select(|key, u| (key, count(), doubled(u.id).sum()))
    };
    assert_snapshot!(sql(groups()));
    let inside = || {
        Post::select()
            .filter(|p| p.author().has(|a| initial(a.name).eq("A")))
            .select(|p| (doubled(p.id), seven(), braces("a}")))
    };
    on_engines(|db| async move {
        let rows = initials().all(&db).await?;
        let row = |letter: &str, age, id| (letter.to_owned(), age, id);
        assert_eq!(rows, [row("B", 30, 8), row("A", 35, 4)]);
        let rows = groups().all(&db).await?;
        assert_eq!(
            rows.iter().map(|row| (row.0, row.1)).collect::<Vec<_>>(),
            [(31, 2), (40, 1)]
        );
        let rows = inside().first(&db).await?;
        assert_eq!(rows.map(|row| (row.1, row.2)), Some((7, "a{".to_owned())));
        Ok(())
    });
}

#[test]
fn an_engine_without_a_text_is_refused() {
    let query = User::select().select(|u| alike(u.name, "Ann"));
    assert!(query.to_sql(Dialect::Postgres).is_ok());
    for dialect in [Dialect::Sqlite, Dialect::Mysql, Dialect::Mariadb] {
        let refused = query.to_sql(dialect);
        assert!(matches!(refused, Err(Error::Unsupported { .. })));
    }
    assert_snapshot!(mariadb(query), @"MariaDB has no alike()");
}
