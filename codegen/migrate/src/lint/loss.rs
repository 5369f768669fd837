//! What loses data, or changes more rows than it should.

use super::case::{Case, Hit};
use super::rule::Check::{Any, File, Old};
use super::rule::Severity::{Error, Note, Warning};
use super::rule::{ALL, MYSQL, POSTGRES, Rule, SERVERS};
use super::statement::{Clause, Statement, What, begins};
use super::token::Token;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "drop-table-data-loss",
        Warning,
        ALL,
        Old(drop_table),
        [
            "`DROP TABLE`",
            "its rows are gone, and programs that run still ask for it",
            "take it out of the program first; drop it in a later release, after a backup",
        ],
    )
    .up(),
    Rule::new(
        "drop-column-data-loss",
        Warning,
        ALL,
        Old(drop_column),
        [
            "`DROP COLUMN`",
            "its values are gone, and programs that run still ask for it",
            "take it out of the program first; drop it in a later release, after a backup",
        ],
    )
    .up(),
    Rule::new(
        "drop-schema",
        Error,
        SERVERS,
        Any(drop_schema),
        [
            "`DROP SCHEMA` or `DROP DATABASE`",
            "everything in it is gone, whoever made it",
            "drop the tables that the migration is about",
        ],
    )
    .up(),
    Rule::new(
        "drop-type",
        Warning,
        POSTGRES,
        Any(drop_type),
        [
            "`DROP TYPE` or `DROP DOMAIN`",
            "programs that run still ask for it",
            "take it out of the program first; drop it in a later release",
        ],
    )
    .up(),
    Rule::new(
        "drop-sequence",
        Warning,
        SERVERS,
        Any(drop_sequence),
        [
            "`DROP SEQUENCE`",
            "how far it has counted is gone, and one made again gives the same numbers again",
            "take it out of the program first; drop it in a later release",
        ],
    )
    .up(),
    Rule::new(
        "cascade-drop",
        Warning,
        POSTGRES,
        Any(cascade),
        [
            "`DROP .. CASCADE`",
            "it also drops what nobody named: views, foreign keys, columns",
            "drop each thing by its name",
        ],
    ),
    Rule::new(
        "truncate",
        Warning,
        SERVERS,
        Old(truncate),
        [
            "`TRUNCATE`",
            "all rows are gone, and nobody can read the table meanwhile",
            "`DELETE` in batches, in a migration that says why",
        ],
    ),
    Rule::new(
        "delete-without-where",
        Warning,
        ALL,
        Old(delete),
        [
            "`DELETE` without WHERE",
            "all rows are gone",
            "a condition that says which",
        ],
    ),
    Rule::new(
        "update-without-where",
        Warning,
        ALL,
        Old(update),
        [
            "`UPDATE` without WHERE",
            "every row is locked and written anew, those that are right already too",
            "a condition, and batches: `-- ormolu:step repeat`",
        ],
    ),
    Rule::new(
        "unbatched-update",
        Note,
        SERVERS,
        Old(unbatched),
        [
            "`UPDATE` or `DELETE` of many rows at once",
            "its rows stay locked to the end of the transaction",
            "batches: `-- ormolu:step repeat` with a LIMIT",
        ],
    ),
    Rule::new(
        "repeat-without-end",
        Error,
        ALL,
        Any(endless),
        [
            "a step that repeats a statement without WHERE",
            "it always finds rows, and never ends",
            "a condition that rows no longer meet after it",
        ],
    ),
    Rule::new(
        "non-idempotent-data",
        Warning,
        ALL,
        Any(twice),
        [
            "`INSERT` of values where a step may run twice",
            "after an interruption the rows are there twice",
            "`ON CONFLICT DO NOTHING`, `INSERT IGNORE`, or a step in a transaction",
        ],
    ),
    Rule::new(
        "insert-without-columns",
        Warning,
        ALL,
        Old(columns),
        [
            "`INSERT` without the names of columns",
            "another order of columns puts values into the wrong ones",
            "name the columns",
        ],
    ),
    Rule::new(
        "disable-trigger",
        Warning,
        POSTGRES,
        Any(trigger),
        [
            "triggers are turned off",
            "foreign keys are not checked meanwhile, and audit trails have a gap",
            "statements that are right with triggers",
        ],
    ),
    Rule::new(
        "mysql-foreign-key-checks-off",
        Warning,
        MYSQL,
        Any(checks_off),
        [
            "`foreign_key_checks = 0`",
            "rows without their target get in, and nothing finds them later",
            "an order of statements that needs no such thing",
        ],
    ),
    Rule::new(
        "missing-down",
        Error,
        ALL,
        File(missing_down),
        [
            "no way back, and no reason",
            "`ormolu migrate down` stops here",
            "a `down` file, or `irreversible:` with the reason in migration.yaml",
        ],
    )
    .up(),
    Rule::new(
        "down-loses-data",
        Note,
        ALL,
        File(down_loses),
        [
            "the way back drops tables or columns",
            "what was written since the way up is gone",
            "a backup before `down`",
        ],
    )
    .down(),
];

fn drop_table(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::DropTable && !case.rebuilds(&clause.table))
        .then(|| format!("the rows of `{}` are lost", clause.table))
}

fn drop_column(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::DropColumn)
        .then(|| format!("the values of `{}.{}` are lost", clause.table, clause.name))
}

fn drop_schema(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let tokens = &statement.tokens;
    (begins(tokens, "drop schema") || begins(tokens, "drop database"))
        .then(|| "everything in it is lost".to_owned())
}

fn drop_type(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let tokens = &statement.tokens;
    let name = dropped(tokens);
    (begins(tokens, "drop type") || begins(tokens, "drop domain"))
        .then(|| format!("type `{name}` is gone for programs that run"))
}

fn drop_sequence(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let name = dropped(&statement.tokens);
    begins(&statement.tokens, "drop sequence")
        .then(|| format!("how far `{name}` has counted is lost"))
}

/// The name behind `DROP TYPE` and the like.
fn dropped(tokens: &[Token]) -> &str {
    let is = |token: &&Token| !token.is("if") && !token.is("exists");
    let name = tokens.iter().skip(2).find(is);
    name.map_or("", |token| token.text.as_str())
}

fn cascade(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let drops = begins(&statement.tokens, "drop")
        || matches!(clause.what, What::DropColumn | What::DropConstraint);
    (drops && clause.has("cascade"))
        .then(|| "what depends on it is dropped without being named".to_owned())
}

fn truncate(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::Truncate).then(|| format!("the rows of `{}` are lost", clause.table))
}

fn without_where(clause: &Clause, what: What) -> bool {
    clause.what == what && !clause.has("where")
}

fn delete(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    without_where(clause, What::Delete).then(|| format!("all rows of `{}` are lost", clause.table))
}

fn update(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    without_where(clause, What::Update).then(|| format!("every row of `{}` changes", clause.table))
}

fn unbatched(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let rows = matches!(clause.what, What::Update | What::Delete);
    (rows && clause.has("where") && !statement.step.repeat)
        .then(|| format!("rows of `{}` change in one go", clause.table))
}

fn endless(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let always =
        without_where(clause, What::Update) || clause.what == What::Insert && !safe(clause);
    (statement.step.repeat && always && !clause.has("where"))
        .then(|| format!("this finds rows for `{}` for ever", clause.table))
}

/// Whether an INSERT may run again.
fn safe(clause: &Clause) -> bool {
    clause.has("on conflict") || clause.has("on duplicate") || clause.has("where")
}

fn twice(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let ignores = statement
        .tokens
        .iter()
        .take(3)
        .any(|token| token.is("ignore"));
    let values = clause.has("values") || clause.has("value");
    (clause.what == What::Insert
        && values
        && statement.step.no_transaction
        && !ignores
        && !safe(clause))
    .then(|| format!("the rows of `{}` may be there twice", clause.table))
}

fn columns(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let names = clause.begins("(") && !clause.begins("( select");
    (clause.what == What::Insert && !names && !clause.begins("default") && !clause.begins("set"))
        .then(|| format!("the columns of `{}` are meant by their order", clause.table))
}

fn trigger(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let replica = begins(&statement.tokens, "set")
        && statement
            .tokens
            .iter()
            .any(|token| token.is("session_replication_role"));
    (clause.begins("disable trigger") || replica).then(|| "triggers are turned off".to_owned())
}

fn checks_off(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let tokens = &statement.tokens;
    let off = tokens
        .windows(3)
        .any(|run| run[0].is("foreign_key_checks") && (run[2].text == "0" || run[2].is("off")));
    (begins(tokens, "set") && off).then(|| "foreign keys are not checked".to_owned())
}

fn missing_down(case: &Case<'_>) -> Vec<Hit> {
    match case.file.way_back || case.statements.is_empty() {
        true => Vec::new(),
        false => vec![Hit::new(
            case.statements[0].at,
            "there is no way back and no reason why",
        )],
    }
}

fn down_loses(case: &Case<'_>) -> Vec<Hit> {
    let lost = case.clauses().filter_map(|(_, clause)| match clause.what {
        What::DropTable if !case.creates(&clause.table) && !case.rebuilds(&clause.table) => {
            Some((clause.at, clause.table.clone()))
        }
        What::DropColumn => Some((clause.at, format!("{}.{}", clause.table, clause.name))),
        _ => None,
    });
    let lost: Vec<(usize, String)> = lost.collect();
    let Some((at, _)) = lost.first() else {
        return Vec::new();
    };
    let names: Vec<&str> = lost.iter().map(|(_, name)| name.as_str()).collect();
    vec![Hit::new(
        *at,
        format!("`{}` lost on the way back", names.join("`, `")),
    )]
}
