use insta::assert_snapshot;
use ormolu::uuid::Uuid;
use ormolu::{all_of, any_of};

use crate::models::{Post, Status, Tag, User};
use crate::support::sql;

#[test]
fn comparisons() {
    assert_snapshot!(sql(Tag::select().filter(|t| t.name.eq("rust"))));
    assert_snapshot!(sql(Tag::select().filter(|t| {
        t.id.ne(1)
            .and(t.id.lt(9))
            .and(t.id.le(8))
            .and(t.id.gt(0))
            .and(t.id.ge(2))
    })));
}

#[test]
fn nullable_columns_take_plain_values_and_columns() {
    let ids = User::select().filter(|u| {
        u.boss_id
            .eq(u.id)
            .or(u.boss_id.eq(7))
            .or(u.id.eq(u.boss_id))
    });
    assert_snapshot!(sql(ids.select(|u| u.id)));
}

#[test]
fn null_safe_comparison() {
    let differ = Tag::select().filter(|t| {
        t.name
            .is_distinct_from("a")
            .and(t.id.is_not_distinct_from(1))
            .and(!t.id.is_distinct_from(2))
    });
    assert_snapshot!(sql(differ));
}

#[test]
fn parentheses_only_where_they_matter() {
    let mixed = Tag::select().filter(|t| t.id.eq(1).or(t.id.eq(2)).and(t.name.eq("x").not()));
    assert_snapshot!(sql(mixed));
    let flat = Tag::select().filter(|t| t.id.eq(1).and(t.id.eq(2).and(t.id.eq(3))));
    assert_snapshot!(sql(flat));
    let or = Tag::select()
        .filter(|t| t.id.eq(1).or(t.id.eq(2)))
        .filter(|t| t.name.eq("x"));
    assert_snapshot!(sql(or));
}

#[test]
fn arithmetic_keeps_its_order() {
    let sums = User::select().filter(|u| {
        (u.age - (u.age - 1))
            .eq((u.age + 1) * 2)
            .and((-(-u.age)).gt(u.age * 2 + 1))
    });
    assert_snapshot!(sql(sums.select(|u| u.id)));
}

#[test]
fn division_by_zero_is_null() {
    let halves = User::select().select(|u| (u.age / 2, u.age / u.age, u.boss_id / u.id));
    assert_snapshot!(sql(halves));
    assert_snapshot!(sql(Post::select().select(|p| p.score / p.score)));
}

#[test]
fn arithmetic_with_decimals_is_exact() {
    assert_snapshot!(sql(Post::select().select(|p| p.price + p.price)));
}

#[test]
fn truth() {
    let all = User::select()
        .filter(|u| u.active)
        .filter(|_| true)
        .filter(|u| all_of([u.active]).or(any_of(Vec::<ormolu::Expr<bool>>::new())))
        .select(|u| u.id);
    assert_snapshot!(sql(all));
    assert_snapshot!(sql(Tag::select().filter(|_| false)));
}

#[test]
fn a_selected_condition_is_never_unknown() {
    let shown =
        User::select().select(|u| (u.bio.eq("x"), u.bio.is_null(), !u.active, !u.bio.eq("x")));
    assert_snapshot!(sql(shown));
}

#[test]
fn nulls() {
    let nulls = User::select().filter(|u| u.bio.is_null().or(u.boss_id.is_not_null()));
    assert_snapshot!(sql(
        nulls.select(|u| (u.bio.or_value("none"), u.bio.coalesce(u.name)))
    ));
}

#[test]
fn between() {
    assert_snapshot!(sql(
        Tag::select().filter(|t| t.id.between(1, 5).and(t.name.between("a", t.name)))
    ));
}

#[test]
fn lists() {
    assert_snapshot!(sql(Tag::select().filter(|t| t.id.in_([1, 2, 3]))));
    assert_snapshot!(sql(Tag::select().filter(|t| t.name.not_in(["a", "b"]))));
    assert_snapshot!(sql(
        Tag::select().filter(|t| t.id.in_(Vec::<i64>::new()).or(t.id.not_in([0; 0])))
    ));
}

#[test]
fn lists_of_other_types() {
    let token = Uuid::from_u128(1);
    let ids = Post::select()
        .filter(|p| p.token.in_([token]))
        .filter(|p| p.status.in_([Status::Draft]))
        .filter(|p| p.score.in_([0.5]))
        .filter(|p| p.price.in_([ormolu::rust_decimal::Decimal::TEN]))
        .select(|p| p.id);
    assert_snapshot!(sql(ids));
}

#[test]
fn a_text_with_nul_does_not_travel_in_json() {
    let statement = Tag::select()
        .filter(|t| t.name.in_(["a\0b"]))
        .select(|t| t.id)
        .to_sql(ormolu::Dialect::Sqlite)
        .unwrap();
    assert!(statement.sql.as_str().ends_with(r#""tags"."name" IN (?)"#));
}

#[test]
fn long_lists_are_filled_up() {
    let nine = Tag::select().filter(|t| t.id.in_(1..=9)).select(|t| t.id);
    let statement = nine.to_sql(ormolu::Dialect::Mysql).unwrap();
    assert_eq!(statement.params.len(), 16);
    assert_eq!(statement.params[8..], vec![ormolu::Value::I64(9); 8]);
}

#[test]
fn lists_of_queries() {
    let ids = || Post::select().filter(|p| p.title.eq("x"));
    assert_snapshot!(sql(User::select()
        .filter(|u| u.id.in_(ids().select(|p| p.author_id)))
        .select(|u| u.id)));
    assert_snapshot!(sql(User::select()
        .filter(|u| u.id.not_in(ids().select(|p| p.author_id).limit(3)))
        .select(|u| u.id)));
    let bosses = User::select().select(|b| b.boss_id);
    assert_snapshot!(sql(User::select()
        .filter(|u| u.id.in_(bosses))
        .select(|u| u.id)));
}

#[test]
fn patterns() {
    assert_snapshot!(sql(
        Tag::select().filter(|t| t.name.like("a%_*").and(t.name.ilike("b!%")))
    ));
    assert_snapshot!(sql(Tag::select().filter(|t| t
        .name
        .contains("50%")
        .or(t.name.starts_with("a_"))
        .or(t.name.ends_with("!")))));
    assert_snapshot!(sql(Tag::select().filter(|t| t.name.like(t.name))));
}

#[test]
fn text_functions() {
    assert_snapshot!(sql(User::select().select(|u| (
        u.name.lower(),
        u.bio.upper(),
        u.bio.length()
    ))));
}

#[test]
fn named_types_are_cast() {
    let drafts = Post::select()
        .filter(|p| p.status.eq(Status::Draft))
        .order_by(|p| p.status)
        .select(|p| p.status);
    assert_snapshot!(sql(drafts));
}

#[test]
fn decimals_are_compared_exactly() {
    let priced = Post::select()
        .filter(|p| p.price.gt(ormolu::rust_decimal::Decimal::ONE_HUNDRED))
        .filter(|p| p.price.between(p.price, ormolu::rust_decimal::Decimal::TEN))
        .order_by(|p| p.price.desc().nulls_last());
    assert_snapshot!(sql(priced.select(|p| p.id)));
}
