//! What `docs/coming-from.md` says is done here: every Rust block of the page stands in this file,
//! where it runs on a shop in SQLite, and `the_page_shows_what_runs` holds it to that.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used)]

use futures_util::TryStreamExt;
use ormolu::rust_decimal::Decimal;
use ormolu::{
    Bound, Cursor, Database, Dialect, Error, Result, Unit, case, count, cte, from, recursive,
    row_number, sql, window,
};
use ormolu_examples::models::{
    self, Category, Customer, CustomerProfile, Order, OrderLine, OrderStatus, Product, Review, Tag,
    address, category, country, customer, customer_profile, order, order_line, product,
    product_variant, review, tag,
};

fn cents(n: i64) -> Decimal {
    Decimal::new(n, 2)
}

/// Ann has two orders, Bob one, Cid none. Kitchen holds Knives, which holds Small knives.
async fn shop() -> Result<Database> {
    let db = Database::connect("sqlite::memory:").await?;
    models::schema::create_all(&db).await?;
    let mut s = db.session();
    let sweden = s.add(country::new("SE", "Sweden"));
    let ann = s.add(customer::new("ann@example.org", "Ann", "hash").newsletter(true));
    let bob = s.add(customer::new("bob@example.org", "Bob", "hash").phone("123"));
    s.add(customer::new("cid@example.org", "Cid", "hash"));
    s.add(
        customer_profile::new()
            .customer(ann)
            .preferences(ormolu::serde_json::json!({ "theme": "dark", "size": 12 })),
    );
    let home = s.add(
        address::new("Storgatan 1", "Lund", "22221")
            .customer(ann)
            .country(sweden),
    );
    let kitchen = s.add(category::new("Kitchen"));
    let knives = s.add(category::new("Knives").parent(kitchen));
    s.add(category::new("Small knives").parent(knives));
    let pan = s.add(product::new("pan-1", "Iron pan", cents(49_900)).category(kitchen));
    let knife = s.add(product::new("kn-1", "Chef's knife", cents(89_900)).category(knives));
    s.add(
        product::new("old-1", "Egg timer", cents(9_900))
            .category(kitchen)
            .active(false),
    );
    let pan = s.add(product_variant::new("28 cm").product(pan));
    let long = s.add(product_variant::new("21 cm").product(knife));
    let number = |number: &str, total| order::new(number).total(cents(total));
    let first = s.add(number("1", 139_800).customer(ann).billing_address(home));
    let second = s.add(number("2", 10_000).customer(ann).billing_address(home));
    let third = s.add(number("3", 49_900).customer(bob).billing_address(home));
    s.add(
        order_line::new(1, 1, cents(49_900))
            .order(first)
            .variant(pan),
    );
    s.add(
        order_line::new(2, 1, cents(89_900))
            .order(first)
            .variant(long),
    );
    s.add(
        order_line::new(1, 2, cents(5_000))
            .order(second)
            .variant(pan),
    );
    s.add(
        order_line::new(1, 1, cents(49_900))
            .order(third)
            .variant(pan),
    );
    s.add(review::new(5, "Sharp.").product(knife).customer(ann));
    s.add(review::new(2, "Heavy.").product(knife).customer(bob));
    s.commit().await?;
    let placed = "2026-01-31T12:00:00Z"
        .parse::<ormolu::chrono::DateTime<_>>()
        .unwrap();
    let paid = Order::update().filter(|o| o.number.ne("2"));
    let paid = paid.set(|o| (o.status.to(OrderStatus::Paid), o.placed_at.to(placed)));
    assert_eq!(paid.run(&db).await?, 2);
    Ok(db)
}

#[tokio::test]
async fn inserting() -> Result<()> {
    let db = &shop().await?;
    // 1
    let dan = Customer::insert(customer::new("dan@example.org", "Dan", "hash"))
        .run(db)
        .await?;
    println!("{} since {}", dan.id, dan.created_at);

    // 2
    let names = ["steel", "sharp", "new"];
    let tags: Vec<Tag> = Tag::insert_all(names.map(tag::new)).run(db).await?;
    assert_eq!(
        tags.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(),
        names
    );

    // 3
    let ann = Customer::upsert(customer::new("ann@example.org", "Anna", "hash"))
        .on(Customer::BY_EMAIL)
        .set(|c, new| c.name.to(new.name))
        .run(db)
        .await?;
    assert_eq!((ann.id, ann.name.as_str()), (1, "Anna"));

    // 4
    let names = Customer::select().select(|c| c.name);
    Tag::insert_from(names, |t| t.name).run(db).await?;
    assert_eq!(Tag::select().count(db).await?, 3 + 4);
    Ok(())
}

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

#[tokio::test]
async fn loading() -> Result<()> {
    let db = &shop().await?;
    // 29
    let customers = Customer::select()
        .with(customer::orders().with(order::lines().with(order_line::variant())))
        .all(db)
        .await?;
    for customer in &customers {
        for order in customer.orders() {
            println!("{}: {} lines", customer.name, order.lines().len());
        }
    }
    assert_eq!(customers.first().unwrap().orders().len(), 2);

    // 30
    let customers = Customer::select()
        .with(customer::orders().filter(|o| o.total.gt(50)).limit(1))
        .all(db)
        .await?;
    assert_eq!(customers.first().unwrap().orders().len(), 1);
    Ok(())
}

#[tokio::test]
async fn paging() -> Result<()> {
    let db = &shop().await?;
    let cursor: Option<Cursor> = None;
    // 31
    let page = Product::select()
        .keyset(|p| (p.price.desc(), p.name.asc()))
        .after(cursor)
        .page(2, db)
        .await?;
    let next: Option<Cursor> = page.next;
    assert!(next.is_some());

    // 32
    let page = Product::select()
        .order_by(|p| p.name)
        .paginate(1, 2, db)
        .await?;
    println!(
        "page {} of {}, {} products",
        page.page, page.pages, page.total
    );
    assert_eq!((page.items.len(), page.total), (2, 3));

    // 33
    let mut rows = Order::select().select(|o| (o.number, o.total)).stream(db);
    while let Some((number, total)) = rows.try_next().await? {
        println!("{number}: {total}");
    }
    Ok(())
}

#[tokio::test]
async fn transactions() -> Result<()> {
    let db = &shop().await?;
    // 34
    let next = Order::select()
        .filter(|o| o.status.eq(OrderStatus::Paid))
        .limit(1)
        .for_update()
        .skip_locked();
    assert!(
        next.to_sql(Dialect::Postgres)?
            .sql
            .as_str()
            .ends_with("FOR UPDATE SKIP LOCKED")
    );
    assert!(matches!(
        next.to_sql(Dialect::Sqlite),
        Err(Error::Unsupported { .. })
    ));

    // 35
    let mut tx = db.begin().await?;
    Tag::insert(tag::new("steel")).run(&mut tx).await?;
    tx.savepoint("second").await?;
    if Tag::insert(tag::new("steel")).run(&mut tx).await.is_err() {
        tx.rollback_to("second").await?;
    }
    tx.commit().await?;
    assert_eq!(Tag::select().count(db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn choosing() -> Result<()> {
    let db = &shop().await?;
    let (name, only_active) = (Some("knife"), true);
    // 36
    let found = Product::select()
        .filter_some(name, |p, name| p.name.contains(name))
        .filter_if(only_active, |p| p.active)
        .all(db)
        .await?;
    assert_eq!(found.len(), 1);
    Ok(())
}

#[tokio::test]
async fn changing() -> Result<()> {
    let db = &shop().await?;
    // 37
    let lines: Vec<(i32, i32)> = OrderLine::update()
        .filter(|l| l.unit_price.lt(100))
        .set(|l| l.quantity.to(l.quantity + 1))
        .returning(|l| (l.line, l.quantity))
        .run(db)
        .await?;
    assert_eq!(lines, [(1, 3)]);

    // 38
    let gone: u64 = Review::delete()
        .join(|r| r.product())
        .filter(|(r, p)| r.rating.lt(3).and(p.sku.eq("kn-1")))
        .run(db)
        .await?;
    assert_eq!(gone, 1);

    // 39
    let mut s = db.session();
    let orders = s
        .all(Order::select().filter(|o| o.status.eq(OrderStatus::Paid)))
        .await?;
    for order in &orders {
        s[order].status = OrderStatus::Shipped;
    }
    s.commit().await?;

    let shipped = Order::select().filter(|o| o.status.eq(OrderStatus::Shipped));
    assert_eq!(shipped.count(db).await?, 2);
    Ok(())
}

#[tokio::test]
async fn raw() -> Result<()> {
    let db = &shop().await?;
    // 40
    let rows: Vec<(String, i64)> = sql!(
        "select c.name, count(*) from customers c join orders o on o.customer_id = c.id
         where o.status = {status} group by c.name order by 1",
        status = "paid"
    )
    .fetch_as::<(String, i64)>()
    .all(db)
    .await?;
    let plan = Customer::select()
        .filter(|c| c.email.eq("ann@example.org"))
        .explain(db)
        .await?;
    println!("{plan}");
    assert!(rows.len() == 2 && plan.text.contains("customers"), "{plan}");
    Ok(())
}

#[test]
fn the_page_shows_what_runs() {
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let (page, runs) = (
        include_str!("../../docs/coming-from.md"),
        lines(include_str!("coming_from.rs")),
    );
    let blocks: Vec<&str> = page.split("```rust\n").skip(1).collect();
    assert_eq!(blocks.len(), 40);
    for block in blocks {
        let shown = lines(block.split("\n```").next().unwrap());
        assert!(
            runs.contains(&shown),
            "the page shows what is not run here:\n{shown}"
        );
    }
}
