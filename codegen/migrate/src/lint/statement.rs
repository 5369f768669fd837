//! What a statement does, as clauses: one for each change of an `ALTER TABLE`, one for each column
//! and constraint of a `CREATE TABLE`, one for any other statement.

use super::token::Token;

/// A statement of a file.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) tokens: Vec<Token>,
    pub(super) clauses: Vec<Clause>,
    pub(super) step: Step,
    pub(super) at: usize,
}

/// What `-- ormolu:step` says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) no_transaction: bool,
    pub(super) repeat: bool,
    pub(super) foreign_keys_off: bool,
}

/// One thing that a statement does.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) what: What,
    /// The table it is about; empty where it is about none.
    pub(super) table: String,
    /// The column, index, constraint, type, or the new name of a table.
    pub(super) name: String,
    /// What stands behind the name.
    pub(super) rest: Vec<Token>,
    pub(super) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    CreateTable,
    DropTable,
    RenameTable,
    AddColumn,
    DropColumn,
    RenameColumn,
    /// `ALTER COLUMN`
    AlterColumn,
    /// `MODIFY` and `CHANGE` of MySQL.
    ModifyColumn,
    AddConstraint,
    DropConstraint,
    /// Another change of a table.
    AlterTable,
    CreateIndex,
    DropIndex,
    AlterType,
    Truncate,
    Delete,
    Update,
    Insert,
    Other,
}

impl Clause {
    /// Whether these words stand in a row, outside of brackets that it opens.
    pub(super) fn has(&self, words: &str) -> bool {
        let base = self.rest.first().map_or(0, |token| token.depth);
        let words: Vec<&str> = words.split(' ').collect();
        self.rest.windows(words.len()).any(|run| {
            run.iter()
                .zip(&words)
                .all(|(token, word)| token.is(word) && token.depth == base)
        })
    }

    /// The name behind `TO`.
    pub(super) fn new_name(&self) -> &str {
        let new = self.rest.iter().skip_while(|token| !token.is("to")).nth(1);
        new.map_or("", |token| token.text.as_str())
    }

    /// What it is about in words: `index `ix``, or `this index` where it has no name.
    pub(super) fn called(&self, what: &str) -> String {
        match self.name.as_str() {
            "" => format!("this {what}"),
            name => format!("{what} `{name}`"),
        }
    }

    /// Whether it begins with these words.
    pub(super) fn begins(&self, words: &str) -> bool {
        begins(&self.rest, words)
    }
}

/// Whether tokens begin with these words.
pub(super) fn begins(tokens: &[Token], words: &str) -> bool {
    let mut count = 0;
    words.split(' ').enumerate().all(|(nth, word)| {
        count += 1;
        tokens.get(nth).is_some_and(|token| token.is(word))
    }) && count > 0
}

/// Reads along tokens.
struct Reader<'a> {
    tokens: &'a [Token],
    mysql: bool,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, words: &str) -> bool {
        let found = begins(self.tokens, words);
        if found {
            self.tokens = &self.tokens[words.split(' ').count()..];
        }
        found
    }

    fn eat_any(&mut self, all: &[&str]) -> bool {
        let mut found = false;
        while all.iter().any(|words| self.eat(words)) {
            found = true;
        }
        found
    }

    /// The last part of a name.
    fn name(&mut self) -> String {
        let mut name = String::new();
        while let [first, rest @ ..] = self.tokens {
            if !first.is_name() {
                break;
            }
            name.clone_from(&first.text);
            self.tokens = rest;
            if !self.eat(".") {
                break;
            }
        }
        name
    }

    fn clause(&self, what: What, table: &str, name: String, at: usize) -> Clause {
        Clause {
            what,
            table: table.to_owned(),
            name,
            rest: self.tokens.to_vec(),
            at,
        }
    }

    /// Whether a constraint begins here, or an index of MySQL. Elsewhere `key` is a name.
    fn constraint(&self) -> bool {
        let all = [
            "primary key",
            "foreign key",
            "unique",
            "check (",
            "exclude using",
            "exclude (",
            "like",
        ];
        let mysql = ["key", "index", "fulltext", "spatial"];
        let begins = |start: &&str| begins(self.tokens, start);
        all.iter().any(begins) || (self.mysql && mysql.iter().any(begins))
    }

    /// The parts between commas outside of brackets.
    fn parts(&self) -> Vec<Reader<'a>> {
        let base = self.tokens.first().map_or(0, |token| token.depth);
        self.tokens
            .split(|token| token.is(",") && token.depth == base)
            .filter(|tokens| !tokens.is_empty())
            .map(|tokens| Reader { tokens, ..*self })
            .collect()
    }

    /// What stands in the brackets that come next or later.
    fn brackets(&self) -> Reader<'a> {
        let Some(open) = self.tokens.iter().position(|token| token.is("(")) else {
            return Reader {
                tokens: &[],
                ..*self
            };
        };
        let inner = &self.tokens[open + 1..];
        let depth = self.tokens[open].depth;
        let close = inner
            .iter()
            .position(|token| token.is(")") && token.depth == depth);
        Reader {
            tokens: &inner[..close.unwrap_or(inner.len())],
            ..*self
        }
    }
}

/// The names in the first brackets.
pub(super) fn listed(tokens: &[Token]) -> Vec<String> {
    let reader = Reader {
        tokens,
        mysql: false,
    };
    let parts = reader.brackets().parts();
    parts.into_iter().map(|mut part| part.name()).collect()
}

/// The statements that `WITH` names, and the one behind them.
fn named(tokens: &[Token], mysql: bool) -> Vec<Clause> {
    let depth = tokens.first().map_or(0, |token| token.depth);
    let verbs = ["update", "delete", "insert", "select", "values"];
    let is_verb = |token: &Token| verbs.iter().any(|verb| token.is(verb));
    let mut all = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.depth == depth && is_verb(token) {
            all.extend(clauses(&tokens[at..], mysql));
            break;
        }
        let inner = &tokens[at + 1..];
        if token.is("(") && token.depth == depth && inner.first().is_some_and(is_verb) {
            let end = inner.iter().position(|token| token.depth == depth);
            all.extend(clauses(&inner[..end.unwrap_or(inner.len())], mysql));
        }
    }
    all
}

/// The clauses of a statement.
pub(super) fn clauses(tokens: &[Token], mysql: bool) -> Vec<Clause> {
    let at = tokens.first().map_or(0, |token| token.at);
    let mut reader = Reader { tokens, mysql };
    if begins(tokens, "with") {
        return named(tokens, mysql);
    }
    if reader.eat("alter table") {
        return alter_table(reader);
    }
    if reader.eat("create") {
        return create(reader, at);
    }
    if reader.eat("rename table") {
        let renames = reader.parts().into_iter().map(|mut part| {
            let table = part.name();
            part.eat("to");
            let new = part.name();
            part.clause(What::RenameTable, &table, new, at)
        });
        return renames.collect();
    }
    if reader.eat("drop") {
        return drop(reader, at);
    }
    if reader.eat("alter type") {
        let name = reader.name();
        return vec![reader.clause(What::AlterType, "", name, at)];
    }
    let rows = [
        ("truncate", What::Truncate, &["table", "only"][..]),
        ("delete", What::Delete, &["from", "only", "ignore"]),
        (
            "update",
            What::Update,
            &["only", "ignore", "or ignore", "or replace"],
        ),
        (
            "insert",
            What::Insert,
            &["into", "ignore", "or ignore", "or replace"],
        ),
    ];
    for (verb, what, skipped) in rows {
        if reader.eat(verb) {
            reader.eat_any(skipped);
            let table = reader.name();
            return vec![reader.clause(what, &table, String::new(), at)];
        }
    }
    vec![reader.clause(What::Other, "", String::new(), at)]
}

fn drop(mut reader: Reader<'_>, at: usize) -> Vec<Clause> {
    if reader.eat("table") || reader.eat("temporary table") {
        reader.eat("if exists");
        let parts = reader.parts().into_iter().map(|mut part| {
            let table = part.name();
            part.clause(What::DropTable, &table, String::new(), at)
        });
        return parts.collect();
    }
    if reader.eat("index") {
        // What says how it is dropped stays readable in the statement's tokens.
        reader.eat("concurrently");
        reader.eat("if exists");
        let name = reader.name();
        let table = match reader.eat("on") {
            true => reader.name(),
            false => String::new(),
        };
        return vec![reader.clause(What::DropIndex, &table, name, at)];
    }
    vec![reader.clause(What::Other, "", String::new(), at)]
}

fn create(mut reader: Reader<'_>, at: usize) -> Vec<Clause> {
    let whole = Reader {
        tokens: reader.tokens,
        ..reader
    };
    reader.eat_any(&["temp", "temporary", "unlogged", "global", "local"]);
    if reader.eat("table") {
        reader.eat("if not exists");
        let table = reader.name();
        let mut all = vec![reader.clause(What::CreateTable, &table, String::new(), at)];
        if begins(reader.tokens, "(") {
            all.extend(reader.brackets().parts().into_iter().map(|part| {
                let at = part.tokens.first().map_or(at, |token| token.at);
                added(part, &table, at)
            }));
        }
        return all;
    }
    reader.eat_any(&["unique", "fulltext", "spatial"]);
    if reader.eat("index") {
        reader.eat("concurrently");
        reader.eat("if not exists");
        let name = match begins(reader.tokens, "on") {
            true => String::new(),
            false => reader.name(),
        };
        reader.eat("using btree on");
        reader.eat("on");
        reader.eat("only");
        let table = reader.name();
        return vec![reader.clause(What::CreateIndex, &table, name, at)];
    }
    vec![whole.clause(What::Other, "", String::new(), at)]
}

/// A column or a constraint of a table.
fn added(mut reader: Reader<'_>, table: &str, at: usize) -> Clause {
    let mut name = String::new();
    if reader.eat("constraint") && !reader.constraint() {
        name = reader.name();
    }
    if reader.constraint() {
        return reader.clause(What::AddConstraint, table, name, at);
    }
    let name = reader.name();
    reader.clause(What::AddColumn, table, name, at)
}

fn alter_table(mut reader: Reader<'_>) -> Vec<Clause> {
    reader.eat("if exists");
    reader.eat("only");
    let table = reader.name();
    let mut clauses = Vec::new();
    for mut part in reader.parts() {
        let at = part.tokens.first().map_or(0, |token| token.at);
        if part.eat("add") {
            let column = part.eat("column");
            part.eat("if not exists");
            if !column && begins(part.tokens, "(") {
                // `ADD (a int, b int)` of MySQL.
                let inner = part.brackets().parts().into_iter();
                clauses.extend(inner.map(|part| added(part, &table, at)));
                continue;
            }
            clauses.push(match column {
                true => {
                    let name = part.name();
                    part.clause(What::AddColumn, &table, name, at)
                }
                false => added(part, &table, at),
            });
            continue;
        }
        clauses.push(altered(part, &table, at));
    }
    clauses
}

fn altered(mut part: Reader<'_>, table: &str, at: usize) -> Clause {
    if !begins(part.tokens, "drop partition") && part.eat("drop") {
        let what = if part.eat_any(&["constraint", "foreign key", "check", "primary key"]) {
            What::DropConstraint
        } else if part.eat("index") || part.eat("key") {
            What::DropIndex
        } else {
            part.eat("column");
            What::DropColumn
        };
        part.eat("if exists");
        let name = part.name();
        return part.clause(what, table, name, at);
    }
    if part.eat("rename to") || part.eat("rename as") {
        let name = part.name();
        return part.clause(What::RenameTable, table, name, at);
    }
    let other = ["constraint", "index", "key"]
        .iter()
        .any(|word| begins(part.tokens, &format!("rename {word}")));
    if !other && part.eat("rename") {
        part.eat("column");
        let name = part.name();
        return part.clause(What::RenameColumn, table, name, at);
    }
    let other = ["constraint", "index", "check"]
        .iter()
        .any(|word| begins(part.tokens, &format!("alter {word}")));
    if !other && part.eat("alter") {
        part.eat("column");
        let name = part.name();
        return part.clause(What::AlterColumn, table, name, at);
    }
    let change = part.eat("change");
    if change || part.eat("modify") {
        part.eat("column");
        let name = part.name();
        if change {
            part.name();
        }
        return part.clause(What::ModifyColumn, table, name, at);
    }
    part.clause(What::AlterTable, table, String::new(), at)
}
