use proptest::prelude::*;

use super::*;
use crate::expr::Alias;

fn quoted(name: &str, dialect: Dialect) -> Result<String> {
    let mut writer = Writer::new(dialect);
    writer.identifier(name);
    Ok(writer.finish()?.sql.as_str().to_owned())
}

#[test]
fn names_without_text_or_with_nul_are_refused() {
    for name in ["", "a\0b"] {
        let error = quoted(name, Dialect::Sqlite).unwrap_err().to_string();
        assert!(
            error.contains("can't be the name of a table or column"),
            "{error}"
        );
    }
}

#[test]
fn a_name_that_looks_like_a_numbered_one_is_not_taken_twice() {
    let mut names = Names::default();
    let mut declare = |base| {
        let alias = Alias::fresh();
        names.declare(alias, base);
        names.find(alias).map(|name| name.text()).unwrap()
    };
    let declared = ["posts_2", "posts", "posts", "posts", "posts_2"].map(&mut declare);
    assert_eq!(
        declared,
        ["posts_2", "posts", "posts_3", "posts_4", "posts_2_2"]
    );
}

#[test]
fn lists_stay_below_the_bind_limit() {
    let kinds = [Kind::I64, Kind::Text];
    for dialect in [
        Dialect::Sqlite,
        Dialect::Postgres,
        Dialect::Mysql,
        Dialect::Mariadb,
    ] {
        let limit = if dialect == Dialect::Sqlite {
            32_766
        } else {
            65_535
        };
        let rows = rows_per_statement(&kinds, dialect);
        assert!(
            rows * 2 < limit && rows * 2 > limit * 9 / 10,
            "{rows} on {dialect:?}"
        );
    }
    assert_eq!(rows_per_statement(&[], Dialect::Sqlite), 32_266);
    assert!(keys_per_statement(&kinds, Dialect::Sqlite) > 32_766);
    assert_eq!(keys_per_statement(&[Kind::F64], Dialect::Sqlite), 32_266);
    assert_eq!(keys_per_statement(&[Kind::I64], Dialect::Mysql), 65_035);
}

proptest! {
    /// The engine reads back the very name, whatever is in it.
    #[cfg(feature = "sqlite")]
    #[test]
    fn quoted_names_come_back(name in "[^\0]{1,12}") {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let sql = format!("SELECT 1 AS {}", quoted(&name, Dialect::Sqlite).unwrap());
        let statement = connection.prepare(&sql).unwrap();
        prop_assert_eq!(statement.column_names(), vec![&name[..]]);
    }

    #[test]
    fn a_quote_within_a_name_is_doubled(name in "[^\0]{1,12}") {
        for (dialect, quote) in [(Dialect::Postgres, "\""), (Dialect::Mariadb, "`")] {
            let text = quoted(&name, dialect).unwrap();
            let inside = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
            let doubled = quote.repeat(2);
            prop_assert_eq!(inside.map(|text| text.replace(&doubled, quote)), Some(name.clone()));
            prop_assert!(!inside.unwrap().replace(&doubled, "").contains(quote));
        }
    }
}
