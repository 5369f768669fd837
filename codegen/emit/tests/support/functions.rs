use std::collections::BTreeMap;

use ormolu_schema::ir::{
    Argument, Dialect, EnumId, Function, FunctionName, PerDialect, Returns, Schema, Type, ValueType,
};

use super::{blog, function, of_type};

/// A blog with functions of all sorts.
pub fn functions() -> Schema {
    let mut schema = blog();
    let value = of_type;
    let status = Type::Enum(EnumId(0));
    let text = || value(Type::Text, false);
    schema.functions = vec![
        function("slug", &[("title", text())], text()),
        Function {
            sql: PerDialect::Each(BTreeMap::from([(
                Dialect::Postgres,
                FunctionName {
                    namespace: Some("geo".into()),
                    name: "distance".into(),
                },
            )])),
            strict: true,
            comment: Some("In kilometres.".into()),
            ..function(
                "distance",
                &[
                    ("from", value(Type::F64, false)),
                    ("to", value(Type::F64, false)),
                ],
                value(Type::F64, false),
            )
        },
        Function {
            aggregate: true,
            ..function(
                "median",
                &[("value", value(Type::Numeric(None), true))],
                value(Type::Numeric(None), true),
            )
        },
        function(
            "type",
            &[("self", value(status, false)), ("in", text())],
            text(),
        ),
        function("random", &[], value(Type::F64, false)),
        rows(
            "words",
            &[("text", text())],
            &[("word", text()), ("weight", value(Type::F64, true))],
        ),
        rows("days", &[], &[("day", value(Type::Date, false))]),
    ];
    schema
}

fn rows(name: &str, arguments: &[(&str, ValueType)], columns: &[(&str, ValueType)]) -> Function {
    let column = |(name, ty): &(&str, ValueType)| Argument {
        name: (*name).into(),
        ty: ty.clone(),
    };
    Function {
        returns: Returns::Rows(columns.iter().map(column).collect()),
        ..function(name, arguments, columns[0].1.clone())
    }
}
