use std::fmt::Write as _;

use ormolu_migrate::create_all;
use ormolu_schema::ir::{
    Column, Dialect, Generated, Identity, IndexTerm, Model, PerDialect, ReferentialAction,
    SqlDefault, Timing, Type,
};

use crate::builder::*;

/// What each dialect says to a table that some cannot hold.
fn cases() -> Vec<(&'static str, Model)> {
    let same = |sql: &str| PerDialect::Same(sql.to_owned());
    let posts = || {
        let columns = vec![
            id(),
            column("slug", Type::String(Some(80))),
            column("body", Type::Text),
        ];
        table("posts", columns)
    };
    let with = |change: &dyn Fn(&mut Model)| {
        let mut model = posts();
        change(&mut model);
        model
    };
    let plus = |extra: Column| with(&|model| model.columns.push(extra.clone()));
    let foreign = |action, timing| {
        let mut model = table("nodes", vec![id(), nullable(column("up", Type::BigInt))])
            .references("up", 0, action);
        model.foreign_keys[0].timing = timing;
        model
    };
    let virtual_column = Column {
        generated: Some(Generated {
            expression: same("slug"),
            stored: false,
        }),
        ..nullable(column("copy", Type::String(Some(80))))
    };
    let counter = Identity {
        always: false,
        start: Some(7),
        increment: Some(2),
    };
    let native = Type::Native {
        dialect: Dialect::Postgres,
        sql: "tsvector".to_owned(),
    };
    let mut partial = index("ix_partial", &[1]);
    partial.predicate = Some(same("slug <> ''"));
    let mut covering = index("ix_covering", &[1]);
    covering.include = columns(&posts(), &["id"]);
    let mut gin = index("ix_gin", &[1]);
    gin.method = Some(same("gin"));
    let mut lower = index("ix_lower", &[]);
    let term = IndexTerm::Expression(same("lower(slug)"));
    lower.parts.push(term.into());
    let expression = SqlDefault::Expression(each(&[(Dialect::Postgres, "1")]));
    vec![
        (
            "namespace",
            with(&|m| m.table.namespace = Some("blog".to_owned())),
        ),
        ("partial index", posts().index(partial)),
        ("covering index", posts().index(covering)),
        ("index method", posts().index(gin)),
        ("expression index", posts().index(lower)),
        ("unique text", posts().unique("uq_body", &["body"])),
        ("indexed text", posts().index(index("ix_body", &[2]))),
        ("nulls equal", {
            let mut model = posts().unique("uq_slug", &["slug"]);
            model.uniques[0].nulls_equal = true;
            model
        }),
        (
            "deferred key",
            foreign(ReferentialAction::Cascade, Timing::AtCommit),
        ),
        (
            "deferrable key",
            foreign(ReferentialAction::Cascade, Timing::OnRequest),
        ),
        (
            "set default",
            foreign(ReferentialAction::SetDefault, Timing::AtOnce),
        ),
        (
            "deferred primary key",
            with(&|m| m.primary_key.timing = Timing::AtCommit),
        ),
        ("virtual column", plus(virtual_column)),
        (
            "counter options",
            with(&|m| m.columns[0].identity = Some(counter.clone())),
        ),
        (
            "counter beside the key",
            with(&|m| m.primary_key.columns = columns(m, &["slug"])),
        ),
        ("native type", plus(column("words", native.clone()))),
        ("digits", plus(column("big", Type::Numeric(Some((70, 2)))))),
        (
            "expression for others",
            plus(with_database(column("n", Type::Int), expression.clone())),
        ),
        (
            "now for an int",
            plus(with_database(column("n", Type::Int), SqlDefault::Now)),
        ),
        (
            "literal of the wrong type",
            plus(with_value(column("n", Type::Int), text("many"))),
        ),
        ("local time", {
            plus(with_value(
                column("at", Type::TimestampTz),
                text("2024-01-01T00:00:00+02:00"),
            ))
        }),
        ("long name", with(&|m| m.table.name = "p".repeat(65))),
        ("emoji in a name", with(&|m| m.table.name = "🦀".into())),
        ("blank name", with(&|m| m.table.name = "posts ".to_owned())),
        ("nul in a default", {
            plus(with_value(column("s", Type::String(Some(9))), text("a\0b")))
        }),
        ("nul in a check", posts().check("ck_nul", "slug <> '\0'")),
        ("strict type", {
            let mut price = column("price", Type::Numeric(None));
            price
                .ty
                .native
                .insert(Dialect::Sqlite, "NUMERIC".to_owned());
            plus(price)
        }),
    ]
}

#[test]
fn what_a_dialect_lacks_is_an_error_that_says_what_to_do() {
    let mut report = String::new();
    for (name, model) in cases() {
        let schema = schema(vec![], vec![model]);
        writeln!(report, "{name}").unwrap();
        for dialect in Dialect::ALL {
            match create_all(&schema, dialect) {
                Ok(_) => writeln!(report, "  {dialect}: made").unwrap(),
                Err(error) => writeln!(report, "  {dialect}: error: {error}").unwrap(),
            }
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("refusals", report);
    });
}
