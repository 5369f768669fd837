//! Tables of several schemas of PostgreSQL, each in a module of its name.

use ormolu::{Database, Result};
use testkit::{Engine, TestDatabase};

use models::{Customer, Tier, billing, customer, shop};

#[allow(clippy::pedantic)]
mod models {
    ormolu::include_models!("spaces");
}

fn on_postgres(body: impl AsyncFn(Database) -> Result<()>) {
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await?;
        models::schema::create_all(&db).await?;
        body(db).await
    });
}

#[test]
fn models_of_one_name_live_beside_each_other() {
    on_postgres(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(customer::new("Ann"));
        let order = s.add(shop::order::new().customer(ann));
        let pen = s.add(shop::line::new("pen").order(order));
        let ink = s.add(shop::line::new("ink").order(order));
        let invoice = s.add(billing::invoice::new().customer(ann));
        for line in [pen, ink] {
            s.add(billing::line::new().invoice(invoice).line(line));
        }
        s.commit().await?;
        s[invoice].state = billing::State::Paid;
        s.commit().await?;

        let lines = billing::invoice::lines().with(billing::line::line());
        let found = Customer::select()
            .with(customer::invoices().with(lines))
            .with(customer::orders().with(shop::order::lines()))
            .one(&db)
            .await?;
        let ann = found.view();
        let invoice = ann.invoices().iter().next().unwrap();
        assert_eq!(invoice.state, billing::State::Paid);
        let texts: Vec<&str> = invoice.lines().iter().map(|l| l.line().text()).collect();
        assert_eq!(texts, ["pen", "ink"]);
        assert_eq!(ann.orders().iter().next().unwrap().lines().len(), 2);
        Ok(())
    });
}

#[test]
fn queries_lead_from_one_schema_to_another() {
    on_postgres(async |db: Database| {
        let ann = Customer::insert(customer::new("Ann")).run(&db).await?;
        let order = shop::Order::insert(shop::order::new().customer(ann.id));
        let order = order.run(&db).await?;
        let line = shop::Line::insert(shop::line::new("pen").order(order.id));
        let line = line.run(&db).await?;
        let open = billing::Invoice::insert(billing::invoice::new().customer(ann.id));
        let open = open.run(&db).await?;
        let bill = billing::line::new().invoice(open.id).line(line.id);
        billing::Line::insert(bill).run(&db).await?;

        let billed = shop::Line::select().filter(|l| {
            l.billed()
                .any(|b| b.invoice().has(|i| i.state.eq(billing::State::Open)))
        });
        assert_eq!(billed.count(&db).await?, 1);
        let rows = billing::Line::select().join(|b| b.line());
        let rows = rows.select(|(b, l)| (b.invoice_id, l.text));
        assert_eq!(rows.all(&db).await?, [(open.id, "pen".to_owned())]);
        let one = billing::Line::get(999).one(&db).await.unwrap_err();
        assert!(one.to_string().contains("billing::Line"), "{one}");
        Ok(())
    });
}

#[test]
fn enums_of_one_name_live_beside_each_other() {
    on_postgres(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(customer::new("Ann").tier(Tier::Gold));
        let order = s.add(shop::order::new().customer(ann));
        s.commit().await?;
        s[order].state = shop::State::Sent;
        s[order].billed = billing::State::Paid;
        s.commit().await?;

        let sent = shop::Order::select()
            .join(|o| o.customer())
            .filter(|(o, c)| {
                o.state
                    .eq(shop::State::Sent)
                    .and(o.billed.eq(billing::State::Paid))
                    .and(c.tier.eq(Tier::Gold))
            })
            .select(|(o, c)| (o.state, o.billed, c.tier));
        let expected = (shop::State::Sent, billing::State::Paid, Tier::Gold);
        assert_eq!(sent.all(&db).await?, [expected]);
        let wrong = "sent".parse::<billing::State>().unwrap_err().to_string();
        assert!(wrong.contains("billing::State"), "{wrong}");
        Ok(())
    });
}
