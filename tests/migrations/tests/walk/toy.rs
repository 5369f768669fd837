//! Small random schemas, as YAML.
//!
//! Two of them have the same places for tables and columns, so that much of one is in the other
//! in another form.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

/// A schema before and one after.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) before: Toy,
    pub(crate) after: Toy,
    pub(crate) way: Way,
}

/// How the way from one to the other is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// While nobody writes.
    Alone,
    /// So that others hardly notice.
    Online,
    /// In two migrations, between which programs of before and of after run.
    Expand,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toy {
    pub(crate) tables: Vec<Option<Table>>,
    /// How many values the enumerations have beside `a`, and whether `a` stands first.
    enums: [(usize, bool); 2],
    /// The table that a view reads.
    view: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// Whether it has its other name.
    renamed: bool,
    wide_key: bool,
    counted: bool,
    columns: Vec<Option<Column>>,
    /// The table that it points at, by its place, and whether with a cascade.
    parent: Option<(usize, bool)>,
    /// Columns of a unique constraint beside the key, by their places.
    unique: Option<usize>,
    index: Option<(usize, bool)>,
    partial: Option<usize>,
    computed: Option<usize>,
    check: Option<usize>,
    comment: bool,
    strict: bool,
    /// Whether versions of its rows are kept.
    history: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    ty: &'static str,
    nullable: bool,
    default: bool,
    comment: bool,
    renamed: bool,
}

const TYPES: [&str; 20] = [
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

pub(crate) fn pair() -> impl Strategy<Value = Pair> {
    let keep = prop::collection::vec(any::<bool>(), 64);
    let way = select(&[Way::Alone, Way::Online, Way::Expand][..]);
    (toy(), toy(), keep, way).prop_map(|(before, other, keep, way)| {
        let mut keep = keep.into_iter();
        let mut keep = || keep.next().unwrap_or(true);
        let mut after = before.clone();
        for (at, table) in other.tables.iter().enumerate() {
            match (&mut after.tables[at], table) {
                (Some(old), Some(new)) => mix(old, new, &mut keep),
                (old, new) if !keep() => old.clone_from(new),
                _ => {}
            }
        }
        if !keep() {
            after.enums = other.enums;
        }
        if !keep() {
            after.view = other.view;
        }
        let mut pair = Pair { before, after, way };
        pair.mend();
        pair
    })
}

/// Takes over some parts of another table.
fn mix(old: &mut Table, new: &Table, keep: &mut impl FnMut() -> bool) {
    for (old, new) in old.columns.iter_mut().zip(&new.columns) {
        if !keep() {
            old.clone_from(new);
        }
    }
    if !keep() {
        (old.wide_key, old.counted) = (new.wide_key, new.counted);
        (old.comment, old.strict, old.renamed) = (new.comment, new.strict, new.renamed);
    }
    if !keep() {
        (old.parent, old.unique) = (new.parent, new.unique);
    }
    if !keep() {
        (old.index, old.partial) = (new.index, new.partial);
    }
    if !keep() {
        (old.computed, old.check) = (new.computed, new.check);
    }
    if !keep() {
        old.history = new.history;
    }
}

impl Pair {
    /// Takes out what rows cannot follow: a text that is no date, and what names nothing.
    fn mend(&mut self) {
        for (old, new) in self.before.tables.iter_mut().zip(&mut self.after.tables) {
            let (Some(old), Some(new)) = (old, new) else {
                continue;
            };
            for (old, new) in old.columns.iter().zip(&mut new.columns) {
                let (Some(old), Some(new)) = (old, new) else {
                    continue;
                };
                if is_odd(old.ty, new.ty) || is_odd(new.ty, old.ty) {
                    new.ty = old.ty;
                }
                // What stands for NULL in a text is no number.
                if is_text(old.ty) != is_text(new.ty) {
                    new.nullable = old.nullable;
                }
            }
        }
        if self.way == Way::Expand {
            self.stay();
        }
        self.before.mend();
        self.after.mend();
    }

    /// Takes out what goes in one migration only: tables that go, other keys, and defaults where
    /// NULL is allowed.
    fn stay(&mut self) {
        for (old, new) in self.before.tables.iter_mut().zip(&mut self.after.tables) {
            let Some(old) = old else { continue };
            let new = new.get_or_insert_with(|| old.clone());
            (new.wide_key, new.counted) = (old.wide_key, old.counted);
            // Between the two, the old form of a column may be another in versions than in rows.
            (old.history, new.history) = (false, false);
            let columns = old.columns.iter_mut().chain(&mut new.columns);
            for column in columns.flatten() {
                column.default &= !column.nullable;
            }
        }
    }

    /// New names of tables and columns: what is said about them.
    pub(crate) fn renames(&self) -> Vec<(Option<String>, String, String)> {
        let mut renames = Vec::new();
        let tables = self.before.tables.iter().zip(&self.after.tables);
        for (at, pair) in tables.enumerate() {
            let (Some(old), Some(new)) = pair else {
                continue;
            };
            let names = (table_name(at, old.renamed), table_name(at, new.renamed));
            if names.0 != names.1 {
                renames.push((None, names.0, names.1.clone()));
            }
            for (place, pair) in old.columns.iter().zip(&new.columns).enumerate() {
                let (Some(old), Some(new)) = pair else {
                    continue;
                };
                if old.renamed != new.renamed {
                    let of = Some(names.1.clone());
                    let from = column_name(place, old.renamed);
                    renames.push((of, from, column_name(place, new.renamed)));
                }
            }
        }
        renames
    }
}

fn is_text(ty: &str) -> bool {
    ty.starts_with("string") || ty == "text"
}

/// Whether a value of a type need not be one of the other.
fn is_odd(from: &str, to: &str) -> bool {
    let text = is_text;
    let free = [
        "bool",
        "date",
        "timestamp",
        "timestamptz",
        "uuid",
        "json",
        "E0",
        "E1",
    ];
    (text(from) && free.contains(&to))
        || (from.starts_with('E') && to.starts_with('E') && from != to)
        || (to == "string(5)" && !text(from))
        || (from == "bytes" || to == "bytes") && (text(from) || text(to) || from != to)
}

impl Toy {
    fn mend(&mut self) {
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

fn table_name(at: usize, renamed: bool) -> String {
    format!("{}{at}", if renamed { "other_" } else { "t" })
}

fn column_name(place: usize, renamed: bool) -> String {
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

fn toy() -> impl Strategy<Value = Toy> {
    let tables = prop::collection::vec(prop::option::weighted(0.8, table()), 3);
    let values = || (1..4_usize, any::<bool>());
    let enums = (values(), values()).prop_map(|(a, b)| [a, b]);
    let view = prop::option::weighted(0.3, 0..3_usize);
    (tables, enums, view).prop_map(|(tables, enums, view)| Toy {
        tables,
        enums,
        view,
    })
}

fn table() -> impl Strategy<Value = Table> {
    let flags = prop::collection::vec(any::<bool>(), 5);
    let columns = prop::collection::vec(prop::option::weighted(0.8, column()), 4);
    let some = || prop::option::weighted(0.4, 0..4_usize);
    let parent = prop::option::weighted(0.5, (0..3_usize, any::<bool>()));
    let index = prop::option::weighted(0.4, (0..4_usize, any::<bool>()));
    (
        flags,
        columns,
        parent,
        some(),
        index,
        some(),
        some(),
        some(),
        prop::bool::weighted(0.3),
    )
        .prop_map(
            |(flags, columns, parent, unique, index, partial, computed, check, history)| Table {
                renamed: flags[0],
                wide_key: flags[1],
                counted: flags[2],
                comment: flags[3],
                strict: flags[4],
                columns,
                parent,
                unique,
                index,
                partial,
                computed,
                check,
                history,
            },
        )
}

fn column() -> impl Strategy<Value = Column> {
    let flags = prop::collection::vec(any::<bool>(), 4);
    (select(&TYPES[..]), flags).prop_map(|(ty, flags)| Column {
        ty,
        nullable: flags[0],
        default: flags[1],
        comment: flags[2],
        renamed: flags[3],
    })
}
