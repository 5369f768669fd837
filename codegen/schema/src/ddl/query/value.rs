//! What is known of a value: its type, and whether it may be NULL.

use crate::ddl::catalog::{Catalog, SqlText, SqlType};
use crate::ddl::query::Reader;
use crate::ddl::types::{Mapped, map};
use crate::ir::{Dialect, Type};
use crate::source::Span;

/// A value of a query.
#[derive(Clone, Debug)]
pub(in crate::ddl) struct Value {
    /// Its type; none for a NULL that has none of its own.
    pub(in crate::ddl) ty: Option<SqlType>,
    /// Whether it may be NULL.
    pub(in crate::ddl) nullable: bool,
}

impl Value {
    pub(super) fn new(ty: SqlType, nullable: bool) -> Self {
        Value {
            ty: Some(ty),
            nullable,
        }
    }

    pub(super) fn or_null(mut self, nullable: bool) -> Self {
        self.nullable |= nullable;
        self
    }

    /// A list of such values.
    pub(super) fn list(self) -> Option<Self> {
        let mut ty = self.ty?;
        ty.dimensions += 1;
        ty.sql.text.push_str("[]");
        Some(Value::new(ty, false))
    }

    /// The type as the schema has it.
    pub(super) fn base(&self, catalog: &Catalog) -> Option<Type> {
        match map(self.ty.as_ref()?, catalog) {
            Mapped::Plain(base) | Mapped::Spelled(base, _) => Some(base),
            _ => None,
        }
    }
}

/// Types that expressions make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Made {
    Bool,
    Int,
    BigInt,
    Unsigned,
    Numeric,
    Real,
    Double,
    Text,
    Date,
    Moment,
    Interval,
    Json,
    Jsonb,
    Uuid,
}

impl Reader<'_> {
    /// A type by what it is, in the words of the dialect.
    pub(super) fn made(&self, made: Made) -> SqlType {
        let sqlite = self.dialect() == Dialect::Sqlite;
        let mysql = self.dialect() == Dialect::Mysql;
        let text = match made {
            Made::Bool => "boolean",
            Made::Int | Made::BigInt | Made::Unsigned if sqlite => "integer",
            Made::Int => "int",
            Made::BigInt => "bigint",
            Made::Unsigned => "bigint unsigned",
            Made::Numeric if mysql => return sized("decimal", &["65", "30"], self.span),
            Made::Numeric => "numeric",
            Made::Double if sqlite => "real",
            Made::Double | Made::Real if mysql => "double",
            Made::Real => "real",
            Made::Double => "double precision",
            Made::Text => "text",
            Made::Date => "date",
            Made::Moment if mysql => "datetime",
            // SQLite has no type for it: its functions answer with text.
            Made::Moment if sqlite => "text",
            Made::Moment => "timestamp with time zone",
            Made::Interval => "interval",
            Made::Json => "json",
            Made::Jsonb => "jsonb",
            Made::Uuid => "uuid",
        };
        sized(text, &[], self.span)
    }

    /// The value of one of two branches.
    pub(super) fn either(&self, a: Option<Value>, b: Option<Value>) -> Option<Value> {
        let (a, b) = (a?, b?);
        let nullable = a.nullable || b.nullable;
        let ty = match (&a.ty, &b.ty) {
            (None, other) | (other, None) => other.clone(),
            (Some(one), Some(other)) if one.sql.text == other.sql.text => Some(one.clone()),
            _ => Some(self.common(&a, &b)?),
        };
        Some(Value { ty, nullable })
    }

    /// The type that two different ones become.
    pub(super) fn common(&self, a: &Value, b: &Value) -> Option<SqlType> {
        let (one, other) = (a.base(self.catalog)?, b.base(self.catalog)?);
        let is_text = |ty: &Type| {
            matches!(
                ty,
                Type::Text | Type::String(_) | Type::Char(_) | Type::Enum(_)
            )
        };
        if is_text(&one) && is_text(&other) {
            return Some(self.made(Made::Text));
        }
        Some(self.made(wider(rank(&one)?, rank(&other)?)))
    }
}

/// Numbers by how much they hold.
pub(super) fn rank(ty: &Type) -> Option<Made> {
    Some(match ty {
        Type::TinyInt | Type::SmallInt | Type::Int => Made::Int,
        Type::BigInt => Made::BigInt,
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => Made::Unsigned,
        Type::Numeric(_) => Made::Numeric,
        Type::F32 => Made::Real,
        Type::F64 => Made::Double,
        _ => return None,
    })
}

/// What holds numbers of both.
pub(super) fn wider(a: Made, b: Made) -> Made {
    match (a.min(b), a.max(b)) {
        (a, b) if a == b => a,
        (_, Made::Real) => Made::Double,
        (_, wider) => wider,
    }
}

/// `name` or `name(1, 2)`.
fn sized(name: &str, arguments: &[&str], span: Span) -> SqlType {
    let text = match arguments {
        [] => name.to_owned(),
        _ => format!("{name}({})", arguments.join(",")),
    };
    SqlType {
        namespace: None,
        name: name.to_owned(),
        args: arguments.iter().map(|a| (*a).to_owned()).collect(),
        dimensions: 0,
        element: text.clone(),
        sql: SqlText { text, span },
    }
}
