//! A schema as YAML, for one engine.

use std::fmt::Write as _;

use ormolu_schema::ir::{Dialect, TableName};

use crate::pair::{Renamed, What, bare};
use crate::toy::{Column, Table, Toy, column_name, domain_name, is_text, is_whole, sequence_name};

/// A schema, and which names it says to be new.
pub(crate) struct Yaml<'t> {
    pub(crate) toy: &'t Toy,
    pub(crate) dialect: Dialect,
    pub(crate) renamed: &'t [Renamed],
}

impl Yaml<'_> {
    pub(crate) fn text(&self) -> String {
        // A view that takes a table's old name asks for an engine whose views can be written to.
        let family = self.dialect.family();
        let mut out = format!("ormolu: 1\ndialects: [{family}]\nenums:\n");
        for (at, (more, first)) in self.toy.enums.iter().enumerate() {
            let mut values: Vec<&str> = ["b", "c", "d"][..*more].to_vec();
            values.insert(if *first { 0 } else { *more }, "a");
            let _ = writeln!(out, "  E{at}: [{}]", values.join(", "));
        }
        self.domains(&mut out);
        self.sequence(&mut out);
        out += "models:\n  Anchor: { columns: { id: { type: bigint, primary_key: true } } }\n";
        for (at, table) in self.toy.tables.iter().enumerate() {
            if let Some(table) = table {
                self.table(at, table, &mut out);
            }
        }
        let seen = self.toy.view.map(|at| (at, &self.toy.tables[at]));
        if let Some((place, Some(table))) = seen {
            let name = table.name(place, self.dialect).dotted();
            let key = if table.wide_key { "bigint" } else { "int" };
            let _ = writeln!(
                out,
                "  Seen:\n    table: seen\n    columns: {{ id: {key} }}\n    \
                 view: SELECT id FROM {name} WHERE id > 0"
            );
        }
        out
    }

    fn domains(&self, out: &mut String) {
        *out += "domains:\n";
        for (at, domain) in self.toy.domains.iter().enumerate() {
            let Some(domain) = domain else { continue };
            let name = domain_name(at, domain.renamed);
            let _ = write!(out, "  {name}: {{ type: \"{}\"", domain.base);
            let _ = write!(out, ", not_null: {}", domain.not_null);
            let text = is_text(domain.base);
            if domain.default {
                *out += if text {
                    ", default: \"8\""
                } else {
                    ", default: 8"
                };
            }
            if domain.check {
                let holds = if text {
                    "length(VALUE) < 50"
                } else {
                    "VALUE >= 0"
                };
                let _ = write!(out, ", check: \"{holds}\"");
            }
            if domain.comment {
                *out += ", comment: What it is.";
            }
            let _ = writeln!(out, "{}", self.end(&What::Domain, &name));
        }
    }

    fn sequence(&self, out: &mut String) {
        if let Some(sequence) = self.toy.sequence.as_ref().filter(|_| self.counts()) {
            let (name, by) = (sequence_name(sequence.renamed), sequence.increment);
            let _ = write!(
                out,
                "sequences:\n  {name}: {{ increment: {by}, max: 90, cycle: true"
            );
            let _ = writeln!(out, "{}", self.end(&What::Sequence, &name));
        }
    }

    /// Whether the engine has sequences.
    fn counts(&self) -> bool {
        self.dialect != Dialect::Sqlite
    }

    /// What says that a name is new.
    fn renamed_from(&self, what: &What, name: &TableName) -> Option<String> {
        let mut renamed = self.renamed.iter();
        let renamed = renamed.find(|new| new.what == *what && new.to == *name);
        renamed.map(|new| format!("renamed_from: {}", new.from.dotted()))
    }

    /// The same in a mapping, and its end.
    fn end(&self, what: &What, name: &str) -> String {
        let said = self.renamed_from(what, &bare(name.to_owned()));
        said.map_or(" }".to_owned(), |said| format!(", {said} }}"))
    }

    fn table(&self, at: usize, table: &Table, out: &mut String) {
        let key = if table.wide_key { "bigint" } else { "int" };
        let name = table.name(at, self.dialect);
        let _ = writeln!(out, "  M{at}:\n    table: {}", name.name);
        if let Some(namespace) = &name.namespace {
            let _ = writeln!(out, "    namespace: {namespace}");
        }
        if let Some(said) = self.renamed_from(&What::Table, &name) {
            let _ = writeln!(out, "    {said}");
        }
        if table.comment {
            let _ = writeln!(out, "    comment: It's table {at}.");
        }
        if table.history {
            *out += "    history: true\n";
        }
        if !table.strict {
            *out += "    options: { sqlite: { strict: false } }\n";
        }
        let _ = writeln!(
            out,
            "    columns:\n      id: {{ type: {key}, primary_key: true, identity: {} }}",
            table.counted
        );
        for (place, column) in table.columns.iter().enumerate() {
            if let Some(column) = column {
                let own = name_in(table, place);
                let what = What::Column { of: name.clone() };
                let (column, end) = (self.column(column), self.end(&what, &own));
                let _ = writeln!(out, "      {own}: {column}{end}");
            }
        }
        if let Some((parent, cascade)) = table.parent {
            let rule = if cascade { ", on_delete: cascade" } else { "" };
            let _ = writeln!(
                out,
                "      up{parent}: {{ references: M{parent}, nullable: true{rule} }}"
            );
        }
        if let Some(place) = table.computed {
            let from = name_in(table, place);
            let _ = writeln!(
                out,
                "      twice: {{ type: bigint?, generated: {from} * 2 }}"
            );
        }
        if let Some(place) = table.unique {
            let _ = writeln!(out, "    uniques: [[{}, id]]", name_in(table, place));
        }
        if let Some(place) = table.check {
            let from = name_in(table, place);
            let _ = writeln!(out, "    checks: {{ sane: {from} >= 0 and {from} < 100 }}");
        }
        let indexes = self.indexes(at, table);
        if !indexes.is_empty() {
            let _ = writeln!(out, "    indexes: [{}]", indexes.join(", "));
        }
    }

    fn indexes(&self, at: usize, table: &Table) -> Vec<String> {
        let mut indexes = Vec::new();
        if let Some((place, descending)) = table.index {
            let name = name_in(table, place);
            let order = if descending { " desc" } else { "" };
            indexes.push(format!("[id, \"{name}{order}\"]"));
        }
        if let Some(place) = table.partial {
            let name = name_in(table, place);
            let sql = format!("{name} IS NOT NULL");
            indexes.push(format!(
                "{{ columns: [{name}], name: ix_part_{at}, where: {{ sqlite: {sql}, postgres: {sql} }} }}"
            ));
        }
        let has = self.dialect.family() != Dialect::Mysql;
        if let Some(place) = table.expression.filter(|_| has) {
            let name = name_in(table, place);
            let ty = table.columns[place].as_ref().map_or("", |c| c.ty);
            let sql = match is_text(self.toy.base(ty)) {
                true => format!("lower({name})"),
                false => format!("({name} + 1)"),
            };
            indexes.push(format!("{{ expression: \"{sql}\", name: ix_expr_{at} }}"));
        }
        indexes
    }

    /// A column, but for the end.
    fn column(&self, column: &Column) -> String {
        let domain = column.ty.strip_prefix('D');
        let domain = domain.and_then(|at| at.parse::<usize>().ok());
        let named = domain.and_then(|at| Some((at, self.toy.domains[at].as_ref()?)));
        let ty = match named {
            Some((at, of)) => format!("domain({})", domain_name(at, of.renamed)),
            None => column.ty.to_owned(),
        };
        let mut out = format!("{{ type: \"{ty}\", nullable: {}", column.nullable);
        let sequence = self.toy.sequence.as_ref().filter(|_| self.counts());
        let base = self.toy.base(column.ty);
        if column.default {
            let value = match (base, sequence) {
                (ty, Some(by)) if column.counts && is_whole(ty) => {
                    format!("{{ seq: {} }}", sequence_name(by.renamed))
                }
                (ty, _) => default_of(ty).to_owned(),
            };
            let _ = write!(out, ", default: {value}");
        }
        if column.comment {
            out += ", comment: \"What it's for.\"";
        }
        out
    }
}

fn default_of(ty: &str) -> &'static str {
    match ty {
        "bool" => "true",
        "date" => "\"2020-01-01\"",
        "timestamp" => "\"2020-01-01T00:00:00\"",
        "timestamptz" => "{ db: now }",
        "uuid" => "{ db: uuid }",
        "json" => "\"{}\"",
        "bytes" => "\"x\"",
        "E0" | "E1" => "a",
        ty if is_text(ty) => "\"9\"",
        _ => "7",
    }
}

fn name_in(table: &Table, place: usize) -> String {
    let renamed = table.columns[place].as_ref().is_some_and(|c| c.renamed);
    column_name(place, renamed)
}
