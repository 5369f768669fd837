//! The types of expressions.

use sqlparser::ast::{BinaryOperator, DataType, Expr, SelectItem, SetExpr, UnaryOperator};
use sqlparser::ast::{Query, Value as Literal};

use super::scope::Scope;
use super::value::{Made, rank, wider};
use super::{Reader, Value};
use crate::ddl::catalog::SqlType;
use crate::ddl::column::sql_type;
use crate::ddl::cursor::Cursor;
use crate::ddl::tokens::tokens;
use crate::ir::{Dialect, Type};

impl Reader<'_> {
    /// The name a column gets from its expression.
    pub(super) fn name_of(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Identifier(name) => Some(self.fold(name)),
            Expr::CompoundIdentifier(path) => Some(self.fold(path.last()?)),
            Expr::Nested(inner) => self.name_of(inner),
            // The other engines take the text of the expression.
            _ if self.dialect() != Dialect::Postgres => None,
            Expr::Function(call) => Some(self.fold(call.name.0.last()?.as_ident()?)),
            Expr::Cast { expr, .. } | Expr::Collate { expr, .. } => self.name_of(expr),
            Expr::Case { .. } => Some("case".to_owned()),
            Expr::Exists { .. } => Some("exists".to_owned()),
            Expr::Extract { .. } => Some("extract".to_owned()),
            _ => None,
        }
    }

    /// What is known of an expression's value.
    pub(super) fn expression(&self, expression: &Expr, scope: &Scope<'_>) -> Option<Value> {
        let read = |e: &Expr| self.expression(e, scope);
        let made = |made: Made, nullable: bool| Some(Value::new(self.made(made), nullable));
        match expression {
            Expr::Identifier(name) => scope.column(self, std::slice::from_ref(name)),
            Expr::CompoundIdentifier(path) => scope.column(self, path),
            Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => read(inner),
            Expr::Value(value) => self.literal(&value.value),
            Expr::TypedString(typed) => Some(Value::new(self.data_type(&typed.data_type)?, false)),
            Expr::Prefixed { value, .. } => read(value),
            Expr::Array(array) => {
                let elements = array.elem.iter().map(read);
                elements
                    .reduce(|a, b| self.either(a, b))?
                    .and_then(Value::list)
            }
            Expr::Interval(_) => made(Made::Interval, false),
            Expr::Cast {
                expr, data_type, ..
            } => self.cast(read(expr), data_type),
            Expr::Convert {
                expr,
                data_type: Some(data_type),
                ..
            } => self.cast(read(expr), data_type),
            Expr::Function(call) => self.call(call, scope),
            Expr::Case {
                conditions,
                else_result,
                ..
            } => {
                let null = Value {
                    ty: None,
                    nullable: true,
                };
                let otherwise = match else_result {
                    Some(otherwise) => read(otherwise),
                    None => Some(null),
                };
                let results = conditions.iter().map(|when| read(&when.result));
                results.fold(otherwise, |all, one| self.either(all, one))
            }
            Expr::Subquery(query) => self.scalar(query, scope),
            Expr::UnaryOp { op, expr } => match op {
                UnaryOperator::Not => made(Made::Bool, nullable(&read(expr))),
                UnaryOperator::Minus | UnaryOperator::Plus => read(expr),
                _ => None,
            },
            Expr::BinaryOp { left, op, right } => self.operation(read(left), op, read(right)),
            Expr::AtTimeZone { timestamp, .. } => self.at_time_zone(read(timestamp)?),
            Expr::Extract { expr, .. } => match self.dialect() {
                Dialect::Postgres => made(Made::Numeric, nullable(&read(expr))),
                _ => made(Made::BigInt, nullable(&read(expr))),
            },
            Expr::Substring { expr, .. } | Expr::Trim { expr, .. } | Expr::Overlay { expr, .. } => {
                made(Made::Text, nullable(&read(expr)))
            }
            Expr::Position { .. } => made(Made::Int, true),
            Expr::Ceil { expr, .. } | Expr::Floor { expr, .. } => self.rounded(read(expr)?),
            Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::Exists { .. } => made(Made::Bool, false),
            Expr::InList { expr, .. }
            | Expr::Between { expr, .. }
            | Expr::Like { expr, .. }
            | Expr::ILike { expr, .. } => made(Made::Bool, nullable(&read(expr))),
            Expr::InSubquery { .. } | Expr::AnyOp { .. } | Expr::AllOp { .. } => {
                made(Made::Bool, true)
            }
            _ => None,
        }
    }

    fn literal(&self, literal: &Literal) -> Option<Value> {
        let made = match literal {
            Literal::Null => {
                return Some(Value {
                    ty: None,
                    nullable: true,
                });
            }
            Literal::Boolean(_) => Made::Bool,
            Literal::Number(digits, _) => match digits.parse::<i64>() {
                Ok(n) if i32::try_from(n).is_ok() => Made::Int,
                Ok(_) => Made::BigInt,
                Err(_) if self.dialect() == Dialect::Sqlite => Made::Double,
                Err(_) => Made::Numeric,
            },
            Literal::SingleQuotedString(_)
            | Literal::DoubleQuotedString(_)
            | Literal::DollarQuotedString(_)
            | Literal::EscapedStringLiteral(_)
            | Literal::UnicodeStringLiteral(_)
            | Literal::NationalStringLiteral(_) => Made::Text,
            _ => return None,
        };
        Some(Value::new(self.made(made), false))
    }

    /// The one column of a query, which may have no row.
    fn scalar(&self, query: &Query, scope: &Scope<'_>) -> Option<Value> {
        let [only] = &self.query(query, Some(scope))?[..] else {
            return None;
        };
        // A count without groups always has one.
        let counts = matches!(&*query.body, SetExpr::Select(select)
            if matches!(&select.projection[..], [SelectItem::UnnamedExpr(Expr::Function(call))]
                if call.name.0.last().and_then(|n| n.as_ident())
                    .is_some_and(|n| n.value.eq_ignore_ascii_case("count"))));
        Some(only.value.clone()?.or_null(!counts))
    }

    fn cast(&self, value: Option<Value>, ty: &DataType) -> Option<Value> {
        let nullable = nullable(&value);
        Some(Value::new(self.data_type(ty)?, nullable))
    }

    /// A type of the other parser's, read by ours.
    fn data_type(&self, ty: &DataType) -> Option<SqlType> {
        let mut text = ty.to_string();
        if self.dialect() == Dialect::Mysql {
            let made = match text.to_ascii_uppercase().as_str() {
                "SIGNED" | "SIGNED INTEGER" => Some(Made::BigInt),
                "UNSIGNED" | "UNSIGNED INTEGER" => Some(Made::Unsigned),
                "CHAR" | "NCHAR" => Some(Made::Text),
                _ => None,
            };
            if let Some(made) = made {
                return Some(self.made(made));
            }
            // What is cast to a length is not padded to it.
            text = text.replacen("CHAR(", "VARCHAR(", usize::from(text.starts_with("CHAR(")));
        }
        let tokens = tokens(&text, 0..text.len(), self.dialect()).ok()?;
        let file = self.span.file;
        let mut cursor = Cursor::new(&tokens, file, &text, self.dialect(), text.len());
        let mut read = sql_type(&mut cursor).ok().filter(|_| cursor.is_done())?;
        read.sql.span = self.span;
        Some(read)
    }

    fn operation(
        &self,
        left: Option<Value>,
        op: &BinaryOperator,
        right: Option<Value>,
    ) -> Option<Value> {
        use BinaryOperator as Op;
        let either = nullable(&left) || nullable(&right);
        let made = |made: Made, nullable: bool| Some(Value::new(self.made(made), nullable));
        match op {
            Op::Eq
            | Op::NotEq
            | Op::Lt
            | Op::LtEq
            | Op::Gt
            | Op::GtEq
            | Op::And
            | Op::Or
            | Op::PGRegexMatch
            | Op::PGRegexIMatch
            | Op::PGRegexNotMatch
            | Op::PGRegexNotIMatch
            | Op::Regexp
            | Op::AtArrow
            | Op::ArrowAt
            | Op::PGOverlap => made(Made::Bool, either),
            Op::LongArrow | Op::HashLongArrow => made(Made::Text, true),
            Op::Arrow | Op::HashArrow => Some(left?.or_null(true)),
            Op::StringConcat if self.dialect() == Dialect::Mysql => made(Made::Bool, either),
            Op::StringConcat => {
                let text = |v: &Option<Value>| {
                    let base = v.as_ref().and_then(|v| v.base(self.catalog));
                    matches!(base, Some(Type::Text | Type::String(_) | Type::Char(_)))
                };
                match text(&left) || text(&right) {
                    true => made(Made::Text, either),
                    false => self.either(left, right),
                }
            }
            Op::Plus | Op::Minus | Op::Multiply | Op::Divide | Op::Modulo => {
                self.arithmetic(&left?, op, &right?)
            }
            _ => None,
        }
    }

    fn arithmetic(&self, left: &Value, op: &BinaryOperator, right: &Value) -> Option<Value> {
        use BinaryOperator as Op;
        let nullable = left.nullable || right.nullable;
        let (a, b) = (left.base(self.catalog)?, right.base(self.catalog)?);
        let moment = |ty: &Type| matches!(ty, Type::Timestamp | Type::TimestampTz);
        let ty = match (&a, op, &b) {
            (Type::Date, Op::Minus, Type::Date) => self.made(Made::Int),
            (a, Op::Minus, b) if moment(a) && a == b => self.made(Made::Interval),
            (a, Op::Plus | Op::Minus, Type::Interval) if moment(a) || *a == Type::Interval => {
                left.ty.clone()?
            }
            (Type::Date, Op::Plus | Op::Minus, Type::Int | Type::BigInt) => left.ty.clone()?,
            (Type::SmallInt | Type::F32, _, b)
                if a == *b && self.dialect() == Dialect::Postgres =>
            {
                left.ty.clone()?
            }
            _ => {
                let wider = wider(rank(&a)?, rank(&b)?);
                let whole = wider <= Made::Unsigned;
                self.made(match (self.dialect(), op) {
                    (Dialect::Mysql, Op::Divide) if whole => Made::Numeric,
                    (Dialect::Mysql, _) if whole => wider.max(Made::BigInt),
                    _ => wider,
                })
            }
        };
        // MySQL divides by zero to NULL, SQLite too.
        let by_zero = matches!(op, Op::Divide | Op::Modulo) && self.dialect() != Dialect::Postgres;
        Some(Value::new(ty, nullable || by_zero))
    }

    /// PostgreSQL turns moments with a zone into such without, and back.
    fn at_time_zone(&self, value: Value) -> Option<Value> {
        let text = match value.base(self.catalog)? {
            Type::TimestampTz => "timestamp without time zone",
            Type::Timestamp => "timestamp with time zone",
            _ => return None,
        };
        let mut ty = value.ty?;
        (ty.name, ty.args, ty.element) = (text.to_owned(), vec![], text.to_owned());
        ty.sql.text = text.to_owned();
        Some(Value::new(ty, value.nullable))
    }

    /// The type of a number without its fraction.
    pub(super) fn rounded(&self, value: Value) -> Option<Value> {
        let rank = rank(&value.base(self.catalog)?)?;
        let made = match (self.dialect(), rank) {
            (Dialect::Postgres, Made::Numeric) => Made::Numeric,
            (Dialect::Postgres, _) => Made::Double,
            (_, rank) => rank,
        };
        Some(Value::new(self.made(made), value.nullable))
    }
}

/// Whether a value may be NULL; one that is not known may.
pub(super) fn nullable(value: &Option<Value>) -> bool {
    value.as_ref().is_none_or(|v| v.nullable)
}
