//! A statement that runs until it changes no row, without a program that asks for it again.

use super::ended;
use crate::dialect::Dialect;

/// The procedure of MySQL that repeats a statement.
const PROCEDURE: &str = "ormolu_repeat";

/// The statements that repeat one, each time in a transaction of its own. SQLite has none: there it
/// was refused before.
pub(super) fn repeated(sql: &str, dialect: Dialect) -> Vec<String> {
    let sql = sql.trim_end();
    match dialect {
        Dialect::Sqlite => vec![sql.to_owned()],
        Dialect::Postgres => {
            let sql = dollars(sql);
            let block = format!(
                "DECLARE changed bigint;\nBEGIN\n  LOOP\n    EXECUTE {sql};\n    \
                 GET DIAGNOSTICS changed = ROW_COUNT;\n    EXIT WHEN changed = 0;\n    COMMIT;\n  \
                 END LOOP;\nEND"
            );
            vec![format!("DO {}", dollars(&block))]
        }
        // Blocks stand in procedures only.
        Dialect::Mysql | Dialect::Mariadb => vec![
            format!("DROP PROCEDURE IF EXISTS {PROCEDURE}"),
            format!(
                "CREATE PROCEDURE {PROCEDURE}()\nREPEAT\n{}\nUNTIL ROW_COUNT() = 0 END REPEAT",
                ended(sql, ";")
            ),
            format!("CALL {PROCEDURE}()"),
            format!("DROP PROCEDURE {PROCEDURE}"),
        ],
    }
}

/// A text of PostgreSQL between marks that stand nowhere in it.
fn dollars(text: &str) -> String {
    let mut mark = String::from("$$");
    while text.contains(&mark) {
        mark.insert(1, 'q');
    }
    format!("{mark}\n{text}\n{mark}")
}
