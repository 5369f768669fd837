//! What is asked of one statement.

use ormolu::rust_decimal::Decimal;
use ormolu::{Bound, Result, Unit, case, count, cte, from, recursive, row_number, window};
use ormolu_examples::models::{Category, Customer, CustomerProfile, Order, OrderStatus, Product};

use super::{cents, shop};

#[tokio::test]
async fn finding() -> Result<()> {
    let db = &shop().await?;
    // 5
    let ann = Customer::get(1).one(db).await?;
    let bob = Customer::find_by_email("bob@example.org")
        .optional(db)
        .await?;
    assert_eq!((ann.name.as_str(), bob.is_some()), ("Ann", true));

    // 6
    let found = Customer::select()
        .filter(|c| {
            c.name
                .eq("Ann")
                .or(c.phone.is_not_null().and(!c.newsletter))
        })
        .all(db)
        .await?;
    assert_eq!(found.len(), 2);

    // 7
    let found = Product::select()
        .filter(|p| p.sku.in_(["pan-1", "kn-1"]))
        .filter(|p| p.name.contains("knife"))
        .all(db)
        .await?;
    assert_eq!(found.len(), 1);

    // 8
    let newest = Order::select()
        .order_by(|o| (o.placed_at.desc().nulls_last(), o.number))
        .limit(2)
        .offset(1)
        .all(db)
        .await?;
    assert_eq!(newest.rows()[1].number, "2");

    // 9
    let prices: Vec<(String, Decimal)> = Product::select()
        .select(|p| (p.name, p.price))
        .distinct()
        .all(db)
        .await?;
    assert_eq!(prices.len(), 3);
    Ok(())
}

#[tokio::test]
async fn joining() -> Result<()> {
    let db = &shop().await?;
    // 10
    let rows: Vec<(String, Decimal)> = Order::select()
        .join(|o| o.customer())
        .filter(|(o, _)| o.status.eq(OrderStatus::Paid))
        .select(|(o, c)| (c.name, o.total))
        .all(db)
        .await?;
    assert_eq!(rows.len(), 2);

    // 11
    let rows: Vec<(String, Option<String>)> = Customer::select()
        .left_join(|c| c.orders())
        .select(|(c, o)| (c.name, o.number))
        .all(db)
        .await?;
    assert!(rows.contains(&("Cid".into(), None)));

    // 12
    let pairs: Vec<(String, String)> = Product::select()
        .join_on::<Product>(|(a, b)| a.category_id.eq(b.category_id).and(a.id.lt(b.id)))
        .select(|(a, b)| (a.name, b.name))
        .all(db)
        .await?;
    assert_eq!(pairs, [("Iron pan".into(), "Egg timer".into())]);

    // 13
    let without = Customer::select()
        .filter(|c| c.orders().none(|o| o.total.gt(100)))
        .all(db)
        .await?;
    assert_eq!(without.len(), 1);

    // 14
    let sold: Vec<String> = Product::select()
        .filter(|p| {
            p.category()
                .has(|c| c.parent().has(|top| top.name.eq("Kitchen")))
        })
        .select(|p| p.name)
        .all(db)
        .await?;
    assert_eq!(sold, ["Chef's knife"]);
    Ok(())
}

#[tokio::test]
async fn counting() -> Result<()> {
    let db = &shop().await?;
    // 15
    let customers: u64 = Customer::select().count(db).await?;
    let anyone: bool = Customer::select()
        .filter(|c| c.newsletter)
        .exists(db)
        .await?;
    assert_eq!((customers, anyone), (3, true));

    // 16
    let best: Vec<(String, i64, Option<Decimal>)> = Customer::select()
        .join(|c| c.orders())
        .group_by(|(c, _)| c.name)
        .having(|_, (_, o)| o.id.count().gt(1))
        .order_by(|_, (_, o)| o.total.sum().desc())
        .select(|name, (_, o)| (name, o.id.count(), o.total.sum()))
        .all(db)
        .await?;
    assert_eq!(best, [("Ann".into(), 2, Some(cents(149_800)))]);

    // 17
    let (paid, all): (i64, i64) = Order::select()
        .select(|o| {
            (
                count().filter_where(o.status.eq(OrderStatus::Paid)),
                count(),
            )
        })
        .one(db)
        .await?;
    assert_eq!((paid, all), (2, 3));

    // 18
    let months: Vec<_> = Order::select()
        .group_by(|o| o.placed_at.date_trunc(Unit::Month))
        .select(|month, o| (month, o.total.sum()))
        .all(db)
        .await?;
    assert_eq!(months.len(), 2);
    Ok(())
}

#[tokio::test]
async fn windows() -> Result<()> {
    let db = &shop().await?;
    // 19
    let places: Vec<(String, i64)> = Order::select()
        .select(|o| {
            let best_first = window()
                .partition_by(o.customer_id)
                .order_by(o.total.desc());
            (o.number, row_number().over(best_first))
        })
        .all(db)
        .await?;
    assert!(places.contains(&("2".into(), 2)));

    // 20
    let running: Vec<(String, Option<Decimal>)> = Order::select()
        .order_by(|o| o.number)
        .select(|o| {
            let so_far = window()
                .order_by(o.number)
                .rows(Bound::Unbounded, Bound::CurrentRow);
            (o.number, o.total.sum().over(so_far))
        })
        .all(db)
        .await?;
    assert_eq!(running[1].1, Some(cents(149_800)));

    // 21
    let latest = Order::select()
        .distinct_on(|o| o.customer_id)
        .order_by(|o| o.number.desc())
        .all(db)
        .await?;

    let numbers: Vec<&str> = latest.iter().map(|o| o.number()).collect();
    assert_eq!(numbers, ["2", "3"]);
    Ok(())
}

#[tokio::test]
async fn subqueries() -> Result<()> {
    let db = &shop().await?;
    // 22
    let spent = cte(
        "spent",
        Order::select()
            .group_by(|o| o.customer_id)
            .select(|id, o| (id, o.total.sum())),
    );
    let rows: Vec<(String, Option<Decimal>)> = Customer::select()
        .join_query(&spent, |(c, s)| c.id.eq(s.0))
        .filter(|(_, s)| s.1.gt(1_000))
        .select(|(c, s)| (c.name, s.1))
        .all(db)
        .await?;
    assert_eq!(rows.len(), 1);

    // 23
    let top = Category::select().filter(|c| c.name.eq("Kitchen"));
    let tree = recursive("tree", top, |tree| {
        Category::select().join_query(tree, |(c, above)| c.parent_id.eq(above.id))
    });
    let all = from(&tree).all(db).await?;
    assert_eq!(all.len(), 3);

    // 24
    let names: Vec<String> = Customer::select()
        .select(|c| c.name)
        .union(Category::select().select(|c| c.name))
        .all(db)
        .await?;
    assert_eq!(names.len(), 6);

    // 25
    let rows: Vec<_> = Customer::select()
        .select(|c| (c.name, c.orders().count(), c.orders().max(|o| o.placed_at)))
        .all(db)
        .await?;
    assert_eq!(rows[2], ("Cid".into(), 0, None));

    // 26
    let dear = Product::select()
        .filter(|p| p.price.gt(Product::select().select(|all| all.price.avg())))
        .all(db)
        .await?;
    assert_eq!(dear.len(), 1);
    Ok(())
}

#[tokio::test]
async fn expressions() -> Result<()> {
    let db = &shop().await?;
    // 27
    let rows: Vec<(String, String)> = Product::select()
        .select(|p| {
            let dear = case().when(p.price.gt(500), "dear").else_("cheap");
            (p.name, dear)
        })
        .all(db)
        .await?;
    assert!(rows.contains(&("Chef's knife".into(), "dear".into())));

    // 28
    let dark = CustomerProfile::select()
        .filter(|p| p.preferences.get("theme").as_text().eq("dark"))
        .count(db)
        .await?;
    assert_eq!(dark, 1);
    Ok(())
}
