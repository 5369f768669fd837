//! What the usual functions answer.

use sqlparser::ast::{Function, FunctionArg, FunctionArgExpr, FunctionArguments};

use super::expression::nullable;
use super::scope::Scope;
use super::value::{Made, rank};
use super::{Reader, Value};
use crate::ir::{Dialect, Type};

/// Functions of texts that answer with a text.
const TEXT: &[&str] = &[
    "btrim",
    "char",
    "chr",
    "concat",
    "concat_ws",
    "date_format",
    "elt",
    "format",
    "group_concat",
    "hex",
    "initcap",
    "insert",
    "lcase",
    "left",
    "lower",
    "lpad",
    "ltrim",
    "md5",
    "mid",
    "monthname",
    "dayname",
    "printf",
    "quote",
    "quote_ident",
    "quote_literal",
    "regexp_replace",
    "repeat",
    "replace",
    "reverse",
    "right",
    "rpad",
    "rtrim",
    "sha1",
    "space",
    "split_part",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "substring_index",
    "to_char",
    "translate",
    "trim",
    "ucase",
    "unhex",
    "upper",
    "user",
    "current_user",
    "session_user",
    "version",
    "database",
    "typeof",
    "json_extract_path_text",
    "jsonb_extract_path_text",
    "array_to_string",
];

/// Functions that answer with a small whole number.
const INT: &[&str] = &[
    "ascii",
    "array_length",
    "bit_length",
    "cardinality",
    "char_length",
    "character_length",
    "datediff",
    "day",
    "dayofmonth",
    "dayofweek",
    "dayofyear",
    "find_in_set",
    "hour",
    "instr",
    "json_array_length",
    "jsonb_array_length",
    "length",
    "locate",
    "minute",
    "month",
    "octet_length",
    "position",
    "quarter",
    "second",
    "sign",
    "strpos",
    "week",
    "weekday",
    "year",
    "unicode",
];

/// Functions that number or count rows.
const COUNT: &[&str] = &["count", "dense_rank", "ntile", "rank", "row_number"];

/// Functions whose answer is of the type of their first argument, or none.
const FIRST: &[&str] = &[
    "any_value",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "max",
    "min",
    "mode",
    "nth_value",
    "nullif",
];

/// Functions that answer with their first argument's type.
const SAME: &[&str] = &["abs", "date_trunc", "json_strip_nulls"];

/// Functions that take the first of their arguments that is not NULL.
const COALESCE: &[&str] = &["coalesce", "greatest", "ifnull", "least", "nvl"];

/// Functions that make JSON.
const JSON: &[&str] = &[
    "json_agg",
    "json_array",
    "json_arrayagg",
    "json_build_array",
    "json_build_object",
    "json_object",
    "json_object_agg",
    "json_objectagg",
    "row_to_json",
    "to_json",
];

/// Functions that make PostgreSQL's other JSON.
const JSONB: &[&str] = &[
    "jsonb_agg",
    "jsonb_build_array",
    "jsonb_build_object",
    "jsonb_object_agg",
    "jsonb_set",
    "jsonb_strip_nulls",
    "to_jsonb",
];

impl Reader<'_> {
    /// What a call answers.
    pub(super) fn call(&self, call: &Function, scope: &Scope<'_>) -> Option<Value> {
        let name = call.name.0.last()?.as_ident()?.value.to_lowercase();
        let arguments: Vec<Option<Value>> = match &call.args {
            FunctionArguments::List(list) => list
                .args
                .iter()
                .map(|argument| match argument {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(e)) => self.expression(e, scope),
                    _ => None,
                })
                .collect(),
            _ => vec![],
        };
        let first = || arguments.first().cloned().flatten();
        let any_null = arguments.iter().any(nullable);
        let made = |made: Made, nullable: bool| Some(Value::new(self.made(made), nullable));
        let is = |names: &[&str]| names.contains(&name.as_str());
        if is(COUNT) {
            return made(Made::BigInt, false);
        }
        if is(TEXT) {
            // An aggregate of no rows is NULL.
            let aggregate = matches!(name.as_str(), "string_agg" | "group_concat");
            return made(Made::Text, any_null || aggregate);
        }
        if is(INT) {
            return made(Made::Int, any_null);
        }
        if is(FIRST) {
            return Some(first()?.or_null(true));
        }
        if is(SAME) {
            let at = usize::from(name == "date_trunc");
            return Some(arguments.get(at)?.clone()?.or_null(any_null));
        }
        if is(COALESCE) {
            let all_null = arguments.iter().all(nullable);
            let all = arguments.into_iter().reduce(|a, b| self.either(a, b))??;
            return Some(Value {
                nullable: all_null,
                ..all
            });
        }
        if is(JSON) {
            return made(Made::Json, true);
        }
        if is(JSONB) {
            return made(Made::Jsonb, true);
        }
        match name.as_str() {
            "sum" => self.sum(first()?),
            "avg" => self.average(first()?),
            "total" if self.dialect() == Dialect::Sqlite => made(Made::Double, false),
            "round" | "ceil" | "ceiling" | "floor" | "trunc" | "truncate" => {
                self.round(first()?, arguments.len())
            }
            "bool_and" | "bool_or" | "every" => made(Made::Bool, true),
            "now"
            | "current_timestamp"
            | "transaction_timestamp"
            | "statement_timestamp"
            | "clock_timestamp"
            | "utc_timestamp" => made(Made::Moment, false),
            "current_date" | "curdate" => made(Made::Date, false),
            "date" if self.dialect() != Dialect::Sqlite => made(Made::Date, any_null),
            "age" => made(Made::Interval, any_null),
            "date_part" => made(Made::Double, any_null),
            "gen_random_uuid" => made(Made::Uuid, false),
            "if" => self.either(arguments.get(1)?.clone(), arguments.get(2)?.clone()),
            "iif" => self.either(arguments.get(1)?.clone(), arguments.get(2)?.clone()),
            "array_agg" => Some(first()?.list()?.or_null(true)),
            "array" => match &call.args {
                FunctionArguments::Subquery(query) => {
                    let [only] = &self.query(query, Some(scope))?[..] else {
                        return None;
                    };
                    only.value.clone()?.list()
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn sum(&self, value: Value) -> Option<Value> {
        let rank = rank(&value.base(self.catalog)?)?;
        let made = match (self.dialect(), rank) {
            (Dialect::Sqlite, rank) => rank,
            (Dialect::Postgres, Made::Int) => Made::BigInt,
            (_, Made::Real | Made::Double) => rank,
            _ => Made::Numeric,
        };
        Some(Value::new(self.made(made), true))
    }

    fn average(&self, value: Value) -> Option<Value> {
        let base = value.base(self.catalog)?;
        let made = match (self.dialect(), &base) {
            (Dialect::Postgres, Type::Interval) => return Some(value.or_null(true)),
            (Dialect::Sqlite, _) => Made::Double,
            _ => match rank(&base)? {
                Made::Real | Made::Double => Made::Double,
                _ => Made::Numeric,
            },
        };
        Some(Value::new(self.made(made), true))
    }

    /// `round(x)`, `round(x, 2)`.
    fn round(&self, value: Value, arguments: usize) -> Option<Value> {
        match (self.dialect(), arguments) {
            (Dialect::Sqlite, _) => Some(Value::new(self.made(Made::Double), value.nullable)),
            (Dialect::Postgres, 2) => Some(Value::new(self.made(Made::Numeric), value.nullable)),
            _ => self.rounded(value),
        }
    }
}
