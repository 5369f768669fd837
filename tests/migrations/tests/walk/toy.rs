//! Small random schemas, as YAML.
//!
//! Two of them have the same places for tables and columns, so that much of one is in the other
//! in another form.

use std::fmt::Write as _;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toy {
    pub(crate) tables: Vec<Option<Table>>,
    /// How many values the enumerations have beside `a`, and whether `a` stands first.
    pub(crate) enums: [(usize, bool); 2],
    /// The table that a view reads.
    pub(crate) view: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// Whether it has its other name.
    pub(crate) renamed: bool,
    pub(crate) wide_key: bool,
    pub(crate) counted: bool,
    pub(crate) columns: Vec<Option<Column>>,
    /// The table that it points at, by its place, and whether with a cascade.
    pub(crate) parent: Option<(usize, bool)>,
    /// Columns of a unique constraint beside the key, by their places.
    pub(crate) unique: Option<usize>,
    pub(crate) index: Option<(usize, bool)>,
    pub(crate) partial: Option<usize>,
    pub(crate) computed: Option<usize>,
    pub(crate) check: Option<usize>,
    pub(crate) comment: bool,
    pub(crate) strict: bool,
    /// Whether versions of its rows are kept.
    pub(crate) history: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) ty: &'static str,
    pub(crate) nullable: bool,
    pub(crate) default: bool,
    pub(crate) comment: bool,
    pub(crate) renamed: bool,
}

pub(crate) const TYPES: [&str; 20] = [
    "smallint",
    "int",
    "bigint",
    "u16",
    "u32",
    "numeric(8, 2)",
    "numeric(12, 3)",
    "f64",
    "bool",
    "string(5)",
    "string(40)",
    "text",
    "date",
    "timestamp",
    "timestamptz",
    "uuid",
    "json",
    "bytes",
    "E0",
    "E1",
];
const NUMBERS: usize = 8;

impl Toy {
    pub(crate) fn mend(&mut self) {
        let there: Vec<bool> = self.tables.iter().map(Option::is_some).collect();
        for table in self.tables.iter_mut().flatten() {
            let has = |place: &usize| table.columns[*place].is_some();
            let number = |place: &usize| {
                let column = table.columns[*place].as_ref();
                column.is_some_and(|c| TYPES[..NUMBERS - 3].contains(&c.ty))
            };
            // MySQL indexes no text without limit, and no JSON.
            let short = |place: &usize| {
                let column = table.columns[*place].as_ref();
                column.is_some_and(|c| !["text", "json", "bytes"].contains(&c.ty))
            };
            let unique = table.unique.filter(short);
            let index = table.index.filter(|(place, _)| short(place));
            let partial = table.partial.filter(|place| has(place) && short(place));
            let computed = table.computed.filter(number);
            let check = table.check.filter(number);
            (table.unique, table.index, table.partial) = (unique, index, partial);
            (table.computed, table.check) = (computed, check);
            table.parent = table.parent.filter(|(place, _)| there[*place]);
            // MySQL runs no triggers for rows that a foreign key changes.
            if let Some((_, cascade)) = &mut table.parent {
                *cascade &= !table.history;
            }
        }
        self.view = self.view.filter(|place| there[*place]);
    }

    pub(crate) fn yaml(&self) -> String {
        let mut out = String::from("ormolu: 1\ndialects: [sqlite, postgres, mysql]\nenums:\n");
        for (at, (more, first)) in self.enums.iter().enumerate() {
            let mut values: Vec<&str> = ["b", "c", "d"][..*more].to_vec();
            values.insert(if *first { 0 } else { *more }, "a");
            let _ = writeln!(out, "  E{at}: [{}]", values.join(", "));
        }
        out += "models:\n  Anchor: { columns: { id: { type: bigint, primary_key: true } } }\n";
        for (at, table) in self.tables.iter().enumerate() {
            if let Some(table) = table {
                self.table(at, table, &mut out);
            }
        }
        if let Some((place, Some(table))) = self.view.map(|at| (at, &self.tables[at])) {
            let name = table_name(place, table.renamed);
            let key = if table.wide_key { "bigint" } else { "int" };
            let _ = writeln!(
                out,
                "  Seen:\n    table: seen\n    columns: {{ id: {key} }}\n    \
                 view: SELECT id FROM {name} WHERE id > 0"
            );
        }
        out
    }

    fn table(&self, at: usize, table: &Table, out: &mut String) {
        let key = if table.wide_key { "bigint" } else { "int" };
        let _ = writeln!(
            out,
            "  M{at}:\n    table: {}",
            table_name(at, table.renamed)
        );
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
                let _ = writeln!(out, "      {}: {}", name_in(table, place), column.yaml());
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
        if !indexes.is_empty() {
            let _ = writeln!(out, "    indexes: [{}]", indexes.join(", "));
        }
    }
}

pub(crate) fn table_name(at: usize, renamed: bool) -> String {
    format!("{}{at}", if renamed { "other_" } else { "t" })
}

pub(crate) fn column_name(place: usize, renamed: bool) -> String {
    format!("{}{place}", if renamed { "other_" } else { "c" })
}

fn name_in(table: &Table, place: usize) -> String {
    let renamed = table.columns[place].as_ref().is_some_and(|c| c.renamed);
    column_name(place, renamed)
}

impl Column {
    fn yaml(&self) -> String {
        let mut out = format!("{{ type: \"{}\", nullable: {}", self.ty, self.nullable);
        if self.default {
            let value = match self.ty {
                "bool" => "true",
                "date" => "\"2020-01-01\"",
                "timestamp" => "\"2020-01-01T00:00:00\"",
                "timestamptz" => "{ db: now }",
                "uuid" => "{ db: uuid }",
                "json" => "\"{}\"",
                "bytes" => "\"x\"",
                "E0" | "E1" => "a",
                ty if ty.starts_with("string") || ty == "text" => "\"9\"",
                _ => "7",
            };
            let _ = write!(out, ", default: {value}");
        }
        if self.comment {
            out += ", comment: \"What it's for.\"";
        }
        out + " }"
    }
}
