//! What a schema is read from and what a migration runs are cut into statements alike, by the
//! compiler and by the runtime, of which neither knows the other.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use ormolu::Dialect;
use ormolu::migrate::{Direction, MigrateError, Migration, ScriptError};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir;
use proptest::prelude::*;

const DIALECTS: [(ir::Dialect, Dialect); 4] = [
    (ir::Dialect::Sqlite, Dialect::Sqlite),
    (ir::Dialect::Postgres, Dialect::Postgres),
    (ir::Dialect::Mysql, Dialect::Mysql),
    (ir::Dialect::Mariadb, Dialect::Mariadb),
];

/// What decides where a statement ends. Lines for a client program, and what MySQL runs of a
/// comment, are the compiler's alone: dumps have them, migrations have none.
const PARTS: &[&str] = &[
    "create ",
    "trigger ",
    "function ",
    "procedure ",
    "table ",
    "event ",
    "view ",
    "or replace ",
    "begin ",
    "begin\n",
    "begin atomic ",
    "atomic ",
    "case ",
    "end ",
    "end",
    "end if",
    "end case",
    "end loop ",
    "end for ",
    "end while",
    "end repeat ",
    "if ",
    "if(",
    "then ",
    "else ",
    "loop ",
    "while ",
    "repeat ",
    "for ",
    "for each row ",
    "do ",
    "set ",
    "create rule ",
    "p() ",
    "l: ",
    "é",
    "_x ",
    "a",
    "e",
    "E",
    "1",
    " ",
    "\n",
    "\t",
    ";",
    ";\n",
    "; ",
    "//",
    "\nDELIMITER //\n",
    "\ndelimiter ;\n",
    "'a;b'",
    "'it''s;'",
    "'\\'",
    "'\\\\'",
    "'",
    "\"a;\"\"b\"",
    "\"\\\"",
    "\"",
    "`a;`",
    "`",
    "[a;b]",
    "[",
    "]",
    "$$a;b$$",
    "$x$ ; $$ ; $x$",
    "$1",
    "$",
    "a$b$",
    "-- c; '\n",
    "--x;\n",
    "# c; '\n",
    "/* a; ' */",
    "/* /* ; */ */",
    "/*",
    "*/",
    "(",
    ")",
    ",",
    "=",
];

/// The statements that the compiler reads, without the comments around them. None where it passes
/// over what is for psql.
fn read(text: &str, dialect: ir::Dialect) -> Option<Result<Vec<&str>, &'static str>> {
    let found = split(text, dialect);
    let commands = |text: &str| text.matches('\\').count();
    if commands(&found.text) != commands(text) {
        return None;
    }
    let texts = found.statements.into_iter().map(|range| &text[range]);
    Some(match found.problems.first() {
        Some(problem) => Err(problem.what),
        None => Ok(texts.collect()),
    })
}

/// The statements as they are run, in steps outside of transactions.
fn run(text: &str, dialect: Dialect) -> Option<Result<Vec<String>, &'static str>> {
    let migration = Migration::new("m").up(dialect, text.to_owned());
    match migration.statements(Direction::Up, dialect) {
        Ok(statements) => Some(Ok(statements)),
        Err(MigrateError::Script {
            error: ScriptError::Unclosed { what, .. },
            ..
        }) => Some(Err(what)),
        Err(MigrateError::Script { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

fn same(text: &str) -> Result<(), TestCaseError> {
    for (own, dialect) in DIALECTS {
        match (read(text, own), run(text, dialect)) {
            // A body without an end is for the engine to refuse; `BEGIN` alone is the runner's.
            (Some(Err("body of a trigger or routine")) | None, _) | (_, None) => {}
            (Some(Err(_)), Some(run)) => prop_assert!(run.is_err(), "{dialect:?} {run:?}"),
            (Some(Ok(read)), Some(run)) => {
                let run = run.unwrap_or_else(|what| panic!("{dialect:?}: {what}\n{text}"));
                let mut both = run.iter().zip(&read);
                let alike = both.all(|(run, read)| run.contains(read));
                prop_assert!(
                    alike && run.len() == read.len(),
                    "{dialect:?} {run:?} {read:?}"
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn both_cut_a_text_alike(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        same(&parts.concat())?;
    }
}

#[test]
fn both_cut_known_texts_alike() {
    let texts = [
        "SELECT E'it''s \\'; '; SELECT 1",
        "SELECT a$e'\\'; SELECT 1",
        "SELECT 1; DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\n DELIMITER ;\nSELECT 2;",
        "/*M!100301 SET a = 1 */; /*!40101 SET b = 2 */; SELECT 1",
    ];
    for text in texts {
        same(text).unwrap();
    }
}
