//! The text that each engine needs for a change.

use ormolu_migrate::diff;
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};

use crate::{assert_plans, schema, sql};

/// The statements that lead there.
fn up(before: &Schema, after: &Schema, dialect: Dialect) -> String {
    sql(&diff(before, after, dialect).unwrap().up)
}

/// One text of a type into another needs `USING`; a type that the engine takes over does not.
#[test]
fn a19_using_where_a_value_is_read_anew() {
    let of = |ty: &str, small: &str| {
        schema(&format!(
            "models:\n  Item:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      \
             number: {ty}\n      small: {small}\n"
        ))
    };
    let sql = up(&of("text", "int"), &of("int", "bigint"), Dialect::Postgres);
    assert_eq!(
        sql.trim(),
        "ALTER TABLE \"items\"\n    ALTER COLUMN \"number\" TYPE integer USING \
         \"number\"::integer,\n    ALTER COLUMN \"small\" TYPE bigint;"
    );
}

/// A counted key stays one, whatever its type becomes.
#[test]
fn a19_what_counts_goes_on_counting() {
    let of = |ty: &str, options: &str| {
        schema(&format!(
            "models:\n  Item:\n{options}    columns:\n      \
             id: {{ type: {ty}, primary_key: true }}\n      name: text\n"
        ))
    };
    let (small, large) = (of("int", ""), of("bigint", ""));
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        assert_eq!(
            up(&small, &large, dialect).trim(),
            "ALTER TABLE `items` MODIFY COLUMN `id` BIGINT NOT NULL AUTO_INCREMENT;"
        );
    }
    let kept = "    options: { sqlite: { autoincrement: true } }\n";
    let (text, number) = (of("bigint", kept), {
        let text = format!("{kept}    checks: [name <> '']\n");
        of("bigint", &text)
    });
    let sql = up(&text, &number, Dialect::Sqlite);
    assert!(sql.contains("PRIMARY KEY AUTOINCREMENT"), "{sql}");
    assert!(
        sql.contains("UPDATE sqlite_sequence") || sql.contains("INSERT INTO sqlite_sequence"),
        "{sql}"
    );
}

/// Values sort by their places, so another order is a change where the engine keeps one.
#[test]
fn a19_values_in_another_order() {
    let of = |values: &str| {
        format!(
            "enums:\n  Level: [{values}]\nmodels:\n  Item:\n    columns:\n      \
             id: {{ type: bigint, primary_key: true }}\n      level: {{ type: Level, default: low }}\n"
        )
    };
    assert_plans("values-moved", &of("low, high, top"), &of("top, low, high"));
}

/// A column with another name keeps what it is, without a word of it in the statement.
#[test]
fn a19_a_new_name_needs_no_type() {
    let of = |column: &str| {
        schema(&format!(
            "models:\n  Item:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      \
             {column}\n"
        ))
    };
    let before = of("title: { type: string(40), default: new }");
    let after = of("heading: { type: string(40), default: new, renamed_from: title }");
    for (dialect, quote) in [
        (Dialect::Sqlite, '"'),
        (Dialect::Postgres, '"'),
        (Dialect::Mysql, '`'),
        (Dialect::Mariadb, '`'),
    ] {
        let wanted = "ALTER TABLE 'items' RENAME COLUMN 'title' TO 'heading';";
        assert_eq!(
            up(&before, &after, dialect).trim(),
            wanted.replace('\'', &quote.to_string())
        );
    }
}

/// When a key is checked is a part of it.
#[test]
fn a_key_that_is_checked_later() {
    let of = |deferred: bool| {
        let text = format!(
            "ormolu: 1\ndialects: [sqlite, postgres]\nmodels:\n  Node:\n    columns:\n      \
             id: {{ type: bigint, primary_key: true }}\n      \
             above: {{ references: Node, nullable: true, deferred: {deferred} }}\n"
        );
        let outcome = compile(&Input::text("schema.yaml", text));
        match &outcome.result {
            Ok((schema, _)) => schema.clone(),
            Err(_) => panic!("{}", outcome.render(false)),
        }
    };
    let sql = up(&of(false), &of(true), Dialect::Postgres);
    assert!(
        sql.contains("DROP CONSTRAINT \"fk_nodes_above_id\""),
        "{sql}"
    );
    assert!(sql.contains("DEFERRABLE INITIALLY DEFERRED"), "{sql}");
    let sql = up(&of(false), &of(true), Dialect::Sqlite);
    assert!(sql.contains("DEFERRABLE INITIALLY DEFERRED"), "{sql}");
    assert!(sql.contains("DROP TABLE \"nodes\""), "{sql}");
}

/// What the database sets at each UPDATE is a part of the column there.
#[test]
fn what_is_set_at_each_update() {
    let of = |on_update: &str| {
        schema(&format!(
            "models:\n  Item:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      \
             at: {{ type: timestamp, default: {{ db: now }}{on_update} }}\n"
        ))
    };
    let said = of(", on_update: { sql: CURRENT_TIMESTAMP(6) }");
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        let column = "ALTER TABLE `items` MODIFY COLUMN `at` DATETIME(6) NOT NULL DEFAULT";
        let sql = up(&of(""), &said, dialect);
        assert!(sql.starts_with(column), "{sql}");
        assert!(
            sql.trim().ends_with(" ON UPDATE CURRENT_TIMESTAMP(6);"),
            "{sql}"
        );
        let sql = up(&said, &of(""), dialect);
        assert!(
            sql.starts_with(column) && !sql.contains("ON UPDATE"),
            "{sql}"
        );
    }
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        assert_eq!(up(&of(""), &said, dialect), "");
    }
}

/// Without a name to say, `RENAME TO` would leave it where it is.
#[test]
fn what_moves_to_the_schema_of_the_connection_is_refused() {
    let of = |namespace: &str| {
        let text = format!(
            "ormolu: 1\ndialects: [postgres]\nmodels:\n  Item:\n{namespace}    columns: {{ id: {{ type: bigint, primary_key: true }} }}\n"
        );
        let outcome = compile(&Input::text("schema.yaml", text));
        outcome.result.as_ref().expect("a schema").0.clone()
    };
    let (own, side) = (of(""), of("    namespace: side\n    renamed_from: items\n"));
    let plan = diff(&own, &side, Dialect::Postgres).unwrap();
    assert!(sql(&plan.up).contains("ALTER TABLE \"items\" SET SCHEMA \"side\""));
    let why = plan.irreversible.unwrap();
    assert_eq!(
        why,
        "table `side.items`: postgres has no way to the connection's own database schema; say its \
         `namespace`, such as `public`"
    );
}
