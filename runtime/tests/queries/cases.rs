use insta::assert_snapshot;
use ormolu::{case, case_of, count, lit};

use crate::models::{Post, Status, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn cases() {
    assert_snapshot!(sql(User::select().select(|u| (
        case()
            .when(u.age.lt(31), "young")
            .when(u.bio.is_null(), u.bio)
            .else_("old"),
        case().when(u.active, u.id).end(),
        case_of(u.name).when("Ann", 1).when(u.bio, 2).else_(0),
    ))));
    assert_snapshot!(sql(Post::select().select(|p| (
        case_of(p.status).when(Status::Draft, p.id).end(),
        case()
            .when(p.id.eq(1), Status::Draft)
            .else_(Status::Published),
    ))));
}

#[test]
fn cases_of_grouped_rows() {
    let sums = User::select().group_by(|u| u.active).select(|active, u| {
        let old = case().when(u.age.gt(30), u.age).else_(0);
        (active, old.sum(), case().when(active, count()).end())
    });
    assert_snapshot!(sql(sums));
}

#[test]
fn cases_agree() {
    on_engines(|db| async move {
        let rows = User::select().order_by(|u| u.id).select(|u| {
            (
                case()
                    .when(u.age.lt(31), "young")
                    .when(u.bio.is_null(), u.bio)
                    .else_("old"),
                case().when(u.active, u.id).end(),
                case_of(u.name).when("Ann", 1).when(u.bio, 2).else_(0),
            )
        });
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows.all(&db).await?,
            [
                (None, Some(1), 1),
                (text("young"), Some(2), 0),
                (text("old"), None, 0),
            ]
        );
        let status = Post::select().order_by(|p| p.id).select(|p| {
            (
                case().when(p.id.eq(2), Status::Draft).else_(p.status),
                case_of(p.status).when(Status::Draft, p.id).end(),
            )
        });
        assert_eq!(
            status.all(&db).await?,
            [
                (Status::Draft, Some(1)),
                (Status::Draft, None),
                (Status::Published, None),
            ]
        );
        Ok(())
    });
}

#[test]
fn nulls_come_and_go() {
    assert_snapshot!(sql(User::select().select(|u| (
        u.bio.coalesce(u.bio).coalesce(u.name),
        u.bio.coalesce("none"),
        u.bio.nullif("b"),
        (u.boss_id.eq(1).is_true(), u.boss_id.eq(1).is_false()),
        lit(5),
    ))));
    on_engines(|db| async move {
        let rows = User::select().order_by(|u| u.id).select(|u| {
            (
                u.bio.coalesce(u.bio).coalesce(u.name),
                u.bio.coalesce("none"),
                u.bio.nullif("b"),
                (u.boss_id.eq(1).is_true(), u.boss_id.eq(1).is_false()),
                lit(5),
            )
        });
        let text = |text: &str| text.to_owned();
        assert_eq!(
            rows.all(&db).await?,
            [
                (text("Ann"), text("none"), None, (false, false), 5),
                (text("b"), text("b"), None, (true, false), 5),
                (text("c"), text("c"), Some(text("c")), (true, false), 5),
            ]
        );
        let prices = Post::select()
            .order_by(|p| p.id)
            .select(|p| p.price.nullif(ormolu::rust_decimal::Decimal::new(9500, 3)));
        assert_eq!(prices.first(&db).await?, Some(None));
        Ok(())
    });
}
