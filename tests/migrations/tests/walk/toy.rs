//! Small schemas.
//!
//! Two of them have the same places for tables and columns, so that much of one is in the other
//! in another form.

use ormolu_schema::ir::{Dialect, TableName};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toy {
    pub(crate) tables: Vec<Option<Table>>,
    /// How many values the enumerations have beside `a`, and whether `a` stands first.
    pub(crate) enums: [(usize, bool); 2],
    pub(crate) domains: [Option<Domain>; 2],
    /// Where the engine has sequences.
    pub(crate) sequence: Option<Sequence>,
    /// The table that a view reads.
    pub(crate) view: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// Whether it has its other name.
    pub(crate) renamed: bool,
    /// Whether it is of another database schema, where the engine has several.
    pub(crate) apart: bool,
    pub(crate) wide_key: bool,
    pub(crate) counted: bool,
    pub(crate) columns: Vec<Option<Column>>,
    /// The table that it points at, by its place, and whether with a cascade.
    pub(crate) parent: Option<(usize, bool)>,
    /// Columns of a unique constraint beside the key, by their places.
    pub(crate) unique: Option<usize>,
    pub(crate) index: Option<(usize, bool)>,
    pub(crate) partial: Option<usize>,
    /// What an index of an expression is over, where the engine has such.
    pub(crate) expression: Option<usize>,
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
    /// Whether its default, if it is a whole number, counts with the sequence.
    pub(crate) counts: bool,
    pub(crate) comment: bool,
    pub(crate) renamed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Domain {
    pub(crate) base: &'static str,
    pub(crate) not_null: bool,
    pub(crate) default: bool,
    pub(crate) check: bool,
    pub(crate) comment: bool,
    pub(crate) renamed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sequence {
    pub(crate) increment: u8,
    pub(crate) renamed: bool,
}

pub(crate) const TYPES: [&str; 22] = [
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
    "D0",
    "D1",
];

/// What domains are made of.
pub(crate) const BASES: [&str; 6] = [
    "int",
    "bigint",
    "numeric(8, 2)",
    "numeric(12, 3)",
    "string(40)",
    "text",
];
/// So many of the types are whole numbers.
const WHOLE: usize = 5;

pub(crate) fn is_text(ty: &str) -> bool {
    ty.starts_with("string") || ty == "text"
}

pub(crate) fn is_whole(ty: &str) -> bool {
    TYPES[..WHOLE].contains(&ty)
}

impl Toy {
    /// Takes out what names nothing, or what an engine lacks.
    pub(crate) fn mend(&mut self) {
        let domains = self.domains.clone();
        let there: Vec<bool> = self.tables.iter().map(Option::is_some).collect();
        for table in self.tables.iter_mut().flatten() {
            for column in table.columns.iter_mut().flatten() {
                match domain(&domains, column.ty) {
                    Some(Some(of)) => column.nullable &= !of.not_null,
                    Some(None) => column.ty = "int",
                    None => {}
                }
            }
            let is = |place: &usize, of: &dyn Fn(&str) -> bool| {
                let column = table.columns[*place].as_ref();
                column.is_some_and(|column| of(base(&domains, column.ty)))
            };
            // MySQL indexes no text without limit, and no JSON.
            let short = |place: &usize| is(place, &|ty| !["text", "json", "bytes"].contains(&ty));
            let number = |place: &usize| is(place, &is_whole);
            let unique = table.unique.filter(short);
            let index = table.index.filter(|(place, _)| short(place));
            let partial = table.partial.filter(short);
            let expression = table.expression;
            let expression = expression.filter(|at| is(at, &|ty| is_text(ty) || is_whole(ty)));
            let computed = table.computed.filter(number);
            let check = table.check.filter(number);
            (table.unique, table.index, table.partial) = (unique, index, partial);
            (table.computed, table.check, table.expression) = (computed, check, expression);
            table.parent = table.parent.filter(|(place, _)| there[*place]);
            // MySQL runs no triggers for rows that a foreign key changes.
            if let Some((_, cascade)) = &mut table.parent {
                *cascade &= !table.history;
            }
        }
        self.view = self.view.filter(|place| there[*place]);
    }

    /// What a column of a type holds.
    pub(crate) fn base(&self, ty: &'static str) -> &'static str {
        base(&self.domains, ty)
    }
}

type Domains = [Option<Domain>; 2];

fn domain<'t>(domains: &'t Domains, ty: &str) -> Option<&'t Option<Domain>> {
    let place = ty.strip_prefix('D')?.parse().ok();
    place.and_then(|at: usize| domains.get(at))
}

fn base(domains: &Domains, ty: &'static str) -> &'static str {
    let of = domain(domains, ty).and_then(Option::as_ref);
    of.map_or(ty, |of| of.base)
}

/// The name of what has this place: its first one, or its other one.
fn name(first: &str, place: usize, renamed: bool) -> String {
    let first = if renamed { "other_" } else { first };
    format!("{first}{place}")
}

impl Table {
    pub(crate) fn name(&self, at: usize, dialect: Dialect) -> TableName {
        let apart = self.apart && dialect == Dialect::Postgres;
        TableName {
            namespace: apart.then(|| "side".to_owned()),
            name: name("t", at, self.renamed),
        }
    }
}

pub(crate) fn column_name(place: usize, renamed: bool) -> String {
    name("c", place, renamed)
}

pub(crate) fn domain_name(at: usize, renamed: bool) -> String {
    let other = if renamed { "other_" } else { "" };
    format!("{other}d{at}")
}

pub(crate) fn sequence_name(renamed: bool) -> String {
    if renamed { "other_s" } else { "s" }.to_owned()
}
