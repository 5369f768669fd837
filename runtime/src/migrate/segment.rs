//! Which statements of a migration share a transaction.

use std::ops::Range;

use super::script::{Kind, Script, Sql};
use crate::dialect::Dialect;

/// Statements that are done together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) statements: Range<usize>,
    pub(crate) mode: Mode,
    /// SQLite: whether foreign keys are enforced meanwhile.
    pub(crate) foreign_keys: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In one transaction, which also notes that they are done.
    Together,
    /// One statement outside of a transaction.
    Alone,
    /// One statement that runs until it changes no row, each time in a transaction.
    Repeat,
}

/// The segments of a script. Where DDL commits by itself, only statements that change rows share
/// a transaction.
pub(crate) fn segments(script: &Script, dialect: Dialect) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (at, sql) in script.statements.iter().enumerate() {
        let mode = mode(sql, dialect);
        let foreign_keys = sql.options.foreign_keys;
        if let Some(last) = segments.last_mut()
            && (last.mode, mode) == (Mode::Together, Mode::Together)
            && last.foreign_keys == foreign_keys
            && sql.options.transaction
            && script.statements[last.statements.start].options.transaction
        {
            last.statements.end = at + 1;
            continue;
        }
        segments.push(Segment {
            statements: at..at + 1,
            mode,
            foreign_keys,
        });
    }
    segments
}

fn mode(sql: &Sql, dialect: Dialect) -> Mode {
    let commits_itself = matches!(dialect, Dialect::Mysql | Dialect::Mariadb);
    match sql.kind() {
        _ if sql.options.repeat => Mode::Repeat,
        // Outside of a transaction nothing could tell whether it was done.
        Kind::Rows => Mode::Together,
        _ if commits_itself || !sql.options.transaction => Mode::Alone,
        _ => Mode::Together,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes(text: &str, dialect: Dialect) -> Vec<(Range<usize>, Mode)> {
        let script = Script::parse(text, dialect).unwrap_or(Script { statements: vec![] });
        let segments = segments(&script, dialect).into_iter();
        segments
            .map(|segment| (segment.statements, segment.mode))
            .collect()
    }

    #[test]
    fn ddl_that_commits_itself_stands_alone() {
        let text =
            "CREATE TABLE a (b int);\nINSERT INTO a VALUES (1);\nDELETE FROM a;\nDROP TABLE a;";
        assert_eq!(modes(text, Dialect::Postgres), [(0..4, Mode::Together)]);
        assert_eq!(
            modes(text, Dialect::Mariadb),
            [
                (0..1, Mode::Alone),
                (1..3, Mode::Together),
                (3..4, Mode::Alone)
            ]
        );
    }

    #[test]
    fn steps_without_a_transaction_end_the_one_before() {
        let text = "CREATE TABLE a (b int);\n-- ormolu:step transaction=false\n\
                    CREATE INDEX CONCURRENTLY c ON a (b);\n-- ormolu:step\nDROP TABLE d;\n\
                    -- ormolu:step repeat\nDELETE FROM a WHERE b = 1;";
        assert_eq!(
            modes(text, Dialect::Postgres),
            [
                (0..1, Mode::Together),
                (1..2, Mode::Alone),
                (2..3, Mode::Together),
                (3..4, Mode::Repeat)
            ]
        );
    }
}
