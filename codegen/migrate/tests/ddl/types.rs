use ormolu_schema::ir::{ColumnType, Dialect, EnumId, SqlDefault, Type};

use crate::builder::*;

/// Every portable type, once.
fn every_type() -> Vec<(&'static str, Type)> {
    vec![
        ("a_bool", Type::Bool),
        ("a_tinyint", Type::TinyInt),
        ("a_smallint", Type::SmallInt),
        ("an_int", Type::Int),
        ("a_bigint", Type::BigInt),
        ("a_u8", Type::U8),
        ("a_u16", Type::U16),
        ("a_u32", Type::U32),
        ("a_u64", Type::U64),
        ("an_f32", Type::F32),
        ("an_f64", Type::F64),
        ("a_numeric", Type::Numeric(Some((12, 2)))),
        ("a_bare_numeric", Type::Numeric(None)),
        ("a_string", Type::String(Some(100))),
        ("a_long_string", Type::String(Some(20_000))),
        ("a_bare_string", Type::String(None)),
        ("a_char", Type::Char(2)),
        ("a_text", Type::Text),
        ("some_bytes", Type::Bytes(Some(64))),
        ("unlimited_bytes", Type::Bytes(None)),
        ("a_binary", Type::Binary(32)),
        ("a_long_binary", Type::Binary(512)),
        ("a_date", Type::Date),
        ("a_time", Type::Time),
        ("a_timestamp", Type::Timestamp),
        ("a_timestamptz", Type::TimestampTz),
        ("an_interval", Type::Interval),
        ("a_uuid", Type::Uuid),
        ("a_json", Type::Json),
        ("an_enum", Type::Enum(EnumId(0))),
        ("an_array", Type::Array(Box::new(Type::String(Some(20))))),
        (
            "an_enum_array",
            Type::Array(Box::new(Type::Enum(EnumId(0)))),
        ),
    ]
}

#[test]
fn each_type_has_its_storage_in_each_dialect() {
    let mut columns = vec![id()];
    for (name, ty) in every_type() {
        columns.push(column(name, ty.clone()));
        columns.push(nullable(column(&format!("{name}_or_null"), ty)));
    }
    let states = enumeration("state", &["draft", "author's copy", "back\\slash"]);
    crate::assert_scripts(
        "types",
        &schema(vec![states], vec![table("everything", columns)]),
    );
}

#[test]
fn a_spelling_given_for_a_dialect_replaces_the_usual_one() {
    let mut price = column("price", Type::Numeric(Some((10, 2))));
    price.ty = ColumnType {
        native: [
            (Dialect::Sqlite, "NUMERIC(10,2)".to_owned()),
            (Dialect::Postgres, "money".to_owned()),
            (Dialect::Mysql, "DECIMAL(10,2) UNSIGNED".to_owned()),
        ]
        .into(),
        ..Type::Numeric(Some((10, 2))).into()
    };
    let mut model = table("prices", vec![id(), price]);
    model.options.sqlite_not_strict = true;
    let mut at = with_database(column("at", Type::TimestampTz), SqlDefault::Now);
    at.ty.native.insert(Dialect::Mysql, "timestamp".to_owned());
    model.columns.push(at);
    crate::assert_scripts("native", &schema(vec![], vec![model]));
}
