//! A schema as a flat list of what is there.

mod domain;
mod index;
mod sequence;

use std::collections::{BTreeMap, BTreeSet};

use ormolu_migrate::pass::Ignored;
use ormolu_schema::ir::{
    Column, ColumnId, Default, Dialect, Literal, Model, ModelKind, PerDialect, ReferentialAction,
    Schema, SqlDefault, Timing, Type,
};

use super::difference::DifferenceKind as Kind;
use super::types;

/// What a fact is about: the table, the kind, and the name of the thing.
pub(super) type About = (String, Kind, String);

/// What holds of a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fact {
    /// For people.
    pub(super) text: String,
    /// All that can be compared letter by letter.
    pub(super) shape: String,
    /// The SQL in it, of which engines change the spelling.
    pub(super) sql: Vec<String>,
}

/// The facts of a schema in one dialect.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) dialect: Dialect,
    pub(super) all: BTreeMap<About, Fact>,
    /// Indexes that MySQL makes for foreign keys: table and columns.
    pub(super) keyed: Vec<(String, String)>,
    /// Views with a column whose type nobody knows.
    pub(super) unknown: Vec<String>,
}

/// A name with its namespace.
pub(super) fn name(namespace: Option<&str>, name: &str) -> String {
    namespace.map_or_else(|| name.to_owned(), |n| format!("{n}.{name}"))
}

pub(super) fn facts(schema: &Schema, dialect: Dialect) -> Facts {
    let mut facts = Facts {
        dialect,
        all: BTreeMap::new(),
        keyed: vec![],
        unknown: vec![],
    };
    let tables = schema.models.iter().filter(|m| m.kind != ModelKind::Rows);
    for model in tables {
        Of::new(schema, model, &mut facts).add();
    }
    // Elsewhere an enumeration is a column's own.
    for of in schema.enums.iter().filter(|_| dialect == Dialect::Postgres) {
        let values: Vec<&str> = of.variants.iter().map(|v| v.value.as_str()).collect();
        let about = (
            name(of.namespace.as_deref(), &of.sql_name),
            Kind::Enum,
            String::new(),
        );
        facts
            .all
            .insert(about.clone(), Fact::plain(values.join(", ")));
        if let Some(comment) = &of.comment {
            facts.all.insert(
                (about.0, Kind::Comment, String::new()),
                Fact::quoted(comment),
            );
        }
    }
    domain::add(schema, &mut facts);
    sequence::add(schema, &mut facts);
    facts
}

impl Facts {
    /// Leaves out what is said of tables that are somebody else's.
    pub(super) fn leave_out(&mut self, ignored: &Ignored) {
        let is_type = |kind: &Kind| matches!(kind, Kind::Enum | Kind::Domain);
        let types = self.all.keys().filter(|(_, kind, _)| is_type(kind));
        let types: BTreeSet<String> = types.map(|(name, ..)| name.clone()).collect();
        self.all.retain(|(table, ..), _| {
            let (namespace, name) = match table.split_once('.') {
                Some((namespace, name)) => (Some(namespace), name),
                None => (None, table.as_str()),
            };
            types.contains(table) || !ignored.covers(namespace, name)
        });
    }
}

impl Fact {
    fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Fact {
            shape: text.clone(),
            text,
            sql: vec![],
        }
    }

    fn quoted(text: &str) -> Self {
        Fact::plain(format!("'{text}'"))
    }

    fn sql(text: &str) -> Self {
        Fact {
            text: text.to_owned(),
            shape: String::new(),
            sql: vec![text.to_owned()],
        }
    }
}

/// The facts of one model.
struct Of<'a> {
    schema: &'a Schema,
    model: &'a Model,
    table: String,
    facts: &'a mut Facts,
}

impl<'a> Of<'a> {
    fn new(schema: &'a Schema, model: &'a Model, facts: &'a mut Facts) -> Self {
        let table = name(model.table.namespace.as_deref(), &model.table.name);
        Of {
            schema,
            model,
            table,
            facts,
        }
    }

    fn is(&self, dialect: Dialect) -> bool {
        self.facts.dialect.family() == dialect
    }

    fn insert(&mut self, kind: Kind, name: &str, fact: Fact) {
        let about = (self.table.clone(), kind, name.to_owned());
        self.facts.all.insert(about, fact);
    }

    fn add(&mut self) {
        let model = self.model;
        self.comment("", model.comment.as_ref());
        self.indexes();
        if let Some(view) = &model.view {
            let query = self.text(&view.query);
            let kind = if view.materialized {
                "materialized "
            } else {
                ""
            };
            let mut fact = Fact::sql(&query);
            fact.shape = kind.to_owned();
            fact.text = format!("{kind}{query}");
            self.insert(Kind::View, "", fact);
            let untyped =
                |c: &Column| matches!(&c.ty.base, Type::Native { sql, .. } if sql.is_empty());
            if model.columns.iter().any(untyped) {
                self.facts.unknown.push(self.table.clone());
            }
            return;
        }
        self.insert(Kind::Table, "", Fact::plain(""));
        self.options();
        for column in &model.columns {
            self.column(column);
        }
        self.keys();
        self.checks();
    }

    fn text(&self, sql: &PerDialect<String>) -> String {
        sql.get(self.facts.dialect).cloned().unwrap_or_default()
    }

    fn columns(&self, ids: &[ColumnId]) -> String {
        let names = ids.iter().map(|id| self.model.column(*id).name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }

    fn comment(&mut self, column: &str, comment: Option<&String>) {
        if let Some(comment) = comment {
            self.insert(Kind::Comment, column, Fact::quoted(comment));
        }
    }

    fn options(&mut self) {
        let of = &self.model.options;
        let given = match self.facts.dialect.family() {
            Dialect::Mysql => of.mysql.clone(),
            Dialect::Postgres => of.postgres.clone(),
            _ => BTreeMap::new(),
        };
        for (key, value) in given {
            let value = value.trim_matches('\'').to_lowercase();
            // Another name of the same.
            let value = match value.as_str() {
                "utf8" => "utf8mb3".to_owned(),
                _ => value.replace("utf8_", "utf8mb3_"),
            };
            self.insert(Kind::Option, &key, Fact::plain(value));
        }
        let sqlite = self.is(Dialect::Sqlite);
        let flags = [
            ("strict", sqlite && !of.sqlite_not_strict),
            ("without rowid", sqlite && of.sqlite_without_rowid),
            ("autoincrement", sqlite && of.sqlite_autoincrement),
            (
                "unlogged",
                self.is(Dialect::Postgres) && of.postgres_unlogged,
            ),
        ];
        for (flag, _) in flags.iter().filter(|(_, set)| *set) {
            self.insert(Kind::Option, flag, Fact::plain(""));
        }
    }

    fn column(&mut self, column: &Column) {
        let name = &column.name;
        let ty = types::text(&column.ty, self.schema, self.facts.dialect);
        let null = if column.nullable { "null" } else { "not null" };
        // Where both have the column, its type and its NULL are told by themselves.
        let mut fact = Fact::plain("");
        fact.text = format!("{ty} {null}");
        self.insert(Kind::Column, name, fact);
        self.insert(Kind::Type, name, Fact::plain(ty));
        self.insert(Kind::Null, name, Fact::plain(null));
        self.comment(name, column.comment.as_ref());
        let has_domains = domain::has(self.facts.dialect);
        let inherited = has_domains && self.schema.inherits_default(column);
        let own = column.default.as_ref().filter(|_| !inherited);
        if let Some(mut fact) = own.and_then(|d| default(d, self.facts.dialect)) {
            if matches!(
                column.ty.base,
                Type::Time | Type::Timestamp | Type::TimestampTz
            ) {
                // MySQL prints all the digits that a column has.
                let whole = |sql: &String| sql.replace(".000000'", "'");
                fact.sql = fact.sql.iter().map(whole).collect();
            }
            self.insert(Kind::Default, name, fact);
        }
        if let Some(generated) = &column.generated {
            let kind = if generated.stored {
                "stored"
            } else {
                "virtual"
            };
            let sql = self.text(&generated.expression);
            let mut fact = Fact::sql(&sql);
            (fact.text, fact.shape) = (format!("{kind} {sql}"), kind.to_owned());
            self.insert(Kind::Generated, name, fact);
        }
        if let Some(identity) = &column.identity {
            let always = if identity.always {
                "always"
            } else {
                "by default"
            };
            let number =
                |what: &str, n: Option<i64>| n.map_or(String::new(), |n| format!(" {what} {n}"));
            let (start, step) = (identity.start, identity.increment);
            let text = format!("{always}{}{}", number("from", start), number("by", step));
            self.insert(Kind::Identity, name, Fact::plain(text));
        }
        if let Some(value) = &column.on_update {
            let fact = sql_default(value, self.facts.dialect);
            self.insert(Kind::OnUpdate, name, fact);
        }
        let inherited = has_domains && self.schema.inherits_collation(column);
        let own = column.collation.as_ref().filter(|_| !inherited);
        if let Some(collation) = own.map(|c| self.text(c)) {
            self.collation(column, &collation);
        }
    }

    fn collation(&mut self, column: &Column, collation: &str) {
        let collation = collation.trim_matches('"').to_lowercase();
        let collation = collation.replace("utf8_", "utf8mb3_");
        let of_table = self.model.options.mysql.get("COLLATE");
        let usual =
            of_table.is_some_and(|c| c.to_lowercase().replace("utf8_", "utf8mb3_") == collation);
        if !usual {
            self.insert(Kind::Collation, &column.name, Fact::plain(collation));
        }
    }

    /// `name`, where engines keep the names of constraints.
    fn named(&self, name: &str) -> String {
        match self.facts.dialect.family() {
            Dialect::Sqlite => String::new(),
            _ => format!(" named {name}"),
        }
    }

    fn keys(&mut self) {
        let key = &self.model.primary_key;
        if !key.columns.is_empty() {
            let named = match self.is(Dialect::Postgres) {
                true => self.named(&key.name),
                false => String::new(),
            };
            let columns = self.columns(&key.columns);
            let text = format!("({columns}){}{named}", timing(key.timing));
            self.insert(Kind::PrimaryKey, "", Fact::plain(text));
        }
        // Over the columns of the primary key it says nothing new, and PostgreSQL leaves it out.
        let primary = &self.model.primary_key.columns;
        for key in self.model.uniques.iter().filter(|k| k.columns != *primary) {
            let columns = self.columns(&key.columns);
            let equal = if key.nulls_equal {
                " nulls not distinct"
            } else {
                ""
            };
            let timing = timing(key.timing);
            let text = format!("({columns}){equal}{timing}{}", self.named(&key.name));
            self.insert(Kind::Unique, &format!("({columns})"), Fact::plain(text));
        }
        for key in &self.model.foreign_keys {
            let target = self.schema.model(key.target);
            let to = name(target.table.namespace.as_deref(), &target.table.name);
            let names = key
                .target_columns
                .iter()
                .map(|id| target.column(*id).name.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            let columns = self.columns(&key.columns);
            let (delete, update) = (self.action(key.on_delete), self.action(key.on_update));
            let timing = timing(key.timing);
            let text = format!(
                "to {to} ({names}) on delete {delete} on update {update}{timing}{}",
                self.named(&key.name)
            );
            let about = format!("({columns}) to {to}");
            self.insert(Kind::ForeignKey, &about, Fact::plain(text));
            self.facts
                .keyed
                .push((self.table.clone(), format!("({columns})")));
        }
    }

    fn action(&self, action: ReferentialAction) -> &'static str {
        match action {
            // For MySQL the two are one.
            ReferentialAction::Restrict if self.is(Dialect::Mysql) => "no action",
            ReferentialAction::NoAction => "no action",
            ReferentialAction::Restrict => "restrict",
            ReferentialAction::Cascade => "cascade",
            ReferentialAction::SetNull => "set null",
            ReferentialAction::SetDefault => "set default",
        }
    }

    fn checks(&mut self) {
        let dialect = self.facts.dialect;
        for check in &self.model.checks {
            let sql = self.text(&check.expression);
            match dialect.family() {
                // Their names are often made up by whoever reads them.
                Dialect::Sqlite => {
                    let normal = ormolu_schema::ddl::normal(&sql, dialect);
                    self.insert(Kind::Check, &normal, Fact::plain(""));
                }
                _ => self.insert(Kind::Check, &check.name, Fact::sql(&sql)),
            }
        }
    }
}

/// When a constraint is checked, if not at once.
fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::AtOnce => "",
        Timing::OnRequest => " deferrable",
        Timing::AtCommit => " deferred",
    }
}

/// A value; `1.50` and `1.5` are one number.
fn literal(value: &Literal) -> Fact {
    Fact::plain(match value {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(number) => number.to_string(),
        Literal::Text(text) => format!("'{text}'"),
        Literal::Number(text) if text.contains('.') && !text.contains(['e', 'E']) => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Literal::Number(text) => text.clone(),
    })
}

fn default(default: &Default, dialect: Dialect) -> Option<Fact> {
    match default {
        Default::Value(Literal::Null) | Default::Rust(_) | Default::Statement(_) => None,
        Default::Value(value) => Some(literal(value)),
        Default::Database(sql) => Some(sql_default(sql, dialect)),
    }
}

fn sql_default(sql: &SqlDefault, dialect: Dialect) -> Fact {
    match sql {
        SqlDefault::Literal(value) => literal(value),
        SqlDefault::Now => Fact::plain("now"),
        SqlDefault::Uuid => Fact::plain("uuid"),
        SqlDefault::Sequence(of) => Fact::plain(format!("the next of {}", of.dotted())),
        SqlDefault::Expression(sql) => {
            let text = sql.get(dialect).cloned().unwrap_or_default();
            Fact::sql(&text)
        }
    }
}
