use ormolu_schema::ir::{
    ColumnId, Dialect, ForeignKey, IndexPart, IndexTerm, ModelId, PerDialect, ReferentialAction,
    Timing, Type,
};

use crate::builder::*;

#[test]
fn keys_uniques_checks_foreign_keys_and_comments() {
    let mut users = table(
        "users",
        vec![
            id(),
            commented(
                column("email", Type::String(Some(255))),
                "Where we write to.\nIt's unique.",
            ),
            column("tenant_id", Type::Int),
            nullable(column("invited_by", Type::BigInt)),
        ],
    )
    .unique("uq_users_email", &["tenant_id", "email"])
    .unique("uq_users_tenant", &["tenant_id", "id"])
    .check("ck_users_email", "email LIKE '%_@_%'")
    .references("invited_by", 0, ReferentialAction::SetNull);
    users.comment = Some("People who can sign in.".to_owned());
    users
        .options
        .mysql
        .insert("collate".to_owned(), "utf8mb4_bin".to_owned());
    users
        .options
        .postgres
        .insert("fillfactor".to_owned(), "70".to_owned());

    let mut seats = table(
        "seats",
        vec![
            column("tenant_id", Type::Int),
            column("user_id", Type::BigInt),
            column("no", Type::U8),
        ],
    )
    .key(&["tenant_id", "user_id"]);
    seats.foreign_keys.push(ForeignKey {
        name: "fk_seats_user".to_owned(),
        columns: vec![ColumnId(0), ColumnId(1)],
        target: ModelId(0),
        target_columns: vec![ColumnId(2), ColumnId(0)],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::Restrict,
        timing: Timing::AtOnce,
    });
    seats.options.sqlite_without_rowid = true;
    seats.options.postgres_unlogged = true;
    crate::assert_scripts("constraints", &schema(vec![], vec![users, seats]));
}

#[test]
fn indexes_are_made_where_they_are_meant_for() {
    let mut newest = index("ix_posts_newest", &[1, 0]);
    newest.parts[0].descending = true;
    let mut slug = index("ix_posts_slug", &[2]);
    slug.unique = true;
    let mut start = index("ix_posts_start", &[3]);
    start.parts[0].prefix = Some(40);
    let mut public = index("ix_posts_public", &[0]);
    public.predicate = Some(each(&[
        (Dialect::Postgres, "slug <> ''"),
        (Dialect::Sqlite, "slug <> ''"),
    ]));
    let mut lower = index("ix_posts_lower", &[]);
    let term = IndexTerm::Expression(each(&[
        (Dialect::Postgres, "lower(slug)"),
        (Dialect::Sqlite, "lower(slug)"),
    ]));
    lower.parts.push(term.into());
    let mut method = index("ix_posts_method", &[1]);
    method.method = Some(each(&[
        (Dialect::Postgres, "hash"),
        (Dialect::Mysql, "btree"),
    ]));
    let mut words = index("ix_posts_words", &[3]);
    words.method = Some(each(&[(Dialect::Mysql, "fulltext")]));
    words.predicate = None;
    let posts = table(
        "posts",
        vec![
            id(),
            column("created_at", Type::TimestampTz),
            column("slug", Type::String(Some(80))),
            column("body", Type::Text),
        ],
    );
    let indexes = [newest, slug, start, public, lower, method, words];
    let posts = indexes.into_iter().fold(posts, TableExt::index);
    crate::assert_scripts("indexes", &schema(vec![], vec![posts]));
}

#[test]
fn a_portable_expression_means_the_same_everywhere() {
    let order = column("order", Type::Int);
    let end = column("end", Type::Date);
    let price = column("price", Type::Numeric(Some((10, 2))));
    let mut slug = column("slug", Type::String(Some(80)));
    slug.collation = Some(each(&[
        (Dialect::Sqlite, "NOCASE"),
        (Dialect::Postgres, "C"),
        (Dialect::Mysql, "utf8mb4_bin"),
    ]));
    let twice = generated(
        nullable(column("twice", Type::Numeric(Some((12, 2))))),
        "price * 2",
    );
    let prices = table("prices", vec![id(), order, end, price, slug, twice])
        .check("ck_prices_order", "order > 0 and ORDER < 1000")
        .check("ck_prices_price", "price between 0 and 1000")
        .check(
            "ck_prices_end",
            "\"end\" > '2000-01-01' and slug <> 'price''s end'",
        )
        .check("ck_prices_slug", "length(slug) > 2");
    crate::assert_scripts("portable", &schema(vec![], vec![prices]));
}

#[test]
fn what_only_postgres_has() {
    let mut status = enumeration("status", &["on", "off"]);
    status.namespace = Some("audit".to_owned());
    status.comment = Some("Whether it's on.".to_owned());
    let mut events = table(
        "events",
        vec![
            id(),
            column("status", Type::Enum(ormolu_schema::ir::EnumId(0))),
            nullable(column("parent", Type::BigInt)),
            column("payload", Type::Json),
        ],
    )
    .unique("uq_events", &["status", "parent"])
    .references("parent", 0, ReferentialAction::NoAction);
    events.table.namespace = Some("audit".to_owned());
    events.uniques[0].nulls_equal = true;
    events.foreign_keys[0].timing = Timing::AtCommit;
    events.columns[0].identity.as_mut().unwrap().start = Some(1000);
    events.columns[0].identity.as_mut().unwrap().increment = Some(10);
    let mut covering = index("ix_events_covering", &[2]);
    covering.include = vec![ColumnId(1)];
    let mut payload = index("ix_events_payload", &[3]);
    payload.method = Some(PerDialect::Same("gin".to_owned()));
    let schema = schema(vec![status], vec![events.index(covering).index(payload)]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("only-postgres", crate::created(&schema, Dialect::Postgres));
    });
}

#[test]
fn an_expression_index_on_mysql() {
    let mut lower = index("ix_posts_lower", &[]);
    lower.parts.push(IndexPart {
        descending: true,
        ..IndexTerm::Expression(PerDialect::Same("lower(slug)".to_owned())).into()
    });
    let posts = table("posts", vec![id(), column("slug", Type::String(Some(80)))]).index(lower);
    let sql = crate::created(&schema(vec![], vec![posts]), Dialect::Mysql);
    assert!(
        sql.ends_with("CREATE INDEX `ix_posts_lower` ON `posts` ((lower(`slug`)) DESC);\n"),
        "{sql}"
    );
}
