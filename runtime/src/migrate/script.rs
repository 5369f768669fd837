//! What a migration's SQL file says: statements, and the lines `-- ormolu:step ..` between them.

use super::split::split;
use crate::dialect::Dialect;

/// A migration's SQL, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Script {
    pub(crate) statements: Vec<Sql>,
}

/// A statement, and how it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) options: StepOptions,
}

/// What stands behind `-- ormolu:step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StepOptions {
    /// In a transaction, where the engine can.
    pub(crate) transaction: bool,
    /// Again and again, each time in a transaction of its own, until it changes no row.
    pub(crate) repeat: bool,
    /// SQLite: foreign keys are enforced meanwhile.
    pub(crate) foreign_keys: bool,
}

impl Default for StepOptions {
    fn default() -> Self {
        StepOptions {
            transaction: true,
            repeat: false,
            foreign_keys: true,
        }
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// An option that there is not.
    #[error(
        "line {line}: `{option}` is no option of a step; there are `transaction=false`, `repeat` and `foreign_keys=off`"
    )]
    Option {
        /// Where.
        line: usize,
        /// What.
        option: String,
    },
    /// A line `-- ormolu:..` that there is not.
    #[error(
        "line {line}: `-- ormolu:{word}` is none; there are `-- ormolu:step`, `-- ormolu:wait` and \
         `-- ormolu:allow`"
    )]
    Mark {
        /// Where.
        line: usize,
        /// The word.
        word: String,
    },
    /// A quote or comment without an end.
    #[error("line {line}: this {what} does not end")]
    Unclosed {
        /// Where it begins.
        line: usize,
        /// What it is.
        what: &'static str,
    },
    /// A statement that begins or ends a transaction.
    #[error(
        "line {line}: `{word}` is the runner's to say; `-- ormolu:step transaction=false` runs a \
         step outside of a transaction"
    )]
    Transaction {
        /// Where.
        line: usize,
        /// The word.
        word: String,
    },
}

impl Script {
    pub(crate) fn parse(text: &str, dialect: Dialect) -> Result<Self, ScriptError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut statements = Vec::new();
        for (first, options, part) in steps(text)? {
            let unclosed = |unclosed: super::split::Unclosed| ScriptError::Unclosed {
                line: first + unclosed.line,
                what: unclosed.what,
            };
            for piece in split(part, dialect).map_err(unclosed)? {
                let sql = Sql {
                    text: piece.text.to_owned(),
                    line: first + piece.line,
                    options,
                };
                sql.refuse_transaction()?;
                statements.push(sql);
            }
        }
        Ok(Script { statements })
    }
}

/// The steps: how many lines are before each, its options, its text.
fn steps(text: &str) -> Result<Vec<(usize, StepOptions, &str)>, ScriptError> {
    let mut steps = Vec::new();
    let (mut start, mut first, mut options) = (0, 0, StepOptions::default());
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        match mark(line) {
            Some(("step", said)) => {
                steps.push((first, options, &text[start..at]));
                options = step_options(said, number + 1)?;
                (start, first) = (at + line.len(), number + 1);
            }
            None | Some(("wait" | "allow", _)) => {}
            Some((word, _)) => {
                return Err(ScriptError::Mark {
                    line: number + 1,
                    word: word.to_owned(),
                });
            }
        }
        at += line.len();
    }
    steps.push((first, options, &text[start..]));
    Ok(steps)
}

/// What a line `-- ormolu:step ..` says: the word, and what stands behind it.
pub(super) fn mark(line: &str) -> Option<(&str, &str)> {
    let comment = line.trim_start().strip_prefix("--")?;
    let said = comment.trim_start().strip_prefix("ormolu:")?;
    let ends = |c: char| c.is_whitespace() || c == ':';
    Some(said.split_at(said.find(ends).unwrap_or(said.len())))
}

fn step_options(said: &str, line: usize) -> Result<StepOptions, ScriptError> {
    let mut options = StepOptions::default();
    for word in said.split_ascii_whitespace() {
        match word {
            "transaction=true" => options.transaction = true,
            "transaction=false" => options.transaction = false,
            "repeat" => options.repeat = true,
            "foreign_keys=on" => options.foreign_keys = true,
            "foreign_keys=off" => options.foreign_keys = false,
            other => {
                return Err(ScriptError::Option {
                    line,
                    option: other.to_owned(),
                });
            }
        }
    }
    Ok(options)
}

/// What a statement is to the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It changes rows: it can share a transaction with the journal on every engine.
    Rows,
    /// It changes tables: the catalog shows whether it is done.
    Structure,
    /// It sets something for the connection, which a new one must be told again.
    Setting,
    /// It does no harm to run it twice.
    Harmless,
    /// What it does nobody knows from outside.
    Unknown,
}

impl Sql {
    /// Its first words, in upper case, without comments.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> + '_ {
        let bare = without_comments(&self.text);
        let words: Vec<String> = bare
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| !word.is_empty())
            .take(6)
            .map(str::to_ascii_uppercase)
            .collect();
        words.into_iter()
    }

    pub(crate) fn kind(&self) -> Kind {
        match self.words().next().unwrap_or_default().as_str() {
            "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "MERGE" | "WITH" => Kind::Rows,
            "CREATE" | "ALTER" | "DROP" | "RENAME" => Kind::Structure,
            "SET" | "USE" | "PRAGMA" => Kind::Setting,
            "SELECT" if self.words().any(|word| word == "SET_CONFIG") => Kind::Setting,
            "ANALYZE" | "VACUUM" | "OPTIMIZE" | "REINDEX" | "GRANT" | "REVOKE" | "COMMENT"
            | "TRUNCATE" | "CHECK" | "REFRESH" => Kind::Harmless,
            _ => Kind::Unknown,
        }
    }

    fn refuse_transaction(&self) -> Result<(), ScriptError> {
        let words: Vec<String> = self.words().take(2).collect();
        let word = words.first().cloned().unwrap_or_default();
        let second = words.get(1).map(String::as_str);
        let controls = match word.as_str() {
            "BEGIN" | "COMMIT" | "END" | "ROLLBACK" | "ABORT" | "SAVEPOINT" | "RELEASE" => true,
            "START" | "PREPARE" => second == Some("TRANSACTION"),
            _ => false,
        };
        match controls {
            true => Err(ScriptError::Transaction {
                line: self.line,
                word,
            }),
            false => Ok(()),
        }
    }
}

/// A statement's text from its first word on.
pub(crate) fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let line = rest.starts_with("--") || rest.starts_with('#');
        let end = if line {
            rest.find('\n')
        } else if rest.starts_with("/*") && !rest.starts_with("/*!") {
            rest.find("*/").map(|end| end + 2)
        } else {
            return rest;
        };
        rest = end.map_or("", |end| &rest[end..]).trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_options() {
        let text = "CREATE TABLE a (b int);\n\
                    -- ormolu:step transaction=false\n\
                    -- why\n\
                    CREATE INDEX CONCURRENTLY c ON a (b);\n";
        let script = Script::parse(text, Dialect::Postgres).map(|script| script.statements);
        let [table, index] = &script.unwrap_or_default()[..] else {
            unreachable!("two statements");
        };
        assert!(table.options.transaction && !index.options.transaction);
        assert_eq!((table.line, index.line), (1, 4));
        assert_eq!(index.kind(), Kind::Structure);
    }

    #[test]
    fn a_line_that_begins_a_step_may_be_spaced_otherwise() {
        for line in [
            "--ormolu:step repeat",
            "  --  ormolu:step repeat",
            "\t-- ormolu:step\trepeat\r",
        ] {
            let text = format!("SELECT 1;\n{line}\nDELETE FROM a LIMIT 1;");
            let script = Script::parse(&text, Dialect::Mysql).map(|script| script.statements);
            let repeats: Vec<bool> = script.iter().flatten().map(|s| s.options.repeat).collect();
            assert_eq!(repeats, [false, true], "{line}");
        }
    }

    #[test]
    fn a_mark_of_byte_order_is_no_statement() {
        let script = Script::parse("\u{feff}CREATE TABLE a (b int);", Dialect::Mysql);
        let script = script.map(|script| script.statements).unwrap_or_default();
        assert_eq!(script[0].text, "CREATE TABLE a (b int)");
    }

    #[test]
    fn mistakes_are_named_with_their_lines() {
        let message = |text: &str| match Script::parse(text, Dialect::Sqlite) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert_eq!(
            message("SELECT 1;\n-- ormolu:step transction=false\n"),
            "line 2: `transction=false` is no option of a step; there are `transaction=false`, \
             `repeat` and `foreign_keys=off`"
        );
        for none in ["steprepeat", "Step", " step", "allows"] {
            assert_eq!(
                message(&format!("SELECT 1;\n\t--ormolu:{none} repeat")),
                format!(
                    "line 2: `-- ormolu:{}` is none; there are `-- ormolu:step`, `-- ormolu:wait` \
                     and `-- ormolu:allow`",
                    none.trim_start_matches(" step")
                )
            );
        }
        assert_eq!(
            message("-- ormolu:step\n\nCOMMIT;"),
            "line 3: `COMMIT` is the runner's to say; `-- ormolu:step transaction=false` runs a \
             step outside of a transaction"
        );
        for ends in ["ABORT", "abort work", "PREPARE TRANSACTION 'a'"] {
            let word = ends.split(' ').next().unwrap_or_default().to_uppercase();
            let told = format!("line 2: `{word}` is the runner's to say; ");
            assert!(
                message(&format!("SELECT 1;\n{ends};")).starts_with(&told),
                "{ends}"
            );
        }
        assert!(Script::parse("PREPARE a AS SELECT 1", Dialect::Postgres).is_ok());
        assert_eq!(
            message("\nUPDATE a SET b = 'c;"),
            "line 2: this text does not end"
        );
    }
}
