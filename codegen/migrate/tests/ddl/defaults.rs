use ormolu_schema::ir::{Column, Default, EnumId, Identity, Literal, PerDialect, SqlDefault, Type};

use crate::builder::*;

#[test]
fn literals_are_written_in_the_form_the_column_stores() {
    let integer = Literal::Integer;
    let number = |n: &str| Literal::Number(n.to_owned());
    let values = vec![
        ("a_bool", Type::Bool, Literal::Bool(true)),
        ("an_int", Type::Int, integer(-7)),
        ("a_u64", Type::U64, integer(u32::MAX.into())),
        ("a_float", Type::F64, number("1.5e3")),
        ("a_numeric", Type::Numeric(Some((12, 2))), number("9.90")),
        (
            "a_string",
            Type::String(Some(20)),
            text("O'Brien \\ \"co\""),
        ),
        ("a_text", Type::Text, text("none")),
        ("some_bytes", Type::Bytes(Some(8)), text("abc")),
        ("unlimited_bytes", Type::Bytes(None), text("\\x00ff")),
        ("a_date", Type::Date, text("2024-02-29")),
        ("a_time", Type::Time, text("07:30")),
        ("a_timestamp", Type::Timestamp, text("2024-02-29 07:30:00")),
        (
            "a_timestamptz",
            Type::TimestampTz,
            text("2024-02-29T07:30:00.25Z"),
        ),
        ("an_interval", Type::Interval, integer(90_000_000)),
        (
            "a_uuid",
            Type::Uuid,
            text("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        ),
        ("a_json", Type::Json, text("{\"a\": [1, \"x\"]}")),
        ("an_enum", Type::Enum(EnumId(0)), text("draft")),
        ("an_array", Type::Array(Box::new(Type::Int)), text("[]")),
    ];
    let mut columns = vec![id()];
    columns.extend(
        values
            .into_iter()
            .map(|(name, ty, v)| with_value(column(name, ty), v)),
    );
    columns.push(with_value(
        nullable(column("nothing", Type::Int)),
        Literal::Null,
    ));
    let states = enumeration("state", &["draft", "done"]);
    crate::assert_scripts(
        "literals",
        &schema(vec![states], vec![table("literals", columns)]),
    );
}

#[test]
fn the_database_fills_in_moments_keys_and_expressions() {
    let now = |name, ty| with_database(column(name, ty), SqlDefault::Now);
    let sum = SqlDefault::Expression(PerDialect::Same("1 + 1".to_owned()));
    let rust = Default::Rust("crate::slug()".to_owned());
    let columns = vec![
        with_database(column("id", Type::Uuid), SqlDefault::Uuid),
        now("a_date", Type::Date),
        now("a_time", Type::Time),
        now("a_timestamp", Type::Timestamp),
        now("a_timestamptz", Type::TimestampTz),
        with_database(column("a_sum", Type::Int), sum),
        Column {
            default: Some(rust),
            ..column("from_rust", Type::Int)
        },
        Column {
            default: Some(Default::Statement(SqlDefault::Now)),
            ..column("from_statement", Type::TimestampTz)
        },
    ];
    crate::assert_scripts(
        "database_defaults",
        &schema(vec![], vec![table("filled", columns)]),
    );
}

#[test]
fn identity_and_generated_columns() {
    let always = Identity {
        always: true,
        start: None,
        increment: None,
    };
    let columns = vec![
        Column {
            identity: Some(always),
            ..column("id", Type::Int)
        },
        column("net", Type::Int),
        generated(column("gross", Type::Int), "net + net / 5"),
        generated(nullable(column("half", Type::Int)), "(net / 2)"),
    ];
    crate::assert_scripts(
        "generated",
        &schema(vec![], vec![table("amounts", columns)]),
    );
}
