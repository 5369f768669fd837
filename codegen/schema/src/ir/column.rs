use std::collections::BTreeMap;
use std::fmt;

use super::{Dialect, EnumId, ModelId, TableName};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The column's name in the database.
    pub name: String,
    /// The field's name in Rust, without `r#`; may be a keyword.
    pub field: String,
    /// What it stores.
    pub ty: ColumnType,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// What stands in a new row where the program gave nothing.
    pub default: Option<Default>,
    /// The SQL value a row gets at each UPDATE that does not set the column.
    pub on_update: Option<SqlDefault>,
    /// Set for a column the database computes from others.
    pub generated: Option<Generated>,
    /// Set for a key the database counts up.
    pub identity: Option<Identity>,
    /// Collation, by dialect.
    pub collation: Option<PerDialect<String>>,
    /// Documentation; also the column's comment in the database.
    pub comment: Option<String>,
    /// A Rust type of the user that stands in for the type's own.
    pub rust_type: Option<String>,
    /// The model whose rows it names, where keys have types of their own. Set for the key of that
    /// model and for the foreign keys that point at it.
    pub id_of: Option<ModelId>,
    /// Whether comparisons take no notice of case. Only text does so, and no key.
    pub ignores_case: bool,
    /// Whether the value must not show in logs, errors and `Debug`.
    pub sensitive: bool,
    /// Whether a model's rows are read without the column unless a query asks for it. Never so
    /// for a column of a key.
    pub deferred: bool,
}

impl Column {
    /// A column of which no more is said: it takes no NULL, and is given with each row.
    ///
    /// ```
    /// use ormolu_schema::ir::{Column, Type};
    ///
    /// let column = Column::new("email", "email", Type::Text);
    /// assert!(!column.nullable && !column.has_default());
    /// ```
    pub fn new(
        name: impl Into<String>,
        field: impl Into<String>,
        ty: impl Into<ColumnType>,
    ) -> Self {
        Column {
            name: name.into(),
            field: field.into(),
            ty: ty.into(),
            nullable: false,
            default: None,
            on_update: None,
            generated: None,
            identity: None,
            collation: None,
            comment: None,
            rust_type: None,
            id_of: None,
            ignores_case: false,
            sensitive: false,
            deferred: false,
        }
    }

    /// Whether the database gives it a value where a new row has none.
    pub fn has_default(&self) -> bool {
        self.default.as_ref().is_some_and(Default::in_database)
    }
}

/// A column's type with its overrides by dialect.
#[derive(Clone, PartialEq, Eq)]
pub struct ColumnType {
    /// The type as all dialects know it.
    pub base: Type,
    /// Spellings that replace the usual one in the DDL of a dialect.
    pub native: BTreeMap<Dialect, String>,
    /// The domain that it is, or that the elements of a list are. `base` and `native` say what
    /// that is where an engine has no domains.
    pub domain: Option<TableName>,
}

/// A schema's fingerprint is made of this: it stays what it was for a schema without domains.
impl fmt::Debug for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ColumnType {
            base,
            native,
            domain,
        } = self;
        let mut out = f.debug_struct("ColumnType");
        out.field("base", base).field("native", native);
        if let Some(domain) = domain {
            out.field("domain", domain);
        }
        out.finish()
    }
}

impl From<Type> for ColumnType {
    fn from(base: Type) -> Self {
        ColumnType {
            base,
            native: BTreeMap::new(),
            domain: None,
        }
    }
}

/// A portable type. The comment names the Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i8` (TINYINT on MySQL, SMALLINT elsewhere)
    TinyInt,
    /// `i16`
    SmallInt,
    /// `i32`
    Int,
    /// `i64`
    BigInt,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`; above `i64::MAX` only MySQL stores it
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `Decimal`, with precision and scale
    Numeric(Option<(u32, u32)>),
    /// `String` of at most so many characters
    String(Option<u32>),
    /// `String` of exactly so many characters, padded with blanks by some engines
    Char(u32),
    /// `String` without limit
    Text,
    /// `Vec<u8>`, of at most so many bytes
    Bytes(Option<u32>),
    /// `Vec<u8>` of exactly so many bytes
    Binary(u32),
    /// `NaiveDate`
    Date,
    /// `NaiveTime`
    Time,
    /// `NaiveDateTime`
    Timestamp,
    /// `DateTime<Utc>`
    TimestampTz,
    /// `Interval`
    Interval,
    /// `Uuid`
    Uuid,
    /// `serde_json::Value`; JSONB on PostgreSQL
    Json,
    /// A generated enum
    Enum(EnumId),
    /// `Vec<T>`; an array on PostgreSQL. JSON elsewhere, where the schema allows it.
    Array(Box<Type>),
    /// A type of one dialect that has no portable form, as its text: `String`.
    Native {
        /// The dialect that has it.
        dialect: Dialect,
        /// Its SQL spelling, with arguments.
        sql: String,
    },
}

impl Type {
    /// The least and the most that a whole number of the type may be.
    pub fn range(&self) -> Option<(i128, i128)> {
        Some(match self {
            Type::TinyInt => (i8::MIN.into(), i8::MAX.into()),
            Type::SmallInt => (i16::MIN.into(), i16::MAX.into()),
            Type::Int => (i32::MIN.into(), i32::MAX.into()),
            Type::BigInt => (i64::MIN.into(), i64::MAX.into()),
            Type::U8 => (0, u8::MAX.into()),
            Type::U16 => (0, u16::MAX.into()),
            Type::U32 => (0, u32::MAX.into()),
            Type::U64 => (0, u64::MAX.into()),
            _ => return None,
        })
    }
}

/// What a new row gets where the program gave no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// A literal the insert builder starts with. Also the column's default in the database.
    Value(Literal),
    /// A Rust expression the insert builder evaluates.
    Rust(String),
    /// An SQL expression in the INSERT statement.
    Statement(SqlDefault),
    /// The database's own default; the column is left out of the INSERT.
    Database(SqlDefault),
}

/// An SQL value known at generation time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlDefault {
    /// A literal.
    Literal(Literal),
    /// The current moment in UTC, in the column's type.
    Now,
    /// A random UUID.
    Uuid,
    /// The next number of a sequence of the schema.
    Sequence(TableName),
    /// SQL text, by dialect.
    Expression(PerDialect<String>),
}

/// A literal of a schema file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// NULL
    Null,
    /// true, false
    Bool(bool),
    /// a whole number
    Integer(i128),
    /// a number with a fraction or exponent, as written
    Number(String),
    /// text; for an enum column the stored value
    Text(String),
}

/// Something that is the same everywhere or differs by dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PerDialect<T> {
    /// The same for every dialect.
    Same(T),
    /// One for each dialect named (the family's: no entry for MariaDB).
    Each(BTreeMap<Dialect, T>),
}

impl<T> PerDialect<T> {
    /// What each family of dialects has of its own.
    ///
    /// ```
    /// use ormolu_schema::ir::{Dialect, PerDialect};
    ///
    /// let check = PerDialect::by_family(|dialect| format!("{} > 0", dialect.quoted("price")));
    /// assert_eq!(check.get(Dialect::Mariadb).unwrap(), "`price` > 0");
    /// ```
    pub fn by_family(of: impl Fn(Dialect) -> T) -> Self {
        PerDialect::Each(
            Dialect::FAMILIES
                .map(|dialect| (dialect, of(dialect)))
                .into(),
        )
    }

    /// What holds for a dialect, if anything does.
    pub fn get(&self, dialect: Dialect) -> Option<&T> {
        match self {
            PerDialect::Same(all) => Some(all),
            PerDialect::Each(map) => map.get(&dialect).or_else(|| map.get(&dialect.family())),
        }
    }
}

impl Default {
    /// Whether the database has it too, for rows that others write.
    pub fn in_database(&self) -> bool {
        matches!(self, Default::Value(_) | Default::Database(_))
    }
}

/// The expression of a generated column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// SQL text.
    pub expression: PerDialect<String>,
    /// Whether the value is stored in the row or computed at each read.
    pub stored: bool,
}

/// How the database counts up a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Whether a value given by the program is refused.
    pub always: bool,
    /// First value.
    pub start: Option<i64>,
    /// Distance between values.
    pub increment: Option<i64>,
}
