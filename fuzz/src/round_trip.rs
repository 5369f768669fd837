//! From a schema to SQL and back.

use ormolu_migrate::{create_all, script};
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile, print};

use crate::facts;

/// The SQL of a schema is read without a warning, as the same tables; and from then on nothing
/// changes at all.
pub(crate) fn check(schema: &Schema, dialect: Dialect) {
    // What the dialect cannot do is refused, which is no concern here.
    let Some((sql, back)) = there_and_back(schema, dialect) else {
        return;
    };
    let (before, after) = (facts::of(schema, dialect), facts::of(&back, dialect));
    let lost: Vec<_> = before.difference(&after).collect();
    let new: Vec<_> = after.difference(&before).collect();
    assert!(
        lost.is_empty() && new.is_empty(),
        "{dialect}: lost {lost:#?}\nnew {new:#?}\nin\n{sql}"
    );
    let Some((again, same)) = there_and_back(&back, dialect) else {
        panic!("{dialect}: refused the second time:\n{sql}");
    };
    let change = first_change(&back, &same);
    assert!(
        change.is_none(),
        "{dialect}: {change:#?}\nfirst\n{sql}\nthen\n{again}"
    );
}

/// The schema's SQL, and what is read from it; none where the dialect cannot.
fn there_and_back(schema: &Schema, dialect: Dialect) -> Option<(String, Schema)> {
    let sql = script(&create_all(schema, dialect).ok()?);
    let outcome = compile(&Input::text("back.sql", sql.clone()).sql_dialect(dialect));
    match &outcome.result {
        Ok((back, _)) => Some((sql, back.clone())),
        Err(_) => panic!("{dialect}: {}\nin\n{sql}", outcome.render(false)),
    }
}

/// The first line that differs between two schemas, of each. Of tables that point at each other in a
/// circle another one may come first.
fn first_change(one: &Schema, other: &Schema) -> Option<(String, String)> {
    if one == other {
        return None;
    }
    let (one, other) = (print::canonical(one), print::canonical(other));
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let mut lines = sorted(&one).into_iter().zip(sorted(&other));
    lines.find(|(a, b)| a != b)
}
