use futures_util::StreamExt;
use insta::assert_snapshot;
use ormolu::expr::{
    Called, FunctionMeta, NotNull, Nullable, Strict, call, call_aggregate, call_strict,
};
use ormolu::{Dialect, Error, Expr, raw_expr, sql};

use crate::models::{Post, Status, User};
use crate::running::on_engines;
use crate::support::sql as written;

static SHOUT: FunctionMeta = FunctionMeta::new("shout()")
    .sqlite(None, "upper")
    .postgres(Some("pg_catalog"), "upper")
    .mysql(None, "upper");

static LARGEST: FunctionMeta = FunctionMeta::new("largest()")
    .aggregate()
    .sqlite(None, "max")
    .postgres(None, "max")
    .mysql(None, "max");

static NOWHERE: FunctionMeta = FunctionMeta::new("similarity()").postgres(None, "similarity");

fn shout<A: Nullable<String>>(text: A) -> Strict<String, (A,)> {
    call_strict::<String, _>(&SHOUT, (text,))
}

fn largest<A: NotNull<i32>>(number: A) -> Expr<Option<i32>> {
    call_aggregate(&LARGEST, (number,))
}

fn similarity<A: NotNull<String>, B: NotNull<String>>(a: A, b: B) -> Called<f64, (A, B)>
where
    (A, B): ormolu::expr::Inputs,
{
    call(&NOWHERE, (a, b))
}

#[test]
fn declared_functions() {
    assert_snapshot!(written(User::select().select(|u| (
        shout(u.name),
        shout(u.bio),
        shout("a").concat(u.name)
    ))));
    assert_snapshot!(written(
        User::select().select(|u| similarity(u.name, "Ann"))
    ));
    let groups = User::select()
        .group_by(|u| u.active)
        .having(|_, u| largest(u.age).gt(30))
        .select(|active, u| (active, largest(u.age), shout(u.name).max()));
    assert_snapshot!(written(groups));
}

#[test]
fn declared_functions_run() {
    on_engines(|db| async move {
        let loud = User::select()
            .order_by(|u| u.id)
            .select(|u| (shout(u.name), shout(u.bio)));
        let text = |text: &str| text.to_owned();
        assert_eq!(
            loud.all(&db).await?,
            [
                (text("ANN"), None),
                (text("BOB"), Some(text("B"))),
                (text("CID"), Some(text("C"))),
            ]
        );
        let groups = User::select()
            .group_by(|u| u.active)
            .order_by(|active, _| active)
            .select(|active, u| (active, largest(u.age), shout(u.name).max()));
        assert_eq!(
            groups.all(&db).await?,
            [
                (false, Some(31), Some(text("CID"))),
                (true, Some(40), Some(text("BOB"))),
            ]
        );
        Ok(())
    });
}

#[test]
fn fragments() {
    let found = User::select()
        .filter(|u| raw_expr::<bool, _>("{} = 1 or {} > {{}}", (u.age + 1, u.id)).and(u.active));
    assert_snapshot!(written(found.select(|u| {
        raw_expr::<i64, _>("coalesce({}, {})", (u.boss_id, 7_i64)) * 2
    })));
    let sums = User::select().group_by(|u| u.active).select(|active, u| {
        let double = raw_expr::<i32, _>("{} * {}", (u.age, 2));
        (active, double.sum())
    });
    assert_snapshot!(written(sums));
    for text in ["{}", "{} {} {}", "{x} {}", "{} {} }", "{"] {
        let wrong = User::select().select(|u| raw_expr::<i32, _>(text, (u.age, 1)));
        let error = wrong.to_sql(Dialect::Sqlite).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("has 2 argument(s)"), "{error}");
    }
}

#[test]
fn fragments_run() {
    on_engines(|db| async move {
        let bosses = User::select()
            .order_by(|u| u.id)
            .select(|u| raw_expr::<i64, _>("coalesce({}, {})", (u.boss_id, 7_i64)) * 2);
        assert_eq!(bosses.all(&db).await?, [14, 2, 2]);
        Ok(())
    });
}

#[test]
fn statements() {
    let id = 3;
    let rows = sql!(
        "select {u.*}, '{{}}' from users as u where u.id = {id} or u.name = {name} or {id} = 0",
        id,
        name = "x",
    );
    let rows = rows.fetch_as::<User>();
    let mut text = String::new();
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        let statement = rows.to_sql(dialect).unwrap();
        text += &format!("{}\n{:?}\n", statement.sql.as_str(), statement.params);
    }
    let posts = sql!("select {*} from posts").fetch_as::<Post>();
    text += posts.to_sql(Dialect::Postgres).unwrap().sql.as_str();
    let none = sql!("select {*} from users").fetch_as::<(i64,)>();
    text += &format!("\n{}", none.to_sql(Dialect::Sqlite).unwrap_err());
    assert_snapshot!(text);
}

#[test]
fn statements_run() {
    on_engines(|db| async move {
        let old = sql!(
            "select {u.*} from users u where u.age > {age} order by id",
            age = 30
        );
        let old: Vec<User> = old.fetch_as().all(&db).await?;
        let names: Vec<_> = old.iter().map(|user| &*user.name).collect();
        assert_eq!(names, ["Ann", "Cid"]);
        let posts = sql!("select {*} from posts where id = {id}", id = 2_i64).fetch_as::<Post>();
        assert_eq!(posts.one(&db).await?.status, Status::Published);
        let counts = sql!("select active, count(*) from users group by active order by 2");
        let counts = counts.fetch_as::<(bool, i64)>();
        assert_eq!(counts.all(&db).await?, [(false, 1), (true, 2)]);
        let wide = sql!(
            "select id, id, id, id, id, id, id, id, id, id, id, id, id, id, id + 14, name from users order by id"
        );
        #[rustfmt::skip]
        let wide = wide.fetch_as::<(i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, String)>();
        assert_eq!(wide.first(&db).await?.map(|row| row.14), Some(15));
        let bio: Option<String> = None;
        let changed = sql!(
            "update users set bio = {bio} where id = {id}",
            bio,
            id = 2_i64
        );
        assert_eq!(changed.execute(&db).await?, 1);
        let bios = sql!("select bio from users order by id").fetch_as::<(Option<String>,)>();
        let bios: Vec<_> = bios.stream(&db).collect().await;
        let bios = bios.into_iter().collect::<Result<Vec<_>, Error>>()?;
        assert_eq!(bios, [(None,), (None,), (Some("c".to_owned()),)]);
        let none = sql!("select {*} from users where id = 9").fetch_as::<User>();
        assert!(matches!(
            none.one(&db).await,
            Err(Error::NotFound { entity: "User" })
        ));
        let wrong = sql!("select name, id, bio, age, active, boss_id from users");
        let error = wrong.fetch_as::<User>().first(&db).await.unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("users.id: expected an integer"),
            "{error}"
        );
        let two = sql!("select id from users").fetch_as::<(i64,)>();
        assert!(matches!(
            two.one(&db).await,
            Err(Error::TooManyRows { entity: "row" })
        ));
        Ok(())
    });
}
