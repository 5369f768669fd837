//! What `docs/coming-from.md` says is done here: every Rust block of the page stands here or in
//! the folder beside this file, where it runs on a shop in SQLite, and `the_page_shows_what_runs`
//! holds it to that.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used)]

#[path = "coming_from/queries.rs"]
mod queries;

use futures_util::TryStreamExt;
use ormolu::rust_decimal::Decimal;
use ormolu::{Cursor, Database, Dialect, Error, Result, sql};
use ormolu_examples::models::{
    self, Customer, Order, OrderLine, OrderStatus, Product, Review, Tag, address, category,
    country, customer, customer_profile, order, order_line, product, product_variant, review, tag,
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
    let page = include_str!("../../docs/coming-from.md");
    let runs = [
        include_str!("coming_from.rs"),
        include_str!("coming_from/queries.rs"),
    ]
    .map(lines);
    let blocks: Vec<&str> = page.split("```rust\n").skip(1).collect();
    assert_eq!(blocks.len(), 40);
    for block in blocks {
        let shown = lines(block.split("\n```").next().unwrap());
        assert!(
            runs.iter().any(|runs| runs.contains(&shown)),
            "the page shows what is not run here:\n{shown}"
        );
    }
}
