//! A shop on SQLite: creates the database, fills it, loads a graph, edits, deletes.
//!
//! `cargo run --example shop`

use ormolu::{Database, Recorder, Result};
use ormolu_examples::models::{
    self, Customer, Order, OrderStatus, Product, address, category, country, customer, order,
    order_line, product, product_variant, review, tag,
};

#[tokio::main]
async fn main() -> Result<()> {
    let path = std::env::temp_dir().join(format!("ormolu-shop-{}.db", std::process::id()));
    let db = Database::connect(&format!("sqlite:{}", path.display())).await?;
    models::schema::create_all(&db).await?;
    let mut report = Report::new(&db);

    fill(&db).await?;
    report.step("fill the shop in one commit");

    print_orders(&db).await?;
    report.step("load customers, orders, lines, products");

    edit(&db).await?;
    report.step("change a price and two orders");

    let gone = Product::delete()
        .filter(|p| p.active.eq(false))
        .run(&db)
        .await?;
    report.step(&format!("delete {gone} discontinued product"));

    print_ratings(&db).await?;
    report.step("count the reviews of each product");

    report.print();
    drop(db);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    Ok(())
}

/// Everything is added first; the commit orders and batches the statements.
async fn fill(db: &Database) -> Result<()> {
    let mut s = db.session();
    let sweden = s.add(country::new("SE", "Sweden"));
    let ann = s.add(customer::new("ann@example.org", "Ann", "secret").newsletter(true));
    let bob = s.add(customer::new("bob@example.org", "Bob", "secret"));
    let home = s.add(
        address::new("Storgatan 1", "Lund", "22221")
            .customer(ann)
            .country(sweden),
    );
    let work = s.add(
        address::new("Kungsgatan 2", "Lund", "22350")
            .customer(bob)
            .country(sweden),
    );
    let kitchen = s.add(category::new("Kitchen"));
    let knives = s.add(category::new("Knives").parent(kitchen));
    let (sharp, steel) = (s.add(tag::new("sharp")), s.add(tag::new("steel")));
    let pan = s.add(
        product::new("pan-1", "Iron pan", cents(49_900))
            .category(kitchen)
            .tags([steel]),
    );
    let knife = s.add(
        product::new("kn-1", "Chef's knife", cents(89_900))
            .category(knives)
            .tags([sharp, steel]),
    );
    s.add(
        product::new("old-1", "Egg timer", cents(9_900))
            .category(kitchen)
            .active(false),
    );
    let pan = s.add(product_variant::new("28 cm").product(pan));
    let short = s.add(product_variant::new("15 cm").product(knife));
    let long = s.add(product_variant::new("21 cm").product(knife));
    let first = s.add(order::new("2026-1").customer(ann).billing_address(home));
    let second = s.add(order::new("2026-2").customer(bob).billing_address(work));
    s.add(
        order_line::new(1, 1, cents(49_900))
            .order(first)
            .variant(pan),
    );
    s.add(
        order_line::new(2, 2, cents(89_900))
            .order(first)
            .variant(short),
    );
    s.add(
        order_line::new(1, 1, cents(99_900))
            .order(second)
            .variant(long),
    );
    s.add(review::new(5, "Sharp.").product(knife).customer(ann));
    s.add(review::new(4, "Good.").product(knife).customer(bob));
    s.commit().await
}

/// Five levels, five statements, whatever the number of rows.
async fn print_orders(db: &Database) -> Result<()> {
    let customers = Customer::select()
        .order_by(|c| c.name.asc())
        .with(
            customer::orders()
                .with(order::lines().with(order_line::variant().with(product_variant::product()))),
        )
        .all(db)
        .await?;
    println!("orders");
    for customer in &customers {
        for order in customer.orders() {
            println!(
                "  {:<5} order {} ({})",
                customer.name, order.number, order.status
            );
            for line in order.lines() {
                let variant = line.variant();
                let name = format!("{}, {}", variant.product().name, variant.name);
                println!("    {} x {name:<22} {:>8}", line.quantity, line.unit_price);
            }
        }
    }
    Ok(())
}

/// Edits through handles; the commit writes the changed columns of the changed rows.
async fn edit(db: &Database) -> Result<()> {
    let mut s = db.session();
    let knife = s
        .one(Product::select().filter(|p| p.sku.eq("kn-1")))
        .await?;
    let orders = s
        .all(Order::select().filter(|o| o.status.eq(OrderStatus::Cart)))
        .await?;
    s[knife].price = cents(79_900);
    for order in &orders {
        s[order].status = OrderStatus::Placed;
    }
    s.commit().await
}

async fn print_ratings(db: &Database) -> Result<()> {
    let rows = Product::select()
        .left_join(|p| p.reviews())
        .group_by(|(p, _)| p.name)
        .order_by(|name, _| name)
        .select(|name, (_, r)| (name, r.id.count(), r.rating.avg()))
        .all(db)
        .await?;
    println!("\nreviews");
    for (name, reviews, rating) in rows {
        let rating = rating.map_or("-".into(), |r| format!("{r:.1}"));
        println!("  {name:<20} {reviews:>3} {rating:>5}");
    }
    Ok(())
}

fn cents(n: i64) -> ormolu::rust_decimal::Decimal {
    ormolu::rust_decimal::Decimal::new(n, 2)
}

/// What was done, and in how many statements.
struct Report {
    recorder: Recorder,
    steps: Vec<(String, usize)>,
}

impl Report {
    fn new(db: &Database) -> Self {
        Report {
            recorder: db.record(),
            steps: vec![],
        }
    }

    fn step(&mut self, what: &str) {
        let before: usize = self.steps.iter().map(|(_, n)| n).sum();
        self.steps
            .push((what.into(), self.recorder.count() - before));
    }

    fn print(&self) {
        println!("\n{:<45} statements", "what");
        for (what, statements) in &self.steps {
            println!("{what:<45} {statements:>10}");
        }
    }
}
