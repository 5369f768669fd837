use ormolu_schema::ir::{Dialect, ReferentialAction, Schema, Type};

use crate::builder::*;

/// Children are declared before their parents; authors and books point at each other.
fn library() -> Schema {
    let cascade = ReferentialAction::Cascade;
    let set_null = ReferentialAction::SetNull;
    let key = |name| column(name, Type::BigInt);
    let loans = table("loans", vec![id(), key("book"), key("reader")])
        .references("book", 1, cascade)
        .references("reader", 3, cascade);
    let books = table(
        "books",
        vec![id(), key("author"), nullable(key("sequel_of"))],
    )
    .references("author", 2, cascade)
    .references("sequel_of", 1, set_null);
    let authors = table("authors", vec![id(), nullable(key("best_book"))]).references(
        "best_book",
        1,
        set_null,
    );
    let readers = table("readers", vec![id()]);
    schema(
        vec![enumeration("state", &["a"])],
        vec![loans, books, authors, readers],
    )
}

#[test]
fn parents_come_first_and_a_cycle_is_closed_at_the_end() {
    crate::assert_scripts("cycle", &library());
}

#[test]
fn dropping_goes_the_other_way() {
    for dialect in Dialect::ALL {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            let name = format!("drop-{dialect}");
            insta::assert_snapshot!(name, crate::dropped(&library(), dialect));
        });
    }
}

#[test]
fn a_chain_as_long_as_the_schema_is_no_burden() {
    let count = 20_000;
    let models = (0..count).map(|at| {
        let model = table(
            &format!("t{at}"),
            vec![id(), nullable(column("next", Type::BigInt))],
        );
        let next = (at + 1) % count;
        model.references("next", next, ReferentialAction::NoAction)
    });
    let schema = schema(vec![], models.collect());
    let sql = crate::created(&schema, Dialect::Postgres);
    assert!(
        sql.starts_with("CREATE TABLE \"t19999\""),
        "the end of the chain comes first"
    );
    assert_eq!(
        sql.matches("ALTER TABLE").count(),
        1,
        "the ring is cut in one place"
    );
}

#[test]
fn equal_input_gives_equal_bytes() {
    for dialect in Dialect::ALL {
        assert_eq!(
            crate::created(&library(), dialect),
            crate::created(&library(), dialect)
        );
    }
}
